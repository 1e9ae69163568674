//! What counts as one flow where protocols leave it open.

/// Seconds of silence after which a UDP pair begins a new flow: a NAT keeps a mapping at least this long
/// (RFC 4787 §4.3), so within it the ports still mean the same conversation.
pub const UDP_IDLE_SECONDS: u32 = 120;

/// How packets of one pair of addresses and ports are split into flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Splitting {
    /// Count as Wireshark counts: UDP is never split, incomplete IP packets have no ports.
    pub like_wireshark: bool,
    /// Seconds of silence after which a UDP pair begins a new flow.
    pub udp_idle_seconds: u32,
}

impl Default for Splitting {
    fn default() -> Self {
        Self {
            like_wireshark: false,
            udp_idle_seconds: UDP_IDLE_SECONDS,
        }
    }
}
