//! Sums by verdict become the rows of their list: all four words, also where nothing has them.

use super::Entry;
use crate::analysis::model::Analysis;
use crate::claim::verdict::Word;
use crate::tag::data_type::grade::DataGrade;
use crate::view::filter::Value;
use crate::view::place::sentence_case;
use crate::view::plain_text::plain_text;
use crate::view::sums::{Sum, Sums};

/// What cannot be told is last, as in every list; none is left out.
pub(super) fn verdicts(analysis: &Analysis, sums: &Sums) -> Vec<Entry> {
    let Some(judged) = &analysis.judged else {
        return Vec::new();
    };
    let of_word = |word: Word| {
        let all = judged.verdicts.iter().zip(&sums.by_verdict);
        let same = all.filter(|(verdict, _)| verdict.word == word);
        same.fold(Sum::default(), |mut sum, (_, one)| {
            sum.add(*one);
            sum
        })
    };
    Word::ALL
        .into_iter()
        .map(|word| Entry {
            label: sentence_case(word.label()),
            value: Value::Verdict(word),
            doubtful: word == Word::CannotTell,
            sum: of_word(word),
            grade: DataGrade::None,
            note: String::new(),
        })
        .collect()
}

/// `By “ByteWave: where the data of ClipClap users goes”, stated 2026-02-01`.
pub(super) fn claim_note(analysis: &Analysis) -> String {
    let claim = analysis.judged.as_ref().map(|judged| &judged.claim);
    claim.map_or_else(String::new, |claim| {
        format!("By “{}”, stated {}", plain_text(&claim.title), claim.stated)
    })
}
