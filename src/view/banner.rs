//! What must be known before the numbers are read: that much of the capture went through tunnels.

use super::amount::share;
use super::filter::{Key, Value, term_text};
use super::screen::Banner;
use crate::analysis::model::Analysis;

/// Tunnels below this part of the captures' bytes get no banner, in percent.
const LEAST_PERCENT: u64 = 20;

/// The banner, from all flows whatever the filter keeps.
pub fn banner(analysis: &Analysis) -> Option<Banner> {
    let flows = analysis.flows.iter().zip(&analysis.tags);
    let tunnels = flows.filter(|(_, tags)| tags.tunnel.is_some());
    let inside = tunnels.fold(0_u64, |sum, (flow, _)| {
        sum.saturating_add(flow.wire_bytes.total())
    });
    let all = analysis
        .captures
        .iter()
        .fold(0_u64, |sum, capture| sum.saturating_add(capture.wire_bytes));
    let is_much = u128::from(inside) * 100 > u128::from(all) * u128::from(LEAST_PERCENT);
    is_much.then(|| Banner {
        text: format!(
            "{} of the bytes went through tunnels: inner destinations are not visible",
            share(inside, all)
        ),
        filter: term_text(Key::Tunnel, Value::AnyTunnel),
    })
}
