//! Runs the pipeline over one or more captures and holds the result.

pub mod model;
