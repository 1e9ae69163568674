//! The map becomes GeoJSON (RFC 7946): a point for each country, and what has no place on the map beside them.

use serde_json::{Value, json};

use super::provenance::{FIRST_HOP, Provenance};
use crate::reference::world::World;
use crate::view::redact::Redaction;
use crate::view::screen::Screen;

/// What the points are.
pub fn says() -> String {
    format!("{FIRST_HOP}. A point stands for a country, not for a machine.")
}

/// The collection. `cannot_be_placed` holds what is on no map, so that the numbers add up.
pub fn map(
    screen: &Screen,
    world: &World,
    provenance: &Provenance,
    redaction: &Redaction,
) -> Value {
    let countries = screen.map.countries.iter();
    let features: Vec<Value> = countries
        .map(|country| {
            let at = world.label_point(country.code);
            json!({
                "type": "Feature",
                "id": country.code.as_str(),
                "geometry": {"type": "Point", "coordinates": [rounded(at.lon_deg), rounded(at.lat_deg)]},
                "properties": {
                    "country": country.code.as_str(),
                    "name": country.name,
                    "value": country.value,
                    "disputed": country.disputed,
                    "text": country.text,
                    "parts": country.parts.iter().map(|part| json!({
                        "label": part.part.label(), "value": part.value, "text": part.text,
                    })).collect::<Vec<_>>(),
                },
            })
        })
        .collect();
    let margin = screen.map.margin.iter();
    json!({
        "type": "FeatureCollection",
        "features": features,
        "shows": screen.map.legend_title,
        "says": says(),
        "cannot_be_placed": margin
            .map(|item| json!({"label": redaction.text(&item.label), "value": item.value}))
            .collect::<Vec<_>>(),
        "sources": provenance.lines(),
    })
}

/// Two decimals: a country is no finer.
fn rounded(degrees: f64) -> f64 {
    (degrees * 100.0).round() / 100.0
}
