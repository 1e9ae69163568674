//! Whom the question is about: owners' names, registrable domains and network numbers that the user or a claim names.

use std::collections::BTreeSet;

/// The subject. Empty where none was named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Subject {
    /// Owners, as they were named.
    pub owners: Vec<String>,
    /// Domains, lower case; all under them belong to them.
    pub domains: Vec<String>,
    /// Numbers of its own networks.
    pub asns: BTreeSet<u32>,
}

/// Legal forms that stand behind a company's name; from the ISO 20275 list of entity legal forms, the usual ones.
const LEGAL_FORMS: [&str; 30] = [
    "inc",
    "incorporated",
    "ltd",
    "limited",
    "llc",
    "lp",
    "llp",
    "corp",
    "corporation",
    "co",
    "company",
    "plc",
    "gmbh",
    "ag",
    "kg",
    "se",
    "sa",
    "sas",
    "sarl",
    "spa",
    "srl",
    "bv",
    "nv",
    "ab",
    "as",
    "oy",
    "pte",
    "pty",
    "kk",
    "ooo",
];

impl Subject {
    /// Adds one by the way in which it is written: `AS64500`, `example.com`, `ByteWave`.
    pub fn add(&mut self, word: &str) {
        let word = word.trim();
        let digits = word.get(2..).filter(|_| {
            let start = word.get(..2);
            start.is_some_and(|start| start.eq_ignore_ascii_case("as"))
        });
        if let Some(asn) = digits.and_then(|digits| digits.parse().ok()) {
            self.asns.insert(asn);
        } else if is_domain(word.trim_end_matches('.')) {
            let domain = word.trim_end_matches('.');
            self.domains.push(domain.to_ascii_lowercase());
        } else if !word.is_empty() {
            self.owners.push(word.to_owned());
        }
    }

    /// Of several words.
    pub fn of<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut subject = Self::default();
        words.into_iter().for_each(|word| subject.add(word));
        subject
    }

    /// Whether nothing was named.
    pub fn is_empty(&self) -> bool {
        self.owners.is_empty() && self.domains.is_empty() && self.asns.is_empty()
    }

    /// As it is shown, and as `of` reads it where a comma stands between.
    pub fn words(&self) -> Vec<String> {
        let named = self.owners.iter().chain(&self.domains).cloned();
        named
            .chain(self.asns.iter().map(|asn| format!("AS{asn}")))
            .collect()
    }

    /// The domain of the subject's in which a host stands.
    pub fn domain_of(&self, host: &str) -> Option<&str> {
        let mut domains = self.domains.iter().map(String::as_str);
        domains.find(|domain| is_in(host, domain))
    }

    /// Whether an owner is the subject, whatever its legal form and case.
    pub fn is_owner(&self, name: &str) -> bool {
        let name = plain_name(name);
        self.owners.iter().any(|owner| plain_name(owner) == name)
    }
}

/// Whether a host is a domain or stands below it; both in lower case.
pub fn is_in(host: &str, domain: &str) -> bool {
    let before = host.strip_suffix(domain);
    before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

/// Labels with dots between them, as host names have; the last one has letters only, two at least.
fn is_domain(word: &str) -> bool {
    let is_label = |label: &str| {
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        !label.is_empty() && label.chars().all(fits)
    };
    let last = word.rsplit('.').next().unwrap_or("");
    let ends =
        last.len() > 1 && (last.starts_with("xn--") || last.chars().all(char::is_alphabetic));
    word.contains('.') && word.split('.').all(is_label) && ends
}

/// Lower-case words without punctuation and without the legal form at the end.
pub(super) fn plain_name(name: &str) -> String {
    let lower = name.to_lowercase().replace(['.', '\'', '’'], "");
    let mut words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    while words.len() > 1 && words.last().is_some_and(|last| LEGAL_FORMS.contains(last)) {
        words.pop();
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_and_read_back() {
        let words = ["B.Wave Ltd.", "Clip.example", "as64500", "JD.com.", "com."];
        let subject = Subject::of(words.into_iter().chain([" "]));
        let words = ["B.Wave Ltd.", "com.", "clip.example", "jd.com", "AS64500"];
        assert_eq!(subject.words(), words);
        let again = subject.words();
        assert_eq!(Subject::of(again.iter().map(String::as_str)), subject);
        assert!(Subject::of(["", " "]).is_empty());
    }

    #[test]
    fn owners_are_the_same_whatever_their_legal_form() {
        let subject = Subject::of(["ByteWave Pte. Ltd."]);
        for (name, is_it) in [
            ("bytewave", true),
            ("ByteWave, Inc.", true),
            ("ByteWave S.A.", true),
            ("ByteWaves", false),
            ("Byte Wave", false),
        ] {
            assert_eq!(subject.is_owner(name), is_it, "{name}");
        }
    }

    #[test]
    fn a_domain_holds_what_is_under_it() {
        let subject = Subject::of(["example.com"]);
        for (host, is_in) in [
            ("example.com", true),
            ("a.b.example.com", true),
            ("badexample.com", false),
            ("example.com.evil.net", false),
        ] {
            assert_eq!(subject.domain_of(host).is_some(), is_in, "{host}");
        }
    }
}
