//! What the user says of the traffic: the subject, and data types set by hand. The tags are made again on a thread, and
//! what was set is saved beside the captures before it is shown.

use std::path::{Path, PathBuf};
use std::sync::Arc;

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

/// An analysis with what the user says now, and the line that says what came of it.
pub struct Restated {
    stated: Arc<Stated>,
    analysis: Option<Analysis>,
    said: String,
}

/// Where data types that were set by hand come from and go to.
#[derive(Clone, Debug, Default)]
pub struct HandFile {
    /// Files that the user named; then none is looked for beside captures.
    named: Vec<PathBuf>,
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

    /// Where to save: the last file that was named, else beside the captures.
    fn target(&self, inputs: &[PathBuf]) -> Result<PathBuf, String> {
        if self.is_broken {
            let words = "The file of types set by hand has faults and is not written over";
            return Err(words.to_owned());
        }
        let place = self.named.last().cloned().or_else(|| place_beside(inputs));
        let words = "What was read from standard input has no folder to save in: name a file with --by-hand";
        place.ok_or(words.to_owned())
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
        self.windows.by_hand =
            flow.and_then(|flow| ByHandDialog::new(&screen.analysis, flow, by_hand));
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
        self.restate(stated, said, None);
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
        self.restate(Stated::clone(&self.reading.stated), said, None);
    }

    pub(in crate::ui) fn set_by_hand(&mut self, entry: Entry) {
        let mut by_hand = self.reading.stated.by_hand.clone();
        by_hand.set(entry);
        self.save_by_hand(by_hand);
    }

    pub(in crate::ui) fn remove_by_hand(&mut self, about: &About) {
        let mut by_hand = self.reading.stated.by_hand.clone();
        by_hand.remove(about);
        self.save_by_hand(by_hand);
    }

    fn save_by_hand(&mut self, mut by_hand: ByHand) {
        let target = match self.hand_file.target(self.session.inputs()) {
            Ok(target) => target,
            Err(words) => return self.say_failed(words),
        };
        let text = text_of(&by_hand.entries);
        let name = target.file_name().unwrap_or(target.as_os_str());
        let name = name.to_string_lossy().into_owned();
        by_hand.files = vec![(name, sha256_of(&text))];
        let said = format!("Saved in {}", target.display());
        let stated = Stated {
            by_hand,
            ..Stated::clone(&self.reading.stated)
        };
        self.restate(stated, said, Some((target, text)));
    }

    /// Saves, then tags again: what cannot be saved is not set either.
    fn restate(&mut self, stated: Stated, said: String, file: Option<(PathBuf, String)>) {
        if self.restating.is_some() || self.session.is_loading() {
            return self.say_failed("Something is still being read or saved".to_owned());
        }
        let analysis = self.session.analysis().cloned();
        let stated = Arc::new(stated);
        let make = move || {
            if let Some((path, text)) = file {
                save(&path, &text)?;
            }
            let analysis = analysis.map(|analysis| with_stated(&analysis, &stated));
            Ok(Restated {
                stated,
                analysis,
                said,
            })
        };
        self.restating = Some(later(&self.context, self.pace, make));
        self.poll_restated();
    }

    /// Takes in an analysis that was tagged again.
    pub(in crate::ui) fn poll_restated(&mut self) {
        let Some(outcome) = Later::take_from(&mut self.restating) else {
            return;
        };
        let said = outcome.map(|restated| {
            self.reading.stated = restated.stated;
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
