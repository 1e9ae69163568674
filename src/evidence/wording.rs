//! Tables of things that have a word in files and words on screen: one row each becomes an enum with both spellings.

/// Makes an enum of a table: attributes and name, then rows of `Variant "token" "label";`.
macro_rules! worded {
    ($(#[$about:meta])* $table:ident { $($(#[$doc:meta])* $name:ident $token:literal $label:literal;)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $table {
            $($(#[$doc])* $name,)*
        }

        impl $table {
            /// Every one, in the order of the table.
            pub const ALL: &'static [$table] = &[$($table::$name,)*];

            /// Word in files and in the filter.
            pub fn token(self) -> &'static str {
                match self {
                    $($table::$name => $token,)*
                }
            }

            /// Words on screen.
            pub fn label(self) -> &'static str {
                match self {
                    $($table::$name => $label,)*
                }
            }
        }
    };
}

pub(super) use worded;
