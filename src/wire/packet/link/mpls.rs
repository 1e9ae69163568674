//! MPLS (RFC 3032): labels, and what the first half byte behind the last one says it carries.

use super::{CUT, behind};
use crate::wire::packet::around::{Around, Halt, Next, Step};
use crate::wire::packet::path::TunnelLayer;
use crate::wire::packet::span::Span;

/// Passes labels to the bottom of the stack; each counts as a header.
pub fn labels<'a>(mut span: Span<'a>, around: &mut Around<'a>) -> Step<'a> {
    loop {
        let entry = span.word(0).ok_or(CUT)?;
        span = span.skip(4).ok_or(CUT)?;
        around.push(TunnelLayer::Mpls(entry >> 12));
        if entry & 0x100 != 0 {
            return payload(span);
        }
        around.count_header()?;
    }
}

/// No field says what a label carries. Half byte 4 or 6 is IP, 0 a pseudowire's control word (RFC 4385 §3), 1 its
/// associated channel; all else an Ethernet pseudowire without control word.
fn payload(span: Span<'_>) -> Step<'_> {
    match span.byte(0).ok_or(CUT)? >> 4 {
        4 | 6 => Ok((Next::Ip, span)),
        0 if looks_like_ethernet(span, 4) => behind(span, 4, Next::Ethernet),
        1 => Err(Halt::NotIp),
        _ if looks_like_ethernet(span, 0) => Ok((Next::Ethernet, span)),
        _ => Err(Halt::NotIp),
    }
}

fn looks_like_ethernet(span: Span<'_>, at: usize) -> bool {
    let kind = span.short(at + 12);
    kind.is_some_and(|kind| matches!(kind, 0x0800 | 0x86dd | 0x8100 | 0x88a8 | 0x8864 | 0x8847))
}

#[cfg(test)]
mod tests {
    use crate::capture::frame::LinkType;
    use crate::wire::packet::testing::{check, ethernet, join, udp_4};

    const LABELS: [u8; 8] = [0, 1, 0, 64, 0, 1, 0x11, 64];

    #[test]
    fn labels_lead_to_ip() {
        let frame = ethernet(0x8847, &join(&[&LABELS, &udp_4()]));
        let want = "mpls:16 mpls:17 10.0.0.1:1000 > 10.0.0.2:2000";
        check(LinkType::ETHERNET, &frame, want, &[]);
    }

    #[test]
    fn a_pseudowire_is_read_with_and_without_control_word() {
        let inner = ethernet(0x0800, &udp_4());
        let want = "mpls:16 mpls:17 10.0.0.1:1000 > 10.0.0.2:2000";
        let plain = ethernet(0x8847, &join(&[&LABELS, &inner]));
        check(LinkType::ETHERNET, &plain, want, &[]);
        let with_word = ethernet(0x8847, &join(&[&LABELS, &[0; 4], &inner]));
        check(LinkType::ETHERNET, &with_word, want, &[]);
    }

    #[test]
    fn an_endless_stack_ends_at_the_cap() {
        let frame = ethernet(0x8847, &[0; 4_000]);
        let want = "stopped: a frame wraps its packet in more than 64 headers";
        check(LinkType::ETHERNET, &frame, want, &[]);
    }
}
