//! What commands take that read captures.

use std::net::IpAddr;
use std::path::PathBuf;

use crate::flow::splitting::Splitting;
use crate::tag::capture_place::CapturePlace;

/// What every command that reads captures takes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inputs {
    /// Files, folders, `-`.
    pub captures: Vec<PathBuf>,
    /// The user's own databases.
    pub databases: Vec<PathBuf>,
    /// The claim that flows are judged by.
    pub claim: Option<PathBuf>,
    /// The user's own rule packs.
    pub rules: Vec<PathBuf>,
    /// Key logs that open encrypted traffic.
    pub keys: Vec<PathBuf>,
    /// Local addresses set by hand.
    pub local: Vec<IpAddr>,
    /// Leaves payload unread: what flows cost without names.
    pub without_names: bool,
    /// What counts as one flow.
    pub splitting: Splitting,
    /// Interfaces whose frames are left out.
    pub without_interfaces: Vec<u32>,
    /// Lists of connections with their programs.
    pub apps: Vec<PathBuf>,
    /// Whom the question is about: domains, owners, network numbers.
    pub subject: Vec<String>,
    /// Files of data types that were set by hand.
    pub by_hand: Vec<PathBuf>,
    /// The filter.
    pub filter: String,
    /// Where the capture was made.
    pub place: Option<CapturePlace>,
    /// Nothing is redacted in what is written.
    pub show_all: bool,
    /// What `check` prints is redacted.
    pub redact: bool,
    /// Processors to use.
    pub threads: Option<usize>,
}

/// What only `follow` takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FollowArguments {
    /// Number of the flow, as `flows` prints it.
    pub flow: Option<u32>,
    /// Name of the layer; the innermost where it is not set.
    pub layer: Option<String>,
    /// Bytes in hex instead of text.
    pub hex: bool,
}
