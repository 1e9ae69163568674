//! Pieces of a page: elements whose text is escaped, tables whose heads repeat, drawings that lie in the page itself.

use std::fmt::Write;

use crate::export::markup::escaped;

/// `<p class="soft">words</p>`.
pub(super) fn element(body: &mut String, tag: &str, class: &str, words: &str) {
    let class = match class {
        "" => String::new(),
        class => format!(" class=\"{class}\""),
    };
    // Writing into a text cannot fail.
    let _written = writeln!(body, "<{tag}{class}>{}</{tag}>", escaped(words));
}

/// A section's title, which a list of contents can point to.
pub(super) fn heading(body: &mut String, id: &str, words: &str) {
    let _written = writeln!(body, "<h2 id=\"{id}\">{}</h2>", escaped(words));
}

/// One cell: its text is escaped, its class is ours.
pub(super) struct Cell<'a> {
    pub class: &'a str,
    pub words: String,
}

impl<'a> Cell<'a> {
    /// Words.
    pub fn words(words: impl Into<String>) -> Self {
        Self {
            class: "",
            words: words.into(),
        }
    }

    /// A number, flush right.
    pub fn number(words: impl Into<String>) -> Self {
        Self {
            class: "number",
            words: words.into(),
        }
    }

    /// With a class of ours.
    pub fn with(class: &'a str, words: impl Into<String>) -> Self {
        Self {
            class,
            words: words.into(),
        }
    }
}

/// Caption and head of a table, up to its body.
pub(super) fn table_start(body: &mut String, caption: &str, heads: &[(&str, bool)]) {
    table_start_as(body, "", caption, heads);
}

/// The same, of a table with a class of ours.
pub(super) fn table_start_as(
    body: &mut String,
    class: &str,
    caption: &str,
    heads: &[(&str, bool)],
) {
    match class {
        "" => body.push_str("<table>\n"),
        class => {
            let _written = writeln!(body, "<table class=\"{class}\">");
        }
    }
    if !caption.is_empty() {
        element(body, "caption", "", caption);
    }
    body.push_str("<thead><tr>");
    for (words, is_number) in heads {
        let class = if *is_number { " class=\"number\"" } else { "" };
        let _written = write!(body, "<th scope=\"col\"{class}>{}</th>", escaped(words));
    }
    body.push_str("</tr></thead>\n<tbody>\n");
}

/// A row; its first cell heads it.
pub(super) fn row(body: &mut String, class: &str, cells: &[Cell<'_>]) {
    let class = match class {
        "" => String::new(),
        class => format!(" class=\"{class}\""),
    };
    let _written = write!(body, "<tr{class}>");
    for (place, cell) in cells.iter().enumerate() {
        let (tag, scope) = match place {
            0 => ("th", " scope=\"row\""),
            _ => ("td", ""),
        };
        let class = match cell.class {
            "" => String::new(),
            class => format!(" class=\"{class}\""),
        };
        let _written = write!(
            body,
            "<{tag}{scope}{class}>{}</{tag}>",
            escaped(&cell.words)
        );
    }
    body.push_str("</tr>\n");
}

/// The end of a table.
pub(super) fn table_end(body: &mut String) {
    body.push_str("</tbody>\n</table>\n");
}

/// Name and value, one a row; values that are `None` are told as such.
pub(super) fn pairs(body: &mut String, caption: &str, pairs: &[(&str, String)]) {
    table_start(body, caption, &[("Field", false), ("Value", false)]);
    for (name, value) in pairs {
        let class = if name.contains("SHA-256") { "hash" } else { "" };
        row(
            body,
            "",
            &[Cell::with("keep", *name), Cell::with(class, value)],
        );
    }
    table_end(body);
}

/// A list of sentences.
pub(super) fn list(body: &mut String, items: impl IntoIterator<Item = impl AsRef<str>>) {
    body.push_str("<ul>\n");
    for item in items {
        element(body, "li", "", item.as_ref());
    }
    body.push_str("</ul>\n");
}

/// A drawing in the page itself.
pub(super) fn figure(body: &mut String, svg: &str, caption: &str) {
    let caption = escaped(caption);
    let _written = writeln!(
        body,
        "<figure>\n{svg}<figcaption>{caption}</figcaption>\n</figure>"
    );
}
