//! What the user says of the traffic: the subject, and data types set by hand. The tags are made again on a thread, and
//! what was set is saved beside the captures before it is shown.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::ChosenClaim;
use crate::analysis::assemble::with_stated;
use crate::analysis::by_hand_file::{find_beside, place_beside, read_by_hand};
use crate::analysis::model::Analysis;
use crate::export::write::{Overwrite, write_file};
use crate::reference::provenance::sha256_of;
use crate::tag::by_hand::file::text_of;
use crate::tag::by_hand::{About, ByHand, Entry};
use crate::tag::capture_place::CapturePlace;
use crate::tag::stated::Stated;
use crate::tag::subject::Subject;
use crate::ui::app::{App, later};
use crate::ui::later::Later;
use crate::ui::session::{Change, with_causes};
use crate::ui::windows::{ByHandDialog, SubjectDialog};
use crate::view::amount::counted;

/// An analysis with what the user says now, and the line that says what came of it.
pub struct Restated {
    stated: Arc<Stated>,
    claim: Option<ChosenClaim>,
    analysis: Option<Analysis>,
    said: String,
}

/// What is to hold from now on.
pub struct Wanted {
    /// What the user says of the traffic.
    pub stated: Stated,
    /// The claim.
    pub claim: Option<ChosenClaim>,
    /// The line that says what came of it.
    pub said: String,
    /// Files that are saved first.
    pub files: Vec<(PathBuf, String)>,
}

/// Where data types that were set by hand come from and go to.
#[derive(Clone, Debug, Default)]
pub struct HandFile {
    /// Files that the user named; then none is looked for beside captures.
    pub(super) named: Vec<PathBuf>,
    /// The file beside the captures could not be read, and is not written over.
    is_broken: bool,
}

impl HandFile {
    /// With the files that the user named.
    pub fn named(named: Vec<PathBuf>) -> Self {
        Self {
            named,
            is_broken: false,
        }
    }

    /// Where entries are kept: the files that were named, else the one beside the captures.
    fn places(&self, inputs: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
        if self.is_broken {
            let words = "The file of types set by hand has faults and is not written over";
            return Err(words.to_owned());
        }
        let places = match self.named.as_slice() {
            [] => place_beside(inputs).into_iter().collect(),
            named => named.to_vec(),
        };
        let words = "What was read from standard input has no folder to save in: name a file with --by-hand";
        if places.is_empty() {
            return Err(words.to_owned());
        }
        Ok(places)
    }

    /// Each file with its own entries, after a change: what is set goes into the file that holds it already, else into
    /// the last; what is removed goes out of all of them.
    fn changed(&self, inputs: &[PathBuf], change: &HandChange) -> Result<Vec<HandPart>, String> {
        let mut parts = Vec::new();
        for path in self.places(inputs)? {
            let kept = match path.exists() {
                true => read_by_hand(std::slice::from_ref(&path)).map_err(|e| with_causes(&e))?,
                false => ByHand::default(),
            };
            parts.push(HandPart {
                before: kept.clone(),
                kept,
                path,
            });
        }
        match change {
            HandChange::Set(entry) => {
                let holds = |part: &HandPart| part.kept.about(&entry.about).is_some();
                let at = parts.iter().rposition(holds).unwrap_or(parts.len() - 1);
                if let Some(part) = parts.get_mut(at) {
                    part.kept.set(entry.clone());
                }
            }
            HandChange::Remove(about) => {
                for part in &mut parts {
                    part.kept.remove(about);
                }
            }
        }
        Ok(parts)
    }
}

/// What the user changes of what is set by hand.
enum HandChange {
    Set(Entry),
    Remove(About),
}

/// The entries of one file, before and after a change.
struct HandPart {
    path: PathBuf,
    before: ByHand,
    kept: ByHand,
}

impl HandPart {
    /// The text that is to be written, where anything was changed.
    fn text(&self) -> Option<String> {
        (self.kept.entries != self.before.entries).then(|| text_of(&self.kept.entries))
    }
}

impl App {
    /// Reads the files that the user named.
    pub(in crate::ui) fn load_named_by_hand(&mut self) {
        let named = self.hand_file.named.clone();
        if !named.is_empty() {
            self.load_by_hand(&named);
        }
    }

    /// Reads the file that lies beside the captures, where the user named none.
    pub(in crate::ui) fn load_by_hand_beside(&mut self, inputs: &[PathBuf]) {
        if self.hand_file.named.is_empty() {
            let found: Vec<PathBuf> = find_beside(inputs).into_iter().collect();
            self.load_by_hand(&found);
        }
    }

    fn load_by_hand(&mut self, paths: &[PathBuf]) {
        let read = read_by_hand(paths);
        self.hand_file.is_broken = read.is_err();
        let by_hand = read.unwrap_or_else(|error| {
            self.say_failed(format!(
                "Types set by hand are not used: {}",
                with_causes(&error)
            ));
            ByHand::default()
        });
        if self.reading.stated.by_hand != by_hand {
            self.reading.stated = Arc::new(Stated {
                by_hand,
                ..Stated::clone(&self.reading.stated)
            });
        }
    }

    /// Uses files of types set by hand beside those that were named before; tags what is open again unless it is about
    /// to be read anyway.
    pub(in crate::ui) fn add_by_hand(&mut self, paths: Vec<PathBuf>, retag: bool) {
        let mut all = self.hand_file.named.clone();
        all.retain(|path| !paths.contains(path));
        all.extend(paths);
        let by_hand = match read_by_hand(&all) {
            Ok(by_hand) => by_hand,
            Err(error) => {
                let words = with_causes(&error);
                return self.say_failed(format!("Types set by hand are not used: {words}"));
            }
        };
        self.hand_file = HandFile::named(all);
        let types = counted(by_hand.entries.len() as u64, "type", "types");
        let said = format!("Set by hand: {types}");
        let stated = Stated {
            by_hand,
            ..Stated::clone(&self.reading.stated)
        };
        if retag {
            let wanted = self.wanted(stated, said);
            self.restate(wanted);
        } else {
            self.reading.stated = Arc::new(stated);
        }
    }

    pub(in crate::ui) fn ask_for_subject(&mut self) {
        let subject = &self.reading.stated.subject;
        self.windows.subject = Some(SubjectDialog::new(subject));
    }

    pub(in crate::ui) fn ask_for_data_type(&mut self) {
        let Some(screen) = self.screen.clone() else {
            return;
        };
        let flow = self.query.selected.filter(|_| !self.session.is_loading());
        let by_hand = &self.reading.stated.by_hand;
        self.windows.by_hand = flow.and_then(|flow| ByHandDialog::new(&screen, flow, by_hand));
    }

    pub(in crate::ui) fn set_subject(&mut self, subject: Subject) {
        let said = match subject.is_empty() {
            true => "No subject is named".to_owned(),
            false => format!("The subject is {}", subject.words().join(", ")),
        };
        let stated = Stated {
            subject,
            ..Stated::clone(&self.reading.stated)
        };
        let wanted = self.wanted(stated, said);
        self.restate(wanted);
    }

    /// What is read from now on is measured from there; what is open is tagged again as soon as nothing is in the way.
    pub(in crate::ui) fn set_capture_place(&mut self, place: Option<CapturePlace>) {
        self.reading.stated = Arc::new(Stated {
            place,
            ..Stated::clone(&self.reading.stated)
        });
    }

    /// Tags again where the analysis was made before the place of capture was set.
    pub(in crate::ui) fn follow_capture_place(&mut self) {
        let Some(analysis) = self.session.analysis() else {
            return;
        };
        let is_busy = self.restating.is_some() || self.session.is_loading();
        if is_busy || analysis.stated.place == self.reading.stated.place {
            return;
        }
        let said = match self.reading.stated.place {
            Some(place) => format!("Distances are measured from {}", place.label()),
            None => "No place of capture is set: distances are not measured from it".to_owned(),
        };
        let wanted = self.wanted(Stated::clone(&self.reading.stated), said);
        self.restate(wanted);
    }

    pub(in crate::ui) fn set_by_hand(&mut self, entry: Entry) {
        self.change_by_hand(&HandChange::Set(entry));
    }

    pub(in crate::ui) fn remove_by_hand(&mut self, about: &About) {
        self.change_by_hand(&HandChange::Remove(about.clone()));
    }

    fn change_by_hand(&mut self, change: &HandChange) {
        let parts = match self.hand_file.changed(self.session.inputs(), change) {
            Ok(parts) => parts,
            Err(words) => return self.say_failed(words),
        };
        let mut by_hand = ByHand::default();
        let mut files = Vec::new();
        for part in parts {
            let text = part.text();
            by_hand.entries.extend(part.kept.entries);
            let name = part.path.file_name().unwrap_or(part.path.as_os_str());
            let hashed = text.as_deref().map(sha256_of);
            let name = hashed.map(|hash| (name.to_string_lossy().into_owned(), hash));
            by_hand
                .files
                .extend(name.or(part.kept.files.into_iter().next()));
            files.extend(text.map(|text| (part.path, text)));
        }
        let saved = files.iter().map(|(path, _)| path.display().to_string());
        let said = format!("Saved in {}", saved.collect::<Vec<_>>().join(", "));
        let stated = Stated {
            by_hand,
            ..Stated::clone(&self.reading.stated)
        };
        let wanted = self.wanted(stated, said);
        self.restate(Wanted { files, ..wanted });
    }

    /// As it is now, with something else said of the traffic.
    fn wanted(&self, stated: Stated, said: String) -> Wanted {
        Wanted {
            stated,
            claim: self.claim.clone(),
            said,
            files: Vec::new(),
        }
    }

    /// Saves, then tags and judges again: what cannot be saved is not set either.
    pub(in crate::ui) fn restate(&mut self, wanted: Wanted) {
        if self.restating.is_some() || self.session.is_loading() {
            return self.say_failed("Something is still being read or saved".to_owned());
        }
        let analysis = self.session.analysis().cloned();
        let make = move || {
            for (path, text) in &wanted.files {
                save(path, text)?;
            }
            let (stated, claim) = (Arc::new(wanted.stated), wanted.claim);
            let again = analysis.map(|analysis| {
                let tagged = match *analysis.stated == *stated {
                    true => (*analysis).clone(),
                    false => with_stated(&analysis, &stated),
                };
                tagged.judged_by(claim.as_ref().map(|chosen| &chosen.claim))
            });
            Ok(Restated {
                stated,
                claim,
                analysis: again,
                said: wanted.said,
            })
        };
        self.restating = Some(later(&self.context, self.pace, make));
        self.poll_restated();
    }

    /// Takes in an analysis that was tagged and judged again.
    pub(in crate::ui) fn poll_restated(&mut self) {
        let Some(outcome) = Later::take_from(&mut self.restating) else {
            return;
        };
        let said = outcome.map(|restated| {
            self.reading.stated = restated.stated;
            self.take_claim(restated.claim);
            if let Some(analysis) = restated.analysis.map(Arc::new) {
                self.session.replace(Arc::clone(&analysis));
                self.take_change(Some(Change::Result(analysis)));
            }
            restated.said
        });
        self.take_outcome(said);
    }
}

fn save(path: &Path, text: &str) -> Result<(), String> {
    let written = write_file(path, text.as_bytes(), Overwrite::Yes);
    written.map_err(|error| {
        format!(
            "It is not set, because it cannot be saved: {}",
            with_causes(&error)
        )
    })
}
