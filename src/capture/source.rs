//! A path becomes a stream of capture bytes: opened, counted, hashed where asked, and unwrapped from gzip or zstd.
//!
//! Wrapping is told by its first bytes, never by the file's name.

use std::fs::File;
use std::io::{self, Chain, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::MultiGzDecoder;
use sha2::{Digest, Sha256};

use super::error::CaptureError;

/// What a capture was wrapped in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrapping {
    /// Nothing.
    Plain,
    /// RFC 1952.
    Gzip,
    /// RFC 8878.
    Zstd,
}

impl Wrapping {
    /// ` in gzip`, or nothing.
    pub fn suffix(self) -> &'static str {
        match self {
            Wrapping::Plain => "",
            Wrapping::Gzip => " in gzip",
            Wrapping::Zstd => " in zstd",
        }
    }
}

/// Largest window that a zstd frame may ask for, as a power of two: 128 MiB, what `zstd --long` uses.
const MAX_ZSTD_WINDOW_LOG: u32 = 27;

/// Bytes and hash of the file as it lies on the disk, filled while it is read.
#[derive(Debug)]
pub struct Meter {
    bytes: AtomicU64,
    hash: Option<Mutex<Sha256>>,
}

impl Meter {
    /// File bytes read so far.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// SHA-256 of what was read, in lower-case hex, where it was asked for.
    pub fn sha256(&self) -> Option<String> {
        let hash = self.hash.as_ref()?.lock().ok()?.clone();
        Some(hash.finalize().iter().map(|b| format!("{b:02x}")).collect())
    }
}

struct Metered {
    source: Box<dyn Read + Send>,
    meter: Arc<Meter>,
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        self.meter.bytes.fetch_add(count as u64, Ordering::Relaxed);
        if let (Some(hash), Some(read)) = (&self.meter.hash, buffer.get(..count))
            && let Ok(mut hash) = hash.lock()
        {
            hash.update(read);
        }
        Ok(count)
    }
}

/// The file beneath, reachable from the unwrapping reader and from whoever reads the rest for the hash.
#[derive(Clone)]
struct Shared(Arc<Mutex<Metered>>);

impl Read for Shared {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut file = self
            .0
            .lock()
            .map_err(|_| io::Error::other("another reader of this file stopped"))?;
        file.read(buffer)
    }
}

/// An opened capture: unwrapped bytes, and the meter of the file beneath.
pub struct Source {
    /// The capture's own bytes.
    pub bytes: Box<dyn Read + Send>,
    /// What the file was wrapped in.
    pub wrapping: Wrapping,
    /// Counts and hashes the file.
    pub meter: Arc<Meter>,
    file: Shared,
}

impl Source {
    /// The part that outlives the reading of `bytes`: reads what is left of the file so that the hash covers all of it.
    pub fn rest(&self) -> impl FnOnce() -> io::Result<u64> + use<> {
        let mut file = self.file.clone();
        move || io::copy(&mut file, &mut io::sink())
    }
}

type Start = Chain<Cursor<Vec<u8>>, Shared>;

/// Opens a file, or standard input for `-`.
pub fn open(path: &Path, with_hash: bool) -> Result<Source, CaptureError> {
    let raw: Box<dyn Read + Send> = if path.as_os_str() == "-" {
        Box::new(io::stdin())
    } else {
        Box::new(File::open(path).map_err(CaptureError::Open)?)
    };
    from_reader(raw, with_hash)
}

/// As `open`, over any reader.
pub fn from_reader(raw: Box<dyn Read + Send>, with_hash: bool) -> Result<Source, CaptureError> {
    let meter = Arc::new(Meter {
        bytes: AtomicU64::new(0),
        hash: with_hash.then(|| Mutex::new(Sha256::new())),
    });
    let mut file = Shared(Arc::new(Mutex::new(Metered {
        source: raw,
        meter: Arc::clone(&meter),
    })));
    let mut first = Vec::new();
    file.by_ref()
        .take(8)
        .read_to_end(&mut first)
        .map_err(CaptureError::Open)?;
    let wrapping = wrapping_of(&first)?;
    let start = Cursor::new(first).chain(file.clone());
    Ok(Source {
        bytes: unwrapped(start, wrapping)?,
        wrapping,
        meter,
        file,
    })
}

fn wrapping_of(first: &[u8]) -> Result<Wrapping, CaptureError> {
    match first {
        [] => Err(CaptureError::Empty),
        [0x1f, 0x8b, ..] => Ok(Wrapping::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Ok(Wrapping::Zstd),
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Err(CaptureError::NotUnwrapped("xz")),
        [0x04, 0x22, 0x4d, 0x18, ..] => Err(CaptureError::NotUnwrapped("lz4")),
        [b'B', b'Z', b'h', ..] => Err(CaptureError::NotUnwrapped("bzip2")),
        [b'P', b'K', 3, 4, ..] => Err(CaptureError::NotUnwrapped("zip")),
        _ => Ok(Wrapping::Plain),
    }
}

fn unwrapped(start: Start, wrapping: Wrapping) -> Result<Box<dyn Read + Send>, CaptureError> {
    Ok(match wrapping {
        Wrapping::Plain => Box::new(start),
        Wrapping::Gzip => Box::new(MultiGzDecoder::new(start)),
        Wrapping::Zstd => Box::new(zstd_frames(start).map_err(CaptureError::Open)?),
    })
}

/// Reads all frames of a file, one after another.
fn zstd_frames(start: Start) -> io::Result<impl Read + Send> {
    let mut decoder = zstd::stream::read::Decoder::new(start)?;
    decoder.window_log_max(MAX_ZSTD_WINDOW_LOG)?;
    Ok(decoder)
}
