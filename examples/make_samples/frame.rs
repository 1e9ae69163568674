//! What the makers hand to the writers: a finished frame and a note of what it is, for the truth file.

/// Who sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Client,
    Server,
}

/// One record of a capture to be.
pub struct Frame {
    /// Nanoseconds since 1970, where the capture was made.
    pub at: u64,
    pub interface: usize,
    /// The whole frame as it was on the wire.
    pub bytes: Vec<u8>,
    /// The length that counts for its flow: what PCAPdroid adds to a packet was never on a wire.
    pub wire_len: usize,
    /// How much of it the capture keeps.
    pub kept: usize,
    /// Sent by the captured device.
    pub outbound: bool,
    pub note: Option<Note>,
}

/// Bookkeeping of one frame of a flow.
#[derive(Clone, Copy)]
pub struct Note {
    pub flow: usize,
    pub from: Side,
    /// Transport payload that no earlier frame carried.
    pub fresh_payload: usize,
}
