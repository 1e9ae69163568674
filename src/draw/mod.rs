//! Plain view data becomes egui shapes; the window and the exported picture both draw with this, so they look alike.
//!
//! Nothing here reads input or changes state: a painter gets a rectangle, data and a theme.

pub mod facet;
pub mod fonts;
pub mod grade;
pub mod map;
pub mod parts;
pub mod table;
pub mod text;
pub mod theme;
pub mod timeline;
