//! Lists as their publishers write them, cut short and spoiled.

use std::net::IpAddr;
use std::path::Path;

use super::*;

fn regions() -> Regions {
    Regions::bundled().unwrap()
}

/// What a list says, or its fault.
fn told(text: &str) -> String {
    match read(text, &regions()) {
        Err(fault) => format!("line {}: {}", fault.line, fault.what),
        Ok(list) => {
            let countries = list.countries.iter().map(|(p, code)| format!("{p} {code}"));
            let shared = list.shared.iter().map(|(p, who)| format!("{p} {who}"));
            let rows: Vec<String> = countries.chain(shared).collect();
            format!(
                "{} [{}] {} -{}",
                list.title,
                list.dated,
                rows.join(", "),
                list.unused
            )
        }
    }
}

const AWS: &str = r#"{"syncToken": "1", "createDate": "2026-08-22-01-02-03", "prefixes": [
  {"ip_prefix": "52.48.0.0/14", "region": "eu-west-1", "service": "EC2", "network_border_group": "eu-west-1"},
  {"ip_prefix": "13.32.0.0/15", "region": "GLOBAL", "service": "CLOUDFRONT", "network_border_group": "GLOBAL"},
  {"ip_prefix": "1.178.72.0/21", "region": "GLOBAL", "service": "AMAZON", "network_border_group": "GLOBAL"},
  {"ip_prefix": "3.0.0.0/15", "region": "moon-east-1", "service": "EC2", "network_border_group": "moon"}],
 "ipv6_prefixes": [{"ipv6_prefix": "2a05:d018::/36", "region": "eu-west-1", "service": "EC2"}]}"#;

const AZURE: &str = r#"{"changeNumber": 363, "cloud": "Public", "values": [
 {"name": "AzureFrontDoor.Frontend", "id": "x", "properties": {"region": "", "addressPrefixes": ["13.107.246.0/24", "20.21.37.32/29"]}},
 {"name": "AzureCloud.westeurope", "id": "y", "properties": {"region": "westeurope", "addressPrefixes": ["52.166.0.0/16"]}}]}"#;

const GOOGLE: &str = r#"{"syncToken": "1", "creationTime": "2025-07-24T10:00:00", "prefixes": [
 {"ipv4Prefix": "34.76.0.0/14", "service": "Google Cloud", "scope": "europe-west1"},
 {"ipv6Prefix": "2600:1901::/48", "service": "Google Cloud", "scope": "global"}]}"#;

const ORACLE: &str = r#"{"last_updated_timestamp": "2025-07-21T18:00:00.0", "regions": [
 {"region": "eu-frankfurt-1", "cidrs": [{"cidr": "130.61.0.0/16", "tags": ["OCI"]}]}]}"#;

#[test]
fn files_of_clouds_are_read() {
    for (text, expected) in [
        (
            AWS,
            "AWS ip-ranges.json [2026-08-22] 52.48.0.0/14 IE, 2a05:d018::/36 IE, 13.32.0.0/15 AWS CLOUDFRONT -2",
        ),
        (
            AZURE,
            "Azure service tags, change 363 [] 52.166.0.0/16 NL, 13.107.246.0/24 Azure Front Door -1",
        ),
        (
            GOOGLE,
            "Google Cloud cloud.json [2025-07-24] 34.76.0.0/14 BE, 2600:1901::/48 Google Cloud (global) -0",
        ),
        (
            ORACLE,
            "Oracle public_ip_ranges.json [2025-07-21] 130.61.0.0/16 DE -0",
        ),
    ] {
        assert_eq!(told(text), expected);
        for shorter in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
            told(text.get(..shorter).unwrap());
        }
    }
}

#[test]
fn lines_are_read() {
    for (text, expected) in [
        (
            "prefix,number_of_sites,backing_prefix\n1.1.1.0/24,52,1.1.1.0/24\n9.9.8.0/24,1,9.9.8.0/24\n",
            "Anycast prefixes [] 1.1.1.0/24 anycast -1",
        ),
        (
            "# bgp.tools\n1.0.0.0/24\r\n2001:db8::/32\n",
            "Anycast prefixes [] 1.0.0.0/24 anycast, 2001:db8::/32 anycast -0",
        ),
        (
            "network,country\n1.0.0.0/24,AU\n\"2.0.0.0/8\",\"fr\"\n3.0.0.0/8,EU\n",
            "Countries of networks [] 1.0.0.0/24 AU, 2.0.0.0/8 FR -1",
        ),
        (
            "1.0.0.0,1.0.1.255,AU\n::1,::2,US\n",
            "Countries of networks [] 1.0.0.0/23 AU, ::1/128 US, ::2/128 US -0",
        ),
        ("", "line 1: no line has a network"),
        ("network,country\n", "line 1: no line has a network"),
        (
            "1.0.0.0/24,AU\n1.0.0.1/24,AU\n",
            "line 2: expected a network, or a network or two addresses and a country",
        ),
        (
            "1.0.0.0/24,Australia\n",
            "line 1: expected a network, or a network or two addresses and a country",
        ),
        (
            "{\"a\": 1}",
            "line 1: the JSON is none of AWS's, Azure's, Google Cloud's or Oracle's ranges",
        ),
        (
            "{\n\"a\": 1,,}",
            "line 2: this is no JSON object: key must be a string at line 2 column 8",
        ),
    ] {
        assert_eq!(told(text), expected, "{text}");
        for shorter in 0..text.len() {
            told(text.get(..shorter).unwrap());
        }
    }
}

#[test]
fn lists_are_asked_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let mut reference = Reference::without_tables().unwrap();
    reference
        .add_user_file(&write("ip-ranges.json", AWS))
        .unwrap();
    reference
        .add_user_file(&write("mine.csv", "52.0.0.0/8,US\n"))
        .unwrap();
    reference
        .add_user_file(&write("anycast.txt", "5.5.5.0/24\n"))
        .unwrap();
    let tables = reference.tables().iter();
    let tables: Vec<_> = tables
        .map(|t| (t.title.as_str(), t.kind, t.token.as_str()))
        .collect();
    assert_eq!(
        tables,
        [
            (
                "AWS ip-ranges.json (ip-ranges.json)",
                TableKind::Region,
                "user-1"
            ),
            (
                "AWS ip-ranges.json (ip-ranges.json)",
                TableKind::Shared,
                "user-2"
            ),
            (
                "Countries of networks (mine.csv)",
                TableKind::Country,
                "user-3"
            ),
            (
                "Anycast prefixes (anycast.txt)",
                TableKind::Shared,
                "user-4"
            ),
        ]
    );
    let ip = |text: &str| text.parse::<IpAddr>().unwrap();
    let answers = reference.countries(ip("52.50.0.1"));
    assert_eq!(answers.len(), 1);
    assert_eq!(
        answers[0].says.map(|code| code.to_string()).as_deref(),
        Some("US")
    );
    let clouds = reference.cloud_ranges(ip("52.50.0.1"));
    assert_eq!(clouds.len(), 1);
    assert_eq!((clouds[0].0, clouds[0].2.as_str()), (0, "IE"));
    assert_eq!(
        reference.shared(ip("5.5.5.5")).map(|r| &*r.operator),
        Some("anycast")
    );
    let fault = reference
        .add_user_file(&write("bad.csv", "1.2.3.4\nx\n"))
        .unwrap_err();
    let bad = folder.path().join("bad.csv");
    let expected = format!(
        "line 2: expected a network, or a network or two addresses and a country: {}",
        Path::new(&bad).display()
    );
    assert_eq!(fault.to_string(), expected);
}
