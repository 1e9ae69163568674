//! Record types (IANA, Domain Name System Parameters) that the list tells apart.

/// Host address (RFC 1035 §3.4.1).
pub const A: u16 = 1;
/// Name of an address, or service of a kind (RFC 1035 §3.3.12).
pub const PTR: u16 = 12;
/// Host address of IPv6 (RFC 3596 §2.1).
pub const AAAA: u16 = 28;
/// NetBIOS general name service (RFC 1002 §4.2.1.3).
pub const NB: u16 = 32;
/// All there is (RFC 8482).
pub const ANY: u16 = 255;
