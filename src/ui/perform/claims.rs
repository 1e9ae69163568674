//! A claim is chosen, read, and judged by; or taken away again.

use std::path::PathBuf;
use std::sync::Arc;

use super::stated::Wanted;
use crate::claim::bundled::BundledClaim;
use crate::claim::model::Claim;
use crate::claim::read::{ClaimError, read_named, text_of};
use crate::export::write::write_file;
use crate::reference::fault::Fault;
use crate::tag::stated::Stated;
use crate::tag::subject::Subject;
use crate::ui::app::App;
use crate::ui::session::with_causes;
use crate::ui::windows::{ClaimEditor, SavedClaim};
use crate::view::filter::{Key, without};
use crate::view::plain_text::plain_prose;
use crate::view::query::Colouring;

/// Where a claim is read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClaimSource {
    /// A file of the user's.
    File(PathBuf),
    /// One that comes with the program.
    Bundled(BundledClaim),
}

/// A claim that is chosen, with the text that says it.
#[derive(Clone, Debug)]
pub struct ChosenClaim {
    /// The claim.
    pub claim: Arc<Claim>,
    /// The text of its file.
    pub text: String,
    /// Where the file lies; `None` for one that comes with the program.
    pub path: Option<PathBuf>,
}

/// Said where no claim is chosen any more.
const NOTHING_JUDGED: &str = "No claim is chosen: nothing is judged";

/// Faults that a notice lists; the rest is counted.
const MAX_FAULTS: usize = 6;

impl ClaimSource {
    /// Reads it; what is wrong with it in words, each fault with line, column and what was probably meant.
    fn read(self) -> Result<ChosenClaim, String> {
        let (name, text, path) = match self {
            ClaimSource::Bundled(one) => (one.name.to_owned(), one.text.to_owned(), None),
            ClaimSource::File(path) => {
                let name = path.file_name().unwrap_or(path.as_os_str());
                let name = name.to_string_lossy().into_owned();
                let text = text_of(&path).map_err(|error| unreadable(&name, &error))?;
                (name, text, Some(path))
            }
        };
        let claim = read_named(&name, &text).map_err(|faults| faulty(&name, &faults))?;
        Ok(ChosenClaim {
            claim: Arc::new(claim),
            text,
            path,
        })
    }
}

fn unreadable(name: &str, error: &ClaimError) -> String {
    format!("The claim is not used: {}: {name}", with_causes(error))
}

fn faulty(name: &str, faults: &[Fault]) -> String {
    let listed = faults.iter().take(MAX_FAULTS);
    let mut lines: Vec<String> = listed
        .map(|fault| plain_prose(&format!("{name}, {fault}")))
        .collect();
    let more = faults.len().saturating_sub(MAX_FAULTS);
    if more > 0 {
        lines.push(format!("and {more} more faults"));
    }
    format!("The claim is not used:\n{}", lines.join("\n"))
}

/// A file of this name in the folder in which the program was started.
fn in_current_folder(name: &str) -> PathBuf {
    std::env::current_dir().map_or_else(|_| PathBuf::from(name), |folder| folder.join(name))
}

impl App {
    /// Judges what is open, and what will be opened, by a claim.
    pub(in crate::ui) fn choose_claim(&mut self, source: ClaimSource) {
        match source.read() {
            Ok(chosen) => self.judge_by(chosen),
            Err(words) => self.say_failed(words),
        }
    }

    /// The same for captures that are about to be read: they will be judged when they are.
    pub(in crate::ui) fn await_claim(&mut self, source: ClaimSource) {
        match source.read() {
            Ok(chosen) => {
                let stated = self.stated_with(Some(&chosen.claim));
                self.reading.stated = Arc::new(stated);
                self.take_claim(Some(chosen));
            }
            Err(words) => self.say_failed(words),
        }
    }

    pub(in crate::ui) fn judge_by(&mut self, chosen: ChosenClaim) {
        let notes = chosen.claim.notes.iter().map(Fault::to_string);
        let title = plain_prose(&chosen.claim.title);
        let lines = std::iter::once(format!("Judged by “{title}”"));
        let lines: Vec<String> = lines.chain(notes.map(|note| plain_prose(&note))).collect();
        if self.waits_for_captures() {
            return self.judge_when_read(Some(chosen), lines);
        }
        self.restate(Wanted {
            stated: self.stated_with(Some(&chosen.claim)),
            claim: Some(chosen),
            said: lines.join("\n"),
            files: Vec::new(),
        });
    }

    pub(in crate::ui) fn remove_claim(&mut self) {
        if self.waits_for_captures() {
            return self.judge_when_read(None, vec![NOTHING_JUDGED.to_owned()]);
        }
        self.restate(Wanted {
            stated: self.stated_with(None),
            claim: None,
            said: NOTHING_JUDGED.to_owned(),
            files: Vec::new(),
        });
    }

    /// Whether what is chosen now counts once everything is read.
    fn waits_for_captures(&self) -> bool {
        self.session.is_loading() && self.restating.is_none()
    }

    /// Takes a claim for the captures that are being read; the worker goes on with what it was started with.
    fn judge_when_read(&mut self, chosen: Option<ChosenClaim>, mut lines: Vec<String>) {
        let stated = self.stated_with(chosen.as_ref().map(|chosen| &chosen.claim));
        self.reading.stated = Arc::new(stated);
        lines.push("It counts as soon as everything is read".to_owned());
        if self.claim.is_some() {
            lines.push("Verdicts that are shown until then are by the claim before".to_owned());
        }
        self.take_claim(chosen);
        self.say(lines.join("\n"));
    }

    /// Judges what was read by a claim that was chosen, or without one that was taken away, in the meantime.
    pub(in crate::ui) fn follow_claim(&mut self) {
        let Some(analysis) = self.session.analysis() else {
            return;
        };
        let judged_by = analysis.judged.as_ref().map(|judged| &judged.claim);
        let is_busy = self.restating.is_some() || self.session.is_loading();
        if is_busy || judged_by == self.reading.claim.as_ref() {
            return;
        }
        let said = match &self.claim {
            Some(chosen) => format!("Judged by “{}”", plain_prose(&chosen.claim.title)),
            None => NOTHING_JUDGED.to_owned(),
        };
        self.restate(Wanted {
            stated: Stated::clone(&self.reading.stated),
            claim: self.claim.clone(),
            said,
            files: Vec::new(),
        });
    }

    /// A form with nothing filled in.
    pub(in crate::ui) fn write_claim(&mut self) {
        let path = in_current_folder("claim.toml");
        self.windows.editor = Some(ClaimEditor::blank(&path));
    }

    /// A form with the chosen claim; one that comes with the program is saved as a file of the user's.
    pub(in crate::ui) fn edit_claim(&mut self) {
        let Some(chosen) = &self.claim else { return };
        let name = chosen.claim.file.as_ref();
        let name = name.map_or("claim.toml", |file| file.name.as_str());
        let target = chosen.path.clone();
        let target = target.unwrap_or_else(|| in_current_folder(name));
        let editor = ClaimEditor::new(&chosen.text, chosen.path.as_deref(), &target);
        self.windows.sheet = None;
        self.windows.editor = Some(editor);
    }

    /// Saves, and judges by what is saved.
    pub(in crate::ui) fn save_claim(&mut self, saved: SavedClaim) {
        match write_file(&saved.path, saved.text.as_bytes(), saved.replace.into()) {
            Ok(()) => self.choose_claim(ClaimSource::File(saved.path)),
            Err(error) => self.say_failed(format!("Not saved: {}", with_causes(&error))),
        }
    }

    /// What the user says, with the claim's subject as the first party where the user named none, or only an earlier
    /// claim did.
    pub(super) fn stated_with(&self, claim: Option<&Arc<Claim>>) -> Stated {
        let own = &self.reading.stated.subject;
        let earlier = self.claim.as_ref();
        let earlier = earlier.map(|chosen| Subject::from(&chosen.claim.subject));
        let is_free = own.is_empty() || earlier.as_ref() == Some(own);
        let subject = match (is_free, claim) {
            (true, Some(claim)) => Subject::from(&claim.subject),
            (true, None) => Subject::default(),
            (false, _) => own.clone(),
        };
        Stated {
            subject,
            ..Stated::clone(&self.reading.stated)
        }
    }

    /// From now on this is the claim. A new one colours the map; without one nothing asks for verdicts any more.
    pub(super) fn take_claim(&mut self, claim: Option<ChosenClaim>) {
        let of = |chosen: &Option<ChosenClaim>| chosen.as_ref().map(|one| Arc::clone(&one.claim));
        let is_new = of(&claim) != of(&self.claim);
        match (&claim, is_new) {
            (Some(_), true) => self.query.colouring = Colouring::Verdict,
            (None, true) => {
                if self.query.colouring == Colouring::Verdict {
                    self.query.colouring = Colouring::Plain;
                }
                let keys = [Key::Verdict, Key::Promise];
                let redaction = self.redaction();
                let filter = without(&redaction.revealed(&self.query.filter), &keys);
                self.query.filter = redaction.filter(&filter);
                self.windows.sheet = None;
            }
            _ => {}
        }
        self.reading.claim = of(&claim);
        self.claim = claim;
    }
}
