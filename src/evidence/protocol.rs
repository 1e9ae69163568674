//! The application protocols that a flow can be seen to speak, one row each.

macro_rules! protocols {
    ($($(#[$doc:meta])* $name:ident $token:literal $label:literal;)*) => {
        /// An application protocol that a flow was seen to speak.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Protocol {
            $($(#[$doc])* $name,)*
        }

        impl Protocol {
            /// Every protocol, in the order of this table.
            pub const ALL: &'static [Protocol] = &[$(Protocol::$name,)*];

            /// Word in files and in the filter.
            pub fn token(self) -> &'static str {
                match self {
                    $(Protocol::$name => $token,)*
                }
            }

            /// Word on screen.
            pub fn label(self) -> &'static str {
                match self {
                    $(Protocol::$name => $label,)*
                }
            }
        }
    };
}

protocols! {
    /// RFC 1035, over UDP or TCP.
    Dns "dns" "DNS";
    /// Multicast DNS, RFC 6762.
    Mdns "mdns" "mDNS";
    /// Link-local multicast name resolution, RFC 4795.
    Llmnr "llmnr" "LLMNR";
    /// NetBIOS name service, RFC 1002 §4.2.
    Nbns "nbns" "NetBIOS names";
    /// A TLS hello was read, RFC 8446.
    Tls "tls" "TLS";
    /// TLS over datagrams, RFC 9147.
    Dtls "dtls" "DTLS";
    /// A QUIC long header with a known version, RFC 9000.
    Quic "quic" "QUIC";
    /// HTTP/1, RFC 9112.
    Http "http" "HTTP";
    /// HTTP/2, RFC 9113.
    Http2 "http2" "HTTP/2";
    /// HTTP/3, RFC 9114.
    Http3 "http3" "HTTP/3";
    /// RFC 6455.
    WebSocket "websocket" "WebSocket";
}
