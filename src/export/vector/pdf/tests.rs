//! The page as it is written, before it is packed.

use egui::{Shape, Stroke, pos2, vec2};

use super::*;

fn written(shape: Shape) -> String {
    let clip = Rect::from_min_max(pos2(0.0, 0.0), pos2(100.0, 100.0));
    let mut pdf = Pdf::new(100.0, 100.0, None);
    pdf.draw(&[ClippedShape::new(clip, shape)]);
    assert_eq!(pdf.unknown, 0);
    let page = String::from_utf8(pdf.content.finish().into_vec()).expect("plain operators");
    let start = page.find(" M\n").expect("the beginning of every page") + 3;
    page.get(start..).unwrap_or_default().replace('\n', " ")
}

#[test]
fn shapes_are_written_as_what_they_are() {
    let rect = Rect::from_min_size(pos2(1.0, 2.0), vec2(10.5, 5.0));
    let half = Color32::from_rgba_unmultiplied(255, 0, 0, 128);
    for (shape, want) in [
        (
            Shape::rect_filled(rect, 0, Color32::BLUE),
            "0 0 1 rg 1 2 10.5 5 re f",
        ),
        (
            Shape::line_segment(
                [pos2(2.0, 2.0), pos2(5.0, 5.25)],
                Stroke::new(1.5, Color32::RED),
            ),
            "1.5 w 1 0 0 RG 2 2 m 5 5.25 l S",
        ),
        (
            Shape::rect_filled(rect, 0, half),
            "1 0 0 rg /f128 gs 1 2 10.5 5 re f",
        ),
        (
            Shape::rect_filled(rect.translate(vec2(95.0, 0.0)), 0, Color32::BLUE),
            "q 0 0 100 100 re W n 0 0 1 rg 96 2 10.5 5 re f Q",
        ),
    ] {
        assert_eq!(written(shape), want);
    }
}

#[test]
fn a_page_is_as_large_as_its_picture_in_print() {
    assert_eq!(Pdf::new(1_600.0, 1_060.0, None).paper, (1_200.0, 795.0));
    let (wide, high) = Pdf::new(1_120.0, 980.0, Some(180)).paper;
    assert_eq!((wide, high), (510.24, 446.46), "180 mm");
}

#[test]
fn a_letter_that_no_face_has_is_a_box_that_says_what_it_is() {
    let mut faces = Faces::default();
    let family = egui::FontFamily::Proportional;
    let mut letter = |character| faces.letter(&family, character).expect("a letter");
    let (plain, again, arrow, han) = (letter('a'), letter('a'), letter('↑'), letter('東'));
    assert_eq!(plain, again);
    assert!(!plain.is_told && plain.width > 300.0);
    assert!(arrow.face != plain.face && !arrow.is_told);
    assert!(han.is_told && han.glyph == 0, "{han:?}");
    assert!(!letter('\u{a0}').is_told, "a space of any kind is a space");
}
