//! What requests and bodies that were clear or opened say of the data.

use super::item::Family;
use super::signs::{Sign, Vote};
use crate::evidence::item::{Evidence, Fact};
use crate::reference::rules::Rules;

/// Votes of every request and body of a flow; `host` is the flow's leading name, for requests that name none.
pub fn of_messages<'a>(host: Option<&str>, own: &[Evidence], rules: &'a Rules) -> Vec<Vote<'a>> {
    let mut votes = Vec::new();
    for item in own {
        if let Fact::Request(request) = &item.fact {
            let named = request.host.as_deref().or(host).unwrap_or("");
            votes.extend(of_path(named, &request.path, item.frame, rules));
        }
    }
    votes
}

fn of_path<'a>(host: &str, path: &str, frame: u64, rules: &'a Rules) -> Option<Vote<'a>> {
    let path = path.split('?').next().unwrap_or(path);
    let (part, rule) = rules.content().path(host, path)?;
    Some(Vote {
        data_type: rule.data_type?,
        weight: PATH,
        sign: Sign::Content(Family::Path, rule, format!("the path holds `{part}`")),
        frame: Some(frame),
    })
}

/// Start value of METHOD §2.4.
const PATH: f32 = 0.70;
