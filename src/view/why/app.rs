//! "Why this app?": which program the capture names for a flow, and who says so.

use super::{Asked, frame_text, question, reason};
use crate::evidence::item::Fact;
use crate::view::plain_text::plain_text;
use crate::view::screen::{WhyQuestion, WhyReason};

/// Programs of one flow that are told; a flow that is handed around has two or three.
const MAX_TOLD: usize = 8;

/// The question about the program; `None` where the capture names none for this flow.
pub(super) fn app_question(asked: &Asked) -> Option<WhyQuestion> {
    let all = asked.evidence.iter().filter_map(|item| match &item.fact {
        Fact::App {
            name,
            number,
            source,
        } => {
            let number = number.map_or_else(String::new, |number| format!(" (number {number})"));
            let text = format!("“{}”{number}, says {}", plain_text(name), source.label());
            Some(reason(text, frame_text(item.frame)))
        }
        _ => None,
    });
    let mut reasons: Vec<WhyReason> = all.take(MAX_TOLD).collect();
    if reasons.len() > 1 {
        reasons.push(reason("Several apps are named: the first one counts", ""));
    }
    (!reasons.is_empty()).then(|| question("Why this app?", "stated", reasons))
}
