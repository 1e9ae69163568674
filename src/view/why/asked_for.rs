//! "What was asked for?": the HTTP requests of a flow, each with what was answered.

use super::{Asked, frame_text, question, reason};
use crate::evidence::item::Fact;
use crate::view::amount::counted;
use crate::view::plain_text::plain_text;
use crate::view::screen::{WhyQuestion, WhyReason};
use crate::wire::message::web::{Request, Response};

/// Requests in the list; the rest are counted.
const MAX_TOLD: usize = 20;

/// What became of a request.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Waiting,
    Status(u16),
    /// More than one request waited, so the answer may be another's.
    Unclear,
}

struct Told<'a> {
    request: &'a Request,
    frame: u64,
    answer: Answer,
}

/// The question about requests; `None` where none was read.
pub(super) fn requests_question(asked: &Asked) -> Option<WhyQuestion> {
    let mut told: Vec<Told<'_>> = Vec::new();
    let mut rest = 0;
    for item in asked.evidence {
        match &item.fact {
            Fact::Request(_) if told.len() == MAX_TOLD => rest += 1,
            Fact::Request(request) => told.push(Told {
                request,
                frame: item.frame,
                answer: Answer::Waiting,
            }),
            Fact::Response(response) if rest == 0 || response.stream.is_some() => {
                answer(&mut told, response);
            }
            _ => {}
        }
    }
    let mut reasons: Vec<WhyReason> = told.iter().map(request_reason).collect();
    if rest > 0 {
        let more = counted(rest, "more request", "more requests");
        reasons.push(reason(format!("and {more}"), ""));
    }
    (!reasons.is_empty()).then(|| question("What was asked for?", "stated", reasons))
}

/// A stream number says whose answer it is. Without one it belongs to the only request that waits, if there is one.
fn answer(told: &mut [Told<'_>], response: &Response) {
    let mut waiting: Vec<&mut Told<'_>> = told
        .iter_mut()
        .filter(|told| told.answer == Answer::Waiting && told.request.stream == response.stream)
        .collect();
    match waiting.as_mut_slice() {
        [only] => only.answer = Answer::Status(response.status),
        [first, ..] if response.stream.is_some() => first.answer = Answer::Status(response.status),
        several => several
            .iter_mut()
            .for_each(|told| told.answer = Answer::Unclear),
    }
}

fn request_reason(told: &Told<'_>) -> WhyReason {
    let request = told.request;
    let method = plain_text(&request.method);
    let host = request.host.as_deref().unwrap_or("");
    let path = &*request.path;
    let what = match path.starts_with('/') {
        true => plain_text(&format!("{host}{path}")),
        false => plain_text(path),
    };
    let answer = match told.answer {
        Answer::Status(status) => format!(" → {status}"),
        Answer::Waiting => " → no answer seen".to_owned(),
        Answer::Unclear => String::new(),
    };
    reason(format!("{method} {what}{answer}"), frame_text(told.frame))
}
