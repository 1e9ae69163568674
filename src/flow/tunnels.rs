//! The wrappings of a capture's flows, each kept once and known to its flows by number.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::wire::packet::Tunnel;

/// Different wrappings kept, as many as a flow's number of two bytes tells apart; a relay of a mobile network or a
/// large overlay has a few thousand. The last one stands for all further ones.
const MAX_TUNNELS: usize = 65_536;

/// Numbered wrappings; number 0 is none.
#[derive(Debug)]
pub struct Tunnels {
    all: Vec<Tunnel>,
    numbers: HashMap<Tunnel, u16, RandomState>,
}

impl Default for Tunnels {
    fn default() -> Self {
        Self {
            all: vec![Tunnel::default()],
            numbers: HashMap::with_hasher(RandomState::default()),
        }
    }
}

impl Tunnels {
    /// All of them, by number.
    pub fn all(&self) -> &[Tunnel] {
        &self.all
    }

    /// The number of a wrapping, which is kept where it is new.
    pub fn number(&mut self, tunnel: Tunnel) -> u16 {
        if tunnel.is_empty() {
            return 0;
        }
        if let Some(known) = self.numbers.get(&tunnel) {
            return *known;
        }
        if self.all.len() >= MAX_TUNNELS {
            return u16::MAX;
        }
        let kept = match self.all.len() + 1 {
            MAX_TUNNELS => Tunnel::unlisted(),
            _ => tunnel,
        };
        let number = u16::try_from(self.all.len()).unwrap_or(u16::MAX);
        self.all.push(kept);
        self.numbers.insert(kept, number);
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::packet::TunnelLayer;

    fn wrapped(layer: TunnelLayer) -> Tunnel {
        let mut tunnel = Tunnel::default();
        tunnel.path.push(layer);
        tunnel
    }

    #[test]
    fn each_wrapping_has_one_number_and_too_many_share_the_last() {
        let mut tunnels = Tunnels::default();
        assert_eq!(tunnels.number(Tunnel::default()), 0);
        assert_eq!(tunnels.number(wrapped(TunnelLayer::Gre)), 1);
        assert_eq!(tunnels.number(wrapped(TunnelLayer::Gtp)), 2);
        assert_eq!(tunnels.number(wrapped(TunnelLayer::Gre)), 1);
        for id in 0..70_000 {
            tunnels.number(wrapped(TunnelLayer::Vxlan(id)));
        }
        assert_eq!(tunnels.all().len(), MAX_TUNNELS);
        let number = tunnels.number(wrapped(TunnelLayer::Geneve(9)));
        let last = tunnels.all().get(usize::from(number));
        assert_eq!(
            last.map(|tunnel| tunnel.path.tokens()),
            Some(vec!["unlisted".to_owned()])
        );
    }
}
