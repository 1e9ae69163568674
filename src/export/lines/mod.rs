//! What `whither flows` prints of a flow, part by part: the stable machine-readable face.

pub mod bound_line;
pub mod data_line;
pub mod flow_line;
pub mod place_line;
pub mod tls_line;
