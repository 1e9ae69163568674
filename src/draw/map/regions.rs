//! Parts of the world that the map can look at, by their corners.

use super::plane::PlanePoint;
use crate::reference::projection::LonLat;

/// A part of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Region {
    /// With the Mediterranean.
    Europe,
    /// From Alaska to Panama.
    NorthAmerica,
    /// From the Caribbean to Cape Horn.
    SouthAmerica,
    /// With its islands.
    Africa,
    /// From the Mediterranean to Japan.
    Asia,
    /// From Singapore to New Zealand.
    Oceania,
}

impl Region {
    /// All, in the order in which they are offered.
    pub const ALL: [Region; 6] = [
        Region::Europe,
        Region::NorthAmerica,
        Region::SouthAmerica,
        Region::Africa,
        Region::Asia,
        Region::Oceania,
    ];

    /// Words on screen.
    pub fn label(self) -> &'static str {
        match self {
            Region::Europe => "Europe",
            Region::NorthAmerica => "North America",
            Region::SouthAmerica => "South America",
            Region::Africa => "Africa",
            Region::Asia => "Asia",
            Region::Oceania => "Oceania",
        }
    }

    /// Its corners on the plane of the map.
    pub fn corners(self) -> [PlanePoint; 4] {
        let (west, south, east, north) = match self {
            Region::Europe => (-12.0, 34.0, 42.0, 66.0),
            Region::NorthAmerica => (-165.0, 8.0, -52.0, 72.0),
            Region::SouthAmerica => (-84.0, -56.0, -33.0, 14.0),
            Region::Africa => (-20.0, -36.0, 54.0, 38.0),
            Region::Asia => (34.0, -10.0, 148.0, 58.0),
            Region::Oceania => (98.0, -48.0, 179.0, 8.0),
        };
        [(west, south), (east, south), (west, north), (east, north)]
            .map(|(lon_deg, lat_deg)| PlanePoint::of(LonLat { lon_deg, lat_deg }))
    }
}
