//! Header compression of HTTP/2 (RFC 7541): one block of bytes becomes a list of fields, with a table that grows with
//! the connection.
//!
//! Written here: `httlib-hpack` 0.1.3 reads behind the end of a block that is cut in a number or a string (it panics),
//! and a cut or hostile capture has such blocks. Its string code, which is sound, is used.

mod fixed;

use std::collections::VecDeque;

use httlib_huffman::DecoderSpeed;

use fixed::FIXED;

/// Size of the table before anybody changes it (RFC 7540 §6.5.2).
const DEFAULT_TABLE_BYTES: usize = 4_096;

/// Largest table that is kept whatever a peer asks for; browsers and servers use up to 64 KiB.
const MAX_TABLE_BYTES: usize = 256 * 1024;

/// What the table counts for each entry beside its text (RFC 7541 §4.1).
const ENTRY_BYTES: usize = 32;

/// Fields of one block.
const MAX_FIELDS: usize = 512;

/// Bytes of the fields of one block, unpacked: one index may stand for an entry of 4 KiB.
const MAX_BLOCK_BYTES: usize = 256 * 1024;

/// Longest number that is believed: beyond any length or index that fits its caps.
const MAX_NUMBER: usize = 1 << 28;

/// One field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Lower case as HTTP/2 asks for; as sent where it is not.
    pub name: Vec<u8>,
    /// Its value.
    pub value: Vec<u8>,
}

/// Why a block cannot be read; the table is not to be trusted after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damaged;

/// The table of one direction of a connection.
#[derive(Debug)]
pub struct Decoder {
    entries: VecDeque<Field>,
    size_bytes: usize,
    limit_bytes: usize,
}

impl Default for Decoder {
    fn default() -> Self {
        Self {
            entries: VecDeque::new(),
            size_bytes: 0,
            limit_bytes: DEFAULT_TABLE_BYTES,
        }
    }
}

impl Decoder {
    /// Reads one whole block.
    pub fn decode(&mut self, block: &[u8]) -> Result<Vec<Field>, Damaged> {
        let (mut rest, mut fields, mut bytes) = (block, Vec::new(), 0);
        while let Some(first) = rest.first() {
            let Some(field) = self.step(*first, &mut rest).ok_or(Damaged)? else {
                continue;
            };
            bytes += field.name.len() + field.value.len();
            if fields.len() >= MAX_FIELDS || bytes > MAX_BLOCK_BYTES {
                return Err(Damaged);
            }
            fields.push(field);
        }
        Ok(fields)
    }

    /// One representation (RFC 7541 §6); the inner `None` where it changes the table's size only.
    fn step(&mut self, first: u8, rest: &mut &[u8]) -> Option<Option<Field>> {
        if first & 0x80 != 0 {
            let index = take_number(rest, 7)?;
            return self.get(index).map(Some);
        }
        if first & 0xe0 == 0x20 {
            let limit = take_number(rest, 5)?;
            self.limit_bytes = limit.min(MAX_TABLE_BYTES);
            self.evict();
            return Some(None);
        }
        let is_kept = first & 0x40 != 0;
        let field = self.literal(rest, if is_kept { 6 } else { 4 })?;
        if is_kept {
            self.insert(field.clone());
        }
        Some(Some(field))
    }

    fn literal(&self, rest: &mut &[u8], prefix_bits: u32) -> Option<Field> {
        let name = match take_number(rest, prefix_bits)? {
            0 => take_string(rest)?,
            index => self.get(index)?.name,
        };
        let value = take_string(rest)?;
        Some(Field { name, value })
    }

    /// The entry of an index: first the fixed table, then the newest of this one (RFC 7541 §2.3.3).
    fn get(&self, index: usize) -> Option<Field> {
        let at = index.checked_sub(1)?;
        match FIXED.get(at) {
            Some((name, value)) => Some(Field {
                name: name.as_bytes().to_vec(),
                value: value.as_bytes().to_vec(),
            }),
            None => self.entries.get(at - FIXED.len()).cloned(),
        }
    }

    fn insert(&mut self, field: Field) {
        self.size_bytes += size_of_entry(&field);
        self.entries.push_front(field);
        self.evict();
    }

    fn evict(&mut self) {
        while self.size_bytes > self.limit_bytes
            && let Some(oldest) = self.entries.pop_back()
        {
            self.size_bytes -= size_of_entry(&oldest);
        }
    }
}

fn size_of_entry(field: &Field) -> usize {
    field.name.len() + field.value.len() + ENTRY_BYTES
}

/// A number whose first bits share a byte with other things (RFC 7541 §5.1).
fn take_number(rest: &mut &[u8], prefix_bits: u32) -> Option<usize> {
    let (first, mut after) = rest.split_first()?;
    let mask = (1_usize << prefix_bits) - 1;
    let mut number = usize::from(*first) & mask;
    if number == mask {
        for shift in [0, 7, 14, 21, 28] {
            let (byte, behind) = after.split_first()?;
            after = behind;
            number += usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                *rest = after;
                return (number <= MAX_NUMBER).then_some(number);
            }
        }
        return None;
    }
    *rest = after;
    Some(number)
}

/// A text with its length before it, in the string code or as it is (RFC 7541 §5.2).
fn take_string(rest: &mut &[u8]) -> Option<Vec<u8>> {
    let is_coded = rest.first()? & 0x80 != 0;
    let length = take_number(rest, 7)?;
    let (text, after) = rest.split_at_checked(length)?;
    *rest = after;
    if !is_coded {
        return Some(text.to_vec());
    }
    let mut out = Vec::with_capacity(text.len() * 2);
    httlib_huffman::decode(text, &mut out, DecoderSpeed::FourBits).ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7541, appendix C.4: three requests of one connection, in the string code.
    const REQUESTS: [&[u8]; 3] = [
        &[
            0x82, 0x86, 0x84, 0x41, 0x8c, 0xf1, 0xe3, 0xc2, 0xe5, 0xf2, 0x3a, 0x6b, 0xa0, 0xab,
            0x90, 0xf4, 0xff,
        ],
        &[
            0x82, 0x86, 0x84, 0xbe, 0x58, 0x86, 0xa8, 0xeb, 0x10, 0x64, 0x9c, 0xbf,
        ],
        &[
            0x82, 0x87, 0x85, 0xbf, 0x40, 0x88, 0x25, 0xa8, 0x49, 0xe9, 0x5b, 0xa9, 0x7d, 0x7f,
            0x89, 0x25, 0xa8, 0x49, 0xe9, 0x5b, 0xb8, 0xe8, 0xb4, 0xbf,
        ],
    ];

    fn texts(fields: &[Field]) -> Vec<String> {
        let text = |field: &Field| {
            let (name, value) = (&field.name, &field.value);
            format!("{}: {}", name.escape_ascii(), value.escape_ascii())
        };
        fields.iter().map(text).collect()
    }

    #[test]
    fn the_requests_of_the_rfc_are_read() {
        let mut decoder = Decoder::default();
        let lists = REQUESTS.map(|block| texts(&decoder.decode(block).unwrap()));
        assert_eq!(lists[0][3], ":authority: www.example.com");
        assert_eq!(
            lists[1][3..],
            [":authority: www.example.com", "cache-control: no-cache"]
        );
        assert_eq!(lists[2][1..3], [":scheme: https", ":path: /index.html"]);
        assert_eq!(lists[2][4], "custom-key: custom-value");
        assert_eq!(decoder.size_bytes, 164);
    }

    #[test]
    fn every_shorter_block_is_damaged_or_has_fewer_fields() {
        for block in REQUESTS {
            for length in 0..block.len() {
                let mut decoder = Decoder::default();
                let read = decoder.decode(&block[..length]);
                assert!(read.is_err() || read.is_ok_and(|fields| fields.len() < 5));
            }
        }
    }

    #[test]
    fn a_table_shrinks_when_told_and_never_grows_beyond_its_cap() {
        let mut decoder = Decoder::default();
        decoder.decode(REQUESTS[0]).unwrap();
        assert_eq!(decoder.entries.len(), 1);
        assert_eq!(decoder.decode(&[0x20]), Ok(vec![]));
        assert!(decoder.entries.is_empty() && decoder.size_bytes == 0);
        decoder.decode(&[0x3f, 0xff, 0xff, 0xff, 0x3f]).unwrap();
        assert_eq!(decoder.limit_bytes, MAX_TABLE_BYTES);
        assert_eq!(
            decoder.decode(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
            Err(Damaged)
        );
        assert_eq!(decoder.decode(&[0x80]), Err(Damaged), "index 0 is nobody's");
    }

    #[test]
    fn a_short_block_that_unpacks_large_is_refused() {
        let mut decoder = Decoder::default();
        let mut block = vec![0x40, 1, b'a', 0x7f, 0xa1, 0x1e];
        block.extend(vec![b'x'; 4000]);
        decoder.decode(&block).unwrap();
        assert_eq!(decoder.decode(&[0xbe; 500]), Err(Damaged));
    }

    #[test]
    fn every_byte_goes_through_the_string_code() {
        for byte in 0..=u8::MAX {
            let text = [byte, b'a', byte, byte];
            let mut coded = Vec::new();
            httlib_huffman::encode(&text, &mut coded).unwrap();
            let length = u8::try_from(coded.len()).unwrap();
            let whole = [vec![0x80 | length], coded].concat();
            assert_eq!(
                take_string(&mut &whole[..]).as_deref(),
                Some(&text[..]),
                "{byte}"
            );
        }
    }
}
