//! Runs the pipeline over one or more captures and holds the result.

pub mod app_lists;
mod aside;
pub mod assemble;
mod batch;
pub mod by_hand_file;
pub mod devices;
pub mod follow;
pub mod frames_of;
mod gathering;
pub mod in_order;
pub mod job;
pub mod judged;
pub mod model;
pub mod pace;
pub mod progress;
pub mod read;
pub mod run;
pub mod secrets;
pub mod so_far;
pub mod tagged;
mod take;
mod touched;
pub mod twice;
pub mod written_file;
