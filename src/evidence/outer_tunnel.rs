//! Tunnels that a flow's transport, or the names in its handshake, show: found when a capture was read.

use std::collections::HashSet;

use foldhash::fast::RandomState;

use super::item::{Evidence, Fact, NameSource};
use super::tunnel::{TunnelKind, TunnelSign};
use crate::flow::model::{Flow, FlowId, Transport};

/// Names that a client of iCloud Private Relay connects to for its first hop. `mask-api.icloud.com` hands out tokens and
/// carries nothing, so it is no tunnel.
const RELAY_NAMES: [&str; 2] = ["mask.icloud.com", "mask-h2.icloud.com"];

const RELAY: TunnelSign = TunnelSign::sure(
    TunnelKind::PrivateRelay,
    "the name asked for is that of a relay, which forwards what it gets to a second one",
);
const TOR_PAIR: TunnelSign = TunnelSign::possible(
    TunnelKind::Tor,
    "the name asked for and the one in the certificate are both of the form that Tor draws by lot",
);
const TOR_NAME: TunnelSign = TunnelSign::possible(
    TunnelKind::Tor,
    "the name asked for is of the form that Tor draws by lot, looks random, and no name answer in the capture has it",
);

/// Tunnels of flows; `evidence` is sorted by flow.
pub fn found(flows: &[Flow], evidence: &[Evidence]) -> Vec<Evidence> {
    let by_transport = (0_u32..).zip(flows).filter_map(|(id, flow)| {
        let (frame, at) = (flow.first_frame, flow.start);
        let fact = Fact::Tunnel(of_transport(flow.transport)?);
        let flow = FlowId(id);
        Some(Evidence {
            flow,
            frame,
            at,
            fact,
        })
    });
    let answered = answered(evidence);
    let by_name = evidence
        .chunk_by(|a, b| a.flow == b.flow)
        .filter_map(|items| of_names(items, &answered));
    by_transport.chain(by_name).collect()
}

/// Protocols that carry packets; what is in them was not read, or the flow would be that of the inner packet.
fn of_transport(transport: Transport) -> Option<TunnelSign> {
    let Transport::Other(number) = transport else {
        return None;
    };
    let sign = match number {
        47 => TunnelSign::sure(TunnelKind::Gre, "GRE around something that is not IP"),
        50 => TunnelSign::sure(TunnelKind::IpSec, "encrypted payload (ESP)"),
        51 => TunnelSign::sure(
            TunnelKind::IpSec,
            "authenticated payload (AH) that is not IP, TCP or UDP",
        ),
        115 => TunnelSign::sure(TunnelKind::L2tp, "L2TP over IP"),
        _ => return None,
    };
    Some(sign)
}

fn of_names(items: &[Evidence], answered: &HashSet<&str, RandomState>) -> Option<Evidence> {
    let asked = items.iter().find(|item| {
        matches!(
            item.fact,
            Fact::Named {
                source: NameSource::Sni | NameSource::QuicSni,
                ..
            }
        )
    })?;
    let Fact::Named { name, .. } = &asked.fact else {
        return None;
    };
    let certified = items.iter().find_map(|item| match &item.fact {
        Fact::Named {
            name,
            source: NameSource::Certificate,
        } => Some(name),
        _ => None,
    });
    let sign = match certified {
        _ if RELAY_NAMES.contains(&&**name) => RELAY,
        Some(own) if asked_letters(name).is_some() && certified_letters(own).is_some() => TOR_PAIR,
        None if !answered.contains(&**name) && asked_letters(name).is_some_and(looks_random) => {
            TOR_NAME
        }
        _ => return None,
    };
    Some(Evidence {
        fact: Fact::Tunnel(sign),
        ..asked.clone()
    })
}

/// Names that an answer in the capture gave: a client of Tor looks none of its made-up ones up.
fn answered(evidence: &[Evidence]) -> HashSet<&str, RandomState> {
    let name = |item| match item {
        &Evidence {
            fact: Fact::DnsAnswer { ref asked, .. },
            ..
        } => Some(&**asked),
        _ => None,
    };
    evidence.iter().filter_map(name).collect()
}

/// The letters that a client of Tor draws for the name it asks for: 4 to 25 between `www.` and `.com`
/// (crypto_random_hostname as called in Tor's src/lib/tls/tortls_openssl.c).
fn asked_letters(name: &str) -> Option<&str> {
    drawn(name, ".com").filter(|letters| (4..=25).contains(&letters.len()))
}

/// Those that a relay draws for its certificate: 8 to 20 between `www.` and `.net` (src/lib/tls/tortls.c).
fn certified_letters(name: &str) -> Option<&str> {
    drawn(name, ".net").filter(|letters| (8..=20).contains(&letters.len()))
}

/// Letters of base 32 (RFC 4648 §6) between `www.` and an ending.
fn drawn<'a>(name: &'a str, ending: &str) -> Option<&'a str> {
    let letters = name.strip_prefix("www.")?.strip_suffix(ending)?;
    let is_base32 = letters
        .bytes()
        .all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'));
    is_base32.then_some(letters)
}

/// Whether letters look drawn by lot: two digits apart from each other within them, which few names have.
fn looks_random(middle: &str) -> bool {
    let inner = middle.trim_start_matches(|c: char| c.is_ascii_digit());
    let inner = inner.trim_end_matches(|c: char| c.is_ascii_digit());
    let runs = inner
        .split(|c: char| !c.is_ascii_digit())
        .filter(|run| !run.is_empty());
    runs.count() >= 2
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn named(name: &str, source: NameSource) -> Evidence {
        let (flow, frame, at) = (FlowId(0), 7, None);
        let name = Arc::from(name);
        Evidence {
            flow,
            frame,
            at,
            fact: Fact::Named { name, source },
        }
    }

    fn check(items: &[Evidence]) -> Option<TunnelSign> {
        match found(&[], items).as_slice() {
            [
                Evidence {
                    fact: Fact::Tunnel(sign),
                    frame: 7,
                    ..
                },
            ] => Some(*sign),
            [] => None,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_relay_is_told_by_its_name() {
        assert_eq!(
            check(&[named("mask.icloud.com", NameSource::QuicSni)]),
            Some(RELAY)
        );
        assert_eq!(
            check(&[named("mask-api.icloud.com", NameSource::Sni)]),
            None
        );
    }

    #[test]
    fn two_made_up_names_make_tor_possible_and_one_plain_name_does_not() {
        let asked = named("www.d4tgcs3lmvbe.com", NameSource::Sni);
        let own = named("www.2rv5xq7mtnk.net", NameSource::Certificate);
        assert_eq!(check(&[asked.clone(), own]), Some(TOR_PAIR));
        let own = named("www.facebook.com", NameSource::Certificate);
        assert_eq!(
            check(&[named("www.facebook.com", NameSource::Sni), own]),
            None
        );
        assert_eq!(check(&[named("www.facebook.com", NameSource::Sni)]), None);
        assert_eq!(check(&[asked]), Some(TOR_NAME));
    }

    #[test]
    fn transports_that_carry_packets_are_tunnels() {
        assert_eq!(
            of_transport(Transport::Other(50)).map(|sign| sign.kind),
            Some(TunnelKind::IpSec)
        );
        assert_eq!(of_transport(Transport::Other(89)), None);
        assert_eq!(of_transport(Transport::Tcp), None);
    }
}
