//! What records carried once they are open goes to the reader of what runs inside.

use super::Tls;
use super::lock::{Lock, Opened, Phase};
use crate::evidence::layer::Layer;
use crate::evidence::protocol::Protocol;
use crate::evidence::reader::http2;
use crate::evidence::sink::Sink;
use crate::flow::model::Side;
use crate::wire::message::tls::record::Record;

impl Tls {
    pub(super) fn inside(&mut self, side: Side, text: &[u8], sink: &mut Sink<'_>) {
        sink.decrypted(Protocol::Tls, side, text);
        let alpn = self.alpn.as_deref();
        let inner = self.inner.get_or_insert_with(|| {
            let ports = sink.ports();
            Box::new(match alpn {
                Some(b"h2") => Layer::with(http2::begin(), ports),
                _ => Layer::new(ports),
            })
        });
        inner.push(side, text, sink);
        if !inner.wants_more() && !sink.is_followed() {
            self.can_open = false;
        }
    }

    pub(super) fn end_inside(&mut self, sink: &mut Sink<'_>) {
        if let Some(inner) = &mut self.inner {
            inner.end(sink);
        }
    }

    /// A record did not open: data that was sent early ends without a word where the server refused it.
    pub(super) fn failed(&mut self, side: Side, record: &Record<'_>, sink: &mut Sink<'_>) {
        if self.halves[side].lock.phase() == Some(Phase::Early) && self.chosen.is_some() {
            self.unlock(side, Phase::Handshake, sink);
            if let Opened::Text(content, text) = self.halves[side].lock.open(record) {
                return self.content(side, content, &text, sink);
            }
        }
        self.halves[side].lock = Lock::Closed;
        if !self.is_failure_said {
            self.is_failure_said = true;
            sink.problem(
                "records of a TLS connection do not open with its keys",
                "what it carries from there on stays closed",
            );
        }
        self.can_open = self.halves[side.other()].lock.is_open();
    }
}
