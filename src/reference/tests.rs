//! Look-ups in the bundled tables, and files that are not what they say.
