//! The tunnels that a flow can be, and why one is called so: what travels inside has destinations that cannot be seen.

use super::wording::worded;

worded! {
    /// Which tunnel a flow is.
    TunnelKind {
        /// wireguard.com protocol page: type byte, three zero bytes, fixed lengths.
        WireGuard "wireguard" "WireGuard";
        /// WireGuard with the path probes of Tailscale (tailscale/tailscale, disco/disco.go).
        Tailscale "tailscale" "Tailscale";
        /// OpenVPN's protocol overview: a reset and its answer, with the session numbers of both.
        OpenVpn "openvpn" "OpenVPN";
        /// ESP, AH or IKE (RFC 4303, 4302, 7296), over UDP too (RFC 3948).
        IpSec "ipsec" "IPsec";
        /// RFC 2637.
        Pptp "pptp" "PPTP";
        /// GRE (RFC 2784) around something that is not IP.
        Gre "gre" "GRE";
        /// RFC 2661, RFC 3931.
        L2tp "l2tp" "L2TP";
        /// [MS-SSTP].
        Sstp "sstp" "SSTP";
        /// Tor's link protocol (tor-spec, "Connection"): the names of both certificates are made up.
        Tor "tor" "Tor";
        /// Names of Apple's relays (developer.apple.com, "Prepare your network for iCloud Private Relay").
        PrivateRelay "icloud-private-relay" "iCloud Private Relay";
        /// Datagrams or IP packets through a proxy in HTTP (RFC 9298, RFC 9484).
        Masque "masque" "MASQUE";
    }
}

/// Why a flow is called a tunnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TunnelSign {
    /// Which one.
    pub kind: TunnelKind,
    /// Whether the traffic leaves no doubt; else the tunnel is possible.
    pub sure: bool,
    /// What was seen, as a clause.
    pub because: &'static str,
}

impl TunnelSign {
    /// One that leaves no doubt.
    pub const fn sure(kind: TunnelKind, because: &'static str) -> Self {
        let sure = true;
        Self {
            kind,
            sure,
            because,
        }
    }

    /// One that is possible.
    pub const fn possible(kind: TunnelKind, because: &'static str) -> Self {
        let sure = false;
        Self {
            kind,
            sure,
            because,
        }
    }
}
