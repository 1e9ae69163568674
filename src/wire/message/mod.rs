//! Payload bytes become one message each: pure functions that say whether the bytes are theirs.

pub mod content;
pub mod dns;
pub mod expand;
pub mod hpack;
pub mod http;
pub mod http2;
pub mod http3;
pub mod nbns;
pub mod qpack;
pub mod quic;
pub mod tls;
pub mod web;
pub mod websocket;

/// What a reader of messages made of some bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading<T> {
    /// A message.
    Found(T),
    /// It may be one, but it is not all there yet.
    NeedMore,
    /// It is something else.
    NotThis,
    /// It is one, but damaged: where.
    Malformed(&'static str),
}
