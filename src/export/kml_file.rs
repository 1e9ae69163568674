//! The map becomes KML (OGC 07-147r2): a point for each country, from the same features as the GeoJSON, and a line to it
//! from where the capture was made, where that is known.

use serde_json::Value;

use super::markup::escaped;
use crate::reference::world::World;
use crate::tag::capture_place::CapturePlace;

/// The document of a collection that `geojson_file::map` made.
pub fn of(collection: &Value, from: Option<[f64; 2]>) -> String {
    let mut text = String::from(HEAD);
    let said = |key: &str| collection.get(key).and_then(Value::as_str).unwrap_or("");
    // Of `Shade and line width: bytes sent` a globe shows the second half.
    let shows = said("shows").rsplit(": ").next().unwrap_or_default();
    text.push_str(&element("name", &format!("Where the data went: {shows}")));
    text.push_str(&element("description", &about(collection)));
    let features = collection.get("features").and_then(Value::as_array);
    for feature in features.into_iter().flatten() {
        text.push_str(&placemark(feature, from).unwrap_or_default());
    }
    text.push_str("</Document>\n</kml>\n");
    text
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n";

/// Longitude and latitude from which lines begin.
pub fn origin(world: &World, place: Option<CapturePlace>) -> Option<[f64; 2]> {
    match place? {
        CapturePlace::Country(code) => {
            let at = world.label_point(code);
            Some([at.lon_deg, at.lat_deg])
        }
        CapturePlace::Point(point) => Some([point.at().lon_deg, point.at().lat_deg]),
    }
}

/// What the points are, what is on no map, and the sources.
fn about(collection: &Value) -> String {
    let says = collection.get("says").and_then(Value::as_str);
    let mut lines: Vec<String> = says.map(str::to_owned).into_iter().collect();
    let list = |key: &str| collection.get(key).and_then(Value::as_array);
    for item in list("cannot_be_placed").into_iter().flatten() {
        let label = item.get("label").and_then(Value::as_str).unwrap_or("");
        let value = item.get("value").and_then(Value::as_u64).unwrap_or(0);
        lines.push(format!("Cannot be placed: {label}: {value}"));
    }
    let sources = list("sources").into_iter().flatten();
    lines.extend(sources.filter_map(Value::as_str).map(str::to_owned));
    lines.join("\n")
}

fn placemark(feature: &Value, from: Option<[f64; 2]>) -> Option<String> {
    let at = feature.get("geometry")?.get("coordinates")?.as_array()?;
    let at = [at.first()?.as_f64()?, at.get(1)?.as_f64()?];
    let about = feature.get("properties")?;
    let name = about.get("name")?.as_str()?;
    let mut lines = vec![about.get("text")?.as_str()?.to_owned()];
    let parts = about.get("parts").and_then(Value::as_array);
    for part in parts.into_iter().flatten() {
        let (label, text) = (part.get("label")?.as_str()?, part.get("text")?.as_str()?);
        lines.push(format!("{label}: {text}"));
    }
    let point = format!("<Point><coordinates>{}</coordinates></Point>", pair(at));
    let shape = match from {
        Some(from) => format!(
            "<MultiGeometry>{point}<LineString><tessellate>1</tessellate><coordinates>{} {}</coordinates></LineString></MultiGeometry>",
            pair(from),
            pair(at)
        ),
        None => point,
    };
    Some(format!(
        "<Placemark>\n{}{}{shape}\n</Placemark>\n",
        element("name", name),
        element("description", &lines.join("\n"))
    ))
}

fn pair([lon, lat]: [f64; 2]) -> String {
    format!("{lon:.2},{lat:.2}")
}

fn element(name: &str, text: &str) -> String {
    format!("<{name}>{}</{name}>\n", escaped(text))
}
