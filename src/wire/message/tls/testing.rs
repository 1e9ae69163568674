//! Hellos for tests.

/// A ClientHello message with a server name, TLS 1.3, `h2`, an outer ECH field, and reserved numbers in its lists.
pub fn hello(name: &str) -> Vec<u8> {
    let len = u8::try_from(name.len()).unwrap();
    let mut extensions = vec![0x1a, 0x1a, 0, 0];
    extensions.extend([0, 0, 0, len + 5, 0, len + 3, 0, 0, len]);
    extensions.extend(name.as_bytes());
    extensions.extend([0, 43, 0, 7, 6, 0x2a, 0x2a, 3, 4, 3, 3]);
    extensions.extend([0, 16, 0, 5, 0, 3, 2, b'h', b'2']);
    extensions.extend([0xfe, 0x0d, 0, 1, 0]);
    let mut body = vec![3, 3];
    body.extend([7; 32]);
    body.extend([0, 0, 4, 0x3a, 0x3a, 0x13, 0x01, 1, 0, 0]);
    body.push(u8::try_from(extensions.len()).unwrap());
    body.extend(extensions);
    let mut message = vec![1, 0, 0, u8::try_from(body.len()).unwrap()];
    message.extend(body);
    message
}

/// A message cut into records.
pub fn in_records(message: &[u8], piece: usize) -> Vec<u8> {
    let record = |part: &[u8]| {
        let header = [0x16, 3, 1, 0, u8::try_from(part.len()).unwrap()];
        [&header, part].concat()
    };
    message.chunks(piece).flat_map(record).collect()
}
