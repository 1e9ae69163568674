//! Marks come from files that are chosen or dropped.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::ui::app::App;
use crate::view::amount::counted;
use crate::view::marks::{MAX_MARKS, Mark};
use crate::view::marks_file::{has_titles, marks_of};

/// The longest file of marks in bytes: a thousand lines have room in it.
const MAX_BYTES: u64 = 256 * 1_024;

/// Bytes in which the titles stand.
const TITLE_BYTES: u64 = 64;

impl App {
    /// Files of marks among the paths are taken; gives back the others.
    pub(super) fn take_marks(&mut self, paths: Vec<PathBuf>) -> Vec<PathBuf> {
        let (marks, left): (Vec<PathBuf>, Vec<PathBuf>) =
            paths.into_iter().partition(|path| is_marks_file(path));
        for path in marks {
            self.load_marks(&path);
        }
        left
    }

    /// Adds the marks of a file to those that there are.
    pub(super) fn load_marks(&mut self, path: &Path) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        match self.marks_in(path) {
            Ok(marks) => {
                let read = counted(marks.len() as u64, "mark", "marks");
                self.marks.extend(marks);
                self.marks
                    .sort_by(|a, b| (a.at, &a.text).cmp(&(b.at, &b.text)));
                self.marks.dedup();
                self.marks.truncate(MAX_MARKS);
                self.windows.marks = None;
                self.say(format!("{name}: {read} on the timeline"));
            }
            Err(reason) => self.say_failed(format!("No marks were read from {name}: {reason}")),
        }
    }

    fn marks_in(&self, path: &Path) -> Result<Vec<Mark>, String> {
        let Some(screen) = &self.screen else {
            return Err("open the capture that they belong to first".to_owned());
        };
        let text = head_of(path, MAX_BYTES + 1).map_err(|error| error.to_string())?;
        if text.len() as u64 > MAX_BYTES {
            return Err(format!("it is longer than {} KiB", MAX_BYTES / 1_024));
        }
        let text = String::from_utf8(text).map_err(|_| "it is not UTF-8 text".to_owned())?;
        marks_of(&text, &screen.analysis).map_err(|error| error.to_string())
    }
}

/// Told by its ending and its titles.
fn is_marks_file(path: &Path) -> bool {
    let is_csv = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    is_csv
        && head_of(path, TITLE_BYTES).is_ok_and(|head| has_titles(&String::from_utf8_lossy(&head)))
}

fn head_of(path: &Path, most: u64) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut head)?;
    Ok(head)
}
