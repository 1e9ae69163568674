//! A screen becomes the files of a report, each with its name, and a list of their hashes.

use super::Report;
use super::html::page;
use super::sidecar::sidecar;
use super::stated::Stated;
use crate::draw::map::WorldMap;
use crate::export::csv_file;
use crate::export::error::ExportError;
use crate::export::evidence_file;
use crate::export::figure::{FigureOf, FigureOptions, Part, claim_height, table_height};
use crate::export::geojson_file;
use crate::export::json_lines::pretty;
use crate::export::picture::{pdf_of, png_of, svg_of};
use crate::export::provenance::Provenance;
use crate::reference::provenance::sha256_of;
use crate::reference::world::World;
use crate::view::redact::Redaction;
use crate::view::screen::Screen;

/// Every name that a report may have, in the order of writing.
pub const NAMES: [&str; 20] = [
    "report.html",
    "result.json",
    "flows.csv",
    "evidence.csv",
    "map.geojson",
    "map.pdf",
    "map.png",
    "map.png.json",
    "map.svg",
    "table.pdf",
    "table.png",
    "table.png.json",
    "timeline.pdf",
    "timeline.png",
    "timeline.png.json",
    "claim.pdf",
    "claim.png",
    "claim.png.json",
    "claim.toml",
    MANIFEST,
];

/// The list of hashes; `sha256sum -c` reads it.
pub const MANIFEST: &str = "MANIFEST.sha256";

/// The map, with its lists.
const MAP: FigureOptions = FigureOptions {
    width: 1600,
    height: 900,
    scale: 2.0,
    dark: false,
    part: Part::Map,
    print_mm: None,
};

/// The map in the page: narrow, so that its words can be read on paper.
const PAGE_MAP: FigureOptions = FigureOptions {
    width: 1000,
    height: 760,
    ..MAP
};

/// The table of destinations, as high as it has rows.
fn table_options(screen: &Screen, redaction: &Redaction) -> FigureOptions {
    FigureOptions {
        height: table_height(screen, redaction),
        part: Part::Table,
        ..MAP
    }
}

/// Bytes over time.
const TIMELINE: FigureOptions = FigureOptions {
    height: 600,
    part: Part::Timeline,
    ..MAP
};

/// A figure: its files, what it shows, and how it is drawn.
struct Figure {
    /// The picture, what it shows beside it, and the page.
    names: [&'static str; 3],
    about: &'static str,
    options: FigureOptions,
}

/// A figure as pixels and as a page.
struct Drawn {
    png: Vec<u8>,
    pdf: Vec<u8>,
}

/// The figures; that of the claim only where there is one.
fn figures(screen: &Screen, redaction: &Redaction) -> Vec<Figure> {
    let table = table_options(screen, redaction);
    let claim = screen.claim.as_ref().map(|claim| FigureOptions {
        height: claim_height(claim),
        part: Part::Claim,
        ..MAP
    });
    let figure = |names, about, options| Figure {
        names,
        about,
        options,
    };
    let claim = claim.map(|options| {
        let names = ["claim.png", "claim.png.json", "claim.pdf"];
        figure(names, "The claim, promise by promise", options)
    });
    let others = [
        figure(
            ["map.png", "map.png.json", "map.pdf"],
            "Where the bytes went",
            MAP,
        ),
        figure(
            ["table.png", "table.png.json", "table.pdf"],
            "The largest destinations",
            table,
        ),
        figure(
            ["timeline.png", "timeline.png.json", "timeline.pdf"],
            "Bytes over time",
            TIMELINE,
        ),
    ];
    others.into_iter().chain(claim).collect()
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Name, without a folder.
    pub name: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What a report is made with beside its screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// The command that makes the same again.
    pub command: String,
    /// The moment that it says it was made at; the clock is never asked.
    pub made_at: Option<String>,
    /// What is stated by whoever makes it.
    pub stated: Stated,
    /// The claim file as it was used.
    pub claim: Option<Vec<u8>>,
}

/// All files. The same screen and the same order give the same bytes.
pub fn bundle(
    screen: &Screen,
    redaction: &Redaction,
    world: &World,
    order: &Order,
) -> Result<Vec<File>, ExportError> {
    check_claim(screen, order)?;
    let flows = csv_file::table(screen, redaction)?;
    let evidence = evidence_file::table(screen, redaction)?;
    let mut provenance = Provenance::of(&screen.analysis, &screen.query).redacted(redaction);
    if let Some(moment) = &order.made_at {
        provenance = provenance.made_at(moment);
    }
    let figures = figures(screen, redaction);
    let of = FigureOf {
        screen,
        provenance: &provenance,
        redaction,
        world: &WorldMap::new(world),
    };
    let drawn: Result<Vec<Drawn>, ExportError> = figures
        .iter()
        .map(|figure| {
            let png = png_of(of, figure.options)?;
            let pdf = pdf_of(of, figure.options)?;
            Ok(Drawn { png, pdf })
        })
        .collect();
    let drawn = drawn?;
    let (map_svg, page_map) = (svg_of(of, MAP)?, svg_of(of, PAGE_MAP)?);
    let geojson = geojson_file::map(screen, world, &provenance, redaction);
    // Last, so that what was taken out everywhere is counted in it.
    let report = Report::new(screen, &order.command, &order.stated, redaction);
    let (id, result) = report.to_json().map_err(ExportError::Json)?;
    let html = page(&report, &id, order.made_at.as_deref(), &page_map);
    let beside =
        |file, about, options| pretty(&sidecar(&report, &provenance, file, about, options));
    let mut files = vec![
        file("report.html", html.into_bytes()),
        file("result.json", result),
        file("flows.csv", flows),
        file("evidence.csv", evidence),
        file("map.geojson", pretty(&geojson)?),
        file("map.svg", map_svg.into_bytes()),
    ];
    for (figure, Drawn { png, pdf }) in figures.into_iter().zip(drawn) {
        let [name, told, page] = figure.names;
        files.push(file(told, beside(name, figure.about, figure.options)?));
        files.push(file(name, png));
        files.push(file(page, pdf));
    }
    let claim = order.claim.iter();
    files.extend(claim.map(|claim| file("claim.toml", claim.clone())));
    files.sort_by_key(|file| file.name);
    files.push(file(MANIFEST, manifest(&files).into_bytes()));
    Ok(files)
}

fn file(name: &'static str, bytes: Vec<u8>) -> File {
    File { name, bytes }
}

/// A claim that changed while the captures were read is not the one that judged them.
fn check_claim(screen: &Screen, order: &Order) -> Result<(), ExportError> {
    let judged = screen.analysis.judged.as_ref();
    let used = judged.and_then(|judged| judged.claim.file.as_ref());
    let is_same = match (used, &order.claim) {
        (Some(used), Some(bytes)) => used.sha256 == sha256_of(bytes),
        (None, None) => true,
        _ => judged.is_some() == order.claim.is_some(),
    };
    match is_same {
        true => Ok(()),
        false => Err(ExportError::ClaimChanged),
    }
}

/// As `sha256sum` writes it: hash, two spaces, name.
fn manifest(files: &[File]) -> String {
    let lines = files.iter();
    lines
        .map(|file| format!("{}  {}\n", sha256_of(&file.bytes), file.name))
        .collect()
}
