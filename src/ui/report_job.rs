//! A report is made of what is open, by the filter, the claim and the place of now, and written into a new folder: the
//! same bytes as those of the command line that it prints.

use std::path::PathBuf;

use super::app::App;
use super::export_job::{ListOrder, Outcome};
use super::session::with_causes;
use crate::export::report::Report;
use crate::export::report::bundle::{Order, bundle};
use crate::export::report::command::{CommandLine, name_of};
use crate::export::report::folder::write_folder;
use crate::export::report::stated::Stated;
use crate::export::report::summary::markdown;
use crate::export::write::Overwrite;
use crate::reference::world::World;
use crate::tag::subject::Subject;
use crate::view::query::{Colouring, Query};
use crate::view::redact::Redaction;
use crate::view::screen::Screen;

impl App {
    /// Starts it. Groups and a selected flow are not taken over: a report has neither.
    pub(super) fn write_report(&mut self, order: ListOrder) {
        let (Some(screen), Some(atlas)) = (self.screen.clone(), self.atlas.get().cloned()) else {
            return self.say_failed("The map is still being unpacked".to_owned());
        };
        let query = query_of(&screen);
        let mut line = self.command_line(&screen, &query);
        line.show_all = order.show_all;
        line.options.extend(order.stated.options());
        let claim = self.claim.as_ref();
        let claim = claim.map(|chosen| chosen.text.clone().into_bytes());
        self.start_export("Making the report", move || {
            let screen = crate::view::screen(&screen.analysis, &query);
            report_to(&screen, &atlas.world, &line, claim, &order)
        });
    }

    /// Copies the report in short.
    pub(super) fn copy_summary(&mut self) {
        let Some(screen) = self.screen.clone() else {
            return;
        };
        let query = query_of(&screen);
        let line = self.command_line(&screen, &query);
        let context = self.context.clone();
        self.start_export("Making the summary", move || {
            let screen = crate::view::screen(&screen.analysis, &query);
            let redaction = Redaction::of(&screen.analysis);
            let report = Report::new(
                &screen,
                &line.text(&redaction),
                &Stated::default(),
                &redaction,
            );
            context.copy_text(markdown(&report));
            Ok("The summary is on the clipboard".to_owned())
        });
    }

    fn command_line(&self, screen: &Screen, query: &Query) -> CommandLine {
        let reading = &self.reading;
        let inputs = self.session.inputs().iter();
        let mut line = CommandLine {
            captures: inputs.map(|path| name_of(path)).collect(),
            local: reading.local.clone(),
            filter: query.filter.clone(),
            place: query.place,
            without_interfaces: reading.without_interfaces.clone(),
            splitting: reading.splitting,
            without_names: reading.without_names,
            look: query.clone(),
            ..CommandLine::default()
        };
        let claim = screen.analysis.judged.as_ref().map(|judged| &judged.claim);
        let file = claim.and_then(|claim| claim.file.as_ref());
        line.options
            .extend(file.map(|file| ("--claim", file.name.clone())));
        let keys = reading.keys.files.iter();
        line.options
            .extend(keys.map(|(name, _)| ("--keys", name.clone())));
        let stated = &screen.analysis.stated;
        let by_hand = stated.by_hand.files.iter();
        line.options
            .extend(by_hand.map(|(name, _)| ("--by-hand", name.clone())));
        line.files("--db", self.databases.iter().map(PathBuf::as_path));
        line.files("--apps", reading.apps.iter().map(PathBuf::as_path));
        let of_claim = claim.map(|claim| Subject::from(&claim.subject));
        if of_claim.as_ref() != Some(&stated.subject) {
            let words = stated.subject.words().into_iter();
            line.options.extend(words.map(|word| ("--subject", word)));
        }
        line
    }
}

/// What the command line can ask for.
fn query_of(screen: &Screen) -> Query {
    Query {
        held: screen.query.held,
        filter: screen.redaction.revealed(&screen.query.filter),
        place: screen.query.place,
        colouring: match screen.claim {
            Some(_) => Colouring::Verdict,
            None => Colouring::Plain,
        },
        metric: screen.query.metric,
        map_by: screen.query.map_by,
        span: screen.query.span,
        sort: screen.query.sort,
        then: screen.query.then.clone(),
        ..Query::default()
    }
}

fn report_to(
    screen: &Screen,
    world: &World,
    line: &CommandLine,
    claim: Option<Vec<u8>>,
    wanted: &ListOrder,
) -> Outcome {
    let redaction = Redaction::unless(line.show_all, &screen.analysis);
    let order = Order {
        command: line.text(&redaction),
        made_at: None,
        stated: wanted.stated.clone(),
        claim,
    };
    bundle(screen, &redaction, world, &order)
        .and_then(|files| write_folder(&wanted.path, &files, Overwrite::No))
        .map(|()| format!("Written: {}. {}", wanted.path.display(), redaction.mark()))
        .map_err(|error| format!("The report was not written: {}", with_causes(&error)))
}
