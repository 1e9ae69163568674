//! The claims that come with the program have no fault.

use super::reading::sound;
use super::weighing::seen;
use crate::claim::bundled::BUNDLED;
use crate::claim::verdict::Word;
use crate::claim::weigh::weigh;

#[test]
fn the_bundled_claims_are_sound() {
    let [sample, tiktok, eea] = BUNDLED.map(|one| sound(one.text));
    for one in BUNDLED {
        let read = one.read().expect("it has no fault");
        assert_eq!(read.file.map(|file| file.name), Some(one.name.to_owned()));
    }
    for (claim, case, word) in [
        (&tiktok, "usage_events/moderate CN", Word::Contradicts),
        (&tiktok, "- US", Word::Consistent),
        (&eea, "- DE", Word::Consistent),
        (&eea, "- US", Word::CannotTell),
        (&eea, "usage_events/moderate US", Word::Contradicts),
        (
            &sample,
            "diagnostics/weak CN @log16.clipclap.example 2026-11-09",
            Word::Contradicts,
        ),
        (
            &sample,
            "user_content_upload/weak CN @upload-cn.clipclap.example 2026-11-09",
            Word::CannotTell,
        ),
    ] {
        assert_eq!(weigh(claim, &seen(case)).word, word, "{} {case}", claim.id);
    }
    assert!(
        [tiktok, eea, sample]
            .iter()
            .all(|claim| claim.notes.is_empty())
    );
}
