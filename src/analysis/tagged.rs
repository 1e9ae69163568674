//! All flows are tagged: in as many pieces as there are processors, beside each other.

use super::in_order::{cores, in_order};
use crate::tag::model::{TagTables, Tags};
use crate::tag::run::{Joined, Tagging};

/// Flows that are worth a thread.
const FLOWS_A_THREAD: usize = 4_096;

/// Tags of the first `flows` flows; the same with any number of threads.
pub fn tagged(tagging: &Tagging<'_>, flows: usize) -> (Vec<Tags>, TagTables) {
    let mut joined = Joined::default();
    let piece = flows.div_ceil(cores()).max(FLOWS_A_THREAD);
    let work = |range| tagging.piece(range);
    let done = in_order(flows, piece, work, |piece| {
        joined.add(piece);
        Ok::<(), std::convert::Infallible>(())
    });
    match done {
        Ok(()) => joined.checked(tagging),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::Arc;

    use super::*;
    use crate::analysis::assemble::{assemble, recorded};
    use crate::analysis::model::Analysis;
    use crate::analysis::progress::Progress;
    use crate::analysis::run::{Options, read_files};
    use crate::reference::Reference;
    use crate::tag::run::Recording;
    use crate::tag::stated::Stated;

    fn analysis_of(sample: &str) -> Analysis {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("sample-captures");
        let files = [folder.join(sample)];
        let read = read_files(
            &files,
            &Options::default(),
            &Progress::default(),
            &mut |_, _| {},
        );
        let reference = Arc::new(Reference::bundled().unwrap());
        let stated = Arc::new(Stated::default());
        assemble(read.unwrap(), &reference, &stated, true)
    }

    #[test]
    fn pieces_of_any_size_give_the_same_tags_and_numbers() {
        let of = analysis_of("phone-creator-upload.pcapng");
        let recorded = recorded(&of.captures);
        let tagging = Tagging::new(
            &of.flows,
            &of.evidence,
            &of.rhythms,
            &of.reference,
            &of.stated,
            &[],
            Recording {
                captures: &recorded,
                tunnels: &of.tunnels,
            },
        );
        let whole = (of.tags.clone(), format!("{:?}", of.tables));
        for size in [1, 7, 100] {
            let mut joined = Joined::default();
            for start in (0..of.flows.len()).step_by(size) {
                joined.add(tagging.piece(start..of.flows.len().min(start + size)));
            }
            let (tags, tables) = joined.checked(&tagging);
            assert!(
                (tags, format!("{tables:?}")) == whole,
                "pieces of {size} flows differ from one"
            );
        }
    }
}
