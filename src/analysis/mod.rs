//! Runs the pipeline over one or more captures and holds the result.

pub mod app_lists;
pub mod assemble;
pub mod devices;
pub mod follow;
pub mod job;
pub mod model;
pub mod pace;
pub mod progress;
pub mod read;
pub mod run;
pub mod secrets;
pub mod so_far;
mod take;
pub mod twice;
