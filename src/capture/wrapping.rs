//! What a capture may be wrapped in, told by its first bytes and never by the file's name, and how it is unwrapped.
//!
//! Whatever the wrapping, all that came before a cut or damage is handed on before the error is.

use std::io::{BufReader, Read};

use flate2::read::MultiGzDecoder;

use super::error::CaptureError;
use super::lz4::Lz4Frames;
use super::xz::XzStreams;

/// What a capture was wrapped in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrapping {
    /// Nothing.
    Plain,
    /// RFC 1952.
    Gzip,
    /// RFC 8878.
    Zstd,
    /// The frame format of lz4 1.6.
    Lz4,
    /// The .xz format 1.2.
    Xz,
}

/// Largest window that a zstd frame may ask for, as a power of two: 128 MiB, what `zstd --long` uses.
const MAX_ZSTD_WINDOW_LOG: u32 = 27;

impl Wrapping {
    /// The wrapping whose first bytes these are; an error where there are none, or where it is one that is not
    /// unwrapped here.
    pub fn of(first: &[u8]) -> Result<Self, CaptureError> {
        match first {
            [] => Err(CaptureError::Empty),
            [0x1f, 0x8b, ..] => Ok(Wrapping::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Ok(Wrapping::Zstd),
            [0x04, 0x22, 0x4d, 0x18, ..] => Ok(Wrapping::Lz4),
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Ok(Wrapping::Xz),
            [b'B', b'Z', b'h', ..] => Err(CaptureError::NotUnwrapped("bzip2")),
            [b'P', b'K', 3, 4, ..] => Err(CaptureError::NotUnwrapped("zip")),
            _ => Ok(Wrapping::Plain),
        }
    }

    /// ` in gzip`, or nothing.
    pub fn suffix(self) -> &'static str {
        match self {
            Wrapping::Plain => "",
            Wrapping::Gzip => " in gzip",
            Wrapping::Zstd => " in zstd",
            Wrapping::Lz4 => " in lz4",
            Wrapping::Xz => " in xz",
        }
    }

    /// The bytes within; files that were put one behind another are read one after another.
    pub fn unwrapped(
        self,
        file: impl Read + Send + 'static,
    ) -> Result<Box<dyn Read + Send>, CaptureError> {
        Ok(match self {
            Wrapping::Plain => Box::new(file),
            Wrapping::Gzip => Box::new(MultiGzDecoder::new(file)),
            Wrapping::Zstd => {
                let decoder = zstd::stream::read::Decoder::new(file);
                let mut decoder = decoder.map_err(CaptureError::Open)?;
                let limited = decoder.window_log_max(MAX_ZSTD_WINDOW_LOG);
                limited.map_err(CaptureError::Open)?;
                Box::new(decoder)
            }
            Wrapping::Lz4 => Box::new(Lz4Frames::new(file)),
            Wrapping::Xz => Box::new(XzStreams::new(BufReader::new(file))),
        })
    }
}
