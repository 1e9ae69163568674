//! Lists of connections beside a capture, or named by the user, become evidence of which program a flow belongs to.

use std::path::{Path, PathBuf};

use crate::capture::beside::{lists_beside, read_list};
use crate::capture::problem::{ProblemLog, Spot};
use crate::evidence::app_list::{self, List};
use crate::evidence::item::Evidence;
use crate::flow::model::Flow;

const MEANING: &str = "flows of these connections may have no program, or one from another source";

/// Items of every list: those that the user named, and the first that lies beside the capture.
pub fn found(
    capture: &Path,
    named: &[PathBuf],
    flows: &[Flow],
    log: &mut ProblemLog,
) -> Vec<Evidence> {
    let mut items = Vec::new();
    for path in named {
        match text_of(path, log) {
            Some(text) => match app_list::read(&text) {
                Some(list) => items.extend(joined(&list, flows, log)),
                None => log.add(
                    "a named list of programs is of no kind that is known",
                    MEANING,
                    Spot::default(),
                ),
            },
            None => log.add(
                "a named list of programs is not there or cannot be read",
                MEANING,
                Spot::default(),
            ),
        }
    }
    // A file that only shares the capture's name may be anything: where it is no list, nothing is said.
    let mut beside = lists_beside(capture).into_iter();
    let list = beside.find_map(|path| app_list::read(&text_of(&path, log)?));
    items.extend(
        list.map(|list| joined(&list, flows, log))
            .unwrap_or_default(),
    );
    items
}

fn text_of(path: &Path, log: &mut ProblemLog) -> Option<String> {
    match read_list(path)? {
        Ok(text) => Some(text),
        Err(_) => {
            log.add(
                "a list of programs beside the capture cannot be read",
                MEANING,
                Spot::default(),
            );
            None
        }
    }
}

fn joined(list: &List, flows: &[Flow], log: &mut ProblemLog) -> Vec<Evidence> {
    let joined = list.join(flows);
    for (count, what) in [
        (
            joined.unmatched,
            "a connection of the list of programs matches no flow",
        ),
        (list.unread, "a line of the list of programs cannot be read"),
    ] {
        if count > 0 {
            log.add_many(what, MEANING, Spot::default(), count);
        }
    }
    joined.items
}
