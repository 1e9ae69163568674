//! What this program is, what it cannot know, and whose data it uses under which licence.

use eframe::egui::{Context, RichText, ScrollArea, Ui};

use super::dialog;
use crate::draw::fonts;
use crate::draw::theme::{Theme, space, type_size};
use crate::reference::TableInfo;

/// Data and fonts that are no look-up tables: what, from whom, under which licence.
const OTHERS: [(&str, &str); 5] = [
    (
        "World map",
        "Natural Earth 1:50m (public domain) as edited by visionscarto (BSD-3-Clause)",
    ),
    (
        "Domains",
        "Public Suffix List of Mozilla, MPL-2.0, compiled into the program",
    ),
    ("Text", "Open Sans, Apache-2.0"),
    (
        "Signs",
        "Ubuntu, Ubuntu font licence 1.0; Noto Emoji, OFL-1.1; Hack, MIT and Bitstream Vera; emoji-icon-font, MIT",
    ),
    ("Window", "egui and eframe, MIT OR Apache-2.0"),
];

/// The window.
pub fn about_window(ctx: &Context, open: &mut bool, tables: Option<&[TableInfo]>, theme: &Theme) {
    let (stays, _) = dialog(ctx, "About Whither", 600.0, |ui| {
        let height = ui.ctx().content_rect().height() * 0.7;
        ScrollArea::vertical()
            .max_height(height)
            .min_scrolled_height(height)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                intro_ui(ui, theme);
                tables_ui(ui, tables, theme);
                section(ui, "Also in this program", theme);
                for (what, whose) in OTHERS {
                    fact_ui(ui, what, whose, theme);
                }
            });
    });
    *open = stays;
}

fn intro_ui(ui: &mut Ui, theme: &Theme) {
    let version = format!("Whither {}", env!("CARGO_PKG_VERSION"));
    ui.label(
        RichText::new(version)
            .font(fonts::strong(type_size::HEADLINE))
            .color(theme.ink),
    );
    ui.label("Opens network captures and shows where the data went, with reasons and doubt.");
    ui.label("MIT OR Apache-2.0");
    section(ui, "What it cannot know", theme);
    let limits = "A country is that of the first network hop, as databases tell it: not where data is stored, who \
                  reads it, or where it goes from there. One address may stand in many places at once.";
    ui.label(limits);
}

fn tables_ui(ui: &mut Ui, tables: Option<&[TableInfo]>, theme: &Theme) {
    section(ui, "Databases", theme);
    let Some(tables) = tables else {
        ui.label(RichText::new("Still being unpacked, or they cannot be read").color(theme.doubt));
        return;
    };
    for table in tables {
        let title = format!("{} · {}", table.title, table.dated);
        ui.label(
            RichText::new(title)
                .font(fonts::strong(type_size::BODY))
                .color(theme.ink),
        );
        ui.label(RichText::new(&table.attribution).color(theme.ink_soft));
        let licence = format!("{} · sha256 {}", table.licence, short(&table.sha256));
        ui.label(
            RichText::new(licence)
                .size(type_size::SMALL)
                .color(theme.ink_soft),
        )
        .on_hover_text(&table.sha256);
        ui.add_space(space::S);
    }
}

fn short(hash: &str) -> String {
    hash.get(..16)
        .map_or_else(|| hash.to_owned(), |start| format!("{start}…"))
}

fn section(ui: &mut Ui, title: &str, theme: &Theme) {
    ui.add_space(space::M);
    ui.label(
        RichText::new(title)
            .font(fonts::strong(type_size::TITLE))
            .color(theme.ink),
    );
    ui.add_space(space::XS);
}

fn fact_ui(ui: &mut Ui, what: &str, whose: &str, theme: &Theme) {
    ui.label(RichText::new(what).color(theme.ink));
    ui.label(
        RichText::new(whose)
            .size(type_size::SMALL)
            .color(theme.ink_soft),
    );
    ui.add_space(space::XS);
}
