//! When bytes of a stream of QUIC have been missing for so long that they are called missing from the capture.

/// Opened packets of the connection after which what is missing is not waited for any more: what a network loses is
/// sent again within a few dozen, and browsers allow some thousand packets on their way at most.
const MAX_PACKETS: u64 = 4_000;

/// What a stream knows of the gap before what waits in it.
#[derive(Debug, Default)]
pub struct Gap {
    /// The packet of the connection that showed it, and the position at which bytes are missing.
    since: Option<(u64, u64)>,
    is_told: bool,
}

impl Gap {
    /// Notes whether bytes wait behind position `end`; `true` the first time that a gap has lasted too long.
    pub fn lasts(&mut self, waits: bool, end: u64, packets: u64) -> bool {
        let since = match self.since {
            Some((since, at)) if waits && at == end => since,
            _ => packets,
        };
        self.since = waits.then_some((since, end));
        let is_news = !self.is_told && packets.saturating_sub(since) > MAX_PACKETS;
        self.is_told |= is_news;
        is_news
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_told_once_when_it_lasts_and_not_when_it_closes() {
        let mut gap = Gap::default();
        assert!(!gap.lasts(true, 10, 1));
        assert!(!gap.lasts(true, 10, 4_001));
        assert!(!gap.lasts(true, 90, 4_002), "it closed, another one opened");
        assert!(!gap.lasts(false, 99, 8_003), "it closed");
        assert!(!gap.lasts(true, 99, 8_004));
        assert!(gap.lasts(true, 99, 12_005));
        assert!(!gap.lasts(true, 99, 20_000), "it was told");
    }
}
