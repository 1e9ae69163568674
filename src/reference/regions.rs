//! A host name → the region that its operator writes into it, and the region's country: `assets/regions.tsv`.
//!
//! `x.eu-west-1.elb.amazonaws.com` states where the machine behind it runs. `s3.amazonaws.com` states nothing, and neither
//! does a name that only looks like one of an operator's.

use std::collections::HashMap;
use std::sync::Arc;

use super::country::CountryCode;
use super::{ReferenceError, tsv};

/// A region of one operator, and the country it is in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Region {
    /// Who runs it: `AWS`.
    pub operator: Arc<str>,
    /// What the operator calls it: `eu-west-1`.
    pub token: Arc<str>,
    /// Where it is.
    pub country: CountryCode,
    /// Where the operator says so.
    pub source: Arc<str>,
    /// Day on which the row was compared with its source, `YYYY-MM-DD`.
    pub checked: Arc<str>,
}

/// Number of a region in the table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RegionId(u16);

/// How host names of one operator state a region.
#[derive(Debug)]
struct Pattern {
    operator: Arc<str>,
    /// What stands before the region in its label.
    before: String,
    /// What stands after it there.
    after: After,
    /// The labels that follow, with the dot before them.
    tail: String,
}

#[derive(Debug)]
enum After {
    This(String),
    /// A hyphen, and anything.
    Rest,
}

/// Patterns and regions.
#[derive(Debug)]
pub(super) struct Regions {
    patterns: Vec<Pattern>,
    regions: Vec<Region>,
    by_token: HashMap<(Arc<str>, Arc<str>), RegionId>,
}

impl Regions {
    pub(super) fn bundled() -> Result<Self, ReferenceError> {
        tsv::bundled(
            "regions",
            Self::read(include_str!("../../assets/regions.tsv")),
        )
    }

    /// Gives the first line that is no row as the error.
    fn read(text: &str) -> Result<Self, &str> {
        let mut all = Self {
            patterns: Vec::new(),
            regions: Vec::new(),
            by_token: HashMap::new(),
        };
        let rows = tsv::rows(text);
        for line in rows {
            all.add(line).ok_or(line)?;
        }
        Ok(all)
    }

    fn add(&mut self, line: &str) -> Option<()> {
        let [row, operator, what, tokens, source, checked] = tsv::cells(line)?;
        let operator: Arc<str> = operator.into();
        match row {
            "name" => self.patterns.push(pattern(operator, what)?),
            "place" => {
                let country = CountryCode::parse(what)?;
                let (source, checked): (Arc<str>, Arc<str>) = (source.into(), checked.into());
                for token in tokens.split(' ') {
                    let id = RegionId(u16::try_from(self.regions.len()).ok()?);
                    let token: Arc<str> = token.into();
                    let key = (Arc::clone(&operator), Arc::clone(&token));
                    if self.by_token.insert(key, id).is_some() {
                        return None;
                    }
                    self.regions.push(Region {
                        operator: Arc::clone(&operator),
                        token,
                        country,
                        source: Arc::clone(&source),
                        checked: Arc::clone(&checked),
                    });
                }
            }
            _ => return None,
        }
        Some(())
    }

    pub(super) fn get(&self, id: RegionId) -> Option<&Region> {
        self.regions.get(usize::from(id.0))
    }

    /// The region of an operator.
    pub(super) fn of_operator(&self, operator: &str, token: &str) -> Option<RegionId> {
        self.by_token.get(&(operator.into(), token.into())).copied()
    }

    /// The region that a host name in lower case states.
    pub(super) fn of_host(&self, host: &str) -> Option<RegionId> {
        let mut patterns = self.patterns.iter();
        patterns.find_map(|pattern| {
            let front = host.strip_suffix(pattern.tail.as_str())?;
            let label = front.rsplit('.').next()?;
            let token = label.strip_prefix(pattern.before.as_str())?;
            match &pattern.after {
                After::This(after) => {
                    let token = token.strip_suffix(after.as_str())?;
                    self.of_operator(&pattern.operator, token)
                }
                After::Rest => token
                    .rmatch_indices('-')
                    .filter_map(|(at, _)| token.get(..at))
                    .find_map(|token| self.of_operator(&pattern.operator, token)),
            }
        })
    }
}

/// `oss-{region}.aliyuncs.com`, `{region}-*.cloudfunctions.net`.
fn pattern(operator: Arc<str>, text: &str) -> Option<Pattern> {
    let (before, rest) = text.split_once("{region}")?;
    let (after, _) = rest.split_once('.')?;
    Some(Pattern {
        operator,
        before: before.to_owned(),
        after: match after {
            "-*" => After::Rest,
            after => After::This(after.to_owned()),
        },
        tail: rest.get(after.len()..)?.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::Regions;

    #[test]
    fn rows_have_source_and_day() {
        let all = Regions::bundled().unwrap();
        assert!(all.regions.len() > 200, "{}", all.regions.len());
        for region in all.regions {
            assert!(region.source.starts_with("https://"), "{region:?}");
            assert!(
                region.checked.parse::<jiff::civil::Date>().is_ok(),
                "{region:?}"
            );
        }
        let operators: Vec<&str> = all
            .by_token
            .keys()
            .map(|(operator, _)| &**operator)
            .collect();
        for pattern in &all.patterns {
            assert!(operators.contains(&&*pattern.operator), "{pattern:?}");
        }
    }

    #[test]
    fn a_region_is_read_from_its_operators_names_only() {
        let all = Regions::bundled().unwrap();
        for (host, expected) in [
            ("k8s-1234.eu-west-1.elb.amazonaws.com", "AWS eu-west-1 IE"),
            ("s3.eu-central-1.amazonaws.com", "AWS eu-central-1 DE"),
            (
                "films.s3.ap-southeast-1.amazonaws.com",
                "AWS ap-southeast-1 SG",
            ),
            ("films.s3-us-west-2.amazonaws.com", "AWS us-west-2 US"),
            ("sqs.cn-north-1.amazonaws.com.cn", "AWS cn-north-1 CN"),
            ("app.westeurope.cloudapp.azure.com", "Azure westeurope NL"),
            (
                "app-x1.westeurope-01.azurewebsites.net",
                "Azure westeurope NL",
            ),
            (
                "api-123456.europe-west1.run.app",
                "Google Cloud europe-west1 BE",
            ),
            (
                "europe-west1-my-app.cloudfunctions.net",
                "Google Cloud europe-west1 BE",
            ),
            (
                "europe-west12-my-app.cloudfunctions.net",
                "Google Cloud europe-west12 IT",
            ),
            (
                "objectstorage.eu-frankfurt-1.oraclecloud.com",
                "Oracle Cloud eu-frankfurt-1 DE",
            ),
            (
                "films.oss-cn-hangzhou.aliyuncs.com",
                "Alibaba Cloud cn-hangzhou CN",
            ),
            (
                "films-12.cos.ap-guangzhou.myqcloud.com",
                "Tencent Cloud ap-guangzhou CN",
            ),
            ("films.fra1.digitaloceanspaces.com", "DigitalOcean fra1 DE"),
            ("s3.amazonaws.com", "-"),
            ("eu-west-1.s3.amazonaws.com", "-"),
            ("d111111abcdef8.cloudfront.net", "-"),
            ("films.oss-accelerate.aliyuncs.com", "-"),
            ("films.oss-cn-hangzhou-internal.aliyuncs.com", "-"),
            ("films.cos.accelerate.myqcloud.com", "-"),
            ("films.fra1.cdn.digitaloceanspaces.com", "-"),
            ("storage.googleapis.com", "-"),
            ("europe-west1.example.com", "-"),
            ("x.eu-west-1.elb.amazonaws.com.example.com", "-"),
            ("eu-west-1.elb.notamazonaws.com", "-"),
            ("eu-west-1", "-"),
            ("", "-"),
        ] {
            let found = all.of_host(host).and_then(|id| all.get(id));
            let found = found.map(|r| format!("{} {} {}", r.operator, r.token, r.country));
            assert_eq!(found.as_deref().unwrap_or("-"), expected, "{host}");
        }
    }
}
