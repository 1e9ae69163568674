//! What a packet was wrapped in on its way: tags and tunnels, outermost first, and the addresses that carried it.

use std::net::IpAddr;

/// Wrappings that a path names; the deepest path in ordinary networks (mobile core in an overlay) has six.
pub const MAX_TUNNEL_LAYERS: usize = 8;

/// One wrapping, with the number that tells it from others of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TunnelLayer {
    /// IEEE 802.1Q tag: VLAN identifier.
    Vlan(u16),
    /// IEEE 802.1ad service tag around another tag: VLAN identifier.
    ServiceVlan(u16),
    /// IEEE 802.1ah provider backbone: service identifier.
    ProviderBackbone(u32),
    /// Cisco FabricPath.
    FabricPath,
    /// Cisco metadata: security group tag.
    SecurityGroup(u16),
    /// IEEE 802.1AE, not encrypted.
    MacSec,
    /// RFC 2516.
    Pppoe,
    /// RFC 3032: label.
    Mpls(u32),
    /// RFC 8300: service path.
    ServiceHeader(u32),
    /// RFC 2784, RFC 2890 and RFC 2637.
    Gre,
    /// Mirrored by a Cisco switch: session.
    Erspan(u16),
    /// An IP packet directly in another (RFC 2003, RFC 2473, RFC 4213).
    IpInIp,
    /// RFC 4380.
    Teredo,
    /// RFC 7348: network identifier.
    Vxlan(u32),
    /// RFC 8926: network identifier.
    Geneve(u32),
    /// User data of a mobile network (3GPP TS 29.281).
    Gtp,
    /// RFC 2661 and RFC 3931.
    L2tp,
    /// RFC 3378.
    EtherIp,
    /// RFC 5415: between an access point and its controller.
    Capwap,
    /// RFC 9300.
    Lisp,
    /// Further wrappings that the path has no room for.
    More,
    /// The capture has more different paths than are kept.
    Unlisted,
}

impl TunnelLayer {
    /// Word in files and on screen: `vlan:12`, `gre`.
    pub fn token(self) -> String {
        let (word, number) = self.parts();
        match number {
            Some(number) => format!("{word}:{number}"),
            None => word.to_owned(),
        }
    }

    fn parts(self) -> (&'static str, Option<u32>) {
        match self {
            TunnelLayer::Vlan(id) => ("vlan", Some(u32::from(id))),
            TunnelLayer::ServiceVlan(id) => ("qinq", Some(u32::from(id))),
            TunnelLayer::ProviderBackbone(id) => ("pbb", Some(id)),
            TunnelLayer::FabricPath => ("fabricpath", None),
            TunnelLayer::SecurityGroup(tag) => ("sgt", Some(u32::from(tag))),
            TunnelLayer::MacSec => ("macsec", None),
            TunnelLayer::Pppoe => ("pppoe", None),
            TunnelLayer::Mpls(label) => ("mpls", Some(label)),
            TunnelLayer::ServiceHeader(path) => ("nsh", Some(path)),
            TunnelLayer::Gre => ("gre", None),
            TunnelLayer::Erspan(session) => ("erspan", Some(u32::from(session))),
            TunnelLayer::IpInIp => ("ip-in-ip", None),
            TunnelLayer::Teredo => ("teredo", None),
            TunnelLayer::Vxlan(id) => ("vxlan", Some(id)),
            TunnelLayer::Geneve(id) => ("geneve", Some(id)),
            TunnelLayer::Gtp => ("gtp", None),
            TunnelLayer::L2tp => ("l2tp", None),
            TunnelLayer::EtherIp => ("etherip", None),
            TunnelLayer::Capwap => ("capwap", None),
            TunnelLayer::Lisp => ("lisp", None),
            TunnelLayer::More => ("more", None),
            TunnelLayer::Unlisted => ("unlisted", None),
        }
    }
}

/// The wrappings around an IP packet, outermost first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TunnelPath {
    layers: [Option<TunnelLayer>; MAX_TUNNEL_LAYERS],
    count: u8,
}

impl TunnelPath {
    /// Adds a wrapping; beyond the cap the last place says that there are more.
    pub fn push(&mut self, layer: TunnelLayer) {
        if let Some(slot) = self.layers.get_mut(usize::from(self.count)) {
            *slot = Some(layer);
            self.count += 1;
        } else if let Some(last) = self.layers.last_mut() {
            *last = Some(TunnelLayer::More);
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// `["vlan:12", "gre"]`.
    pub fn tokens(&self) -> Vec<String> {
        let layers = self.layers.iter().flatten();
        layers.map(|layer| layer.token()).collect()
    }
}

/// The path, and the pair of addresses that the outermost tunnel runs between.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Tunnel {
    /// Wrappings passed.
    pub path: TunnelPath,
    /// Sender and receiver of the outermost IP packet, where the packet was inside another.
    pub carried_by: Option<(IpAddr, IpAddr)>,
}

impl Tunnel {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.path.is_empty() && self.carried_by.is_none()
    }

    /// The same, seen from the other end.
    pub fn reversed(self) -> Self {
        let carried_by = self.carried_by.map(|(from, to)| (to, from));
        Self { carried_by, ..self }
    }

    /// Stands for all wrappings beyond what a capture's table keeps.
    pub fn unlisted() -> Self {
        let mut tunnel = Self::default();
        tunnel.path.push(TunnelLayer::Unlisted);
        tunnel
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_its_layers_from_outside_and_says_when_there_are_more() {
        let mut path = TunnelPath::default();
        path.push(TunnelLayer::Vlan(12));
        path.push(TunnelLayer::Gre);
        path.push(TunnelLayer::Vxlan(5));
        assert_eq!(path.tokens(), ["vlan:12", "gre", "vxlan:5"]);
        for _ in 0..20 {
            path.push(TunnelLayer::IpInIp);
        }
        let tokens = path.tokens();
        assert_eq!(tokens.len(), MAX_TUNNEL_LAYERS);
        assert_eq!(tokens.last().map(String::as_str), Some("more"));
    }
}
