//! Records that are opened, and those that are not.

use cbc::cipher::BlockModeEncrypt;

use super::*;
use crate::wire::message::Reading;
use crate::wire::message::tls::record::read_record;

const TEXT: &[u8] = b"GET / HTTP/1.1\r\n\r\n";

fn keys(suite: Suite) -> RecordKeys {
    let (iv, mac_key) = match suite.method {
        Method::Cbc(hash) => (Vec::new(), vec![3; hash.bytes()]),
        Method::ChaCha => (vec![2; 12], Vec::new()),
        _ => (vec![2; 4], Vec::new()),
    };
    RecordKeys {
        key: vec![1; suite.key_bytes],
        iv,
        mac_key,
    }
}

fn record(body: &[u8]) -> Vec<u8> {
    let length = u8::try_from(body.len()).unwrap();
    [&[23, 3, 3, 0, length], body].concat()
}

fn head(length: usize) -> Vec<u8> {
    let length = u8::try_from(length).unwrap();
    [&[0; 8][..], &[23, 3, 3, 0, length]].concat()
}

fn padded(text: &[u8]) -> Vec<u8> {
    let missing = BLOCK_BYTES - text.len() % BLOCK_BYTES;
    let padding = vec![u8::try_from(missing - 1).unwrap(); missing];
    [text, &padding].concat()
}

fn encrypted(key: &[u8], text: &[u8]) -> Vec<u8> {
    let (iv, mut out) = ([9; 16], text.to_vec());
    match key.len() {
        16 => drop(
            cbc::Encryptor::<Aes128>::new_from_slices(key, &iv)
                .unwrap()
                .encrypt_padded::<NoPadding>(&mut out, text.len()),
        ),
        _ => drop(
            cbc::Encryptor::<Aes256>::new_from_slices(key, &iv)
                .unwrap()
                .encrypt_padded::<NoPadding>(&mut out, text.len()),
        ),
    }
    [&iv[..], &out].concat()
}

fn opened(suite: Suite, outside: bool, bytes: &[u8]) -> Option<Vec<u8>> {
    let Reading::Found(record) = read_record(bytes) else {
        return None;
    };
    let mut opener = Opener::of_12(suite, keys(suite), outside)?;
    opener.open(&record).map(|(_, text)| text)
}

fn check(suite: Suite, outside: bool, body: &[u8]) {
    let whole = record(body);
    assert_eq!(
        opened(suite, outside, &whole).as_deref(),
        Some(TEXT),
        "{suite:?}"
    );
    for length in 0..body.len() {
        assert_eq!(
            opened(suite, outside, &record(&body[..length])),
            None,
            "{suite:?}, {length}"
        );
    }
    for at in 0..body.len() {
        let mut body = body.to_vec();
        body[at] ^= 1;
        assert_eq!(
            opened(suite, outside, &record(&body)),
            None,
            "{suite:?}, byte {at}"
        );
    }
}

#[test]
fn cbc_suites_open_with_the_mac_inside_and_outside() {
    for number in [0x002f, 0x0035, 0x003c, 0x003d, 0xc028] {
        let suite = Suite::of(number).unwrap();
        let Method::Cbc(hash) = suite.method else {
            panic!("a CBC suite");
        };
        let keys = keys(suite);
        let inner = mac(hash, &keys.mac_key, &[&head(TEXT.len()), TEXT]).unwrap();
        let inside = encrypted(&keys.key, &padded(&[TEXT, &inner].concat()));
        check(suite, false, &inside);
        let sealed = encrypted(&keys.key, &padded(TEXT));
        let outer = mac(hash, &keys.mac_key, &[&head(sealed.len()), &sealed]).unwrap();
        check(suite, true, &[sealed, outer].concat());
    }
}

fn seal<A: Aead + KeyInit>(suite: Suite) -> Vec<u8> {
    let nonce = [&[2; 4][..], &[7; 8]].concat();
    let nonce = Nonce::<A>::try_from(&nonce[..]).unwrap();
    let cipher = <A as KeyInit>::new_from_slice(&keys(suite).key).unwrap();
    let aad = head(TEXT.len());
    let sealed = cipher
        .encrypt(
            &nonce,
            Payload {
                msg: TEXT,
                aad: &aad,
            },
        )
        .unwrap();
    [&[7; 8][..], &sealed].concat()
}

#[test]
fn suites_that_no_test_server_has_open_too() {
    let suite = |number| Suite::of(number).unwrap();
    check(
        suite(0xc09c),
        false,
        &seal::<Ccm<Aes128, U16, U12>>(suite(0xc09c)),
    );
    check(
        suite(0xc09d),
        false,
        &seal::<Ccm<Aes256, U16, U12>>(suite(0xc09d)),
    );
    check(
        suite(0xc0a0),
        false,
        &seal::<Ccm<Aes128, U8, U12>>(suite(0xc0a0)),
    );
    check(
        suite(0xc0a1),
        false,
        &seal::<Ccm<Aes256, U8, U12>>(suite(0xc0a1)),
    );
    check(suite(0x009c), false, &seal::<Aes128Gcm>(suite(0x009c)));
}
