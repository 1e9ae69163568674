//! Colours of verdicts, of groups of data types and of changes: told apart by their lightness too, so that a grey print keeps them.

use egui::Color32;

use super::{Theme, rgb};
use crate::claim::verdict::Word;
use crate::view::parts::{MAX_PARTS, Part};

/// In the order of `Word::ALL`: contradicts, cannot tell, consistent, not covered.
const VERDICTS_LIGHT: [Color32; 4] = [
    rgb(0xAC_22_15),
    rgb(0x9A_67_00),
    rgb(0x0A_44_3A),
    rgb(0x80_89_91),
];
const VERDICTS_DARK: [Color32; 4] = [
    rgb(0xFF_79_6A),
    rgb(0xEA_B8_42),
    rgb(0x97_F0_DA),
    rgb(0x87_90_99),
];

/// In the order of `DataGroup::ALL`, then *not classified*.
const GROUPS_LIGHT: [Color32; MAX_PARTS] = [
    rgb(0x4F_15_79),
    rgb(0x0F_41_87),
    rgb(0x9F_17_2E),
    rgb(0x09_6D_3B),
    rgb(0xA7_58_09),
    rgb(0x76_7E_86),
];
const GROUPS_DARK: [Color32; MAX_PARTS] = [
    rgb(0xF2_E1_FD),
    rgb(0xAA_D9_FB),
    rgb(0xFA_A8_BC),
    rgb(0x31_C5_7B),
    rgb(0xF3_7E_18),
    rgb(0x88_8F_96),
];

/// In the order of `Change::ALL`, then *not compared*: the tones of `GROUPS`, so that the same measures hold.
const CHANGES_LIGHT: [Color32; 5] = [
    GROUPS_LIGHT[3],
    GROUPS_LIGHT[2],
    GROUPS_LIGHT[4],
    GROUPS_LIGHT[1],
    GROUPS_LIGHT[5],
];
const CHANGES_DARK: [Color32; 5] = [
    GROUPS_DARK[3],
    GROUPS_DARK[2],
    GROUPS_DARK[4],
    GROUPS_DARK[1],
    GROUPS_DARK[5],
];

impl Theme {
    /// The colour of a verdict.
    pub fn verdict(&self, word: Word) -> Color32 {
        self.part(Part::Verdict(word))
    }

    /// The colour of flows that are shown together.
    pub fn part(&self, part: Part) -> Color32 {
        let colours: &[Color32] = match (part, self.dark) {
            (Part::Verdict(_), false) => &VERDICTS_LIGHT,
            (Part::Verdict(_), true) => &VERDICTS_DARK,
            (Part::Group(_), false) => &GROUPS_LIGHT,
            (Part::Group(_), true) => &GROUPS_DARK,
            (Part::Change(_), false) => &CHANGES_LIGHT,
            (Part::Change(_), true) => &CHANGES_DARK,
        };
        colours.get(part.place()).copied().unwrap_or(self.ink_soft)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::contrast;
    use super::*;
    use crate::reference::data_type::DataGroup;
    use crate::view::compare::Change;

    fn kinds() -> [Vec<Part>; 3] {
        let groups = DataGroup::ALL.into_iter().map(Some).chain([None]);
        let changes = Change::ALL.into_iter().map(Some).chain([None]);
        [
            Word::ALL.map(Part::Verdict).to_vec(),
            groups.map(Part::Group).collect(),
            changes.map(Part::Change).collect(),
        ]
    }

    #[test]
    fn every_part_stands_off_from_every_ground_and_from_the_others_in_grey() {
        for theme in [Theme::light(), Theme::dark()] {
            let grounds = [theme.background, theme.card, theme.sea];
            for parts in kinds() {
                for (at, part) in parts.iter().enumerate() {
                    let colour = theme.part(*part);
                    for ground in grounds {
                        let ratio = contrast(colour, ground);
                        assert!(ratio >= 3.0, "{part:?} {ratio:.2} (dark: {})", theme.dark);
                    }
                    assert!(contrast(colour, theme.land) >= 2.0, "{part:?} on land");
                    for other in &parts[..at] {
                        let ratio = contrast(colour, theme.part(*other));
                        assert!(ratio >= 1.15, "{part:?} and {other:?}: {ratio:.2}");
                    }
                }
            }
            for word in [Word::Contradicts, Word::CannotTell, Word::Consistent] {
                let ratio = contrast(theme.verdict(word), theme.background);
                assert!(ratio >= 4.5, "{word:?} as text: {ratio:.2}");
            }
        }
    }
}
