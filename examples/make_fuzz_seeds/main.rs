//! Makes the first inputs of the fuzz targets from the bundled samples: `cargo run --example make_fuzz_seeds`.
//!
//! They go to `fuzz/corpus/TARGET/`, are the same at each run, and are not committed.

mod captures;
mod database;
mod payloads;

use std::path::Path;
use std::{env, fs};

use anyhow::{Context, Result};

/// Samples of every format and link type that the program writes itself.
const SAMPLES: [&str; 3] = [
    "phone-fresh-install.pcapng",
    "phone-creator-upload.pcapng",
    "router-cut-off.pcap",
];

const FILTERS: [&str; 5] = [
    "country:CN,SG -host:cdn sent>10kB upload",
    "org:\"ByteWave Ltd\",none ip:10.0.0.0/8,2001:db8::1 port:443",
    "proto:tcp-unknown,other:89,quic asn:AS5 country:CN/SG,many",
    "problem:\"a frame is cut\" capture:phone frames<5 received>=1.5MiB",
    "\"a \\\"quoted\\\" \\u{202e} word\" -domain:none fe80::1",
];

/// Inputs of one target.
type Seeds = Vec<(&'static str, Vec<Vec<u8>>)>;

fn main() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = env::args_os()
        .nth(1)
        .map_or_else(|| root.join("fuzz/corpus"), Into::into);
    let mut samples = Vec::new();
    for name in SAMPLES {
        let path = root.join("sample-captures").join(name);
        samples.push(fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?);
    }
    for (target, inputs) in seeds(&samples)? {
        write(&folder.join(target), &inputs)?;
        println!("{:>5}  {target}", inputs.len());
    }
    Ok(())
}

fn seeds(samples: &[Vec<u8>]) -> Result<Seeds> {
    let captures = captures::small(samples);
    let mut seeds = vec![
        ("unwrap_capture", captures::wrapped(&captures)?),
        ("read_capture", captures),
        (
            "filter",
            FILTERS.map(|text| text.as_bytes().to_vec()).to_vec(),
        ),
        ("mmdb", vec![database::smallest()]),
    ];
    seeds.extend(payloads::of(samples));
    Ok(seeds)
}

fn write(folder: &Path, inputs: &[Vec<u8>]) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for (number, input) in inputs.iter().enumerate() {
        let path = folder.join(format!("seed-{number:03}"));
        fs::write(&path, input).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
