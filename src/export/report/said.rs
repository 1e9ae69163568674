//! The fixed sentences of a report: how it was made, and what it cannot say. They stand together so that their tone can be
//! read in one go.

/// How the result was made, one thing a paragraph.
pub const METHOD: [&str; 8] = [
    "Flows. Packets of the captures are joined to two-way conversations. Bytes are unique transport payload, sent from the \
     captured side or received by it; what was sent twice counts once. Which side is the captured one is decided by a rule \
     that is named in the record.",
    "Names. A destination is named by what the traffic itself states: what was asked of a proxy, HTTP host, TLS or QUIC \
     server name, certificate, or a DNS answer that the same client got before. A name from DNS is inferred.",
    "Countries. Independent witnesses are asked where an address is: databases of different origin, ranges that operators \
     publish, and regions in the host's own name. Two that agree give firm, one alone gives probable, witnesses that differ \
     give disputed. Anycast addresses and shared edges are placed nowhere. Where the place of capture is known, a reply that \
     came faster than light in glass fibre allows rules countries out; it never confirms one.",
    "Organisations. Who runs the network of an address and who operates the domain of a name are two different things, and \
     neither says where data is.",
    "Data types are presumed. Signs of several kinds (rules about hosts, paths, fields, directions, rhythms) are weighed; \
     within a kind only the heaviest counts, kinds add up, and a cap holds by how much was visible. Grades are strong, \
     moderate and weak; what reaches none is not classified. A name alone never gives strong.",
    "Verdicts. Each flow that the claim is about is compared with it for every class that its data type may belong to and \
     every country that is a candidate. Where all are allowed the word is consistent, where none is and the evidence is good \
     enough it is contradicts, and where candidates disagree or evidence is weak it is cannot tell. What is not enough to \
     accuse is not enough to clear.",
    "Every byte is accounted for: what has no country, no name or no type is listed with its reason beside the rest.",
    "The program opened no network connection. The same captures, tables, rules and claim give the same result.",
];

/// What no report of this kind can say, beside what the claim's own limits say.
pub const LIMITS: [&str; 6] = [
    "What did not happen during the capture is not observed in this capture, and absence shows nothing. Whether somebody \
     uploaded, signed in or agreed to anything while it was made is not known to the program.",
    "Onward transfer, remote access and storage are not visible in a capture. This record can serve one step only: knowing \
     to which destinations traffic went first.",
    "Where more than one explanation fits, all are listed: several candidate countries, several data types, several names.",
    "Tables age, and can be wrong together. Their days are in the record.",
    "A download is not “no data sent”: every flow, of any type, gives its destination the source address and the time.",
    "Names inside encrypted traffic are only those that the traffic states; what a tunnel carries is not visible.",
];

/// In the place of verdicts, where there is no claim.
pub const NO_CLAIM: &str = "No claim was given, so nothing is judged: this report says where traffic went, and no verdict.";
