//! What an answer says of the machine that gave it, in words.

use super::place::site;
use super::{Asked, frame_text, reason};
use crate::reference::backends::{Backend, backend};
use crate::tag::edge_hint::{BackendHint, EdgeHint, Said, backend_hints, edge_hints};
use crate::view::amount::count;
use crate::view::plain_text::plain_text;
use crate::view::screen::WhyReason;

/// How far light gets in fibre and back in a millisecond, in metres.
const FIBRE_METRES_A_MILLI: u64 = 99_931;

/// The reasons that fields of HTTP give; none where nothing could be read.
pub(super) fn edge_reasons(asked: &Asked) -> Vec<WhyReason> {
    let hints = edge_hints(asked.evidence);
    let names = asked.analysis.tables.names_of(asked.tags);
    let backends = backend_hints(names, asked.analysis.reference.rules());
    let owner = asked.analysis.tables.owner_of(asked.tags);
    let owner = owner.map(|(owner, _)| owner);
    let fields = hints.iter().map(|hint| hint_reason(hint, owner));
    fields.chain(backends.iter().map(backend_reason)).collect()
}

/// What the operator writes into its own host name. It is about the back end, so it weighs nothing here.
fn backend_reason(hint: &BackendHint<'_>) -> WhyReason {
    let Backend {
        operator,
        token,
        source,
        checked,
        ..
    } = hint.backend;
    let text = format!(
        "The host name, “{}”, has {operator}'s own word {token}{}: a hint about the back end, not about the edge that answered",
        plain_text(hint.name),
        reading(hint.backend)
    );
    reason(text, format!("{} {checked}", site(source)))
}

/// What a token stands for, as a clause that follows it.
fn reading(backend: &Backend) -> String {
    match backend.country {
        Some(country) => format!(", which we read as {}", country.name()),
        None => ", of which the country is not known".to_owned(),
    }
}

/// `owner` is who operates the domain: tokens are the operator's own.
fn hint_reason(hint: &EdgeHint, owner: Option<&str>) -> WhyReason {
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
        Said::Caches(names) => format!(
            "The caches that passed the answer on call themselves {names} ({field}), the last one nearest to the client; \
             the operator's own names"
        ),
        Said::Declared(value) => {
            let backend = owner.and_then(|owner| backend(owner, value));
            format!(
                "The operator's own word for where it keeps the account ({field}): {}{}; declared, not checked",
                plain_text(value),
                backend.map_or_else(String::new, reading)
            )
        }
    };
    reason(text, frame_text(hint.frame))
}
