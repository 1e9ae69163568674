//! Table → MMDB bytes (https://maxmind.github.io/MaxMind-DB/, version 2.0), IPv4 below `::/96`.
//!
//! A network is a whole subtree, so a range becomes as few records as its bounds allow. Equal subtrees are written
//! once: the tree is a graph without cycles, which a reader that follows one bit at a time cannot tell from a tree.

use std::collections::HashMap;

use crate::range::{About, Field, Range, Table};

/// Bytes between tree and data.
const SEPARATOR: [u8; 16] = [0; 16];
const METADATA_MARKER: &[u8] = b"\xab\xcd\xefMaxMind.com";

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Record {
    Empty,
    Value(u32),
    Node(u32),
}

/// The whole file.
pub fn write(table: &Table) -> Vec<u8> {
    let mut tree = Tree::default();
    let root = tree.build(0, 128, &table.ranges);
    let order = tree.order(root);
    let (data, offsets) = encode_data(&table.values);
    let node_count = order.nodes.len();
    let record_bits = record_bits(node_count + SEPARATOR.len() + data.len());
    let mut file = Vec::new();
    for node in &order.nodes {
        let pair = tree.nodes[*node as usize].map(|record| match record {
            Record::Empty => node_count,
            Record::Value(value) => node_count + SEPARATOR.len() + offsets[value as usize],
            Record::Node(node) => order.place[&node],
        });
        push_node(&mut file, pair, record_bits);
    }
    file.extend(SEPARATOR);
    file.extend(data);
    file.extend(METADATA_MARKER);
    file.extend(encode_metadata(&table.about, node_count, record_bits));
    file
}

#[derive(Default)]
struct Tree {
    nodes: Vec<[Record; 2]>,
    known: HashMap<[Record; 2], u32>,
}

struct Order {
    nodes: Vec<u32>,
    place: HashMap<u32, usize>,
}

impl Tree {
    /// The record for the `bits`-bit block that starts at `base`, given the ranges that touch it.
    fn build(&mut self, base: u128, bits: u32, ranges: &[Range]) -> Record {
        let [first, ..] = ranges else {
            return Record::Empty;
        };
        let last = base + u128::MAX.checked_shr(128 - bits).unwrap_or(0);
        if ranges.len() == 1 && first.first <= base && first.last >= last {
            return Record::Value(first.value);
        }
        let middle = base + (1 << (bits - 1));
        let left = &ranges[..ranges.partition_point(|range| range.first < middle)];
        let right = &ranges[ranges.partition_point(|range| range.last < middle)..];
        let children = [
            self.build(base, bits - 1, left),
            self.build(middle, bits - 1, right),
        ];
        // The reader walks to `::/96` before it looks up IPv4: that path must be nodes, even where both sides agree.
        let on_v4_path = base == 0 && bits > 32;
        match children {
            [Record::Node(_), _] | [_, Record::Node(_)] => self.node(children),
            [one, other] if one == other && !on_v4_path => one,
            _ => self.node(children),
        }
    }

    fn node(&mut self, children: [Record; 2]) -> Record {
        let next = self.nodes.len() as u32;
        let index = *self.known.entry(children).or_insert(next);
        if index == next {
            self.nodes.push(children);
        }
        Record::Node(index)
    }

    /// Nodes in the order in which a walk from the left first meets them; the root is first.
    fn order(&self, root: Record) -> Order {
        let Record::Node(root) = root else {
            unreachable!("the path to ::/96 is always nodes")
        };
        let mut order = Order {
            nodes: Vec::new(),
            place: HashMap::new(),
        };
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            if order.place.contains_key(&node) {
                continue;
            }
            order.place.insert(node, order.nodes.len());
            order.nodes.push(node);
            for child in self.nodes[node as usize].iter().rev() {
                if let Record::Node(child) = child {
                    open.push(*child);
                }
            }
        }
        order
    }
}

fn record_bits(largest: usize) -> usize {
    [24, 28, 32]
        .into_iter()
        .find(|bits| largest < 1 << bits)
        .expect("tables of ours stay under 4 GiB")
}

fn push_node(file: &mut Vec<u8>, [left, right]: [usize; 2], record_bits: usize) {
    let (left, right) = ((left as u32).to_be_bytes(), (right as u32).to_be_bytes());
    match record_bits {
        24 => file.extend([left[1], left[2], left[3], right[1], right[2], right[3]]),
        28 => file.extend([
            left[1],
            left[2],
            left[3],
            left[0] << 4 | right[0],
            right[1],
            right[2],
            right[3],
        ]),
        _ => file.extend(left.into_iter().chain(right)),
    }
}

/// All records, and where each starts. Keys and texts are written once and pointed to.
fn encode_data(values: &[Vec<(&'static str, Field)>]) -> (Vec<u8>, Vec<usize>) {
    let mut data = Vec::new();
    let mut written: HashMap<String, usize> = HashMap::new();
    let mut offsets = Vec::with_capacity(values.len());
    for fields in values {
        offsets.push(data.len());
        push_control(&mut data, Kind::Map, fields.len());
        for (key, field) in fields {
            push_text_once(&mut data, &mut written, key);
            match field {
                Field::Number(number) => push_number(&mut data, Kind::Uint32, u64::from(*number)),
                Field::Text(text) => push_text_once(&mut data, &mut written, text),
            }
        }
    }
    (data, offsets)
}

fn push_text_once(data: &mut Vec<u8>, written: &mut HashMap<String, usize>, text: &str) {
    match written.get(text) {
        Some(at) => push_pointer(data, *at),
        None => {
            written.insert(text.to_owned(), data.len());
            push_text(data, text);
        }
    }
}

fn encode_metadata(about: &About, node_count: usize, record_bits: usize) -> Vec<u8> {
    let mut data = Vec::new();
    push_control(&mut data, Kind::Map, 9);
    let mut number = |key: &str, kind: Kind, value: u64| {
        push_text(&mut data, key);
        push_number(&mut data, kind, value);
    };
    number("binary_format_major_version", Kind::Uint16, 2);
    number("binary_format_minor_version", Kind::Uint16, 0);
    number("build_epoch", Kind::Uint64, about.build_epoch);
    number("ip_version", Kind::Uint16, 6);
    number("node_count", Kind::Uint32, node_count as u64);
    number("record_size", Kind::Uint16, record_bits as u64);
    push_text(&mut data, "database_type");
    push_text(&mut data, about.title);
    push_text(&mut data, "description");
    push_control(&mut data, Kind::Map, 1);
    push_text(&mut data, "en");
    push_text(&mut data, about.attribution);
    push_text(&mut data, "languages");
    push_control(&mut data, Kind::Array, 0);
    data
}

/// Types of the data section, by their numbers in the format.
#[derive(Clone, Copy)]
enum Kind {
    Text = 2,
    Uint16 = 5,
    Uint32 = 6,
    Map = 7,
    Uint64 = 9,
    Array = 11,
}

fn push_text(data: &mut Vec<u8>, text: &str) {
    push_control(data, Kind::Text, text.len());
    data.extend(text.as_bytes());
}

fn push_number(data: &mut Vec<u8>, kind: Kind, value: u64) {
    let bytes = value.to_be_bytes();
    let used = &bytes[value.leading_zeros() as usize / 8..];
    push_control(data, kind, used.len());
    data.extend(used);
}

fn push_control(data: &mut Vec<u8>, kind: Kind, size: usize) {
    let (inline, more): (u8, &[u8]) = match size {
        0..29 => (size as u8, &[]),
        29..285 => (29, &[(size - 29) as u8]),
        _ => (30, &((size - 285) as u16).to_be_bytes()),
    };
    match kind as u8 {
        extended @ 8.. => data.extend([inline, extended - 7]),
        kind => data.push(kind << 5 | inline),
    }
    data.extend(more);
}

fn push_pointer(data: &mut Vec<u8>, at: usize) {
    let pointer = |size: u8, high: usize| 1 << 5 | size << 3 | high as u8;
    match at {
        0..0x800 => data.extend([pointer(0, at >> 8), at as u8]),
        0x800..0x8_0800 => {
            let at = at - 0x800;
            data.extend([pointer(1, at >> 16), (at >> 8) as u8, at as u8]);
        }
        _ => {
            let at = at - 0x8_0800;
            data.extend([
                pointer(2, at >> 24),
                (at >> 16) as u8,
                (at >> 8) as u8,
                at as u8,
            ]);
        }
    }
}
