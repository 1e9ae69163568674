//! Packets that came in parts.

use super::*;

/// Cuts `carried` at multiples of eight.
fn fragments(id: u16, carried: &[u8], size: usize) -> Vec<Vec<u8>> {
    let parts: Vec<&[u8]> = carried.chunks(size * 8).collect();
    let last = parts.len() - 1;
    parts
        .iter()
        .enumerate()
        .map(|(at, bytes)| {
            let part = Part {
                id,
                offset: u16::try_from(at * size * 8).unwrap(),
                more: at < last,
            };
            ip(CLIENT, SERVER, 17, part, bytes)
        })
        .collect()
}

proptest! {
    /// In any order, some of them twice: one flow, every frame, the payload once.
    #[test]
    fn fragments_in_any_order_make_one_datagram(
        size in 1_usize..6,
        order in Just((0..80_usize).collect::<Vec<_>>()).prop_shuffle(),
        twice in any::<bool>(),
    ) {
        let payload: Vec<u8> = (0..150).collect();
        let parts = fragments(9, &udp(&payload), size);
        let mut told = Told::new();
        let order: Vec<usize> = order.into_iter().filter(|at| *at < parts.len()).collect();
        for at in &order {
            told.take(0, &parts[*at]);
        }
        if twice {
            for at in &order {
                told.take(0, &parts[*at]);
            }
        }
        let copies = if twice { 2 } else { 1 };
        prop_assert_eq!(&told.payloads[0], &payload);
        let flows = told.flows();
        prop_assert_eq!(flows.len(), 1);
        prop_assert_eq!(flows[0].client.port, Some(4_000));
        prop_assert_eq!(flows[0].first_frame, 1);
        prop_assert_eq!(flows[0].frames.client, (parts.len() * copies) as u64);
        prop_assert_eq!(flows[0].payload_bytes.client, (payload.len() * copies) as u64);
    }
}

#[test]
fn late_copies_of_a_part_bring_no_payload() {
    let parts = fragments(9, &udp(&[1; 100]), 4);
    let mut told = Told::new();
    for bytes in parts.iter().chain(&parts[1..]) {
        told.take(0, bytes);
    }
    let flows = told.flows();
    assert_eq!(flows.len(), 1);
    assert_eq!(flows[0].frames.client, 7);
    assert_eq!(flows[0].payload_bytes.client, 100);
}

#[test]
fn a_packet_with_a_missing_part_is_given_up_after_a_minute() {
    let parts = fragments(9, &udp(&[1; 100]), 4);
    let mut told = Told::new();
    told.take(0, &parts[0]);
    told.take(1, &parts[2]);
    assert!(told.payloads.is_empty());
    told.take(
        62,
        &ip(
            CLIENT,
            SERVER,
            17,
            Part {
                id: 10,
                offset: 8,
                more: true,
            },
            &[0; 8],
        ),
    );
    assert_eq!(told.payloads, [vec![1; 24]]);
    let flows = told.flows();
    let known = |flow: &&Flow| flow.client.port == Some(4_000);
    let found = flows.iter().find(known).unwrap();
    assert_eq!(found.frames.client, 2);
}

#[test]
fn caps_on_fragments_hold() {
    let mut told = Told::new();
    for id in 0..10_000_u16 {
        let part = Part {
            id,
            offset: 65_472,
            more: true,
        };
        told.take(0, &ip(CLIENT, SERVER, 17, part, &[0; 40]));
    }
    let waiting = 10_000 - told.payloads.len();
    assert!(waiting < 1_100, "{waiting} packets of 64 KiB wait");
    let flows = told.flows();
    assert_eq!(flows[0].frames.client, 10_000);
}
