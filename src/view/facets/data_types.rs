//! Sums by presumed data type, by owner and by party become the rows of their lists.

use std::collections::{BTreeMap, HashSet};

use super::{Entry, with_unknown};
use crate::analysis::model::Analysis;
use crate::reference::data_type::DataType;
use crate::tag::data_type::grade::DataGrade;
use crate::tag::party::Party;
use crate::view::amount::counted;
use crate::view::filter::Value;
use crate::view::place::sentence_case;
use crate::view::plain_text::plain_text;
use crate::view::sums::{Sum, Sums};

/// One row before it is worded.
#[derive(Default)]
struct Typed {
    sum: Sum,
    by_grade: BTreeMap<DataGrade, Sum>,
    also: BTreeMap<DataType, u64>,
}

/// Each flow under its first type. Where a type is the second one of other flows, its row keeps only those that it
/// counts, and says so.
pub(super) fn data_types(analysis: &Analysis, sums: &Sums) -> Vec<Entry> {
    let mut typed: BTreeMap<DataType, Typed> = BTreeMap::new();
    let mut unknown = Sum::default();
    for (data, sum) in sums.presumed() {
        let Some(first) = data.first else {
            unknown.add(sum);
            continue;
        };
        let row = typed.entry(first).or_default();
        row.sum.add(sum);
        row.by_grade.entry(data.grade).or_default().add(sum);
        if let Some(second) = data.second {
            *row.also.entry(second).or_default() += sum.flows;
        }
    }
    let seconds = analysis.tags.iter().filter_map(|tags| tags.data.second);
    let seconds: HashSet<DataType> = seconds.collect();
    let mut entries: Vec<Entry> = typed
        .into_iter()
        .map(|(first, row)| Entry {
            grade: grade_of_most(&row),
            note: note(&row),
            label: first.label().into(),
            value: match seconds.contains(&first) {
                true => Value::TypeFirst(first),
                false => Value::Type(first),
            },
            doubtful: false,
            sum: row.sum,
        })
        .collect();
    entries.extend(with_unknown([], "Not classified", unknown));
    entries
}

/// The grade of most payload bytes; of equals that of most flows, then the lower one.
fn grade_of_most(row: &Typed) -> DataGrade {
    let size = |sum: &Sum| (sum.sent.saturating_add(sum.received), sum.flows);
    let most = row.by_grade.iter().rev().max_by_key(|(_, sum)| size(sum));
    most.map_or(DataGrade::None, |(grade, _)| *grade)
}

/// `Presumed: moderate for 12 flows, weak for 3 flows. Usage events is as likely for 2 flows`.
fn note(row: &Typed) -> String {
    let flows = |number| counted(number, "flow", "flows");
    let grades = row.by_grade.iter().rev();
    let grades: Vec<String> = grades
        .map(|(grade, sum)| format!("{} for {}", grade.label(), flows(sum.flows)))
        .collect();
    let also = row.also.iter();
    let also = also.map(|(second, number)| {
        let (label, flows) = (second.label(), flows(*number));
        format!("\n{label} is as likely for {flows}")
    });
    let only_set = row.by_grade.keys().all(|one| *one == DataGrade::ByHand);
    let grades = match only_set {
        true => sentence_case(&grades.join(", ")),
        false => format!("Presumed: {}", grades.join(", ")),
    };
    format!("{grades}{}", also.collect::<String>())
}

/// Who operates the domains; several rules can name one owner.
pub(super) fn owners(analysis: &Analysis, sums: &Sums) -> Vec<Entry> {
    let mut known: BTreeMap<&str, Sum> = BTreeMap::new();
    for ((owner, _), sum) in analysis.tables.owners.iter().zip(&sums.by_owner) {
        if sum.flows > 0 {
            known.entry(&**owner).or_default().add(*sum);
        }
    }
    with_unknown(known, "Owner not known", sums.no_owner)
}

/// The three parties, those with flows; and what is not known.
pub(super) fn parties(_analysis: &Analysis, sums: &Sums) -> Vec<Entry> {
    let known = Party::ALL.into_iter().zip(sums.by_party);
    let known = known.filter(|(_, sum)| sum.flows > 0);
    let mut entries: Vec<Entry> = known
        .map(|(party, sum)| Entry {
            label: party.label().into(),
            value: Value::Party(party),
            doubtful: false,
            sum,
            grade: DataGrade::None,
            note: String::new(),
        })
        .collect();
    entries.extend(with_unknown([], "Party not known", sums.no_party));
    entries
}

/// `Seen from ByteWave, example.com`.
pub(super) fn subject_note(analysis: &Analysis) -> String {
    let words = analysis.stated.subject.words().join(", ");
    format!("Seen from {}", plain_text(&words))
}
