//! The texts of a screen go through redaction: what tells who was captured stands under its pseudonym. Numbers, order and
//! what is counted stay.

use std::sync::Arc;

use super::claim_view::ClaimView;
use super::query::Easier;
use super::redact::Redaction;
use super::screen::{
    Banner, Facet, FacetKey, FacetRow, Group, Headline, MarginItem, ProblemRow, Screen, Status, Why,
};

/// The screen as it may be seen by others; as it is where nothing is hidden.
pub(super) fn hidden(screen: Screen) -> Screen {
    let redaction = Arc::clone(&screen.redaction);
    if !redaction.is_on() {
        return screen;
    }
    let hide = Hide(&redaction);
    let mut screen = Screen {
        headline: hide.headline(screen.headline),
        claim: screen.claim.map(|claim| hide.claim(claim)),
        banner: screen.banner.map(|banner| hide.banner(banner)),
        facets: hide.all(screen.facets, Hide::facet),
        why: screen.why.map(|why| hide.why(why)),
        status: hide.status(screen.status),
        ..screen
    };
    screen.map.margin = hide.all(screen.map.margin, Hide::margin);
    screen.filter.easier = hide.all(screen.filter.easier, Hide::easier);
    let groups = screen.table.groups.take();
    screen.table.groups = groups.map(|groups| {
        let groups = groups.iter().cloned().collect();
        Arc::new(hide.all(groups, Hide::group))
    });
    screen
}

struct Hide<'a>(&'a Redaction);

impl Hide<'_> {
    fn all<T>(&self, all: Vec<T>, one: impl Fn(&Self, T) -> T) -> Vec<T> {
        all.into_iter().map(|thing| one(self, thing)).collect()
    }

    fn headline(&self, headline: Headline) -> Headline {
        Headline {
            verdict: self.0.text(&headline.verdict),
            open: self.0.text(&headline.open),
            ..headline
        }
    }

    fn claim(&self, claim: ClaimView) -> ClaimView {
        ClaimView {
            title: self.0.text(&claim.title),
            subject: self.0.text(&claim.subject),
            ..claim
        }
    }

    fn banner(&self, banner: Banner) -> Banner {
        Banner {
            text: self.0.text(&banner.text),
            filter: self.0.filter(&banner.filter),
        }
    }

    fn margin(&self, item: MarginItem) -> MarginItem {
        MarginItem {
            label: self.0.text(&item.label),
            ..item
        }
    }

    fn easier(&self, easier: Easier) -> Easier {
        Easier {
            part: self.0.filter(&easier.part),
            filter: self.0.filter(&easier.filter),
            ..easier
        }
    }

    /// Only lists whose words come from captures, so that a million domains are not walked through twice.
    fn facet(&self, facet: Facet) -> Facet {
        let rows = match facet.key {
            FacetKey::Domain => self.all(facet.rows, |hide, row| hide.row(row, Redaction::host)),
            FacetKey::App | FacetKey::Owner | FacetKey::Organisation => {
                self.all(facet.rows, |hide, row| hide.row(row, Redaction::text))
            }
            _ => facet.rows,
        };
        Facet {
            note: self.0.text(&facet.note),
            rows,
            ..facet
        }
    }

    fn row(&self, row: FacetRow, words: impl Fn(&Redaction, &str) -> String) -> FacetRow {
        let label = words(self.0, &row.label);
        match label == row.label {
            true => row,
            false => FacetRow {
                term: self.0.filter(&row.term),
                label,
                ..row
            },
        }
    }

    fn group(&self, group: Group) -> Group {
        Group {
            label: self.0.text(&group.label),
            ..group
        }
    }

    fn why(&self, mut why: Why) -> Why {
        why.title = self.0.text(&why.title);
        why.subtitle = self.0.text(&why.subtitle);
        for question in &mut why.questions {
            question.title = self.0.text(&question.title);
            for reason in &mut question.reasons {
                reason.text = self.0.text(&reason.text);
                reason.source = self.0.text(&reason.source);
            }
        }
        why
    }

    fn status(&self, mut status: Status) -> Status {
        status.problems = self.all(status.problems, Self::problem);
        for device in &mut status.devices {
            device.text = self.0.text(&device.text);
        }
        for text in [
            &mut status.by_hand_text,
            &mut status.keys_note,
            &mut status.distances_note,
        ] {
            let lines: Vec<String> = text.lines().map(|line| self.0.text(line)).collect();
            *text = lines.join("\n");
        }
        status
    }

    fn problem(&self, problem: ProblemRow) -> ProblemRow {
        ProblemRow {
            capture: self.0.text(&problem.capture),
            what: self.0.text(&problem.what),
            meaning: self.0.text(&problem.meaning),
            ..problem
        }
    }
}
