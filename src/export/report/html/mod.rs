//! A report becomes one page of HTML: no script, nothing that is fetched, dark and light, fit for printing.

mod about;
mod destinations;
mod parts;
mod sections;
mod style;

use std::fmt::Write;

use super::Report;
use crate::export::markup::escaped;

/// The page. `map` is the drawing that stands in it, as SVG.
pub fn page(report: &Report, id: &str, made_at: Option<&str>, map: &str) -> String {
    let mut body = String::new();
    sections::head(&mut body, report, id, made_at);
    sections::result(&mut body, report);
    sections::map(&mut body, map);
    sections::where_to(&mut body, report);
    destinations::destinations(&mut body, report);
    destinations::reasons(&mut body, report);
    about::conflicts(&mut body, report);
    about::statements(&mut body, report);
    about::record(&mut body, report);
    about::again(&mut body, report);
    let title = escaped(&report.question);
    let mut page = String::with_capacity(body.len() + 8_192);
    // Writing into a text cannot fail.
    let _written = write!(
        page,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n<style>\n{}</style>\n</head>\n\
         <body>\n{body}</body>\n</html>\n",
        style::text()
    );
    page
}
