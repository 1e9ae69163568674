//! `whither claim check FILE...`: what a claim says, in plain words, or what is wrong with it.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::flows::{CommandError, Outcome};
use crate::claim::model::{Claim, ClassSet, MapRow};
use crate::claim::read::{ClaimError, read_file};
use crate::claim::sentence::{dates, lowered, where_to};
use crate::reference::data_type::DataType;
use crate::view::plain_text::plain_text;

/// Prints each claim.
pub fn print_claims(files: &[PathBuf], out: &mut impl Write) -> Result<Outcome, CommandError> {
    let mut outcome = Outcome::Whole;
    for path in files {
        match read_file(path) {
            Ok(claim) => print_claim(path, &claim, out)?,
            Err(ClaimError::Faults(faults)) => {
                outcome = Outcome::InPart;
                for fault in faults {
                    writeln!(
                        out,
                        "{}: {}",
                        path.display(),
                        plain_text(&fault.to_string())
                    )?;
                }
            }
            Err(error) => return Err(CommandError::Claim(path.clone(), error)),
        }
    }
    out.flush()?;
    Ok(outcome)
}

fn print_claim(path: &Path, claim: &Claim, out: &mut impl Write) -> Result<(), CommandError> {
    let plain = |text: &str| plain_text(text);
    writeln!(out, "{}: no fault", path.display())?;
    writeln!(
        out,
        "  {} ({}), stated {}",
        plain(&claim.title),
        plain(&claim.source),
        claim.stated
    )?;
    writeln!(
        out,
        "  about {} of data of {}, {}",
        claim.asserts.token(),
        plain(&claim.subject.name),
        dates(claim)
    )?;
    for class in claim.classes.iter().filter(|class| class.line.is_some()) {
        writeln!(
            out,
            "  {} may go: {}",
            plain(&class.name),
            where_to(&class.allow)
        )?;
    }
    for one in DataType::ALL {
        writeln!(
            out,
            "  {} is {}",
            one.label().to_lowercase(),
            plain(&row(claim, claim.row(one)))
        )?;
    }
    for rule in &claim.overrides {
        let host = rule
            .host
            .as_ref()
            .map_or("any host".to_owned(), |host| host.text());
        let what = rule.data_type.map_or("everything", |one| one.label());
        let names = plain(&names(claim, rule.classes));
        writeln!(
            out,
            "  line {}: {} to {host} is {names}",
            rule.line,
            what.to_lowercase()
        )?;
    }
    let notes = claim.notes.iter().map(ToString::to_string);
    for note in notes.chain(lowered(claim)) {
        writeln!(out, "  note: {}", plain(&note))?;
    }
    Ok(())
}

fn row(claim: &Claim, row: MapRow) -> String {
    let by = if row.by_claim {
        "by the claim"
    } else {
        "by the built-in map"
    };
    format!("{} ({by})", names(claim, row.classes))
}

fn names(claim: &Claim, set: ClassSet) -> String {
    let each = claim.classes_in(set).map(|(_, class)| match class.line {
        Some(_) => class.name.clone(),
        None => format!("{}, of which the claim says nothing", class.name),
    });
    each.collect::<Vec<_>>().join(" or ")
}
