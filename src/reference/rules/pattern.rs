//! One pattern of host names: labels that are written out, or hold `*` (any run of characters) and `#` (digits).

/// Labels of a pattern; a name has fewer.
const MAX_LABELS: usize = 32;

/// Wildcards in one label: more say nothing, and a hostile pack could make matching slow.
const MAX_WILDCARDS: usize = 3;

/// A pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    written: Box<str>,
    /// Whether names below it match as well.
    is_open: bool,
}

/// How specific a pattern is: exact ones first, then those of more labels, then those with more written characters.
pub type Rank = (bool, usize, usize);

impl Pattern {
    /// Reads a pattern.
    pub fn read(written: &str) -> Result<Self, &'static str> {
        let (is_open, labels) = match written.strip_prefix('.') {
            Some(rest) => (true, rest),
            None => (false, written),
        };
        if labels.is_empty() || labels.split('.').any(str::is_empty) {
            return Err("a label of the pattern is empty");
        }
        if labels.split('.').count() > MAX_LABELS {
            return Err("the pattern has more labels than a name");
        }
        let is_known =
            |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.*#".contains(&b);
        if !labels.bytes().all(is_known) {
            return Err("a pattern is lower case letters, digits, `-`, `_`, `.`, `*` and `#`");
        }
        let wildcards = |label: &str| label.bytes().filter(|b| b"*#".contains(b)).count();
        if labels
            .split('.')
            .any(|label| wildcards(label) > MAX_WILDCARDS)
        {
            return Err("a label of the pattern has more than three wildcards");
        }
        if !tail(labels).contains('.') && tail(labels).len() < labels.len() {
            return Err("the last two labels of a pattern are written out");
        }
        Ok(Self {
            written: labels.into(),
            is_open,
        })
    }

    /// As it was written, without a leading dot.
    pub fn labels(&self) -> &str {
        &self.written
    }

    /// As it was written.
    pub fn text(&self) -> String {
        let dot = if self.is_open { "." } else { "" };
        format!("{dot}{}", self.written)
    }

    /// Whether it is one name and no other.
    pub fn is_exact(&self) -> bool {
        !self.is_open && !self.written.contains(['*', '#'])
    }

    /// The written-out labels at its end: every name that it matches ends so.
    pub fn tail(&self) -> &str {
        tail(&self.written)
    }

    /// How specific it is.
    pub fn rank(&self) -> Rank {
        let written = self.written.bytes().filter(|b| !b"*#".contains(b)).count();
        (self.is_exact(), self.written.split('.').count(), written)
    }

    /// Whether a name, in lower case and without a last dot, matches.
    pub fn matches(&self, name: &str) -> bool {
        let mut labels = self.written.rsplit('.');
        let mut own = name.rsplit('.');
        loop {
            match (labels.next(), own.next()) {
                (Some(label), Some(own)) if label_matches(label.as_bytes(), own.as_bytes()) => {}
                (None, None) => return true,
                (None, Some(_)) => return self.is_open,
                _ => return false,
            }
        }
    }
}

fn tail(labels: &str) -> &str {
    match labels.rfind(['*', '#']) {
        None => labels,
        Some(last) => labels
            .get(last..)
            .and_then(|rest| rest.split_once('.'))
            .map_or("", |(_, tail)| tail),
    }
}

/// Labels have at most 63 characters and three wildcards, so that trying every length stays short.
fn label_matches(pattern: &[u8], label: &[u8]) -> bool {
    match pattern.split_first() {
        None => label.is_empty(),
        Some((b'*', rest)) => {
            (0..=label.len()).any(|from| label_matches(rest, label.get(from..).unwrap_or(&[])))
        }
        Some((b'#', rest)) => {
            let digits = label.iter().take_while(|b| b.is_ascii_digit()).count();
            (1..=digits).any(|from| label_matches(rest, label.get(from..).unwrap_or(&[])))
        }
        Some((first, rest)) => match label.split_first() {
            Some((own, label)) => own == first && label_matches(rest, label),
            None => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_what_they_say() {
        for (pattern, yes, no) in [
            (
                "a.example.com",
                &["a.example.com"][..],
                &["b.a.example.com", "example.com"][..],
            ),
            (
                ".example.com",
                &["example.com", "x.y.example.com"],
                &["badexample.com"],
            ),
            (
                "log*.example.com",
                &["log.example.com", "log-va.example.com"],
                &["x.log.example.com", "blog.example.com"],
            ),
            (
                "v#-webapp.example.com",
                &["v16-webapp.example.com"],
                &["v-webapp.example.com", "vx-webapp.example.com"],
            ),
            (
                ".api*.example.com",
                &["api2.example.com", "x.api.example.com"],
                &["example.com"],
            ),
            (
                "*.s#.example.com",
                &["a.s3.example.com"],
                &["s3.example.com", "a.s.example.com"],
            ),
        ] {
            let pattern = Pattern::read(pattern).unwrap();
            for name in yes {
                assert!(pattern.matches(name), "{pattern:?} {name}");
            }
            for name in no {
                assert!(!pattern.matches(name), "{pattern:?} {name}");
            }
        }
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for text in ["", ".", "a..com", "Example.com", "*.com", "a b.com", "x*"] {
            assert!(Pattern::read(text).is_err(), "{text}");
        }
    }
}
