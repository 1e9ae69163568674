//! The bundled tables and the map are unpacked while the window is already there.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui;

use super::app::{Pace, later};
use super::later::Later;
use super::session::with_causes;
use crate::draw::map::WorldMap;
use crate::reference::Reference;
use crate::reference::world::World;

/// The world as it is on disk, for pictures, and as it is drawn in the window.
pub struct Atlas {
    /// As it is on disk.
    pub world: World,
    /// As it is drawn.
    pub map: WorldMap,
}

/// The bundled tables and rules, and the user's own.
pub fn reference_with(databases: &[PathBuf]) -> Result<Reference, String> {
    let mut reference = Reference::bundled().map_err(|e| with_causes(&e))?;
    for path in databases {
        reference.add_user_file(path).map_err(|e| with_causes(&e))?;
    }
    Ok(reference)
}

/// Starts unpacking the map.
pub fn load_atlas(ctx: &egui::Context, pace: Pace) -> Later<Arc<Atlas>> {
    let make = || {
        World::load()
            .map(|world| {
                Arc::new(Atlas {
                    map: WorldMap::new(&world),
                    world,
                })
            })
            .map_err(|error| with_causes(&error))
    };
    later(ctx, pace, make)
}
