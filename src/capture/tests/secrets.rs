//! Blocks of secrets are handed on in their place; those of other kinds, and damaged ones, are said.

use std::ops::ControlFlow;

use super::made::{block, interface, packet, section, u32s};
use crate::capture::frame::CaptureIndex;
use crate::capture::order::ByteOrder::Little;
use crate::capture::problem::ProblemLog;
use crate::capture::reader::{Given, read_with_secrets};

#[test]
fn secrets_come_in_their_place_and_what_is_not_read_is_said() {
    let secrets = |kind: u32, length: u32, text: &[u8]| {
        let body = [u32s(Little, &[kind, length]), text.to_vec()].concat();
        block(Little, 10, &body)
    };
    let file = [
        section(Little),
        interface(Little, 1, &[]),
        secrets(0x544c_534b, 3, b"one"),
        packet(Little, 0, 5, b"a", &[]),
        secrets(0x544c_534b, 900, b"cut."),
        secrets(0x5747_4b4c, 3, b"two"),
    ]
    .concat();
    let (mut log, mut given_words) = (ProblemLog::default(), Vec::new());
    let read = read_with_secrets(&*file, &mut log, &mut |given, _| {
        given_words.push(match given {
            Given::Frame(frame) => format!("frame {}", frame.number),
            Given::Secrets(text) => String::from_utf8_lossy(text).into_owned(),
        });
        ControlFlow::Continue(())
    });
    assert!(read.is_ok());
    assert_eq!(given_words, ["one", "frame 1", "cut."]);
    let said: Vec<String> = log
        .problems(CaptureIndex(0))
        .into_iter()
        .map(|problem| problem.what.to_string())
        .collect();
    let want = [
        "a block of secrets is damaged",
        "a block holds secrets of a kind that is not read: only TLS key logs are",
    ];
    assert_eq!(said, want);
}
