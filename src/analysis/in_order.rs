//! Work over a list, cut into pieces that are worked on beside each other and taken in order: the result is the same
//! with any number of threads.

use std::ops::Range;
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

/// Threads that work; more would wait for the one that takes.
const MAX_WORKERS: usize = 4;

/// Pieces that each worker may be ahead.
const WAITING_PIECES: usize = 4;

static CORES: OnceLock<usize> = OnceLock::new();

/// Uses so many processors, whatever there are. Only heard before anything was read.
pub fn use_cores(cores: usize) {
    CORES.get_or_init(|| cores.max(1));
}

/// Processors that this process may use. Asked once: the answer is read from files of the system.
pub fn cores() -> usize {
    *CORES.get_or_init(|| thread::available_parallelism().map_or(1, usize::from))
}

/// Calls `work` for pieces of `piece` places (the last may be shorter) of `0..len`, and `take` with what it gave, in
/// order, until `take` fails.
pub fn in_order<T: Send, E>(
    len: usize,
    piece: usize,
    work: impl Fn(Range<usize>) -> T + Sync,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    let piece = piece.max(1);
    let pieces = len.div_ceil(piece);
    let range = |number: usize| number * piece..len.min((number + 1) * piece);
    let workers = cores().min(MAX_WORKERS).min(pieces);
    if workers < 2 {
        return (0..pieces).try_for_each(|number| take(work(range(number))));
    }
    let work = &work;
    thread::scope(|scope| {
        let done: Vec<Receiver<T>> = (0..workers)
            .map(|worker| {
                let (give, done) = sync_channel(WAITING_PIECES);
                scope.spawn(move || {
                    let mut own = (worker..pieces).step_by(workers).map(range);
                    // Nobody takes the rest once `take` has failed.
                    own.try_for_each(|range| give.send(work(range)))
                });
                done
            })
            .collect();
        let in_turn = done.iter().cycle().take(pieces);
        in_turn
            // A worker that has gone has panicked: the scope goes on with that.
            .map_while(|done| done.recv().ok())
            .try_for_each(&mut take)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(len: usize, piece: usize) {
        let mut taken = Vec::new();
        let done = in_order(len, piece, Iterator::collect::<Vec<usize>>, |piece| {
            taken.extend(piece);
            Ok::<(), ()>(())
        });
        assert_eq!(done, Ok(()));
        assert_eq!(taken, (0..len).collect::<Vec<_>>(), "{len} by {piece}");
    }

    #[test]
    fn every_place_comes_once_and_in_order() {
        for len in [0, 1, 2, 7, 64, 1_000] {
            for piece in [0, 1, 3, 7, 64, 2_000] {
                check(len, piece);
            }
        }
    }

    #[test]
    fn it_ends_where_taking_fails() {
        let mut seen = 0;
        let done = in_order(
            10_000,
            1,
            |range| range.start,
            |at| {
                seen += 1;
                if at == 5 { Err("full") } else { Ok(()) }
            },
        );
        assert_eq!((done, seen), (Err("full"), 6));
    }
}
