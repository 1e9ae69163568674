//! One reason for presuming a data type, and how reasons add up to a grade.

use crate::reference::data_type::DataType;

/// Where a reason comes from. Within a family only the heaviest counts; families add up as a noisy-OR.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// A value in clear or decrypted content, recognised by its form.
    ContentValue,
    /// The name of a field in clear or decrypted content.
    ContentKey,
    /// The path of a request.
    Path,
    /// What a body says it is.
    ContentType,
    /// A curated rule about the host.
    HostRule,
    /// An ordinary word in the host's name.
    HostWord,
    /// A curated rule about the network, where no name is known.
    Network,
    /// Which way the bytes went.
    Direction,
    /// When the packets came.
    Timing,
    /// What the flow speaks.
    Protocol,
}

impl Family {
    /// How many there are; the last of them is `Protocol`.
    pub const COUNT: usize = Family::Protocol as usize + 1;

    /// Word in files.
    pub fn token(self) -> &'static str {
        match self {
            Family::ContentValue => "content_value",
            Family::ContentKey => "content_key",
            Family::Path => "path",
            Family::ContentType => "content_type",
            Family::HostRule => "host_rule",
            Family::HostWord => "host_word",
            Family::Network => "network",
            Family::Direction => "direction",
            Family::Timing => "timing",
            Family::Protocol => "protocol",
        }
    }

    /// Whether the reason lies in content that was clear or opened.
    pub fn is_content(self) -> bool {
        matches!(
            self,
            Family::ContentValue | Family::ContentKey | Family::Path | Family::ContentType
        )
    }
}

/// One reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Stable name: `host_rule.google.crashlytics`, `host_word.log`, `direction.up`.
    pub rule: String,
    /// Where it comes from.
    pub family: Family,
    /// What it speaks for.
    pub data_type: DataType,
    /// How much, 0 to 1.
    pub weight: f32,
    /// What was seen, as a clause in plain words; personal values are redacted.
    pub saw: String,
    /// Frame that showed it, where one did.
    pub frame: Option<u64>,
}
