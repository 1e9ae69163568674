//! A token in an operator's own host name or cookie → the country of the back end that it presumably stands for, as
//! `assets/backends.tsv` reads it. It says nothing of the edge that answers, and is no witness of a place.

use std::sync::LazyLock;

use super::country::CountryCode;
use super::tsv;

/// A token of one operator.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Backend {
    /// Who writes it.
    pub operator: &'static str,
    /// What it writes: `useast5`.
    pub token: &'static str,
    /// Our reading; `None` where the token is known and its country is not.
    pub country: Option<CountryCode>,
    /// Where it can be seen.
    pub source: &'static str,
    /// Day on which it was looked at, `YYYY-MM-DD`.
    pub checked: &'static str,
}

static ROWS: LazyLock<Vec<Backend>> = LazyLock::new(|| {
    let rows = tsv::rows(include_str!("../../assets/backends.tsv"));
    rows.filter_map(read_row).flatten().collect()
});

fn read_row(line: &'static str) -> Option<impl Iterator<Item = Backend>> {
    let [operator, country, tokens, source, checked] = tsv::cells(line)?;
    let country = match country {
        "unknown" => None,
        code => Some(CountryCode::parse(code)?),
    };
    Some(tokens.split(' ').map(move |token| Backend {
        operator,
        token,
        country,
        source,
        checked,
    }))
}

/// What a token stands for.
pub fn backend(operator: &str, token: &str) -> Option<&'static Backend> {
    let token = token.to_ascii_lowercase();
    ROWS.iter()
        .find(|row| row.operator == operator && row.token == token)
}

/// The token in a host name of the operator's: one whole part between dots and hyphens, before the registrable domain.
/// Where two are in it, the last one counts, which stands nearest to the domain.
pub fn backend_in_name(operator: &str, host: &str) -> Option<&'static Backend> {
    let domain = psl::domain_str(host)?;
    let before = host.strip_suffix(domain)?.strip_suffix('.')?;
    let parts = before.rsplit(['.', '-']);
    parts.filter_map(|part| backend(operator, part)).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(found: Option<&Backend>) -> String {
        found.map_or_else(String::new, |one| {
            let country = one
                .country
                .map_or_else(|| "unknown".to_owned(), |code| code.to_string());
            format!("{} {country}", one.token)
        })
    }

    #[test]
    fn every_row_is_read() {
        let lines = tsv::rows(include_str!("../../assets/backends.tsv"));
        let tokens = lines.map(|line| tsv::cells::<5>(line).unwrap()[2].split(' ').count());
        assert_eq!(ROWS.len(), tokens.sum::<usize>());
        assert!(
            ROWS.iter()
                .all(|row| row.operator == "ByteDance" && row.checked.len() == 10)
        );
    }

    #[test]
    fn tokens_are_whole_parts_of_names_of_their_operator() {
        for (host, expected) in [
            ("mon16-normal-useast5.tiktokv.us", "useast5 US"),
            ("tos-useast2a-up.tiktokcdn.com", "useast2a US"),
            ("api16-normal-useastred.tiktokv.eu", "useastred unknown"),
            ("tos-no1a-up.tiktokcdn-eu.com", "no1a NO"),
            ("vcs-va.tiktokv.com", "va US"),
            ("p16-sign-va.lf.snssdk.com", "lf CN"),
            ("lf16-config.tiktokcdn-us.com", ""),
            ("useast5x.tiktokv.us", ""),
            ("va.com", ""),
            ("com", ""),
            ("", ""),
        ] {
            assert_eq!(told(backend_in_name("ByteDance", host)), expected, "{host}");
            for shorter in 0..host.len() {
                backend_in_name("ByteDance", host.get(..shorter).unwrap_or(""));
            }
        }
        assert_eq!(told(backend_in_name("Others", "va.example.com")), "");
        assert_eq!(told(backend("ByteDance", "eu-ttp2")), "eu-ttp2 unknown");
        assert_eq!(told(backend("ByteDance", "USEAST5")), "useast5 US");
    }
}
