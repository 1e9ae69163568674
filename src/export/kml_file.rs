//! The map becomes KML (OGC 07-147r2): a point for each country, what has no place on the map beside them, and a line to
//! each point from where the capture was made, where that is known.

use super::geojson_file::says;
use super::markup::escaped;
use super::provenance::Provenance;
use crate::reference::projection::LonLat;
use crate::reference::world::World;
use crate::tag::capture_place::CapturePlace;
use crate::view::redact::Redaction;
use crate::view::screen::{MapCountry, Screen};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n";

/// The document.
pub fn map(
    screen: &Screen,
    world: &World,
    provenance: &Provenance,
    redaction: &Redaction,
) -> String {
    let map = &screen.map;
    let from = screen.query.place.map(|place| origin(world, place));
    let mut text = String::from(HEAD);
    // Of `Shade and line width: bytes sent` a globe shows the second half.
    let shows = map.legend_title.rsplit(": ").next().unwrap_or_default();
    text.push_str(&element("name", &format!("Where the data went: {shows}")));
    let mut about = vec![says()];
    about.extend(map.margin.iter().map(|item| {
        let label = redaction.text(&item.label);
        format!("Cannot be placed: {label}: {}", item.value)
    }));
    about.extend(provenance.lines());
    text.push_str(&element("description", &about.join("\n")));
    for country in &map.countries {
        let at = world.label_point(country.code);
        text.push_str(&placemark(country, at, from));
    }
    text.push_str("</Document>\n</kml>\n");
    text
}

/// From where lines begin.
fn origin(world: &World, place: CapturePlace) -> LonLat {
    match place {
        CapturePlace::Country(code) => world.label_point(code),
        CapturePlace::Point(point) => point.at(),
    }
}

fn placemark(country: &MapCountry, at: LonLat, from: Option<LonLat>) -> String {
    let parts = country.parts.iter();
    let parts = parts.map(|part| format!("{}: {}", part.part.label(), part.text));
    let lines: Vec<String> = [country.text.clone()].into_iter().chain(parts).collect();
    let point = format!("<Point><coordinates>{}</coordinates></Point>", pair(at));
    let shape = match from {
        Some(from) => format!(
            "<MultiGeometry>{point}<LineString><tessellate>1</tessellate><coordinates>{} {}</coordinates></LineString></MultiGeometry>",
            pair(from),
            pair(at)
        ),
        None => point,
    };
    format!(
        "<Placemark>\n{}{}{shape}\n</Placemark>\n",
        element("name", &country.name),
        element("description", &lines.join("\n"))
    )
}

/// Two decimals: a country is no finer.
fn pair(at: LonLat) -> String {
    format!("{:.2},{:.2}", at.lon_deg, at.lat_deg)
}

fn element(name: &str, text: &str) -> String {
    format!("<{name}>{}</{name}>\n", escaped(text))
}
