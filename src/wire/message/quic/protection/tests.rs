//! Packet protection against the vectors of the RFCs.

use super::super::header::{self, Header, Packet};
use super::super::version::Version;
use super::*;

/// RFC 9001 and RFC 9369, appendix A: the client's first destination connection id.
const DESTINATION: [u8; 8] = [0x83, 0x94, 0xc8, 0xf0, 0x3e, 0x51, 0x57, 0x08];

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

fn keys(version: Version, side: usize) -> (HeaderKey, PacketKey) {
    let scheme = version.scheme().unwrap();
    let secret = initial_secrets(scheme, &DESTINATION).unwrap()[side];
    (
        HeaderKey::new(scheme, Suite::Aes128Gcm, &secret).unwrap(),
        PacketKey::new(scheme, Suite::Aes128Gcm, &secret).unwrap(),
    )
}

fn opened(version: Version, side: usize, datagram: &[u8]) -> Option<(u64, Vec<u8>)> {
    let Some(Header::Long(long)) = header::read(datagram) else {
        return None;
    };
    let Some(Packet::Sealed {
        bytes, number_at, ..
    }) = long.packet
    else {
        return None;
    };
    let (header_key, packet_key) = keys(version, side);
    let uncovered = header_key.uncover(bytes, number_at)?;
    let number = uncovered.number(0);
    Some((
        number,
        packet_key.open(bytes, number_at, uncovered, number)?,
    ))
}

/// RFC 9001 appendix A.3 and RFC 9369 appendix A.3: the same frames in both versions.
#[test]
fn the_server_initials_of_both_rfcs_open() {
    let frames = hex(
        "02000000000600405a020000560303eefce7f7b37ba1d1632e96677825ddf73988cfc79825df566dc5430b9a045a
         1200130100002e00330024001d00209d3c940d89690b84d08a60993c144eca684d1081287c834d5311bcf32bb9da1a
         002b00020304",
    );
    let first = hex(
        "cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a5816b6394100f37a1c69797554780bb3
         8cc5a99f5ede4cf73c3ec2493a1839b3dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b562bfb19fb84
         022f8ef4cdd93795d77d06edbb7aaf2f58891850abbdca3d20398c276456cbc42158407dd074ee",
    );
    let second = hex(
        "dc6b3343cf0008f067a5502a4262b5004075d92faaf16f05d8a4398c47089698baeea26b91eb761d9b89237bbf872630
         17915358230035f7fd3945d88965cf17f9af6e16886c61bfc703106fbaf3cb4cfa52382dd16a393e42757507698075b2
         c984c707f0a0812d8cd5a6881eaf21ceda98f4bd23f6fe1a3e2c43edd9ce7ca84bed8521e2e140",
    );
    for (version, datagram) in [(Version::ONE, first), (Version::TWO, second)] {
        assert_eq!(opened(version, 1, &datagram), Some((1, frames.clone())));
        for length in 0..datagram.len() {
            assert_eq!(opened(version, 1, &datagram[..length]), None, "{length}");
        }
        assert_eq!(opened(version, 0, &datagram), None, "the client's keys");
    }
}

/// RFC 9001 appendix A.2: its frames are sealed here; start and tag must be those of the RFC before it is opened.
#[test]
fn the_client_initial_of_the_rfc_opens() {
    let mut frames = hex(
        "060040f1010000ed0303ebf8fa56f12939b9584a3896472ec40bb863cfd3e86804fe3a47f06a2b69484c000004130113
         02010000c000000010000e00000b6578616d706c652e636f6dff01000100000a00080006001d00170018001000070005
         04616c706e000500050100000000003300260024001d00209370b2c9caa47fbabaf4559fedba753de171fa71f50f1ce1
         5d43e994ec74d748002b0003020304000d0010000e0403050306030203080408050806002d00020101001c0002400100
         3900320408ffffffffffffffff05048000ffff07048000ffff0801100104800075300901100f088394c8f03e51570806
         048000ffff",
    );
    frames.resize(1_162, 0);
    let header = hex("c300000001088394c8f03e5157080000449e00000002");
    let (header_key, packet_key) = keys(Version::ONE, 0);
    let Cipher::Aes128(cipher) = &packet_key.cipher else {
        panic!("Initials use AES-128");
    };
    let payload = Payload {
        msg: &frames,
        aad: &header,
    };
    let sealed = cipher
        .encrypt((&packet_key.nonce(2)).into(), payload)
        .unwrap();
    let mask = header_key.mask(sealed[..16].try_into().unwrap()).unwrap();
    let mut datagram = [header, sealed].concat();
    datagram[0] ^= mask[0] & LONG_BITS;
    for at in 0..4 {
        datagram[18 + at] ^= mask[1 + at];
    }
    assert!(datagram.starts_with(&hex(
        "c000000001088394c8f03e5157080000449e7b9aec34d1b1c98dd7689fb8ec11"
    )));
    assert!(datagram.ends_with(&hex("e221af44860018ab0856972e194cd934")));
    assert_eq!(opened(Version::ONE, 0, &datagram), Some((2, frames)));
}

/// RFC 9001 appendix A.5 and RFC 9369 appendix A.5.
#[test]
fn the_chacha_packets_of_both_rfcs_open() {
    let secret = hex("9ac312a7f877468ebe69422748ad00a15443f18203a07d6060f688f30f21632b");
    for (version, packet, next) in [
        (
            Version::ONE,
            "4cfe4189655e5cd55c41f69080575d7999c25a5bfb",
            "1223504755036d556342ee9361d253421a826c9ecdf3c7148684b36b714881f9",
        ),
        (
            Version::TWO,
            "5558b1c60ae7b6b932bc27d786f4bc2bb20f2162ba",
            "c69374c49e3d2a9466fa689e49d476db5d0dfbc87d32ceeaa6343fd0ae4c7d88",
        ),
    ] {
        let scheme = version.scheme().unwrap();
        let suite = Suite::ChaCha20Poly1305;
        let header_key = HeaderKey::new(scheme, suite, &secret).unwrap();
        let packet_key = PacketKey::new(scheme, suite, &secret).unwrap();
        let packet = hex(packet);
        let uncovered = header_key.uncover(&packet, 1).unwrap();
        assert_eq!(uncovered.number_bytes, 3);
        let number = uncovered.number(654_360_563);
        assert_eq!(number, 654_360_564);
        let frames = packet_key.open(&packet, 1, uncovered, number);
        assert_eq!(frames, Some(vec![1]));
        assert_eq!(next_secret(scheme, &secret), Some(hex(next)));
    }
}

/// RFC 9000 §A.3 and its edges.
#[test]
fn the_number_nearest_to_the_expected_is_taken() {
    for (sent_number, number_bytes, expected, number) in [
        (0x9b32, 2, 0xa82f_30eb, 0xa82f_9b32),
        (0, 1, 0, 0),
        (0xff, 1, 0, 0xff),
        (2, 1, 0x1ff, 0x202),
        (0xfe, 1, 0x201, 0x1fe),
        (u32::MAX, 4, u64::from(u32::MAX) + 1, u64::from(u32::MAX)),
    ] {
        let uncovered = Uncovered {
            first: 0,
            sent_number,
            number_bytes,
        };
        assert_eq!(uncovered.number(expected), number, "{sent_number:#x}");
    }
}
