//! The hot path (frame → packet → flow) allocates nothing for a packet of a flow that is known.

mod support;

use std::fs;
use std::ops::ControlFlow;

use allocation_counter::measure;
use support::sample;

use whither::capture::frame::CaptureIndex;
use whither::capture::problem::ProblemLog;
use whither::capture::reader::read_capture;
use whither::evidence::gather::Gather;
use whither::flow::splitting::Splitting;
use whither::flow::table::FlowTable;
use whither::wire::packet::{Decoded, decode};

/// Allocations while the sample passes, with every frame counted `times` times: a repeated frame is a
/// retransmission or another datagram of a known flow.
fn allocations(times: u32) -> (u64, u64) {
    let bytes = fs::read(sample("phone-creator-upload.pcapng")).unwrap();
    let mut packets = 0;
    let counted = measure(|| {
        let (mut table, mut gather) = (
            FlowTable::new(CaptureIndex(0), Splitting::default()),
            Gather::default(),
        );
        let mut log = ProblemLog::default();
        read_capture(bytes.as_slice(), &mut log, &mut |frame, log| {
            for _ in 0..times {
                if let Decoded::Packet(packet) = decode(frame)
                    && let Some(update) = table.add(frame, &packet)
                {
                    packets += 1;
                    if packets % u64::from(times) == 0 {
                        gather.take(&update, log);
                    }
                }
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    });
    (packets, counted.count_total)
}

#[test]
fn a_packet_of_a_known_flow_allocates_nothing() {
    let (packets, once) = allocations(1);
    let (more_packets, three_times) = allocations(3);
    assert_eq!(more_packets, packets * 3);
    assert!(packets > 20_000, "{packets} packets");
    // Two thirds of the packets are new, and all of them together may grow a few tables.
    assert!(
        three_times <= once + 64,
        "{once} allocations for {packets} packets, {three_times} for {more_packets}"
    );
}
