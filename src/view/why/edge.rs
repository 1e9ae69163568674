//! What an answer says of the machine that gave it, in words.

use super::{Asked, frame_text, reason};
use crate::tag::edge_hint::{EdgeHint, Said, edge_hints};
use crate::view::amount::count;
use crate::view::plain_text::plain_text;
use crate::view::screen::WhyReason;

/// How far light gets in fibre and back in a millisecond, in metres.
const FIBRE_METRES_A_MILLI: u64 = 99_931;

/// The reasons that fields of HTTP give; none where nothing could be read.
pub(super) fn edge_reasons(asked: &Asked) -> Vec<WhyReason> {
    let hints = edge_hints(asked.evidence);
    hints.iter().map(hint_reason).collect()
}

fn hint_reason(hint: &EdgeHint) -> WhyReason {
    let field = hint.field;
    let text = match &hint.says {
        Said::Place(at) => format!(
            "This instance answered from {}, {}, by its own word ({field}: {}); another may answer the next time",
            at.city,
            at.country.name(),
            at.code
        ),
        Said::Code(code) => {
            format!(
                "This instance says that it answered from {code} ({field}), a code that is not known here"
            )
        }
        Said::Address(address) => {
            format!("The edge that answered gives its address as {address} ({field})")
        }
        Said::OriginMillis(millis) => {
            let metres = FIBRE_METRES_A_MILLI.saturating_mul(u64::from(*millis));
            format!(
                "The edge says that it waited {} ms for the origin ({field}), which is then at most {} km away from it; \
                 reported by the server, not measured",
                count(u64::from(*millis)),
                count(metres / 1_000)
            )
        }
        Said::Declared(value) => format!(
            "The operator's own word for where it keeps the account ({field}): {}; declared, not checked",
            plain_text(value)
        ),
    };
    reason(text, frame_text(hint.frame))
}
