//! What a report was asked for becomes the one command line that makes it again.

use std::net::IpAddr;
use std::path::Path;

use crate::flow::splitting::Splitting;
use crate::tag::capture_place::CapturePlace;
use crate::view::query::{MapBy, Metric, Query, Sort};
use crate::view::redact::Redaction;

/// Everything that decides a report, files by their names: their folders are the user's own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CommandLine {
    /// The captures.
    pub captures: Vec<String>,
    /// Options that name a file or a word, in order: `--claim`, `clipclap.toml`.
    pub options: Vec<(&'static str, String)>,
    /// Local addresses set by hand.
    pub local: Vec<IpAddr>,
    /// The filter.
    pub filter: String,
    /// Where the capture was made.
    pub place: Option<CapturePlace>,
    /// Interfaces that are left out.
    pub without_interfaces: Vec<u32>,
    /// What counts as one flow.
    pub splitting: Splitting,
    /// Whether payload stays unread.
    pub without_names: bool,
    /// What is measured, in which order, in which part of the time, on which map; no more of it is asked.
    pub look: Query,
    /// Whether nothing is redacted.
    pub show_all: bool,
}

impl CommandLine {
    /// Adds an option for each file.
    pub fn files<'a>(&mut self, option: &'static str, paths: impl IntoIterator<Item = &'a Path>) {
        let names = paths.into_iter().map(name_of);
        self.options.extend(names.map(|name| (option, name)));
    }

    /// The line, as a shell takes it. Where it is redacted, what was typed is, too.
    pub fn text(&self, redaction: &Redaction) -> String {
        let mut words = vec!["whither report".to_owned()];
        words.extend(
            self.captures
                .iter()
                .map(|name| quoted(&redaction.text(name))),
        );
        let named = self.options.iter().cloned();
        let options = named.chain(self.asked(redaction));
        words.extend(options.map(|(option, value)| format!("{option} {}", quoted(&value))));
        let switches = [
            ("--like-wireshark", self.splitting.like_wireshark),
            ("--without-names", self.without_names),
            ("--show-all", self.show_all),
        ];
        let switches = switches.iter().filter(|(_, is_on)| *is_on);
        words.extend(switches.map(|(name, _)| (*name).to_owned()));
        words.push("--out report".to_owned());
        words.join(" ")
    }

    fn asked(&self, redaction: &Redaction) -> Vec<(&'static str, String)> {
        let mut asked = Vec::new();
        for address in &self.local {
            asked.push(("--local", redaction.address(*address)));
        }
        if !self.filter.is_empty() {
            asked.push(("--filter", redaction.text(&self.filter)));
        }
        if let Some(place) = self.place {
            asked.push(("--place", place.to_string()));
        }
        for interface in &self.without_interfaces {
            asked.push(("--without-interface", interface.to_string()));
        }
        let idle = self.splitting.udp_idle_seconds;
        if idle != Splitting::default().udp_idle_seconds {
            asked.push(("--udp-idle", idle.to_string()));
        }
        asked.extend(look(&self.look));
        asked
    }
}

/// What of a view differs from that of a report that is asked for nothing.
fn look(query: &Query) -> Vec<(&'static str, String)> {
    let mut asked = Vec::new();
    if query.metric != Metric::default() {
        asked.push(("--metric", query.metric.token().to_owned()));
    }
    if query.map_by != MapBy::default() {
        asked.push(("--map", query.map_by.token().to_owned()));
    }
    if let Some(span) = query.span {
        asked.push(("--span", format!("{}/{}", span.from, span.to)));
    }
    if let Some(held) = query.held {
        asked.push(("--hold-scale", held.to_string()));
    }
    if query.sort != Sort::default() || !query.then.is_empty() {
        let sorts = std::iter::once(&query.sort).chain(&query.then);
        asked.extend(sorts.map(|sort| ("--sort", sort.text())));
    }
    asked
}

/// The name of a file without its folder.
pub fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// As a shell takes it for one word.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:,=@%+".contains(c);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_would_split_them() {
        let mut line = CommandLine {
            captures: vec!["a b.pcap".into(), "c.pcap".into()],
            filter: "country:CN -proto:dns".into(),
            show_all: true,
            ..CommandLine::default()
        };
        line.files("--claim", [Path::new("/home/ada/it's.toml")]);
        assert_eq!(
            line.text(&Redaction::none()),
            "whither report 'a b.pcap' c.pcap --claim 'it'\\''s.toml' --filter 'country:CN -proto:dns' --show-all --out report"
        );
    }
}
