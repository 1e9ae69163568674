//! A screen becomes bytes and then a file: the picture for a report, the table for a spreadsheet.

pub mod claim_html;
pub mod claim_json;
pub mod claim_pages;
pub mod csv_file;
pub mod destinations;
pub mod dns_file;
pub mod error;
pub mod evidence_file;
pub mod figure;
pub mod geojson_file;
pub mod lines;
pub mod markup;
mod page;
pub mod picture;
pub mod png_file;
pub mod problems_file;
pub mod promises;
pub mod provenance;
pub mod raster;
pub mod report;
pub mod vector;
pub mod write;
