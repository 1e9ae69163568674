//! A reader for conversations whose opening says all: the start of each side is shown until it was read.

use std::fmt;

use super::{Step, StreamReader};
use crate::evidence::sink::Sink;
use crate::flow::model::Side;
use crate::wire::message::Reading;

/// Looks at the start of one side.
pub type Look = fn(Side, &[u8], &mut Sink<'_>) -> Reading<()>;

/// The reader that shows each side to `look` until it is found, or is something else.
pub fn reader(look: Look) -> Box<dyn StreamReader> {
    Box::new(Once(look))
}

struct Once(Look);

impl fmt::Debug for Once {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Once")
    }
}

impl StreamReader for Once {
    fn read(&mut self, side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Step {
        match (self.0)(side, bytes, sink) {
            Reading::NeedMore => Step::More,
            Reading::Found(()) | Reading::NotThis | Reading::Malformed(_) => Step::SideDone,
        }
    }
}
