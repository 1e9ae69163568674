//! One frame becomes layers (`packet`); payload becomes messages (`message`). Pure functions, nothing remembered.

pub mod message;
pub mod packet;
