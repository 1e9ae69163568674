//! Numbers, colours and strokes as SVG writes them.

use egui::{Color32, Pos2};

use crate::export::markup::hex;
use crate::export::vector::Line;

/// Two decimals without idle zeros: finer than any printer.
pub(super) fn number(value: f32) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    match text {
        "-0" | "" => "0".to_owned(),
        text => text.to_owned(),
    }
}

/// `12.5,7`.
pub(super) fn point(at: Pos2) -> String {
    format!("{},{}", number(at.x), number(at.y))
}

/// ` fill="#123456"`, with its opacity where it is not whole; `none` for nothing.
pub(super) fn paint(what: &str, color: Color32) -> String {
    if color.a() == 0 {
        return format!(" {what}=\"none\"");
    }
    let [red, green, blue, alpha] = color.to_srgba_unmultiplied();
    let opacity = match alpha {
        u8::MAX => String::new(),
        alpha => format!(" {what}-opacity=\"{}\"", number(f32::from(alpha) / 255.0)),
    };
    let opaque = hex(Color32::from_rgb(red, green, blue));
    format!(" {what}=\"{opaque}\"{opacity}")
}

/// Nothing where there is no line.
pub(super) fn stroke(line: Line) -> String {
    match line.is_drawn() {
        true => format!(
            "{} stroke-width=\"{}\"",
            paint("stroke", line.color),
            number(line.width)
        ),
        false => String::new(),
    }
}
