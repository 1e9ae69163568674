//! What is taken out of what is shown, with the words that stand in its place.

/// A kind of thing that would tell who was captured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An address of the captured side.
    Address,
    /// The name of a host on the captured side.
    Host,
    /// A link-layer address.
    Mac,
    /// An e-mail address, or a name at a host.
    Email,
    /// A telephone number.
    Phone,
    /// What looks like an identifier, a key or a session.
    Token,
    /// The value of a field, of a query or of a body.
    Value,
    /// The port from which the captured side, or who opened the flow, sent.
    Port,
}

impl Kind {
    /// Every kind, in the order in which they are told.
    pub const ALL: [Kind; 8] = [
        Kind::Address,
        Kind::Host,
        Kind::Mac,
        Kind::Email,
        Kind::Phone,
        Kind::Token,
        Kind::Value,
        Kind::Port,
    ];

    /// Word in files, and in `«redacted:…»`.
    pub fn token(self) -> &'static str {
        match self {
            Kind::Address => "address",
            Kind::Host => "host",
            Kind::Mac => "mac",
            Kind::Email => "email",
            Kind::Phone => "phone",
            Kind::Token => "token",
            Kind::Value => "value",
            Kind::Port => "port",
        }
    }

    /// One and many of them, in words.
    pub fn nouns(self) -> (&'static str, &'static str) {
        match self {
            Kind::Address => ("local address", "local addresses"),
            Kind::Host => ("name of a local host", "names of local hosts"),
            Kind::Mac => ("link-layer address", "link-layer addresses"),
            Kind::Email => ("e-mail address", "e-mail addresses"),
            Kind::Phone => ("telephone number", "telephone numbers"),
            Kind::Token => ("identifier or token", "identifiers or tokens"),
            Kind::Value => ("value of a field", "values of fields"),
            Kind::Port => ("source port", "source ports"),
        }
    }

    /// What stands in its place: `«redacted:email»`.
    pub fn mark(self) -> String {
        format!("«redacted:{}»", self.token())
    }
}
