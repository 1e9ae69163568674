//! Ranges as clouds publish them, in JSON: AWS `ip-ranges.json`, Azure `ServiceTags_Public`, Google `cloud.json`, Oracle
//! `public_ip_ranges.json`.

use serde_json::{Map, Value};

use super::super::prefix::Prefix;
use super::super::regions::Regions;
use super::{List, ListFault};

/// Names under which AWS lists all its networks again: what is `GLOBAL` there alone is not known to be at many places.
const AWS_WHOLE: [&str; 2] = ["AMAZON", "EC2"];

/// Reads a file of one of the four.
pub(super) fn read(text: &str, regions: &Regions) -> Result<List, ListFault> {
    let whole: Map<String, Value> = serde_json::from_str(text).map_err(|cause| ListFault {
        line: cause.line(),
        what: format!("this is no JSON object: {cause}"),
    })?;
    let mut reading = Reading {
        regions,
        list: List {
            is_operators: true,
            ..List::default()
        },
    };
    let known = reading
        .aws(&whole)
        .or_else(|| reading.azure(&whole))
        .or_else(|| reading.google(&whole))
        .or_else(|| reading.oracle(&whole));
    let fault = |what: &str| ListFault {
        line: 1,
        what: what.to_owned(),
    };
    known.ok_or_else(|| {
        fault("the JSON is none of AWS's, Azure's, Google Cloud's or Oracle's ranges")
    })?;
    let list = reading.list;
    match list.countries.is_empty() && list.shared.is_empty() {
        true => Err(fault("no range is in a region that is known here")),
        false => Ok(list),
    }
}

struct Reading<'a> {
    regions: &'a Regions,
    list: List,
}

impl Reading<'_> {
    fn aws(&mut self, whole: &Map<String, Value>) -> Option<()> {
        let created = text(whole, "createDate")?;
        self.begin("AWS ip-ranges.json", created.get(..10).unwrap_or(created));
        for (key, name) in [("prefixes", "ip_prefix"), ("ipv6_prefixes", "ipv6_prefix")] {
            for row in rows(whole, key) {
                let (prefix, region, service) =
                    (text(row, name), text(row, "region")?, text(row, "service")?);
                match region {
                    "GLOBAL" if AWS_WHOLE.contains(&service) => self.list.unused += 1,
                    "GLOBAL" => self.shared(prefix?, &format!("AWS {service}")),
                    region => self.placed(prefix?, "AWS", region),
                }
            }
        }
        Some(())
    }

    fn azure(&mut self, whole: &Map<String, Value>) -> Option<()> {
        whole.get("values")?.as_array()?;
        let change = whole.get("changeNumber")?.as_u64()?;
        self.begin(&format!("Azure service tags, change {change}"), "");
        for tag in rows(whole, "values") {
            let properties = tag.get("properties")?.as_object()?;
            let region = text(properties, "region").unwrap_or("");
            let is_front_door = text(tag, "name")?.starts_with("AzureFrontDoor.")
                && !text(tag, "name")?.ends_with("Backend");
            let prefixes = properties.get("addressPrefixes")?.as_array()?;
            for prefix in prefixes.iter().filter_map(Value::as_str) {
                match region {
                    "" if is_front_door && is_wide(prefix) => {
                        self.shared(prefix, "Azure Front Door")
                    }
                    "" => self.list.unused += 1,
                    region => self.placed(prefix, "Azure", region),
                }
            }
        }
        Some(())
    }

    fn google(&mut self, whole: &Map<String, Value>) -> Option<()> {
        let created = text(whole, "creationTime")?;
        self.begin(
            "Google Cloud cloud.json",
            created.get(..10).unwrap_or(created),
        );
        for row in rows(whole, "prefixes") {
            let prefix = text(row, "ipv4Prefix").or_else(|| text(row, "ipv6Prefix"))?;
            match text(row, "scope")? {
                "global" => self.shared(prefix, "Google Cloud (global)"),
                region => self.placed(prefix, "Google Cloud", region),
            }
        }
        Some(())
    }

    fn oracle(&mut self, whole: &Map<String, Value>) -> Option<()> {
        let updated = text(whole, "last_updated_timestamp")?;
        let day = updated.get(..10).unwrap_or(updated);
        self.begin("Oracle public_ip_ranges.json", day);
        for row in rows(whole, "regions") {
            let region = text(row, "region")?;
            for range in rows(row, "cidrs") {
                self.placed(text(range, "cidr")?, "Oracle Cloud", region);
            }
        }
        Some(())
    }

    fn begin(&mut self, title: &str, dated: &str) {
        self.list.title = title.to_owned();
        self.list.dated = dated.to_owned();
    }

    fn placed(&mut self, prefix: &str, operator: &str, region: &str) {
        let id = self.regions.of_operator(operator, region);
        let region = id.and_then(|id| self.regions.get(id));
        match (Prefix::parse(prefix), region) {
            (Some(prefix), Some(region)) => self.list.countries.push((prefix, region.country)),
            _ => self.list.unused += 1,
        }
    }

    fn shared(&mut self, prefix: &str, operator: &str) {
        match Prefix::parse(prefix) {
            Some(prefix) => self.list.shared.push((prefix, operator.to_owned())),
            None => self.list.unused += 1,
        }
    }
}

/// Whether a range of Front Door is one of its own: smaller pieces lie in a region.
fn is_wide(prefix: &str) -> bool {
    Prefix::parse(prefix).is_some_and(|prefix| match prefix.network().is_ipv4() {
        true => prefix.len_bits() <= 28,
        false => prefix.len_bits() <= 64,
    })
}

fn rows<'a>(of: &'a Map<String, Value>, key: &str) -> impl Iterator<Item = &'a Map<String, Value>> {
    let list = of.get(key).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_object)
}

fn text<'a>(of: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    of.get(key)?.as_str()
}
