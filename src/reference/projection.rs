//! Longitude and latitude ↔ the plane of the map: Equal Earth.
//!
//! Equal Earth keeps areas, so a shade over a country weighs what the country weighs, and bends the parallels the
//! least of its kind. Formulas: Šavrič, Patterson, Jenny, "The Equal Earth map projection", International Journal
//! of Geographical Information Science 33(3), 2019. Coordinates of the plane: radii of the sphere, x to the
//! east, y to the north, both zero at 0° 0°.

/// A point on the Earth, in degrees: east and north are positive.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct LonLat {
    pub lon_deg: f64,
    pub lat_deg: f64,
}

/// Largest x, at ±180° on the equator.
pub const HALF_WIDTH: f64 = 2.706_629_983_696_6;
/// Largest y, at the poles.
pub const HALF_HEIGHT: f64 = 1.317_362_759_157_4;

/// The polynomial's four numbers, from the paper.
const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];
/// √3 / 2.
const M: f64 = 0.866_025_403_784_438_6;

/// Places a point of the Earth on the plane.
pub fn forward(at: LonLat) -> [f64; 2] {
    let theta = (M * at.lat_deg.to_radians().sin()).asin();
    [
        at.lon_deg.to_radians() * theta.cos() / (M * slope(theta)),
        height(theta),
    ]
}

/// Finds the point of the Earth at a place of the plane; `None` beside the map.
pub fn inverse([x, y]: [f64; 2]) -> Option<LonLat> {
    // Rounding error of a point on the rim itself.
    const RIM: f64 = 1e-9;
    // Also false for a y that is no number.
    let between_the_poles = y.abs() <= HALF_HEIGHT + RIM;
    if !x.is_finite() || !between_the_poles {
        return None;
    }
    let theta = theta_at(y);
    let lat_deg = (theta.sin() / M).clamp(-1.0, 1.0).asin().to_degrees();
    let lon_deg = (x * M * slope(theta) / theta.cos()).to_degrees();
    (lon_deg.abs() <= 180.0 + RIM).then_some(LonLat {
        lon_deg: lon_deg.clamp(-180.0, 180.0),
        lat_deg,
    })
}

/// y as a polynomial of the auxiliary latitude.
fn height(theta: f64) -> f64 {
    let t2 = theta * theta;
    let t6 = t2 * t2 * t2;
    theta * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2))
}

/// Its derivative.
fn slope(theta: f64) -> f64 {
    let t2 = theta * theta;
    let t6 = t2 * t2 * t2;
    A[0] + 3.0 * A[1] * t2 + t6 * (7.0 * A[2] + 9.0 * A[3] * t2)
}

/// Newton's method; the slope stays between 1.1 and 1.4, so it settles in four or five steps from anywhere.
fn theta_at(y: f64) -> f64 {
    let mut theta = y / A[0];
    for _ in 0..12 {
        let step = (height(theta) - y) / slope(theta);
        theta -= step;
        if step.abs() < 1e-14 {
            break;
        }
    }
    theta.clamp(-std::f64::consts::FRAC_PI_3, std::f64::consts::FRAC_PI_3)
}

#[cfg(test)]
mod tests {
    use super::{HALF_HEIGHT, HALF_WIDTH, LonLat, forward, inverse};

    #[test]
    fn there_and_back() {
        for lat in -90..=90 {
            for lon in (-180..=180).step_by(5) {
                let at = LonLat {
                    lon_deg: f64::from(lon),
                    lat_deg: f64::from(lat),
                };
                let [x, y] = forward(at);
                assert!(
                    x.abs() <= HALF_WIDTH + 1e-12 && y.abs() <= HALF_HEIGHT + 1e-12,
                    "{at:?}"
                );
                let back = inverse([x, y]).unwrap_or_else(|| panic!("{at:?} is beside the map"));
                // The latitude is flat at the pole: an error of 1e-16 in y is 1e-6 degrees there.
                assert!((back.lon_deg - at.lon_deg).abs() < 1e-6, "{at:?} {back:?}");
                assert!((back.lat_deg - at.lat_deg).abs() < 1e-5, "{at:?} {back:?}");
            }
        }
    }

    #[test]
    fn the_rim_is_where_the_paper_says() {
        let east = forward(LonLat {
            lon_deg: 180.0,
            lat_deg: 0.0,
        });
        let pole = forward(LonLat {
            lon_deg: 0.0,
            lat_deg: 90.0,
        });
        assert!(
            (east[0] - HALF_WIDTH).abs() < 1e-12 && east[1] == 0.0,
            "{east:?}"
        );
        assert!(
            (pole[1] - HALF_HEIGHT).abs() < 1e-12 && pole[0] == 0.0,
            "{pole:?}"
        );
        for beside in [
            [0.0, 1.4],
            [2.71, 0.0],
            [2.5, 1.2],
            [f64::NAN, 0.0],
            [0.0, f64::NAN],
        ] {
            assert_eq!(inverse(beside), None, "{beside:?}");
        }
    }
}
