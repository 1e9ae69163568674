//! Why a file as a whole could not be read. Damage further in is a `Problem`; this is for files that are no capture.

use std::fmt;
use std::io;

/// A file that gives no frame at all, with the reason.
#[derive(Debug)]
pub enum CaptureError {
    /// The system refused to open or read it, or its wrapping is damaged at the start.
    Open(io::Error),
    /// It holds no bytes.
    Empty,
    /// Its first bytes belong to no capture format that is read here.
    NotACapture {
        /// The first bytes, at most eight.
        first: Vec<u8>,
    },
    /// It is wrapped in something that is not unwrapped here.
    NotUnwrapped(&'static str),
    /// The header of the file ends before it is complete.
    CutInHeader,
}

impl fmt::Display for CaptureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CaptureError::Open(_) => write!(f, "cannot be opened"),
            CaptureError::Empty => write!(f, "the file is empty"),
            CaptureError::NotACapture { first } => {
                write!(f, "not a pcap or pcapng capture: it begins with the bytes")?;
                first.iter().try_for_each(|byte| write!(f, " {byte:02x}"))
            }
            CaptureError::NotUnwrapped(name) => {
                write!(
                    f,
                    "wrapped in {name}, which is not unwrapped here; unpack it first"
                )
            }
            CaptureError::CutInHeader => {
                write!(
                    f,
                    "the file ends inside the capture's header, no frame can be read"
                )
            }
        }
    }
}

impl std::error::Error for CaptureError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            CaptureError::Open(error) => Some(error),
            _ => None,
        }
    }
}
