//! The whole filter language on one page, as it is shown in the window.

/// At most 40 lines of 80 characters: one screen.
pub const PAGE: &str = "\
Terms with a space between them must all hold. A comma between values means
either. `-` in front turns a term round. A word alone is looked for in names,
addresses and organisations.

country:SG            placed there, or disputed with it; by code or name
country:anycast       also placed, disputed, none, local, reserved
country:CN/SG         sources differ between exactly these
seat:SG               where the address is registered, not where the machine is
grade:firm            also probable, disputed; of a data type strong, moderate,
                      weak, by-hand
host:example          part of a name of the destination or of its address
domain:example.com    the registrable domain, whole
org:\"Example Ltd\"     who runs the address; quotes: whole, else a part
asn:AS64500           the network that announces the address
owner:acme            who operates the domain
party:third           also first, support: seen from the named subject
app:clip              the program that the capture names
type:location         what it presumably is; also a group such as type:identity
verdict:contradicts   also cannot-tell, consistent, not-covered
promise:protected     may fall in this class of the claim
proto:quic            at any layer; proto:tls-only, proto:tcp-unknown
tunnel:any            or a kind, such as tunnel:wireguard
ip:10.0.0.0/8         address of either end, alone or as a range
port:443              port of either end; port:1..1023
sent>10kB             also received, frames, with < <= = >= >
sent=10kB..1MB        a range, both ends included
time:14:08..14:10     active then, in UTC; also 14:08:31, 2026-11-23, 14:08..
capture:phone         the file; interface:0 its interface
problem:cut           what could not be read of the flow

host:none             nothing is known: most keys have `none`
-country:US,CA        neither of them
host:/^up[0-9]+\\./    a regular expression, for every key that asks for text
/upload|media/        the same, in names, addresses and organisations

Keys in the box: Down and Up choose, Tab takes the first or the chosen offer,
Enter the chosen one, Escape closes the list. Up in the empty box: past filters.
";

#[cfg(test)]
mod tests {
    use super::PAGE;
    use crate::view::filter::{Key, Measure, parse};

    #[test]
    fn it_fits_one_screen_and_its_examples_are_understood() {
        assert!(PAGE.lines().count() <= 40);
        for line in PAGE.lines() {
            assert!(line.chars().count() <= 80, "{line}");
            let example = line.split("  ").next().unwrap_or("");
            if line.len() > example.len() && !example.is_empty() {
                assert_eq!(parse(example).error, None, "{example}");
            }
        }
        let keys = Key::ALL.iter().map(|key| format!("{}:", key.token()));
        let measures = Measure::ALL
            .iter()
            .map(|measure| measure.token().to_owned());
        for word in keys.chain(measures) {
            assert!(PAGE.contains(&word), "{word} is not told");
        }
    }
}
