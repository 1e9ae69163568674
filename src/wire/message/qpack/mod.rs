//! QPACK (RFC 9204): what one side's encoder says becomes a table; field sections become names and values by it.

mod prefixed;
mod static_table;

use std::collections::VecDeque;

use super::hpack::Field;
use prefixed::Prefixed;
pub use prefixed::Trouble;
use static_table::STATIC_TABLE;

/// What an entry costs beside its bytes (RFC 9204 §3.2.1).
const ENTRY_BYTES: usize = 32;

/// The largest table that is believed; browsers allow 64 KiB.
const MAX_TABLE_BYTES: usize = 1024 * 1024;

/// Fields of one section; servers refuse far fewer.
const MAX_FIELDS: usize = 1_024;

/// Bytes of names and values of one section: entries of the table may be named again and again.
const MAX_SECTION_BYTES: usize = 256 * 1024;

/// What became of a field section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Section {
    /// Its fields.
    Fields(Vec<Field>),
    /// It needs entries that have not come yet (RFC 9204 §2.2.1).
    Blocked,
    /// It cannot be read.
    Damaged,
}

/// The table of one side's encoder.
#[derive(Debug, Default)]
pub struct Table {
    entries: VecDeque<Field>,
    used_bytes: usize,
    capacity_bytes: usize,
    /// What the other side allows at most (SETTINGS_QPACK_MAX_TABLE_CAPACITY).
    allowed_bytes: usize,
    inserted: u64,
}

impl Table {
    /// The other side allows a table of this size.
    pub fn allow(&mut self, bytes: u64) {
        let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
        self.allowed_bytes = bytes.min(MAX_TABLE_BYTES);
    }

    /// Follows the instructions of an encoder stream as far as they are all there; returns how many bytes they took,
    /// or `None` where they cannot be right.
    pub fn follow(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut place = Prefixed::new(bytes);
        while !place.rest().is_empty() {
            let before = place;
            match self.instruction(&mut place) {
                Ok(()) => {}
                Err(Trouble::NeedMore) => return Some(bytes.len() - before.rest().len()),
                Err(Trouble::Damaged) => return None,
            }
        }
        Some(bytes.len())
    }

    /// Reads a field section.
    pub fn section(&self, bytes: &[u8]) -> Section {
        let mut place = Prefixed::new(bytes);
        match self.base(&mut place) {
            Ok(Some(base)) => match self.fields(&mut place, base) {
                Ok(fields) => Section::Fields(fields),
                Err(_) => Section::Damaged,
            },
            Ok(None) => Section::Blocked,
            Err(_) => Section::Damaged,
        }
    }

    /// RFC 9204 §4.3.
    fn instruction(&mut self, place: &mut Prefixed<'_>) -> Result<(), Trouble> {
        match place.peek()? {
            first @ 0x80.. => {
                let index = place.integer(6)?;
                let name = match first & 0x40 {
                    0 => self.relative(self.inserted, index)?.name.clone(),
                    _ => static_field(index)?.name,
                };
                let value = place.string(7)?;
                self.insert(Field { name, value })
            }
            0x40..0x80 => {
                let name = place.string(5)?;
                let value = place.string(7)?;
                self.insert(Field { name, value })
            }
            0x20..0x40 => {
                let capacity = usize::try_from(place.integer(5)?).unwrap_or(usize::MAX);
                if capacity > MAX_TABLE_BYTES {
                    return Err(Trouble::Damaged);
                }
                self.capacity_bytes = capacity;
                self.shrink(capacity);
                Ok(())
            }
            _ => {
                let index = place.integer(5)?;
                let field = self.relative(self.inserted, index)?.clone();
                self.insert(field)
            }
        }
    }

    fn insert(&mut self, field: Field) -> Result<(), Trouble> {
        let size = size_of(&field);
        if size > self.capacity_bytes {
            return Err(Trouble::Damaged);
        }
        self.shrink(self.capacity_bytes - size);
        self.used_bytes += size;
        self.entries.push_back(field);
        self.inserted += 1;
        Ok(())
    }

    fn shrink(&mut self, bytes: usize) {
        while self.used_bytes > bytes
            && let Some(oldest) = self.entries.pop_front()
        {
            self.used_bytes -= size_of(&oldest);
        }
    }

    /// RFC 9204 §4.5.1: the base of a section's indices; `None` where entries that it needs have not come yet.
    fn base(&self, place: &mut Prefixed<'_>) -> Result<Option<u64>, Trouble> {
        let encoded = place.integer(8)?;
        let required = self.required(encoded).ok_or(Trouble::Damaged)?;
        let is_before = place.peek()? & 0x80 != 0;
        let delta = place.integer(7)?;
        if required > self.inserted {
            return Ok(None);
        }
        let base = match is_before {
            false => required.checked_add(delta),
            true => required
                .checked_sub(delta)
                .and_then(|base| base.checked_sub(1)),
        };
        base.map(Some).ok_or(Trouble::Damaged)
    }

    /// The number of insertions that a section needs, from its remainder.
    fn required(&self, encoded: u64) -> Option<u64> {
        if encoded == 0 {
            return Some(0);
        }
        // Where the settings of the other side were not seen, what the encoder uses is all that is known.
        let allowed = self.allowed_bytes.max(self.capacity_bytes);
        let max_entries = (allowed / ENTRY_BYTES) as u64;
        let full_range = 2 * max_entries;
        if full_range == 0 {
            // Nothing is known of the table yet: its first insertions are still to come.
            return Some(u64::MAX);
        }
        if encoded > full_range {
            return None;
        }
        let max_value = self.inserted + max_entries;
        let wrapped = max_value / full_range * full_range;
        let required = wrapped + encoded - 1;
        match required > max_value {
            true => required.checked_sub(full_range),
            false => Some(required),
        }
        .filter(|required| *required > 0)
    }

    fn fields(&self, place: &mut Prefixed<'_>, base: u64) -> Result<Vec<Field>, Trouble> {
        let mut fields = Vec::new();
        let mut bytes = 0;
        while !place.rest().is_empty() {
            let field = self.field(place, base)?;
            bytes += size_of(&field);
            if fields.len() >= MAX_FIELDS || bytes > MAX_SECTION_BYTES {
                return Err(Trouble::Damaged);
            }
            fields.push(field);
        }
        Ok(fields)
    }

    /// RFC 9204 §4.5.2 to §4.5.6.
    fn field(&self, place: &mut Prefixed<'_>, base: u64) -> Result<Field, Trouble> {
        match place.peek()? {
            0xc0.. => static_field(place.integer(6)?),
            0x80..0xc0 => {
                let index = place.integer(6)?;
                self.relative(base, index).cloned()
            }
            first @ 0x40..0x80 => {
                let index = place.integer(4)?;
                let name = match first & 0x10 {
                    0 => self.relative(base, index)?.name.clone(),
                    _ => static_field(index)?.name,
                };
                let value = place.string(7)?;
                Ok(Field { name, value })
            }
            0x20..0x40 => {
                let name = place.string(3)?;
                let value = place.string(7)?;
                Ok(Field { name, value })
            }
            0x10..0x20 => {
                let index = place.integer(4)?;
                self.after(base, index).cloned()
            }
            _ => {
                let index = place.integer(3)?;
                let name = self.after(base, index)?.name.clone();
                let value = place.string(7)?;
                Ok(Field { name, value })
            }
        }
    }

    /// The entry that lies this far before a base.
    fn relative(&self, base: u64, index: u64) -> Result<&Field, Trouble> {
        let position = base.checked_sub(index).and_then(|at| at.checked_sub(1));
        self.entry(position)
    }

    /// The entry that lies this far behind a base.
    fn after(&self, base: u64, index: u64) -> Result<&Field, Trouble> {
        self.entry(base.checked_add(index))
    }

    fn entry(&self, position: Option<u64>) -> Result<&Field, Trouble> {
        let dropped = self.inserted - self.entries.len() as u64;
        position
            .and_then(|position| position.checked_sub(dropped))
            .and_then(|at| usize::try_from(at).ok())
            .and_then(|at| self.entries.get(at))
            .ok_or(Trouble::Damaged)
    }
}

fn size_of(field: &Field) -> usize {
    field.name.len() + field.value.len() + ENTRY_BYTES
}

fn static_field(index: u64) -> Result<Field, Trouble> {
    let (name, value) = usize::try_from(index)
        .ok()
        .and_then(|index| STATIC_TABLE.get(index))
        .ok_or(Trouble::Damaged)?;
    Ok(Field {
        name: name.as_bytes().to_vec(),
        value: value.as_bytes().to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(list: &[(&str, &str)]) -> Section {
        let field = |(name, value): &(&str, &str)| Field {
            name: name.as_bytes().to_vec(),
            value: value.as_bytes().to_vec(),
        };
        Section::Fields(list.iter().map(field).collect())
    }

    /// RFC 9204, appendices B.1 to B.5, one after another.
    #[test]
    fn the_examples_of_the_rfc_are_read() {
        let mut table = Table::default();
        let literal = [&[0, 0, 0x51, 0x0b], b"/index.html".as_slice()].concat();
        assert_eq!(table.section(&literal), fields(&[(":path", "/index.html")]));

        table.allow(220);
        let sets = [0x3f, 0xbd, 0x01, 0xc0, 0x0f];
        let path = [0xc1, 0x0c];
        let stream = [sets.as_slice(), b"www.example.com", &path, b"/sample/path"].concat();
        let section = [0x03, 0x81, 0x10, 0x11];
        assert_eq!(table.section(&section), Section::Blocked);
        for length in 0..stream.len() {
            let taken = Table::default().follow(&stream[..length]).unwrap();
            assert!([0, 3, 20].contains(&taken), "{taken} of {length}");
        }
        assert_eq!(table.follow(&stream), Some(stream.len()));
        let both = [(":authority", "www.example.com"), (":path", "/sample/path")];
        assert_eq!(table.section(&section), fields(&both));

        let custom = [&[0x4a], b"custom-key\x0ccustom-value".as_slice()].concat();
        assert_eq!(table.follow(&custom), Some(custom.len()));

        assert_eq!(table.follow(&[0x02]), Some(1));
        let section = [0x05, 0x00, 0x80, 0xc1, 0x81];
        let three = [
            (":authority", "www.example.com"),
            (":path", "/"),
            ("custom-key", "custom-value"),
        ];
        assert_eq!(table.section(&section), fields(&three));
        for length in 0..section.len() {
            let short = table.section(&section[..length]);
            assert_ne!(short, fields(&three), "{length} bytes");
        }

        let again = [&[0x81, 0x0d], b"custom-value2".as_slice()].concat();
        assert_eq!(table.follow(&again), Some(again.len()));
        assert_eq!((table.inserted, table.used_bytes), (5, 215));
    }

    #[test]
    fn an_entry_that_was_dropped_is_not_found() {
        let mut table = Table::default();
        table.allow(64);
        let stream = [&[0x3f, 0x21], b"\x41a\x01b\x41c\x01d".as_slice()].concat();
        assert_eq!(table.follow(&stream), Some(stream.len()));
        assert_eq!(table.entries.len(), 1);
        assert_eq!(table.section(&[3, 0, 0x80]), fields(&[("c", "d")]));
        assert_eq!(table.section(&[3, 0, 0x81]), Section::Damaged);
    }

    #[test]
    fn an_entry_larger_than_the_table_is_refused() {
        let mut table = Table::default();
        assert_eq!(table.follow(b"\x41a\x01b"), None);
        assert_eq!(table.follow(&[0x3f, 0xff, 0xff, 0xff, 0x7f]), None);
    }
}
