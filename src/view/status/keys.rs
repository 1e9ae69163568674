//! What keys opened, in words; of a key itself nothing is ever said.

use std::collections::BTreeSet;

use crate::analysis::model::{Analysis, KeyUse};
use crate::view::amount::counted;
use crate::view::plain_text::plain_text;

/// What keys that open nothing mean.
const NONE_OPENED: &str = "No connection that these captures show from its start belongs to a session that the keys name. The keys may be of another time, program or device.";

/// `keys: 12 flows opened`; empty where there are no keys.
pub(super) fn text(analysis: &Analysis) -> String {
    match (has_keys(analysis), opened(analysis)) {
        (false, _) => String::new(),
        (true, 0) => "keys: none opened".to_owned(),
        (true, flows) => format!("keys: {} opened", counted(flows, "flow", "flows")),
    }
}

/// Which keys they are, and what it means where they open nothing.
pub(super) fn note(analysis: &Analysis) -> String {
    let uses = || analysis.captures.iter().map(|capture| &capture.keys);
    let given: BTreeSet<String> = uses().flat_map(names).collect();
    let inside = uses().map(|keys| keys.inside.len() as u64).sum();
    let mut lines: Vec<String> = given.iter().map(|name| format!("Key log {name}")).collect();
    if inside > 0 {
        let blocks = counted(inside, "block", "blocks");
        lines.push(format!("Secrets inside the capture: {blocks}"));
    }
    if has_keys(analysis) && opened(analysis) == 0 {
        lines.push(NONE_OPENED.to_owned());
    }
    lines.join("\n")
}

fn names(keys: &KeyUse) -> impl Iterator<Item = String> {
    keys.given.iter().map(|(name, _)| plain_text(name))
}

fn has_keys(analysis: &Analysis) -> bool {
    let mut captures = analysis.captures.iter();
    captures.any(|capture| !capture.keys.given.is_empty() || !capture.keys.inside.is_empty())
}

fn opened(analysis: &Analysis) -> u64 {
    let flows = analysis.captures.iter().map(|c| c.keys.opened_flows);
    flows.fold(0, u64::saturating_add)
}
