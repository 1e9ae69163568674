//! Reads the words of a page of PDF that the program wrote, as a reader's search would: by what each letter stands for.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::ZlibDecoder;

/// What each letter of a face stands for.
type Meanings = BTreeMap<u16, char>;

/// The words of the page, what stands beside letters that no face has, and what the file says of itself.
pub fn words_of(file: &[u8]) -> String {
    let streams = streams(file);
    let is_map = |stream: &&Vec<u8>| find(stream, b"begincmap").is_some();
    let is_page = |stream: &&Vec<u8>| find(stream, b" Tf\n").is_some();
    let maps = streams.iter().filter(is_map);
    let meanings: Vec<Meanings> = maps
        .map(|stream| meanings(&String::from_utf8_lossy(stream)))
        .collect();
    let mut words = String::new();
    for page in streams.iter().filter(is_page) {
        words.push_str(&page_words(page, &meanings));
        words.push_str(&wide_strings(page));
    }
    words.push_str(&wide_strings(file));
    words.push_str(&String::from_utf8_lossy(file));
    words
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|part| part == what)
}

/// Every packed stream, unpacked.
fn streams(mut file: &[u8]) -> Vec<Vec<u8>> {
    let mut streams = Vec::new();
    while let Some(start) = find(file, b"stream\n") {
        file = &file[start + 7..];
        let Some(end) = find(file, b"endstream") else {
            break;
        };
        let mut unpacked = Vec::new();
        let packed = &file[..end];
        if ZlibDecoder::new(packed).read_to_end(&mut unpacked).is_ok() {
            streams.push(unpacked);
        }
        file = &file[end + 9..];
    }
    streams
}

/// Lines such as `<0001> <0041>`.
fn meanings(map: &str) -> Meanings {
    let pair = |line: &str| {
        let (glyph, text) = line.strip_prefix('<')?.split_once("> <")?;
        let text = wide(&hex(text.strip_suffix('>')?));
        Some((u16::from_str_radix(glyph, 16).ok()?, text.chars().next()?))
    };
    map.lines().filter_map(pair).collect()
}

fn hex(digits: &str) -> Vec<u8> {
    let digits: Vec<u8> = digits.bytes().filter(u8::is_ascii_hexdigit).collect();
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    digits.chunks(2).filter_map(pair).collect()
}

/// UTF-16, the high byte first.
fn wide(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect();
    String::from_utf16_lossy(&units)
}

/// The letters that the page shows, with a line for each piece of text.
fn page_words(page: &[u8], meanings: &[Meanings]) -> String {
    let (mut words, mut operand) = (String::new(), Vec::new());
    let (mut face, mut at) = (0, 0);
    while let Some(&byte) = page.get(at) {
        let is_string = byte == b'(' || (byte == b'<' && page.get(at + 1) != Some(&b'<'));
        if is_string {
            let (string, next) = string(page, at);
            let letters = string.chunks_exact(2);
            words.extend(letters.filter_map(|pair| {
                let glyph = u16::from_be_bytes([pair[0], pair[1]]);
                meanings.get(face)?.get(&glyph)
            }));
            at = next;
            continue;
        }
        if !byte.is_ascii_whitespace() {
            operand.push(byte);
        } else {
            if let Some(number) = operand.strip_prefix(b"/F") {
                face = String::from_utf8_lossy(number).parse().unwrap();
            }
            if operand == b"ET" {
                words.push('\n');
            }
            operand.clear();
        }
        at += 1;
    }
    words
}

/// A string in brackets or in hexadecimal, and where it ends.
fn string(page: &[u8], start: usize) -> (Vec<u8>, usize) {
    if page[start] == b'<' {
        let end = start + find(&page[start..], b">").unwrap();
        return (hex(&String::from_utf8_lossy(&page[start..end])), end + 1);
    }
    let (mut string, mut depth, mut at) = (Vec::new(), 1, start + 1);
    loop {
        match page[at] {
            b'\\' => {
                at += 1;
                string.push(match page[at] {
                    b'0'..=b'7' => {
                        let digits = String::from_utf8_lossy(&page[at..at + 3]).into_owned();
                        at += 2;
                        u8::from_str_radix(&digits, 8).unwrap()
                    }
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b't' => b'\t',
                    b'b' => 8,
                    b'f' => 12,
                    other => other,
                });
            }
            b')' if depth == 1 => return (string, at + 1),
            byte => {
                match byte {
                    b'(' => depth += 1,
                    b')' => depth -= 1,
                    _ => {}
                }
                string.push(byte);
            }
        }
        at += 1;
    }
}

/// Text strings that are not plain: `<FEFF…>`.
fn wide_strings(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let strings = text.split("<FEFF").skip(1);
    let strings = strings.filter_map(|rest| rest.split_once('>'));
    let strings: Vec<String> = strings.map(|(digits, _)| wide(&hex(digits))).collect();
    strings.join("\n")
}
