//! The fields of a claim below each other; what few claims need is folded away.

use eframe::egui::{self, CollapsingHeader, ComboBox, Grid, RichText, TextEdit, Ui};

use super::fields::Fields;
use crate::claim::model::Asserts;
use crate::draw::fonts;
use crate::draw::theme::{Theme, space, type_size};
use crate::reference::data_type::DataType;
use crate::ui::tick::tick;

/// What a claim can be about: the word in the file, and what it means.
const ASSERTS: [(Asserts, &str); 3] = [
    (Asserts::Storage, "where data is kept"),
    (Asserts::Transfer, "where data is sent"),
    (Asserts::Access, "from where data is read"),
];

/// What can be said of edges: the word in the file, and what it means.
const EDGES: [(&str, &str); 3] = [
    ("cannot_tell", "cannot tell: the origin is not visible"),
    ("consistent", "the claim allows them"),
    ("ignore", "judged by the countries that databases name"),
];

/// The form; returns whether something was changed.
pub fn form_ui(ui: &mut Ui, fields: &mut Fields, theme: &Theme) -> bool {
    ui.spacing_mut().item_spacing.y = space::XS;
    let mut changed = about_ui(ui, fields, theme);
    changed |= subject_ui(ui, fields, theme);
    changed |= classes_ui(ui, fields, theme);
    let folded = |title: &str| CollapsingHeader::new(title.to_owned());
    let title = "Which data falls in which class";
    let map = folded(title).show(ui, |ui| map_ui(ui, fields));
    changed |= map.body_returned == Some(true);
    let title = format!("Classes of single hosts ({})", fields.form.overrides.len());
    let header = CollapsingHeader::new(title).id_salt("overrides");
    let overrides = header.show(ui, |ui| overrides_ui(ui, fields));
    changed |= overrides.body_returned == Some(true);
    let exceptions = folded("Exceptions").show(ui, |ui| exceptions_ui(ui, fields));
    changed | (exceptions.body_returned == Some(true))
}

fn heading_ui(ui: &mut Ui, words: &str, theme: &Theme) {
    ui.add_space(space::S);
    let words = RichText::new(words).font(fonts::strong(type_size::BODY));
    ui.label(words.color(theme.ink));
}

/// A field with its label before it, in a row of a grid.
fn row_ui(ui: &mut Ui, label: &str, text: &mut String, hint: &str, rows: usize) -> bool {
    ui.label(label);
    let changed = field_ui(ui, label, text, hint, rows, f32::INFINITY);
    ui.end_row();
    changed
}

fn field_ui(
    ui: &mut Ui,
    label: &str,
    text: &mut String,
    hint: &str,
    rows: usize,
    width: f32,
) -> bool {
    let edit = match rows {
        1 => TextEdit::singleline(text),
        _ => TextEdit::multiline(text).desired_rows(rows),
    };
    let response = ui.add(edit.hint_text(hint.to_owned()).desired_width(width));
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(label));
    response.changed()
}

fn grid(name: &str) -> Grid {
    Grid::new(name)
        .num_columns(2)
        .spacing([space::M, space::XS])
}

fn about_ui(ui: &mut Ui, fields: &mut Fields, theme: &Theme) -> bool {
    heading_ui(ui, "The promise", theme);
    let form = &mut fields.form;
    let mut changed = false;
    grid("about").show(ui, |ui| {
        changed |= row_ui(
            ui,
            "Title",
            &mut form.title,
            "Letter to the senate, 16 June 2023",
            1,
        );
        changed |= row_ui(
            ui,
            "Source",
            &mut form.source,
            "Where it was read, and when",
            1,
        );
        changed |= row_ui(ui, "Page", &mut form.url, "https://…", 1);
        changed |= row_ui(ui, "Quotation", &mut form.quote, "Its own words", 2);
        ui.label("Stated on");
        ui.horizontal(|ui| {
            for (label, words, day) in [
                ("Stated on", "", &mut form.stated),
                ("Holds from", "holds from", &mut form.from),
                ("Holds until", "until", &mut form.to),
            ] {
                ui.label(words);
                changed |= field_ui(ui, label, day, "2026-02-01", 1, 104.0);
            }
        });
        ui.end_row();
        ui.label("About");
        ui.horizontal(|ui| {
            for (asserts, words) in ASSERTS {
                let chosen = form.asserts == asserts.token();
                if ui.radio(chosen, words).clicked() {
                    form.asserts = asserts.token().to_owned();
                    changed = true;
                }
            }
        });
        ui.end_row();
        changed |= row_ui(ui, "Short name", &mut form.id, "letter-2023-06-16", 1);
    });
    changed
}

fn subject_ui(ui: &mut Ui, fields: &mut Fields, theme: &Theme) -> bool {
    heading_ui(ui, "Whose traffic it is about", theme);
    let mut changed = false;
    grid("subject").show(ui, |ui| {
        changed |= row_ui(ui, "Service", &mut fields.form.subject, "Its name", 1);
        let hint = "service.example, one a line; names below are included";
        changed |= row_ui(ui, "Domains", &mut fields.domains, hint, 2);
        changed |= row_ui(ui, "AS numbers", &mut fields.asns, "64500, 64501", 1);
        let hint = "Who answers for it, one a line; says whose party is first";
        changed |= row_ui(ui, "Companies", &mut fields.controllers, hint, 2);
    });
    changed
}

fn classes_ui(ui: &mut Ui, fields: &mut Fields, theme: &Theme) -> bool {
    heading_ui(ui, "Classes of data, and where each may go", theme);
    let (mut changed, mut gone) = (false, None);
    let rows = fields.form.classes.iter_mut().zip(&mut fields.countries);
    for (at, (class, countries)) in rows.enumerate() {
        ui.push_id(("class", at), |ui| {
            ui.horizontal(|ui| {
                let label = format!("Class {}", at + 1);
                changed |= field_ui(ui, &label, &mut class.name, "protected", 1, 150.0);
                changed |= tick(ui, &mut class.anywhere, "anywhere").changed();
                let label = format!("Countries of class {}", at + 1);
                let room = ui.available_width() - 60.0;
                ui.add_enabled_ui(!class.anywhere, |ui| {
                    let hint = "US, SG; nothing is nowhere";
                    changed |= field_ui(ui, &label, countries, hint, 1, room);
                });
                if remove_ui(ui, &format!("Remove class {}", at + 1)) {
                    gone = Some(at);
                }
            });
        });
    }
    if ui.button("Add a class").clicked() {
        fields.add_class();
        changed = true;
    }
    if let Some(at) = gone {
        fields.remove_class(at);
        changed = true;
    }
    changed
}

fn remove_ui(ui: &mut Ui, label: &str) -> bool {
    let button = ui.add(egui::Button::new("×").frame(false));
    button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, label));
    button.on_hover_text(label).clicked()
}

/// Nothing in a row leaves the type in the classes of the built-in map.
fn map_ui(ui: &mut Ui, fields: &mut Fields) -> bool {
    let mut changed = false;
    grid("map").show(ui, |ui| {
        for (one, classes) in DataType::ALL.iter().zip(&mut fields.map) {
            changed |= row_ui(ui, one.label(), classes, "as the built-in map has it", 1);
        }
    });
    changed
}

fn overrides_ui(ui: &mut Ui, fields: &mut Fields) -> bool {
    let (mut changed, mut gone) = (false, None);
    let rows = fields.form.overrides.iter_mut().zip(&mut fields.overrides);
    for (at, (one, classes)) in rows.enumerate() {
        ui.push_id(("override", at), |ui| {
            ui.horizontal(|ui| {
                let number = at + 1;
                let hint = "log#.service.example";
                changed |= field_ui(ui, &format!("Host {number}"), &mut one.host, hint, 1, 260.0);
                changed |= type_ui(ui, &mut one.data_type);
                let room = ui.available_width() - 60.0;
                let label = format!("Classes of host {number}");
                changed |= field_ui(ui, &label, classes, "protected", 1, room);
                if remove_ui(ui, &format!("Remove host {number}")) {
                    gone = Some(at);
                }
            });
        });
    }
    if ui.button("Add a host").clicked() {
        fields.add_override();
        changed = true;
    }
    if let Some(at) = gone {
        fields.remove_override(at);
        changed = true;
    }
    changed
}

fn type_ui(ui: &mut Ui, token: &mut String) -> bool {
    let before = token.clone();
    let label = |token: &str| DataType::of_token(token).map_or("any data type", DataType::label);
    ComboBox::from_id_salt("type")
        .selected_text(label(token))
        .width(170.0)
        .show_ui(ui, |ui| {
            let all = DataType::ALL.iter().map(|one| one.token());
            for one in std::iter::once("").chain(all) {
                ui.selectable_value(token, one.to_owned(), label(one));
            }
        });
    *token != before
}

fn exceptions_ui(ui: &mut Ui, fields: &mut Fields) -> bool {
    let before = fields.form.edge.clone();
    let mut changed = false;
    grid("exceptions").show(ui, |ui| {
        ui.label("Shared edges");
        let edge = &mut fields.form.edge;
        let words = EDGES.iter().find(|(token, _)| token == edge);
        let words = words.unwrap_or(&EDGES[0]).1;
        ComboBox::from_id_salt("edge")
            .selected_text(words)
            .width(330.0)
            .show_ui(ui, |ui| {
                for (token, words) in EDGES {
                    ui.selectable_value(edge, token.to_owned(), words);
                }
            });
        ui.end_row();
        let hint = "Countries that the claim names as passed through: HK";
        changed |= row_ui(ui, "Passed through", &mut fields.transit, hint, 1);
    });
    changed | (fields.form.edge != before)
}
