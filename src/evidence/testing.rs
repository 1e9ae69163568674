//! Reads conversations that tests made.

use super::item::{Evidence, Fact, NameSource};
use super::keys::Keys;
use super::layer::Layer;
use super::sink::{Sink, Tap};
use super::store::Store;
use crate::capture::problem::ProblemLog;
use crate::flow::model::{FlowId, Side};

/// What reading needs around it.
#[derive(Default)]
pub struct Bench {
    pub store: Store,
    pub keys: Keys,
    pub problems: ProblemLog,
}

impl Bench {
    /// A sink for the frame of this number.
    pub fn sink<'a>(&'a mut self, frame: u64, tap: Option<&'a mut dyn Tap>) -> Sink<'a> {
        Sink {
            store: &mut self.store,
            keys: &self.keys,
            problems: &mut self.problems,
            tap,
            flow: FlowId(0),
            ports: (50_000, 443),
            frame,
            at: None,
        }
    }

    /// Reads pieces of a stream in their order; gives back the layer.
    pub fn read(&mut self, pieces: &[(Side, Vec<u8>)]) -> Layer {
        let mut layer = Layer::new((50_000, 443));
        for (frame, (side, bytes)) in (1_u64..).zip(pieces) {
            layer.push(*side, bytes, &mut self.sink(frame, None));
        }
        layer
    }

    /// What was found.
    pub fn facts(&self) -> Vec<&Fact> {
        self.store
            .items()
            .iter()
            .map(|item: &Evidence| &item.fact)
            .collect()
    }

    /// Names with where they come from.
    pub fn names(&self) -> Vec<(String, NameSource)> {
        let name = |fact: &&Fact| match fact {
            Fact::Named { name, source } => Some((name.to_string(), *source)),
            _ => None,
        };
        self.facts().iter().filter_map(name).collect()
    }

    /// Paths of requests.
    pub fn paths(&self) -> Vec<String> {
        let path = |fact: &&Fact| match fact {
            Fact::Request(request) => Some(request.path.to_string()),
            _ => None,
        };
        self.facts().iter().filter_map(path).collect()
    }

    /// Status codes of responses.
    pub fn statuses(&self) -> Vec<u16> {
        let status = |fact: &&Fact| match fact {
            Fact::Response(response) => Some(response.status),
            _ => None,
        };
        self.facts().iter().filter_map(status).collect()
    }

    /// Heads of bodies.
    pub fn bodies(&self) -> Vec<Vec<u8>> {
        let bytes = |fact: &&Fact| match fact {
            Fact::Body(body) => Some(body.bytes.clone()),
            _ => None,
        };
        self.facts().iter().filter_map(bytes).collect()
    }
}
