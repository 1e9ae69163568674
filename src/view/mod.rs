//! Analysis, filter and selection become a `Screen`: plain data, exactly what is shown.

pub mod screen;
