//! The tunnels that a flow can be: what travels inside them has destinations that cannot be seen.

macro_rules! tunnels {
    ($($(#[$doc:meta])* $name:ident $token:literal $label:literal;)*) => {
        /// Which tunnel a flow is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum TunnelKind {
            $($(#[$doc])* $name,)*
        }

        impl TunnelKind {
            /// Word in files.
            pub fn token(self) -> &'static str {
                match self {
                    $(TunnelKind::$name => $token,)*
                }
            }

            /// Words on screen.
            pub fn label(self) -> &'static str {
                match self {
                    $(TunnelKind::$name => $label,)*
                }
            }
        }
    };
}

tunnels! {
    /// wireguard.com protocol page: type byte, three zero bytes, fixed lengths.
    WireGuard "wireguard" "WireGuard";
    /// ESP, AH or IKE (RFC 4303, 4302, 7296).
    IpSec "ipsec" "IPsec";
    /// Datagrams or IP packets through a proxy in HTTP (RFC 9298, RFC 9484).
    Masque "masque" "MASQUE";
}
