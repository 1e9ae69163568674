//! What nobody can read from a capture and a report may state all the same: who made it, and where its capture was taken.

/// The place in the network where the capture was taken: it decides what could be seen at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CapturePoint {
    /// On the device itself.
    Client,
    /// On the way of all its traffic: a router, a hotspot, a tunnel's end.
    Gateway,
    /// A copy that a switch or a tap sends.
    Mirror,
}

impl CapturePoint {
    /// Every one, in the order in which they are offered.
    pub const ALL: [CapturePoint; 3] = [
        CapturePoint::Client,
        CapturePoint::Gateway,
        CapturePoint::Mirror,
    ];

    /// For files and the command line.
    pub fn token(self) -> &'static str {
        match self {
            CapturePoint::Client => "client",
            CapturePoint::Gateway => "gateway",
            CapturePoint::Mirror => "mirror",
        }
    }

    /// For people, with what it means for the result.
    pub fn label(self) -> &'static str {
        match self {
            CapturePoint::Client => "on the device itself",
            CapturePoint::Gateway => "at a router or hotspot: traffic by another way is not in it",
            CapturePoint::Mirror => {
                "from a copy of a switch or tap: frames may be missing or twice"
            }
        }
    }

    /// The one of this token.
    pub fn of_token(token: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|point| point.token() == token)
    }
}

/// What is stated by whoever makes the report. It is printed as it is typed, redaction or not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// Who makes it.
    pub operator: Option<String>,
    /// Where in the network the capture was taken.
    pub point: Option<CapturePoint>,
}

impl Stated {
    /// As the command line takes it.
    pub fn options(&self) -> impl Iterator<Item = (&'static str, String)> {
        let operator = self.operator.clone().map(|name| ("--operator", name));
        let point = self
            .point
            .map(|point| ("--point", point.token().to_owned()));
        operator.into_iter().chain(point)
    }
}
