//! HTTP requests and responses as evidence keeps them, whatever version carried them (RFC 9110).

/// Which version carried a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// RFC 9112 and older.
    Http1,
    /// RFC 9113.
    Http2,
    /// RFC 9114.
    Http3,
}

impl Version {
    /// Word in files.
    pub fn token(self) -> &'static str {
        match self {
            Version::Http1 => "http1",
            Version::Http2 => "http2",
            Version::Http3 => "http3",
        }
    }
}

/// Header fields that are kept, in lower case: those that name a party, a place, a program or a kind of content.
/// Others are dropped where they are read, credentials among them; of cookies the names are kept, and a few values.
pub const KEPT_FIELDS: &[&str] = &[
    "accept-language",
    "age",
    "alt-svc",
    "cache-control",
    "cf-cache-status",
    "cf-ray",
    "content-disposition",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "eagleid",
    "grpc-encoding",
    "location",
    "origin",
    "referer",
    "sec-websocket-protocol",
    "server",
    "server-timing",
    "store-idc",
    "te",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "via",
    "x-amz-cf-id",
    "x-amz-cf-pop",
    "x-amz-rid",
    "x-cache",
    "x-cdn",
    "x-msedge-ref",
    "x-origin-response-time",
    "x-requested-with",
    "x-served-by",
    "x-tt-logid",
    "x-tt-trace-host",
];

/// The field in which a client sends its cookies back (RFC 6265 §4.2).
const COOKIE: &str = "cookie";

/// The field in which a server sets one (RFC 6265 §4.1).
const SET_COOKIE: &str = "set-cookie";

/// Cookies whose value is kept, as a field of their name: the operator's word for a data centre or a country. They name
/// no person and open nothing.
const KEPT_COOKIES: [&str; 3] = ["store-idc", "tt-target-idc", "store-country-code"];

/// Longest value of a header field or path that is kept, in bytes.
pub const MAX_VALUE_BYTES: usize = 2_048;

/// Header fields of a message in their order; names are those of `KEPT_FIELDS`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Vec<(&'static str, Box<str>)>);

impl Fields {
    /// Keeps a field where its name is one of those that are kept; bytes that are no UTF-8 are replaced.
    pub fn add(&mut self, name: &str, value: &[u8]) {
        if name.eq_ignore_ascii_case(COOKIE) {
            self.0.push((COOKIE, cookie_names(value).into()));
            self.add_cookies(value);
            return;
        }
        if name.eq_ignore_ascii_case(SET_COOKIE) {
            self.add_cookies(value);
            return;
        }
        let known = KEPT_FIELDS
            .iter()
            .find(|known| known.eq_ignore_ascii_case(name));
        if let Some(known) = known {
            self.0.push((known, kept_text(value).into()));
        }
    }

    /// Keeps the values of the cookies that name a data centre or a country.
    fn add_cookies(&mut self, value: &[u8]) {
        let text = kept_text(value);
        for (name, value) in text.split(';').filter_map(|pair| pair.split_once('=')) {
            let mut kept = KEPT_COOKIES.iter();
            if let Some(known) = kept.find(|known| **known == name.trim()) {
                self.0.push((known, value.trim().into()));
            }
        }
    }

    /// The first value of a field, by its name in lower case.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| *known == name)?;
        Some(&found.1)
    }

    /// All that were kept.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(name, value)| (*name, &**value))
    }
}

/// Text of a value, cut where it is too long.
pub fn kept_text(value: &[u8]) -> String {
    let cut = value.get(..MAX_VALUE_BYTES).unwrap_or(value);
    String::from_utf8_lossy(cut).trim().to_owned()
}

/// `a; b` of `a=1; b=2`.
fn cookie_names(value: &[u8]) -> String {
    let text = kept_text(value);
    let pairs = text.split(';').filter_map(|pair| pair.split_once('='));
    let names: Vec<&str> = pairs.map(|(name, _)| name.trim()).collect();
    names.join("; ")
}

/// A request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What carried it.
    pub version: Version,
    /// Stream number; `None` in HTTP/1.
    pub stream: Option<u64>,
    /// `GET`, `CONNECT` …
    pub method: Box<str>,
    /// `Host` or `:authority`: lower case, without port; `None` where none was sent.
    pub host: Option<Box<str>>,
    /// Host of a target that was written in full, as to a proxy (RFC 9112 §3.2.2, §3.2.3).
    pub target: Option<Box<str>>,
    /// Path and query as sent, cut at `MAX_VALUE_BYTES`; for CONNECT the `host:port` it asks for.
    pub path: Box<str>,
    /// `:protocol` of an extended CONNECT (RFC 8441, 9298).
    pub protocol: Option<Box<str>>,
    /// Fields that are kept.
    pub fields: Fields,
}

/// A response; interim ones (1xx) too, but 101 is all that is kept of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// What carried it.
    pub version: Version,
    /// Stream number; `None` in HTTP/1.
    pub stream: Option<u64>,
    /// Status code.
    pub status: u16,
    /// Fields that are kept.
    pub fields: Fields,
}

/// A host as it stands in a `Host` field or authority: without user and port, lower case, without the last dot; an
/// address in brackets is no name and stays as it was written. `None` where nothing is left.
pub fn host_of(authority: &str) -> Option<Box<str>> {
    let end = authority.find('\0').unwrap_or(authority.len());
    let authority = authority.get(..end).unwrap_or("").trim();
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !name.contains(':') => {
            name
        }
        _ => host,
    };
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    (!name.is_empty()).then(|| name.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_loses_user_port_and_last_dot() {
        for (authority, host) in [
            ("Api.Example:8080", Some("api.example")),
            ("user:pw@a.example", Some("a.example")),
            ("a.example.", Some("a.example")),
            ("[2001:db8::1]:443", Some("[2001:db8::1]:443")),
            ("2001:db8::1", Some("2001:db8::1")),
            (" ", None),
        ] {
            assert_eq!(host_of(authority).as_deref(), host, "{authority}");
        }
    }

    #[test]
    fn only_fields_of_the_list_are_kept() {
        let mut fields = Fields::default();
        fields.add("Authorization", b"secret");
        fields.add("Cookie", b"sid=secret=1; b=2; secret");
        fields.add("CF-Ray", b" 8a-FRA ");
        fields.add("Set-Cookie", b"sid=secret; Path=/");
        fields.add("Set-Cookie", b"store-idc=useast5; Path=/");
        let kept = [
            ("cookie", "sid; b"),
            ("cf-ray", "8a-FRA"),
            ("store-idc", "useast5"),
        ];
        assert_eq!(fields.iter().collect::<Vec<_>>(), kept);
    }
}
