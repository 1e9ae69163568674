//! What a flow says of itself beside its name: banners, topics, names of devices; one row each.

/// Longest value that is kept, in bytes: longer than any host name, topic or banner that helps a reader.
const MAX_VALUE_BYTES: usize = 256;

macro_rules! attributes {
    ($($(#[$doc:meta])* $name:ident $token:literal $label:literal;)*) => {
        /// What a value is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Attribute {
            $($(#[$doc])* $name,)*
        }

        impl Attribute {
            /// Word in files.
            pub fn token(self) -> &'static str {
                match self {
                    $(Attribute::$name => $token,)*
                }
            }

            /// Words on screen.
            pub fn label(self) -> &'static str {
                match self {
                    $(Attribute::$name => $label,)*
                }
            }
        }
    };
}

attributes! {
    /// The first line that a server sends.
    Banner "banner" "greeting";
    /// The program that speaks, as it calls itself.
    UserAgent "user-agent" "program";
    /// Host name that a device gives itself.
    DeviceName "device-name" "name of the device";
}

impl Attribute {
    /// The part of a value that is kept.
    pub fn cut(self, value: &str) -> &str {
        let mut end = value.len().min(MAX_VALUE_BYTES);
        while !value.is_char_boundary(end) {
            end -= 1;
        }
        value.get(..end).unwrap_or("")
    }
}
