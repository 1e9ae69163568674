//! One name of a destination, and whether it may stand for it.

use crate::evidence::item::{HostName, NameSource};

/// One name for a destination, with where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameTag {
    /// The name.
    pub value: HostName,
    /// Where it came from.
    pub source: NameSource,
    /// Frame that showed it; for a continued connection the one that bears the connection id.
    pub frame: u64,
    /// Flow that showed it: the DNS flow for a DNS answer, the earlier flow for a continued connection.
    pub seen_in: u32,
    /// For DNS answers: nanoseconds between the answer and the start of the flow; `None` where a time is missing.
    pub age_nanos: Option<i64>,
    /// For DNS answers: whether the answer went to this flow's own client address.
    pub same_client: bool,
    /// The outer name of a ClientHello whose true one is encrypted (RFC 9849): it names who carries the connection.
    pub is_front: bool,
}

impl NameTag {
    /// Whether it may stand for the destination.
    pub fn may_lead(&self) -> bool {
        !self.is_address() && !self.is_front
    }

    /// Whether the traffic wrote an address where a name belongs; such a one is listed, and never leads.
    pub fn is_address(&self) -> bool {
        let bare = match self.value.strip_prefix('[') {
            Some(rest) => rest.split(']').next().unwrap_or(rest),
            None => &self.value,
        };
        // Most names hold a letter that no address has.
        let is_written = |byte: u8| byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':');
        bare.bytes().all(is_written) && bare.parse::<std::net::IpAddr>().is_ok()
    }
}
