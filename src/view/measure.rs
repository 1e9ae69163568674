//! The chosen metric becomes words: the same in map, lists and legend.

use super::amount::{bytes, count, counted};
use super::query::Metric;

/// A number alone: `18.2 MB`, `412`.
pub fn number(metric: Metric, value: u64) -> String {
    match metric {
        Metric::Sent | Metric::Received => bytes(value),
        Metric::Flows => count(value),
    }
}

/// A number with its noun: `18.2 MB sent`, `412 flows`.
pub fn phrase(metric: Metric, value: u64) -> String {
    match metric {
        Metric::Sent => format!("{} sent", bytes(value)),
        Metric::Received => format!("{} received", bytes(value)),
        Metric::Flows => counted(value, "flow", "flows"),
    }
}

/// The metric's name: `bytes sent`.
pub fn name(metric: Metric) -> &'static str {
    match metric {
        Metric::Sent => "bytes sent",
        Metric::Received => "bytes received",
        Metric::Flows => "number of flows",
    }
}

/// `value` as a share of `largest`: 0 to 1, and more where `largest` is a scale that is held.
pub fn share(value: u64, largest: u64) -> f32 {
    if largest == 0 {
        0.0
    } else {
        (value as f64 / largest as f64) as f32
    }
}
