//! A round trip becomes a greatest distance.

use crate::flow::model::FlowId;

/// Speed of light in vacuum in km/ms, halved: out and back.
pub const VACUUM_KM_PER_MS: f64 = 299.792_458 / 2.0;

/// Two thirds of it: light in glass fibre.
pub const FIBRE_KM_PER_MS: f64 = VACUUM_KM_PER_MS * 2.0 / 3.0;

/// What is always allowed for, in microseconds: frames are stamped late, and not all alike.
pub const ALLOWANCE_MICROS: u32 = 1_000;

/// Which question was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Leg {
    /// SYN to SYN-ACK: whoever ends the TCP connection, a proxy on the way perhaps.
    Tcp,
    /// ClientHello to ServerHello: whoever ends TLS.
    Tls,
    /// The client's first Initial to the server's first packet: whoever ends QUIC.
    Quic,
}

impl Leg {
    /// Words on screen.
    pub fn label(self) -> &'static str {
        match self {
            Leg::Tcp => "TCP handshake",
            Leg::Tls => "TLS handshake",
            Leg::Quic => "QUIC handshake",
        }
    }

    /// Word in files.
    pub fn token(self) -> &'static str {
        match self {
            Leg::Tcp => "tcp-handshake",
            Leg::Tls => "tls-handshake",
            Leg::Quic => "quic-handshake",
        }
    }
}

/// One answer that was timed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// From the question to the answer, in microseconds.
    pub micros: u32,
    /// Which question.
    pub leg: Leg,
    /// The flow that shows it.
    pub flow: FlowId,
    /// Frames of question and answer.
    pub frames: (u64, u64),
}

/// The fastest answer, and what is added to it before a distance is made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The answer.
    pub sample: Sample,
    /// `ALLOWANCE_MICROS`, the grain of the clock, and the way from where the frames were captured to the client.
    pub allowance_micros: u32,
}

impl Bound {
    /// Greatest distance in km of what answered, had all of the way been glass fibre.
    pub fn fibre_km(&self) -> f64 {
        self.millis() * FIBRE_KM_PER_MS
    }

    /// Greatest distance in km at the speed of light in vacuum.
    pub fn vacuum_km(&self) -> f64 {
        self.millis() * VACUUM_KM_PER_MS
    }

    fn millis(&self) -> f64 {
        (f64::from(self.sample.micros) + f64::from(self.allowance_micros)) / 1_000.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(micros: u32, allowance_micros: u32) -> Bound {
        Bound {
            sample: Sample {
                micros,
                leg: Leg::Tls,
                flow: FlowId(0),
                frames: (1, 2),
            },
            allowance_micros,
        }
    }

    #[test]
    fn a_round_trip_is_a_distance() {
        let bound = bound(12_300, ALLOWANCE_MICROS);
        assert_eq!(bound.fibre_km().round(), 1_329.0);
        assert_eq!(bound.vacuum_km().round(), 1_994.0);
        assert!((FIBRE_KM_PER_MS - 99.931).abs() < 1e-3);
    }

    /// Distances on a sphere and what light needs for them, out and back, fibre and vacuum.
    #[test]
    fn floors_between_towns() {
        use crate::reference::distance::apart_km;
        use crate::reference::projection::LonLat;
        let at = |(lat_deg, lon_deg): (f64, f64)| LonLat { lon_deg, lat_deg };
        let (london, dublin) = ((51.507, -0.128), (53.35, -6.26));
        let (new_york, ashburn) = ((40.713, -74.006), (39.044, -77.487));
        let (singapore, beijing) = ((1.352, 103.82), (39.904, 116.407));
        let (hong_kong, san_francisco) = ((22.319, 114.169), (37.775, -122.419));
        let sydney = (-33.869, 151.209);
        for (a, b, fibre, vacuum) in [
            (new_york, ashburn, 3.5, 2.3),
            (london, dublin, 4.6, 3.1),
            (singapore, hong_kong, 25.9, 17.3),
            (singapore, beijing, 44.8, 29.9),
            (london, ashburn, 59.2, 39.5),
            (london, beijing, 81.5, 54.3),
            (san_francisco, beijing, 95.1, 63.4),
            (london, singapore, 108.6, 72.4),
            (new_york, beijing, 110.0, 73.3),
            (new_york, singapore, 153.5, 102.3),
            (sydney, singapore, 63.0, 42.0),
            (sydney, beijing, 89.5, 59.7),
        ] {
            let km = apart_km(at(a), at(b));
            assert!(
                (km / FIBRE_KM_PER_MS - fibre).abs() < 0.15,
                "{km} km, {fibre} ms"
            );
            assert!(
                (km / VACUUM_KM_PER_MS - vacuum).abs() < 0.15,
                "{km} km, {vacuum} ms"
            );
        }
    }
}
