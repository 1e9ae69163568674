//! The claims that come with the program, each a file of `assets/claims`.

use super::model::Claim;
use super::read::read_named;
use crate::reference::fault::Fault;

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BundledClaim {
    /// Its file name.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// All of them: the sample's, the article's, the pattern to copy.
pub const BUNDLED: [BundledClaim; 3] = [
    BundledClaim {
        name: "clipclap.toml",
        text: include_str!("../../assets/claims/clipclap.toml"),
    },
    BundledClaim {
        name: "tiktok-us-2023-06-16.toml",
        text: include_str!("../../assets/claims/tiktok-us-2023-06-16.toml"),
    },
    BundledClaim {
        name: "eu-data-stays-in-the-eea.toml",
        text: include_str!("../../assets/claims/eu-data-stays-in-the-eea.toml"),
    },
];

impl BundledClaim {
    /// The claim; a test keeps each without fault.
    pub fn read(&self) -> Result<Claim, Vec<Fault>> {
        read_named(self.name, self.text)
    }
}
