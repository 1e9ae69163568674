//! What packs say of names, and that the bundled ones are as they are asked to be.

use super::*;

const TEXT: &str = r#"
schema = "whither-rules/1"
pack = "one"
version = "1"
[sources]
own = { url = "https://one.example/", checked = "2026-11-24", basis = "name" }
[[owner]]
name = "One"
domains = ["one.example"]
source = "own"
[[host]]
id = "all"
hosts = [".one.example"]
type = "content_delivery"
source = "own"
example = "x.one.example"
[[host]]
id = "log"
hosts = ["log*.one.example"]
type = "usage_events"
source = "own"
example = "log2.one.example"
[[host]]
id = "api"
hosts = ["log9.one.example"]
type = "unclear"
source = "own"
"#;

#[test]
fn the_most_specific_rule_answers() {
    let mut rules = Rules::default();
    rules.add(TEXT, false).unwrap();
    let id = |name| rules.host(name).map(|answer| answer.rule.id.clone());
    for (name, want) in [
        ("a.b.one.example", Some("host_rule.one.all")),
        ("log-eu.one.example", Some("host_rule.one.log")),
        ("log9.one.example", Some("host_rule.one.api")),
        ("other.example", None),
    ] {
        assert_eq!(id(name).as_deref(), want, "{name}");
    }
    let owner = rules.owner("x.y.one.example").unwrap();
    assert_eq!((&**owner.0, &**owner.1), ("One", "rule:owner.one"));
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    for (from, to, want) in [
        (
            "usage_events",
            "usage",
            "line 20, column 8: no data type is called `usage`",
        ),
        (
            "log2.one.example",
            "lag.one.example",
            "line 22, column 11: the rule does not match its own example",
        ),
        (
            "id = \"log\"",
            "id = \"all\"",
            "line 18, column 6: the id `all` stands in line 12 already",
        ),
        (
            "log*.one.example",
            "log*",
            "line 19, column 10: the last two labels of a pattern are written out",
        ),
        (
            "type = \"unclear\"\nsource = \"own\"",
            "type = \"unclear\"\nsource = \"x\"",
            "line 27, column 10: no source is called `x`",
        ),
    ] {
        let errors = Pack::read(&TEXT.replace(from, to)).unwrap_err();
        assert_eq!(errors[0].to_string(), want);
    }
}

#[test]
fn a_path_on_a_host_that_is_no_pattern_is_refused() {
    let path = "[[path]]\nid = \"p\"\ncontains = [\"/x\"]\nhosts = [\"x*\"]\ntype = \"location\"\nsource = \"own\"\n";
    let errors = Pack::read(&format!("{TEXT}{path}")).unwrap_err();
    let want = "line 31, column 10: the last two labels of a pattern are written out";
    assert_eq!(errors[0].to_string(), want);
}

#[test]
fn every_bundled_pack_is_sound() {
    for (name, text) in BUNDLED {
        if let Err(errors) = Pack::read(text) {
            let list: Vec<String> = errors.iter().map(ToString::to_string).collect();
            panic!("{name}:\n{}", list.join("\n"));
        }
    }
}

#[test]
fn no_bundled_rule_is_hidden_or_dead() {
    let rules = Rules::bundled().unwrap();
    let mut seen = HashMap::new();
    for (_, text) in BUNDLED {
        let pack = Pack::read(text).unwrap();
        for entry in &pack.host {
            let id = format!("host_rule.{}.{}", pack.pack.get_ref(), entry.id.get_ref());
            for host in &entry.hosts {
                if let Some(other) = seen.insert(host.get_ref().clone(), id.clone()) {
                    panic!("{} stands in {other} and {id}", host.get_ref());
                }
                if !host.get_ref().contains(['*', '#']) && !host.get_ref().starts_with('.') {
                    assert_eq!(rules.host(host.get_ref()).unwrap().rule.id, id);
                }
            }
            if let Some(example) = &entry.example {
                let answer = rules.host(example.get_ref()).unwrap();
                assert_eq!(answer.rule.id, id, "{}", example.get_ref());
            }
        }
    }
}

#[test]
fn every_shorter_pack_is_read_or_refused() {
    for end in 0..TEXT.len() {
        let _read_or_refused = Pack::read(&TEXT[..end]);
    }
}

#[test]
fn a_company_serves_others_from_some_of_its_domains_only() {
    let rules = Rules::bundled().unwrap();
    let kind = |host| rules.service(host).map(|service| service.kind.token());
    for (host, want) in [
        ("d1.cloudfront.net", Some("cdn")),
        ("s3.amazonaws.com", Some("cloud")),
        ("www.amazon.com", None),
        ("1.courier.push.apple.com", Some("push")),
        ("www.apple.com", None),
    ] {
        assert_eq!(kind(host), want, "{host}");
    }
    let packs = BUNDLED.iter().map(|(_, text)| Pack::read(text).unwrap());
    let domains = packs
        .flat_map(|pack| pack.service)
        .flat_map(|one| one.domains);
    let without_owner: Vec<String> = domains
        .map(|domain| domain.get_ref().clone())
        .filter(|domain| rules.owner(domain).is_none())
        .collect();
    assert_eq!(without_owner, Vec::<String>::new());
}
