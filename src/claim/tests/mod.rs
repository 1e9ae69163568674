//! Claims as they are read, and verdicts as they are weighed.

mod examples;
mod reading;
mod tone;
mod weakening;
mod weighing;
