//! Process blocks of both writers name the program of the packets that refer to them.

use std::ops::ControlFlow;

use super::made::{block, interface, option, packet, section, u32s};
use crate::capture::order::ByteOrder::{Big, Little};
use crate::capture::problem::ProblemLog;
use crate::capture::reader::read_capture;

#[test]
fn packets_get_the_program_their_options_refer_to() {
    let entry = [u32s(Little, &[77]), option(Little, 2, b"sshd")].concat();
    let length = u32::try_from(entry.len()).unwrap();
    let custom = [u32s(Big, &[32_622]), u32s(Little, &[3, length]), entry].concat();
    let apple = [u32s(Big, &[501]), option(Big, 2, b"mDNSResponder")].concat();
    let with = |code, ids: &[u32]| packet(Big, 0, 5, b"a", &[option(Big, code, &u32s(Big, ids))]);
    let file = [
        section(Big),
        interface(Big, 1, &[]),
        block(Big, 0x0bad, &custom),
        block(Big, 0x8000_0001, &apple),
        with(8, &[77, 0]),
        with(0x8001, &[0]),
        with(8, &[78, 0]),
        section(Big),
        interface(Big, 1, &[]),
        with(8, &[77, 0]),
    ]
    .concat();
    let mut programs = Vec::new();
    let read = read_capture(&*file, &mut ProblemLog::default(), &mut |frame, _| {
        let program = frame.program.map(|p| format!("{} {}", p.name, p.number));
        programs.push(program.unwrap_or_default());
        ControlFlow::Continue(())
    });
    assert!(read.is_ok());
    assert_eq!(programs, ["sshd 77", "mDNSResponder 501", "", ""]);
}
