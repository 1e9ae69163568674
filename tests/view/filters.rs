//! Filter text → flows that are kept, or where it was not understood.

use std::sync::Arc;

use whither::evidence::item::NameSource;
use whither::evidence::protocol::Protocol;
use whither::evidence::tunnel::TunnelKind;
use whither::flow::model::FlowId;
use whither::tag::model::Place;
use whither::view::query::{Column, Query};
use whither::view::screen;
use whither::view::screen::FacetKey;
use whither::view::table::cell;

use crate::built::{Told, analysis, code, story};
use crate::{filtered, kept, order, rows};

#[test]
fn filters_keep() {
    for (filter, flows) in [
        ("", &[0, 1, 2, 3, 4, 5, 6, 7, 8][..]),
        ("country:CN", &[0]),
        ("country:cn,China,sg", &[0, 1]),
        ("country:CN/SG", &[2]),
        ("country:SG/CN", &[2]),
        ("country:CN/US", &[]),
        ("country:placed", &[0, 1, 7]),
        ("country:disputed", &[2]),
        ("country:anycast", &[3]),
        ("country:none", &[4]),
        ("grade:firm", &[0, 1, 7]),
        ("grade:probable", &[]),
        ("grade:firm,disputed", &[0, 1, 2, 7]),
        ("country:local,reserved", &[5, 6]),
        ("country:between-remotes", &[8]),
        ("-country:placed -country:local", &[2, 3, 4, 6, 8]),
        ("host:clipclap", &[0, 1]),
        ("host:CLIPCLAP,119.28", &[0, 1, 2]),
        ("host:none", &[2, 4, 5, 6, 7, 8]),
        ("host:10.0.0.23", &[]),
        ("domain:clipclap.example", &[0, 1]),
        ("domain:example", &[]),
        ("domain:none", &[2, 4, 5, 6, 7, 8]),
        ("org:bytewave", &[0, 1]),
        ("org:\"ByteWave Ltd\"", &[0]),
        ("org:\"ByteWave\"", &[]),
        ("org:none", &[2, 4, 5, 6, 7, 8]),
        ("asn:4134,AS13335", &[0, 3]),
        ("asn:none", &[4, 5, 6, 7, 8]),
        ("proto:tls", &[0, 3]),
        ("proto:quic,dns", &[1, 5]),
        ("proto:tcp", &[0, 2, 3, 4, 8]),
        ("proto:tcp-unknown", &[2, 8]),
        ("proto:icmp", &[7]),
        ("ip:121.14.0.9", &[0]),
        ("ip:104.16.0.0/12", &[3]),
        ("ip:10.0.0.1/32", &[5]),
        ("ip:2001:200::/32", &[1]),
        ("ip:0.0.0.0/0", &[0, 1, 2, 3, 4, 5, 6, 7, 8]),
        ("port:443", &[0, 1, 3]),
        ("capture:phone", &[0, 1, 2, 3, 4, 5, 6, 7, 8]),
        ("capture:\"phone\"", &[]),
        ("sent>100kB", &[0, 1]),
        ("sent>=0.1MB", &[0, 1, 2]),
        ("sent > 100kB", &[0, 1]),
        ("sent=0", &[4, 7]),
        ("received>=60kB", &[0, 3]),
        ("received<=100", &[5, 6, 7]),
        ("frames<52", &[0, 1]),
        ("upload", &[0]),
        ("UPLOAD.clipclap", &[0]),
        ("fastcdn", &[3]),
        ("2001:200::7", &[1]),
        ("10.0.0.1", &[5]),
        ("-10.0.0.23", &[]),
        ("sent", &[]),
        ("clipclap sent>=1MB", &[0]),
        ("-clipclap proto:tls", &[3]),
        ("port:440..445", &[0, 1, 3]),
        ("sent=100kB..1MB", &[0, 1, 2]),
        ("-sent=0..100kB", &[0, 1]),
        ("host:/^UP[a-z]+\\.clip/", &[0]),
        ("org:/wave$/,/^bytewave ltd$/", &[0]),
        ("host:/^119\\./,none", &[2, 4, 5, 6, 7, 8]),
        ("-/clipclap|fastcdn/ proto:tcp", &[2, 4, 8]),
        ("/10\\.0\\.0\\.1$/", &[5]),
        ("/", &[]),
        ("time:14:00:15..14:00:25", &[0, 1]),
        ("time:14:01", &[4, 5, 6, 7, 8]),
        ("-time:14:00", &[5, 6, 7, 8]),
        ("time:23:00..14:00:11", &[0]),
    ] {
        assert_eq!(kept(filter), flows, "{filter}");
    }
}

#[test]
fn filters_that_are_not_understood_say_where_and_keep_everything() {
    let codes = "expected a country code or one of `placed`, `disputed`, `anycast`, `none`, `local`, `reserved`, `between-remotes`";
    let bytes = "expected a number of bytes such as `10kB` or `1.5MB`";
    for (filter, at, expected) in [
        (
            "contry:CN",
            0..7,
            "unknown key `contry:`, did you mean `country:`",
        ),
        ("upload country:", 7..15, codes),
        ("country:CN,", 0..11, codes),
        ("country:CN,XX", 11..13, codes),
        ("country:CN/CN", 8..13, codes),
        ("-", 0..1, "expected a term after `-`"),
        ("sent>much", 5..9, bytes),
        ("sent>", 0..5, bytes),
        ("sent>1.5.0", 5..10, bytes),
        ("frames>1kB", 7..10, "expected a whole number"),
        (
            "sent:10kB",
            4..5,
            "expected `<`, `<=`, `=`, `>=` or `>` after `sent`",
        ),
        ("country=CN", 7..8, "expected `:` after `country`"),
        (
            "bytes>1",
            0..5,
            "expected `sent`, `received` or `frames` before the comparison",
        ),
        ("org:\"Byte", 4..9, "expected a closing quote"),
        ("org:\"\"", 4..6, "expected text between the quotes"),
        (
            "org:\"a\"b",
            7..8,
            "expected a space after the closing quote",
        ),
        (
            "host:/a(/",
            5..9,
            "expected a regular expression: found open group without closing ')'",
        ),
        (
            "host:/a/b",
            8..9,
            "expected a space after the closing slash",
        ),
        (
            "port:9..1",
            5..9,
            "expected a port from 0 to 65535, or a range such as `1..1023`",
        ),
        (
            "time:25:00",
            5..10,
            "expected a time in UTC such as `14:08`, `14:08:31..14:10` or `2026-11-23T14:08..`",
        ),
        (
            "port:70000",
            5..10,
            "expected a port from 0 to 65535, or a range such as `1..1023`",
        ),
        (
            "ip:10.0.0.0/33",
            3..14,
            "expected an address, or a range such as `10.0.0.0/8`",
        ),
        (
            "asn:+5",
            4..6,
            "expected a network number such as `AS64500`, or `none`",
        ),
    ] {
        let screen = filtered(filter);
        let error = screen.filter.error.expect(filter);
        assert_eq!(
            (error.at, error.expected.as_str()),
            (at, expected),
            "{filter}"
        );
        assert_eq!(screen.filter.kept, 9, "{filter}");
        assert!(
            screen
                .facets
                .iter()
                .all(|f| f.rows.iter().all(|r| !r.active)),
            "{filter}"
        );
    }
}

#[test]
fn hostile_names_are_written_out_and_can_still_be_chosen() {
    let hostile = "a\u{202e}b \"c\",d.example";
    let told = [Told {
        name: Some((hostile, NameSource::Sni)),
        domain: Some(hostile),
        ..Told::new("1.2.3.4:443", Place::Firm(code("DE")))
    }];
    let analysis = Arc::new(analysis(&told));
    let shown = screen(&analysis, &Query::default());
    assert_eq!(
        cell(&shown, FlowId(0), Column::Destination).text,
        "a\\u{202e}b \"c\",d.example"
    );
    let row = &rows(&shown, FacetKey::Domain)[0];
    assert_eq!(row.term, "domain:\"a\\u{202e}b \\\"c\\\",d.example\"");
    let filter = row.term.clone();
    let chosen = screen(
        &analysis,
        &Query {
            filter,
            ..Query::default()
        },
    );
    assert_eq!(order(&chosen), [0]);
}

#[test]
fn apps_and_tunnels_filter_and_are_listed() {
    let mut told = analysis(&story());
    told.tables.apps = vec!["ClipClap".into(), "Mail".into()];
    told.tags[0].app = Some(0);
    told.tags[1].app = Some(1);
    told.tags[2].tunnel = Some(TunnelKind::WireGuard);
    told.tags[0].tunnel = Some(TunnelKind::IpSec);
    let told = Arc::new(told);
    let shown = |filter: &str| {
        let query = Query {
            filter: filter.into(),
            ..Query::default()
        };
        screen(&told, &query)
    };
    let kept = |filter: &str| {
        let screen = shown(filter);
        assert_eq!(screen.filter.error, None, "{filter}");
        let mut rows = order(&screen);
        rows.sort_unstable();
        rows
    };
    assert_eq!(kept("app:clip"), [0]);
    assert_eq!(kept("app:mail,clip"), [0, 1]);
    assert_eq!(kept("app:none"), [2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(kept("tunnel:any"), [0, 2]);
    assert_eq!(kept("tunnel:wireguard"), [2]);
    assert_eq!(kept("tunnel:none app:none").len(), 6);
    let all = shown("");
    let apps = all.facets.iter().find(|f| f.key == FacetKey::App);
    let apps = apps.expect("a capture names apps");
    let rows: Vec<String> = apps
        .rows
        .iter()
        .map(|r| format!("{} {} {}", r.label, r.flows, r.term))
        .collect();
    let expected = [
        "ClipClap 1 app:\"clipclap\"",
        "Mail 1 app:\"mail\"",
        "App not known 7 app:none",
    ];
    assert_eq!(rows, expected);
    assert_eq!(apps.note, "Apps known for 86 % of bytes");
    assert!(all.table.columns.contains(&Column::App));
    let banner = all.banner.expect("most bytes are in tunnels");
    assert_eq!(kept(&banner.filter), [0, 2]);
}

#[test]
fn where_no_app_is_named_there_is_no_list_of_apps() {
    let screen = filtered("");
    assert!(screen.facets.iter().all(|f| f.key != FacetKey::App));
    assert!(!screen.table.columns.contains(&Column::App));
    assert_eq!(screen.banner, None);
}

#[test]
fn a_protocol_is_found_at_any_layer_and_listed_by_the_innermost() {
    let mut told = analysis(&story());
    told.tables
        .stacks
        .push([Protocol::Tls, Protocol::Http2].into());
    told.tags[0].stack = told.tables.stacks.len() as u32 - 1;
    told.tags[0].protocol = Some(Protocol::Http2);
    let told = Arc::new(told);
    let query = |filter: &str| Query {
        filter: filter.into(),
        ..Query::default()
    };
    let kept = |filter: &str| order(&screen(&told, &query(filter)));
    assert_eq!(kept("proto:tls"), [0, 3]);
    assert_eq!(kept("proto:tls-only"), [3]);
    assert_eq!(kept("proto:http2"), [0]);
    let all = screen(&told, &query(""));
    let row = |label: &str| {
        let row = rows(&all, FacetKey::Protocol)
            .iter()
            .find(|r| r.label == label);
        row.map(|r| (r.flows, r.term.clone()))
    };
    assert_eq!(row("TLS only"), Some((1, "proto:tls-only".into())));
    assert_eq!(row("HTTP/2"), Some((1, "proto:http2".into())));
    let shown = cell(&all, FlowId(0), Column::Protocol).text;
    assert_eq!(shown, "TLS › HTTP/2");
}
