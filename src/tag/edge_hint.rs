//! What an answer says of the machine that gave it, and of where the operator keeps an account: fields of HTTP, each with
//! its frame.
//!
//! An edge that names its place says where this instance answered, for this client, this time. It places no address: the
//! next client meets another instance. A data centre that an operator names in a cookie is the operator's own word.

use std::net::{IpAddr, Ipv4Addr};

use super::name::NameTag;
use crate::evidence::item::{Evidence, Fact};
use crate::reference::airports::{Airport, airport};
use crate::reference::backends::{Backend, backend_in_name};
use crate::reference::rules::Rules;
use crate::wire::message::web::Fields;

/// Hints of one flow that are told: an edge repeats itself in every answer.
const MAX_HINTS: usize = 16;

/// One hint.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EdgeHint {
    /// The field that gave it.
    pub field: &'static str,
    /// What it says.
    pub says: Said,
    /// Frame that showed it.
    pub frame: u64,
}

/// What a field says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Said {
    /// The instance that answered stands near this airport.
    Place(Airport),
    /// It writes this code, which the table does not have.
    Code(String),
    /// The edge has this address.
    Address(IpAddr),
    /// The edge says that it waited this long for where the content is kept, in milliseconds.
    OriginMillis(u32),
    /// The caches that passed the answer on call themselves this, the one nearest to the client last.
    Caches(String),
    /// The operator's own word for a data centre or a country.
    Declared(String),
}

/// A token of the operator's in a host name of the flow: its own hint about the back end, never about the edge.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BackendHint<'a> {
    /// The name that has it.
    pub name: &'a str,
    /// What it stands for.
    pub backend: &'static Backend,
    /// Frame that showed the name.
    pub frame: u64,
}

/// The owner's token in each name of a flow, every token once.
pub fn backend_hints<'a>(names: &'a [NameTag], rules: &Rules) -> Vec<BackendHint<'a>> {
    let mut hints: Vec<BackendHint<'a>> = Vec::new();
    for name in names.iter().filter(|name| name.may_lead()) {
        let owner = rules.owner(&name.value);
        let backend = owner.and_then(|(owner, _)| backend_in_name(owner, &name.value));
        let Some(backend) = backend else { continue };
        let is_new = !hints.iter().any(|hint| hint.backend == backend);
        if is_new && hints.len() < MAX_HINTS {
            hints.push(BackendHint {
                name: &name.value,
                backend,
                frame: name.frame,
            });
        }
    }
    hints
}

/// How the value of a field is read.
type Reader = fn(&str) -> Option<Said>;

/// Cookies and fields in which an operator names a data centre or a country of its own.
const DECLARED: [&str; 3] = ["store-idc", "tt-target-idc", "store-country-code"];

/// Every different hint in a flow's messages, in the order of frames.
pub fn edge_hints(own: &[Evidence]) -> Vec<EdgeHint> {
    let mut hints: Vec<EdgeHint> = Vec::new();
    for item in own {
        let found = match &item.fact {
            Fact::Response(response) => of_answer(&response.fields),
            Fact::Request(request) => declared(&request.fields),
            _ => continue,
        };
        for (field, says) in found {
            let is_new = !hints
                .iter()
                .any(|hint| hint.field == field && hint.says == says);
            if is_new && hints.len() < MAX_HINTS {
                hints.push(EdgeHint {
                    field,
                    says,
                    frame: item.frame,
                });
            }
        }
    }
    hints
}

fn of_answer(fields: &Fields) -> Vec<(&'static str, Said)> {
    let readers: [(&'static str, Reader); 8] = [
        ("cf-ray", cf_ray),
        ("x-amz-cf-pop", cf_pop),
        ("x-served-by", served_by),
        ("eagleid", eagle_id),
        ("via", caches),
        ("server-timing", origin_time),
        ("x-origin-response-time", origin_response),
        ("x-origin-response-time", origin_edge),
    ];
    let edges = readers.into_iter();
    let edges = edges.filter_map(|(field, read)| Some((field, read(fields.get(field)?)?)));
    edges.chain(declared(fields)).collect()
}

fn declared(fields: &Fields) -> Vec<(&'static str, Said)> {
    let stated = DECLARED.into_iter();
    let stated = stated.filter_map(|field| Some((field, fields.get(field)?.to_owned())));
    let stated = stated.filter(|(_, value)| !value.is_empty());
    stated
        .map(|(field, value)| (field, Said::Declared(value)))
        .collect()
}

/// `8a1b2c3d4e5f6789-FRA` (Cloudflare).
fn cf_ray(value: &str) -> Option<Said> {
    place(value.rsplit_once('-')?.1)
}

/// `FRA56-P3` (Amazon CloudFront).
fn cf_pop(value: &str) -> Option<Said> {
    place(value.get(..3)?)
}

/// `cache-iad-kiad7000123-IAD, cache-fra-etou8220123-FRA` (Fastly): the last one spoke with the client.
fn served_by(value: &str) -> Option<Said> {
    let last = value.rsplit(',').next()?.trim();
    place(last.strip_prefix("cache-")?.rsplit_once('-')?.1)
}

fn place(code: &str) -> Option<Said> {
    let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    is_code.then(|| match airport(code) {
        Some(found) => Said::Place(found),
        None => Said::Code(code.to_owned()),
    })
}

/// The first eight digits are the address of the edge (Alibaba's): `b73ce41f…` is 183.60.228.31.
fn eagle_id(value: &str) -> Option<Said> {
    let bits = u32::from_str_radix(value.get(..8)?, 16).ok()?;
    let is_longer = value.len() > 8 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_longer.then(|| Said::Address(Ipv4Addr::from_bits(bits).into()))
}

/// `cdn-cache; desc=MISS, edge; dur=1, origin; dur=55` (Akamai): in milliseconds.
fn origin_time(value: &str) -> Option<Said> {
    let mut parts = value.split(',').map(str::trim);
    let origin = parts.find_map(|part| part.strip_prefix("origin;"))?;
    let millis = origin.trim().strip_prefix("dur=")?;
    Some(Said::OriginMillis(millis.trim().parse().ok()?))
}

/// `cache6.l2na63-1[0,0,200-0,H], vcache11.cn2219[1,0,200-0,H]` (Alibaba's): the last one spoke with the client.
fn caches(value: &str) -> Option<Said> {
    let is_node = |name: &str| {
        let (kind, site) = name.split_once('.')?;
        let number = kind.strip_prefix("vcache").or(kind.strip_prefix("cache"))?;
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
        (is_number(number) && !site.is_empty() && site.bytes().all(is_word)).then_some(())
    };
    let mut names = Vec::new();
    // Commas within brackets are the cache's own.
    for part in value.split(']') {
        let Some((name, _)) = part.split_once('[') else {
            continue;
        };
        let name = name.trim_start_matches([',', ' ']);
        is_node(name)?;
        names.push(name);
    }
    (!names.is_empty()).then(|| Said::Caches(names.join(", ")))
}

/// `55,23.202.158.5` (Akamai): in milliseconds, then the edge that waited.
fn origin_response(value: &str) -> Option<Said> {
    let millis = value.split(',').next()?;
    Some(Said::OriginMillis(millis.trim().parse().ok()?))
}

fn origin_edge(value: &str) -> Option<Said> {
    let (millis, address) = value.split_once(',')?;
    millis.trim().parse::<u32>().ok()?;
    Some(Said::Address(address.trim().parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::model::FlowId;
    use crate::wire::message::web::{Response, Version};

    fn told(name: &str, value: &str) -> String {
        let mut fields = Fields::default();
        fields.add(name, value.as_bytes());
        let response = Response {
            version: Version::Http2,
            stream: Some(1),
            status: 200,
            fields,
        };
        let item = Evidence {
            flow: FlowId(0),
            frame: 7,
            at: None,
            fact: Fact::Response(response.into()),
        };
        let hints = edge_hints(&[item.clone(), item]);
        let texts: Vec<String> = hints
            .iter()
            .map(|hint| match &hint.says {
                Said::Place(found) => format!("{} in {} {}", hint.field, found.city, found.country),
                said => format!("{} {said:?}", hint.field),
            })
            .collect();
        texts.join(", ")
    }

    #[test]
    fn fields_of_edges_are_read() {
        for (name, value, expected) in [
            ("CF-Ray", "8a1b2c3d4e5f6789-FRA", "cf-ray in Frankfurt DE"),
            ("cf-ray", "8a1b2c3d4e5f6789-QQQ", "cf-ray Code(\"QQQ\")"),
            ("cf-ray", "8a1b2c3d4e5f6789", ""),
            ("cf-ray", "8a-fra", ""),
            ("x-amz-cf-pop", "IAD89-C1", "x-amz-cf-pop in Ashburn US"),
            ("x-amz-cf-pop", "IA", ""),
            (
                "x-served-by",
                "cache-iad-kiad7000123-IAD, cache-sin-wsss1830041-SIN",
                "x-served-by in Singapore SG",
            ),
            ("x-served-by", "web-3", ""),
            (
                "eagleid",
                "b73ce41f17000000000001234e",
                "eagleid Address(183.60.228.31)",
            ),
            ("eagleid", "b73ce41f", ""),
            ("eagleid", "é73ce41f0", ""),
            (
                "server-timing",
                "cdn-cache; desc=MISS, edge; dur=1, origin; dur=55",
                "server-timing OriginMillis(55)",
            ),
            ("server-timing", "edge; dur=1", ""),
            (
                "x-origin-response-time",
                "55,23.202.158.5",
                "x-origin-response-time OriginMillis(55), x-origin-response-time Address(23.202.158.5)",
            ),
            (
                "x-origin-response-time",
                "55",
                "x-origin-response-time OriginMillis(55)",
            ),
            ("x-origin-response-time", "soon,23.202.158.5", ""),
            (
                "via",
                "cache6.l2na63-1[0,0,200-0,H], vcache11.cn2219[1,0,200-0,H]",
                "via Caches(\"cache6.l2na63-1, vcache11.cn2219\")",
            ),
            ("via", "1.1 vegur", ""),
            ("via", "1.1 varnish[x], vcache11.cn2219[1]", ""),
            (
                "cookie",
                "sid=secret; store-idc=useast5",
                "store-idc Declared(\"useast5\")",
            ),
            (
                "set-cookie",
                "tt-target-idc=eu-ttp2; Path=/",
                "tt-target-idc Declared(\"eu-ttp2\")",
            ),
            (
                "cookie",
                "store-country-code=gb",
                "store-country-code Declared(\"gb\")",
            ),
        ] {
            assert_eq!(told(name, value), expected, "{name}: {value}");
            for shorter in 0..value.len() {
                told(name, value.get(..shorter).unwrap_or(""));
            }
        }
    }
}
