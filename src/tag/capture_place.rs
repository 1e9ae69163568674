//! Where a capture was made, as the user says: a country, or a point and how far around it that may be.

use std::fmt;

use crate::reference::country::CountryCode;
use crate::reference::projection::LonLat;

/// How far around a point the capture may have been made, in km, where the user does not say: a large town.
const USUAL_RADIUS_KM: u32 = 50;

/// Half the way round the Earth: everywhere.
const MAX_RADIUS_KM: u32 = 20_015;

/// The place of capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CapturePlace {
    /// Somewhere in a country.
    Country(CountryCode),
    /// Around a point.
    Point(Point),
}

/// A point and the circle around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    /// Millionths of a degree to the north.
    lat_e6: i32,
    /// Millionths of a degree to the east.
    lon_e6: i32,
    /// Radius in km.
    pub radius_km: u32,
}

impl Point {
    /// From degrees; `None` for what is on no globe.
    pub fn new(lat_deg: f64, lon_deg: f64, radius_km: u32) -> Option<Self> {
        let on_globe = lat_deg.abs() <= 90.0 && lon_deg.abs() <= 180.0;
        (on_globe && radius_km <= MAX_RADIUS_KM).then(|| Self {
            lat_e6: (lat_deg * 1e6).round() as i32,
            lon_e6: (lon_deg * 1e6).round() as i32,
            radius_km,
        })
    }

    /// Its middle.
    pub fn at(self) -> LonLat {
        LonLat {
            lon_deg: f64::from(self.lon_e6) / 1e6,
            lat_deg: f64::from(self.lat_e6) / 1e6,
        }
    }
}

impl CapturePlace {
    /// Reads `IE`, `53.35,-6.26` (latitude and longitude in degrees) or `53.35,-6.26,20` (and a radius in km).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(code) = CountryCode::parse(text) {
            return Some(Self::Country(code));
        }
        let numbers: Vec<&str> = text.split(',').map(str::trim).collect();
        let (lat, lon, radius) = match numbers.as_slice() {
            [lat, lon] => (lat, lon, USUAL_RADIUS_KM),
            [lat, lon, radius] => (lat, lon, radius.parse().ok()?),
            _ => return None,
        };
        Point::new(lat.parse().ok()?, lon.parse().ok()?, radius).map(Self::Point)
    }

    /// The country, where it is one as a whole.
    pub fn country(self) -> Option<CountryCode> {
        match self {
            Self::Country(code) => Some(code),
            Self::Point(_) => None,
        }
    }

    /// Words on screen: `Ireland`; `53.35° N, 6.26° W, within 50 km`.
    pub fn label(self) -> String {
        match self {
            Self::Country(code) => code.name().to_owned(),
            Self::Point(point) => {
                let at = point.at();
                format!(
                    "{}, {}, within {} km",
                    degrees(at.lat_deg, 'N', 'S'),
                    degrees(at.lon_deg, 'E', 'W'),
                    point.radius_km
                )
            }
        }
    }
}

fn degrees(value: f64, positive: char, negative: char) -> String {
    let side = if value < 0.0 { negative } else { positive };
    format!("{:.2}° {side}", value.abs())
}

/// As `parse` reads it.
impl fmt::Display for CapturePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Country(code) => code.fmt(f),
            Self::Point(point) => {
                let at = point.at();
                write!(f, "{},{},{}", at.lat_deg, at.lon_deg, point.radius_km)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_and_read_back() {
        for (text, back, label) in [
            ("ie", "IE", "Ireland"),
            (
                "53.35,-6.26",
                "53.35,-6.26,50",
                "53.35° N, 6.26° W, within 50 km",
            ),
            (
                "-33.9, 151.2, 5",
                "-33.9,151.2,5",
                "33.90° S, 151.20° E, within 5 km",
            ),
            ("0,0,0", "0,0,0", "0.00° N, 0.00° E, within 0 km"),
        ] {
            let place = CapturePlace::parse(text).unwrap();
            assert_eq!((&*place.to_string(), &*place.label()), (back, label));
            assert_eq!(CapturePlace::parse(back), Some(place), "{back}");
        }
        for wrong in [
            "",
            "ZZ",
            "Ireland",
            "53.35",
            "91,0",
            "0,181",
            "0,0,-1",
            "0,0,30000",
            "NaN,0",
            "inf,0",
            "1,2,3,4",
        ] {
            assert_eq!(CapturePlace::parse(wrong), None, "{wrong}");
        }
    }
}
