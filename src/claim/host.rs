//! A host as a claim writes it: `logs.app.example`, `log#.app.example`, or `*.app.example` for every name below.

use crate::reference::rules::pattern::Pattern;

/// One pattern of hosts. Unlike in rules, a leading `*.` stands for any number of labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostPattern {
    /// Whether names below are meant, and not the name itself.
    is_below: bool,
    pattern: Pattern,
}

impl HostPattern {
    /// Reads a pattern.
    pub fn read(written: &str) -> Result<Self, &'static str> {
        if written.starts_with('.') {
            return Err("names below a domain are written `*.domain`");
        }
        match written.strip_prefix("*.") {
            None => Ok(Self {
                is_below: false,
                pattern: Pattern::read(written)?,
            }),
            Some(rest) if rest.contains(['*', '#']) => {
                Err("after `*.` the rest of a host is written out")
            }
            Some(rest) => Ok(Self {
                is_below: true,
                pattern: Pattern::read(&format!(".{rest}"))?,
            }),
        }
    }

    /// Whether a host, in lower case, is meant.
    pub fn matches(&self, host: &str) -> bool {
        self.pattern.matches(host) && !(self.is_below && host == self.pattern.labels())
    }

    /// As it was written.
    pub fn text(&self) -> String {
        let star = if self.is_below { "*." } else { "" };
        format!("{star}{}", self.pattern.labels())
    }

    /// Whether it is sure that every host of another pattern is one of this; for two patterns with wildcards inside
    /// labels only if they are the same.
    pub fn covers(&self, other: &Self) -> bool {
        if self == other || (other.pattern.is_exact() && self.matches(other.pattern.labels())) {
            return true;
        }
        let own = self.pattern.labels();
        let is_below = |end: &str| {
            end.strip_suffix(own)
                .is_some_and(|rest| rest.ends_with('.'))
        };
        self.is_below
            && match other.is_below {
                true => other.pattern.labels() == own || is_below(other.pattern.labels()),
                // What is before the written-out end of the other has a label at least.
                false => {
                    !other.pattern.is_exact() && other.pattern.tail() == own
                        || is_below(other.pattern.tail())
                }
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_match_and_cover() {
        let read = |text| HostPattern::read(text).unwrap();
        let below = read("*.a.example");
        assert!(below.matches("x.a.example") && below.matches("x.y.a.example"));
        assert!(!below.matches("a.example") && !below.matches("ba.example"));
        let log = read("log#.a.example");
        assert!(log.matches("log16.a.example") && !log.matches("log.a.example"));
        assert!(below.covers(&log) && below.covers(&read("*.b.a.example")) && below.covers(&below));
        assert!(
            !log.covers(&below)
                && !below.covers(&read("a.example"))
                && !below.covers(&read("*.ba.example"))
        );
        for wrong in ["", ".a.example", "*.x*.example", "*", "A.example"] {
            assert!(HostPattern::read(wrong).is_err(), "{wrong}");
        }
    }
}
