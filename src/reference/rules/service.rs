//! Domains from which a company serves others, by kind: what a flow to them is for is decided by whoever they serve.

use std::sync::Arc;

use serde::Deserialize;

/// What is served to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ServiceKind {
    /// Computers and storage for hire.
    Cloud,
    /// Copies of its customers' files near those who ask for them.
    Cdn,
    /// Its customers' sites.
    Hosting,
    /// Answers of DNS.
    Dns,
    /// The time.
    Time,
    /// Messages of its customers' programs to devices.
    Push,
    /// Whether certificates are still good.
    Certificates,
}

impl ServiceKind {
    /// Word in files.
    pub fn token(self) -> &'static str {
        match self {
            ServiceKind::Cloud => "cloud",
            ServiceKind::Cdn => "cdn",
            ServiceKind::Hosting => "hosting",
            ServiceKind::Dns => "dns",
            ServiceKind::Time => "time",
            ServiceKind::Push => "push",
            ServiceKind::Certificates => "certificates",
        }
    }

    /// What is served, in words.
    pub fn label(self) -> &'static str {
        match self {
            ServiceKind::Cloud => "cloud",
            ServiceKind::Cdn => "content delivery",
            ServiceKind::Hosting => "hosting",
            ServiceKind::Dns => "DNS",
            ServiceKind::Time => "time",
            ServiceKind::Push => "push messages",
            ServiceKind::Certificates => "checks of certificates",
        }
    }
}

/// A domain from which others are served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// `service.support.akamai`: stable, for files.
    pub id: Arc<str>,
    /// What is served.
    pub kind: ServiceKind,
    /// Page it comes from.
    pub url: Arc<str>,
    /// Day on which that was looked at.
    pub checked: Arc<str>,
}
