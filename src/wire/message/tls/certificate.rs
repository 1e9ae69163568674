//! The certificate that a server shows in the clear (RFC 5246 §7.4.2): whom the leaf names, who signed it, and when it
//! is valid. TLS 1.3 encrypts it.

use x509_parser::prelude::{FromDer, GeneralName, X509Certificate, X509Name};

use super::vector::Vectors;

/// Names that are kept; certificates of large operators carry some hundred.
const MAX_NAMES: usize = 256;

/// Longest name that is kept, in bytes (RFC 1035 §2.3.4 allows 253).
const MAX_NAME_BYTES: usize = 256;

/// What is kept of a server's own certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Common name of the subject.
    pub subject: Option<String>,
    /// Organisation of the subject.
    pub organisation: Option<String>,
    /// DNS names it is valid for, lower case.
    pub names: Vec<String>,
    /// Names beyond those that are kept.
    pub names_beyond_cap: usize,
    /// Common name of who signed it, or their organisation.
    pub issuer: Option<String>,
    /// Valid from, in seconds since 1970.
    pub not_before_seconds: i64,
    /// Valid until, in seconds since 1970.
    pub not_after_seconds: i64,
}

impl Certificate {
    /// The only host that it names; `None` where there are several, or a pattern.
    pub fn only_host(&self) -> Option<&str> {
        let subject = self.subject.as_deref().filter(|name| is_host(name));
        let mut hosts = self.names.iter().map(String::as_str).chain(subject);
        let first = hosts.next()?;
        let is_alone =
            self.names_beyond_cap == 0 && hosts.all(|name| name.eq_ignore_ascii_case(first));
        (is_alone && is_host(first)).then_some(first)
    }
}

/// A name with a dot and without a pattern, as hosts have.
fn is_host(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    name.contains('.') && name.bytes().all(fits) && name.bytes().any(|b| b.is_ascii_alphabetic())
}

/// Reads the leaf of a Certificate message of TLS 1.2 or older; `None` where there is none, or it is damaged.
pub fn read_body(body: &[u8]) -> Option<Certificate> {
    let list = Vectors::new(body).large()?;
    let leaf = Vectors::new(list).large()?;
    read_der(leaf)
}

/// Reads a certificate in DER (RFC 5280).
pub fn read_der(bytes: &[u8]) -> Option<Certificate> {
    let (_, certificate) = X509Certificate::from_der(bytes).ok()?;
    let all = alternative_names(&certificate);
    Some(Certificate {
        subject: common_name(certificate.subject()),
        organisation: organisation(certificate.subject()),
        names_beyond_cap: all.len().saturating_sub(MAX_NAMES),
        names: all.into_iter().take(MAX_NAMES).collect(),
        issuer: common_name(certificate.issuer()).or_else(|| organisation(certificate.issuer())),
        not_before_seconds: certificate.validity().not_before.timestamp(),
        not_after_seconds: certificate.validity().not_after.timestamp(),
    })
}

fn common_name(name: &X509Name<'_>) -> Option<String> {
    let value = name.iter_common_name().next()?;
    kept(value.as_str().ok()?)
}

fn organisation(name: &X509Name<'_>) -> Option<String> {
    let value = name.iter_organization().next()?;
    kept(value.as_str().ok()?)
}

fn kept(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty() && text.len() <= MAX_NAME_BYTES).then(|| text.to_owned())
}

fn alternative_names(certificate: &X509Certificate<'_>) -> Vec<String> {
    let Ok(Some(extension)) = certificate.subject_alternative_name() else {
        return Vec::new();
    };
    let names = extension.value.general_names.iter();
    let host = |name: &GeneralName<'_>| match name {
        GeneralName::DNSName(name) => kept(name.trim_end_matches('.')),
        _ => None,
    };
    names
        .filter_map(host)
        .map(|name| name.to_ascii_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(names: &[&str]) -> Vec<u8> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let made = rcgen::generate_simple_self_signed(names).unwrap();
        let der = made.cert.der();
        let sized = |bytes: &[u8]| {
            let length = u32::try_from(bytes.len()).unwrap().to_be_bytes();
            [&length[1..], bytes].concat()
        };
        sized(&sized(der))
    }

    #[test]
    fn names_and_days_are_read() {
        let read = read_body(&message(&["A.example", "*.b.example"])).unwrap();
        assert_eq!(read.names, ["a.example", "*.b.example"]);
        assert!(read.not_before_seconds < read.not_after_seconds);
        assert_eq!(read.only_host(), None);
    }

    #[test]
    fn a_name_is_claimed_only_where_it_is_the_only_one() {
        let only = |names: &[&str]| {
            let read = read_body(&message(names)).unwrap();
            read.only_host().map(str::to_owned)
        };
        assert_eq!(only(&["a.example"]).as_deref(), Some("a.example"));
        assert_eq!(only(&["*.a.example"]), None);
        assert_eq!(only(&["localhost"]), None);
        assert_eq!(only(&["a.example", "b.example"]), None);
    }

    #[test]
    fn every_shorter_message_is_damaged() {
        let whole = message(&["a.example"]);
        for length in 0..whole.len() {
            assert_eq!(read_body(&whole[..length]), None, "{length} bytes");
            assert_eq!(read_der(&whole[6..][..length.saturating_sub(7)]), None);
        }
    }
}
