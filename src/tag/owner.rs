//! Who operates the domain of a flow: a rule says so, else the certificate that its server showed. Never the network: who
//! runs an address often serves others.

use std::sync::Arc;

use crate::evidence::item::{Evidence, Fact};
use crate::wire::message::tls::Certificate;

/// Source of an owner that a certificate names.
pub const CERTIFICATE: &str = "certificate";

/// The certificate that a flow showed first, and the frame.
pub fn certificate_of(own: &[Evidence]) -> Option<(&Arc<Certificate>, u64)> {
    own.iter().find_map(|item| match &item.fact {
        Fact::Certificate(certificate) => Some((certificate, item.frame)),
        _ => None,
    })
}

/// The organisation in a certificate, where it speaks for the domain of `host`: the certificate's own name stands in the
/// same registrable domain. A certificate in the name of a network that carries many sites speaks for none of them.
pub fn of_certificate<'a>(certificate: &'a Certificate, host: Option<&str>) -> Option<&'a str> {
    let organisation = certificate.organisation.as_deref()?.trim();
    let named = certificate.subject.as_deref().filter(|cn| cn.contains('.'));
    let named = named.or(certificate.names.first().map(String::as_str))?;
    let own = domain_of(named)?;
    let speaks = host.is_none_or(|host| domain_of(host).is_some_and(|domain| domain == own));
    (speaks && !organisation.is_empty()).then_some(organisation)
}

fn domain_of(name: &str) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    let bare = lower.strip_prefix("*.").unwrap_or(&lower);
    psl::domain_str(bare).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(subject: Option<&str>, names: &[&str], host: Option<&str>, want: Option<&str>) {
        let certificate = Certificate {
            subject: subject.map(str::to_owned),
            organisation: Some("ByteWave Ltd.".into()),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            names_beyond_cap: 0,
            issuer: None,
            not_before_seconds: 0,
            not_after_seconds: 0,
        };
        let got = of_certificate(&certificate, host);
        assert_eq!(got, want, "{subject:?} {names:?} {host:?}");
    }

    #[test]
    fn a_certificate_speaks_for_its_own_domain_only() {
        let owner = Some("ByteWave Ltd.");
        let host = Some("log.bytewave.com");
        check(Some("*.ByteWave.com"), &[], host, owner);
        check(Some("bytewave.com"), &["bytewave.com"], None, owner);
        check(None, &["*.bytewave.com"], host, owner);
        check(Some("ByteWave"), &["bytewave.com"], host, owner);
        check(Some("a.ssl.edge.net"), &["bytewave.com"], host, None);
        check(Some("router"), &[], host, None);
    }
}
