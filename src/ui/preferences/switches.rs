//! The switches over the map: what it measures, what its colours stand for, whether it is of machines or of operators.

use serde::{Deserialize, Serialize};

use crate::view::query::{Colouring, MapBy, Metric, Query};

/// As they were set last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Tokens", into = "Tokens")]
pub struct Switches {
    /// What map and lists measure.
    pub metric: Metric,
    /// What colours stand for: those of verdicts and of changes come with a claim and with two captures, and are not kept.
    pub colouring: Colouring,
    /// Which country a destination counts for.
    pub map_by: MapBy,
}

impl Switches {
    /// Keeps how the map is looked at.
    pub fn keep(&mut self, query: &Query) {
        self.metric = query.metric;
        self.map_by = query.map_by;
        if matches!(query.colouring, Colouring::Plain | Colouring::DataGroup) {
            self.colouring = query.colouring;
        }
    }
}

/// The same by their names in files.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Tokens {
    measure: String,
    colours: String,
    map: String,
}

impl From<Switches> for Tokens {
    fn from(switches: Switches) -> Self {
        Self {
            measure: switches.metric.token().to_owned(),
            colours: switches.colouring.token().to_owned(),
            map: switches.map_by.token().to_owned(),
        }
    }
}

impl From<Tokens> for Switches {
    fn from(tokens: Tokens) -> Self {
        let mut metrics = Metric::ALL.into_iter();
        let mut maps = MapBy::ALL.into_iter();
        Self {
            metric: metrics
                .find(|one| one.token() == tokens.measure)
                .unwrap_or_default(),
            colouring: match tokens.colours == Colouring::DataGroup.token() {
                true => Colouring::DataGroup,
                false => Colouring::Plain,
            },
            map_by: maps
                .find(|one| one.token() == tokens.map)
                .unwrap_or_default(),
        }
    }
}
