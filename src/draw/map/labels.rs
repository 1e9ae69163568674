//! Where labels go: each beside its anchor, none over another, none beyond the map; who finds no room has no label.

use egui::{Pos2, Rect, Vec2, pos2, vec2};

/// Kept free between labels, in points.
const GAP: f32 = 3.0;
/// Distances from the anchor's edge that are tried, in points.
const DISTANCES: [f32; 4] = [7.0, 20.0, 38.0, 60.0];

/// Hiding a mark is as bad as hiding this many points of lines.
const MARK_WEIGHT: usize = 6;

/// A label that wants room.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    /// What it names.
    pub anchor: Pos2,
    /// Free room around the anchor, in points.
    pub radius: f32,
    /// Size of the card.
    pub size: Vec2,
}

/// Places wishes in their order, the most important first. `taken` is covered already (legend, dock).
///
/// Marks and `lines` (points along them) are kept free too where possible: a label hides as little of them as it can.
pub fn place(wishes: &[Wish], within: Rect, taken: &[Rect], lines: &[Pos2]) -> Vec<Option<Rect>> {
    let mut covered: Vec<Rect> = taken.to_vec();
    let marks: Vec<Rect> = wishes
        .iter()
        .map(|wish| Rect::from_center_size(wish.anchor, Vec2::splat(2.0 * wish.radius)))
        .collect();
    wishes
        .iter()
        .map(|wish| {
            let free = |card: &Rect| {
                within.contains_rect(*card)
                    && covered
                        .iter()
                        .all(|other| !other.expand(GAP).intersects(*card))
            };
            let candidates: Vec<Rect> = if within.contains(wish.anchor) {
                candidates(wish).filter(free).collect()
            } else {
                Vec::new()
            };
            let hidden = |card: &Rect| {
                let marks = marks.iter().filter(|mark| mark.intersects(*card)).count();
                let points = lines.iter().filter(|point| card.contains(**point)).count();
                marks * MARK_WEIGHT + points
            };
            let best = candidates.iter().copied().min_by_key(hidden);
            covered.extend(best);
            best
        })
        .collect()
}

/// Right of the anchor first, as one reads; then the other sides; then farther away.
fn candidates(wish: &Wish) -> impl Iterator<Item = Rect> {
    let Wish {
        anchor,
        radius,
        size,
    } = *wish;
    DISTANCES.into_iter().flat_map(move |distance| {
        let out = radius + distance;
        let (w, h) = (size.x, size.y);
        let slant = out * 0.7;
        [
            pos2(anchor.x + out, anchor.y - h / 2.0),
            pos2(anchor.x + slant, anchor.y + slant),
            pos2(anchor.x + slant, anchor.y - slant - h),
            pos2(anchor.x - out - w, anchor.y - h / 2.0),
            pos2(anchor.x - slant - w, anchor.y - slant - h),
            pos2(anchor.x - slant - w, anchor.y + slant),
            pos2(anchor.x - w / 2.0, anchor.y - out - h),
            pos2(anchor.x - w / 2.0, anchor.y + out),
        ]
        .into_iter()
        .map(move |min| Rect::from_min_size(min, size))
    })
}

/// The line from a mark to its card; `None` where they are so near that it would be a stub.
pub fn leader(wish: &Wish, card: Rect) -> Option<[Pos2; 2]> {
    let end = pos2(
        wish.anchor.x.clamp(card.min.x, card.max.x),
        wish.anchor.y.clamp(card.min.y, card.max.y),
    );
    let way = end - wish.anchor;
    if way.length() < wish.radius + DISTANCES[0] + 4.0 {
        return None;
    }
    let start = wish.anchor + way.normalized() * (wish.radius + 1.0);
    Some([start, end])
}

/// Size of a card around text of this size.
pub fn card_size(text: Vec2) -> Vec2 {
    text + vec2(14.0, 6.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WITHIN: Rect = Rect {
        min: pos2(0.0, 0.0),
        max: pos2(400.0, 260.0),
    };

    #[test]
    fn crowded_labels_neither_overlap_nor_leave_the_map() {
        let wishes: Vec<Wish> = (0..60_u8)
            .map(|n| Wish {
                anchor: pos2(
                    180.0 + f32::from(n % 8) * 9.0,
                    120.0 + f32::from(n / 8) * 5.0,
                ),
                radius: 4.0,
                size: vec2(80.0 + f32::from(n % 3) * 15.0, 30.0),
            })
            .collect();
        let taken = [Rect::from_min_size(pos2(0.0, 180.0), vec2(120.0, 80.0))];
        let placed: Vec<Rect> = place(&wishes, WITHIN, &taken, &[])
            .into_iter()
            .flatten()
            .collect();
        assert!(placed.len() >= 6, "only {} of 60 found room", placed.len());
        for (index, card) in placed.iter().enumerate() {
            assert!(WITHIN.contains_rect(*card), "{card:?}");
            let others = placed.iter().skip(index + 1).chain(&taken);
            assert!(
                others.into_iter().all(|other| !other.intersects(*card)),
                "{card:?}"
            );
        }
    }

    #[test]
    fn an_anchor_beyond_the_map_has_no_label() {
        let wish = Wish {
            anchor: pos2(-5.0, 20.0),
            radius: 4.0,
            size: vec2(40.0, 20.0),
        };
        assert_eq!(place(&[wish], WITHIN, &[], &[]), [None]);
    }

    #[test]
    fn a_leader_begins_outside_the_mark_and_ends_at_the_card() {
        let wish = Wish {
            anchor: pos2(50.0, 50.0),
            radius: 4.0,
            size: vec2(40.0, 20.0),
        };
        let far = Rect::from_min_size(pos2(90.0, 40.0), wish.size);
        let [from, to] = leader(&wish, far).expect("far enough for a line");
        assert_eq!((from, to), (pos2(55.0, 50.0), pos2(90.0, 50.0)));
        let near = Rect::from_min_size(pos2(60.0, 40.0), wish.size);
        assert_eq!(leader(&wish, near), None);
    }
}
