//! A path becomes a stream of capture bytes: opened, counted, hashed where asked, and unwrapped.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};

use super::error::CaptureError;
use super::wrapping::Wrapping;

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
        Some(hex(hash))
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

/// SHA-256 of all that a reader gives, in lower-case hex.
pub fn sha256_of(from: &mut impl Read) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut block = vec![0; 1 << 18];
    loop {
        match from.read(&mut block) {
            Ok(0) => return Ok(hex(hash)),
            Ok(count) => hash.update(block.get(..count).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// In lower case.
fn hex(hash: Sha256) -> String {
    let bytes = hash.finalize();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Bytes of a file at the moment; `None` for what is no file, such as standard input.
pub fn size_of(path: &Path) -> Option<u64> {
    let about = std::fs::metadata(path).ok()?;
    about.is_file().then_some(about.len())
}

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
    let wrapping = Wrapping::of(&first)?;
    let start = Cursor::new(first).chain(file.clone());
    Ok(Source {
        bytes: wrapping.unwrapped(start)?,
        wrapping,
        meter,
        file,
    })
}
