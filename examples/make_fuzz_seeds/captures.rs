//! Beginnings of the samples as captures of their own, also with other magics, and wrapped.

use std::io::Write;
use std::ops::ControlFlow;

use anyhow::Result;
use whither::capture::problem::ProblemLog;
use whither::capture::reader::read_capture;

/// Inputs stay small: a fuzzer tries small ones more often.
const MOST_BYTES: u64 = 4_000;

/// Nanoseconds, modified, Ixia by hardware and by software, Navtel; as the sample of pcap is, big-endian.
const MAGICS: [u32; 6] = [
    0xa1b2_c3d4,
    0xa1b2_3c4d,
    0xa1b2_cd34,
    0x1c00_01ac,
    0x1c00_01ab,
    0xa12b_3c4d,
];

/// The first records of each sample.
pub fn small(samples: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut small = Vec::new();
    for sample in samples {
        let start = first_records(sample);
        if sample.starts_with(&0xa1b2_3c4d_u32.to_be_bytes()) {
            small.extend(MAGICS.map(|magic| [&magic.to_be_bytes(), &start[4..]].concat()));
        } else {
            small.push(start);
        }
    }
    small
}

fn first_records(sample: &[u8]) -> Vec<u8> {
    let mut end = 0;
    let mut problems = ProblemLog::default();
    // A sample that cannot be read gives an empty seed.
    drop(read_capture(sample, &mut problems, &mut |frame, _| {
        if frame.offset > MOST_BYTES {
            return ControlFlow::Break(());
        }
        end = frame.offset;
        ControlFlow::Continue(())
    }));
    let end = usize::try_from(end).unwrap_or(0);
    sample[..end].to_vec()
}

/// Each capture in each wrapping.
pub fn wrapped(captures: &[Vec<u8>]) -> Result<Vec<Vec<u8>>> {
    let mut wrapped = Vec::new();
    for capture in captures {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(capture)?;
        let mut lz4 = lz4_flex::frame::FrameEncoder::new(Vec::new());
        lz4.write_all(capture)?;
        let options = lzma_rust2::XzOptions::with_preset(1);
        let mut xz = lzma_rust2::XzWriter::new(Vec::new(), options)?;
        xz.write_all(capture)?;
        wrapped.extend([
            capture.clone(),
            gzip.finish()?,
            zstd::encode_all(capture.as_slice(), 1)?,
            lz4.finish()?,
            xz.finish()?,
        ]);
    }
    Ok(wrapped)
}
