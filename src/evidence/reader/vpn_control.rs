//! The control connections of PPTP, L2TP and SSTP: each says at once that a tunnel is built.

use super::once::reader;
use super::{Interest, Opening, Probe, StreamReader};
use crate::evidence::protocol::Protocol;
use crate::evidence::sink::Sink;
use crate::evidence::tunnel::{TunnelKind, TunnelSign};
use crate::flow::model::Side;
use crate::wire::message::Reading;
use crate::wire::message::vpn_control::{read_l2tp, read_pptp, read_sstp};

const PPTP: TunnelSign =
    TunnelSign::sure(TunnelKind::Pptp, "its control messages set up the tunnel");
const L2TP: TunnelSign =
    TunnelSign::sure(TunnelKind::L2tp, "its control messages set up the tunnel");
const SSTP: TunnelSign = TunnelSign::sure(TunnelKind::Sstp, "its opening line asks for the tunnel");

/// Whether a stream is the control connection of PPTP.
pub fn probe_pptp(opening: &Opening<'_>) -> Probe {
    opening.either(|bytes| Probe::of(&read_pptp(bytes)))
}

/// Whether a stream is SSTP.
pub fn probe_sstp(opening: &Opening<'_>) -> Probe {
    opening.either(|bytes| Probe::of(&read_sstp(bytes)))
}

/// The reader of PPTP.
pub fn pptp() -> Box<dyn StreamReader> {
    reader(|_side, bytes, sink| {
        let found = read_pptp(bytes);
        if matches!(found, Reading::Found(_)) {
            sink.speaks(Protocol::Pptp);
            sink.tunnel(PPTP);
        }
        found.map(|_| ())
    })
}

/// The reader of SSTP.
pub fn sstp() -> Box<dyn StreamReader> {
    reader(|_side, bytes, sink| {
        let found = read_sstp(bytes);
        if matches!(found, Reading::Found(_)) {
            sink.speaks(Protocol::Sstp);
            sink.tunnel(SSTP);
        }
        found.map(|_| ())
    })
}

/// Reads one control message of L2TP.
pub fn l2tp(_side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Interest {
    match read_l2tp(bytes) {
        Reading::Found(_) => {
            sink.speaks(Protocol::L2tp);
            sink.tunnel(L2TP);
            Interest::Done
        }
        _ => Interest::NotMine,
    }
}
