//! One query over the story of `support::built` and what its screen says.

mod support {
    pub mod built;
}

use std::sync::Arc;

use support::built::{Told, analysis, at, code, story};
use whither::analysis::model::Analysis;
use whither::capture::frame::Time;
use whither::evidence::item::NameSource;
use whither::flow::model::FlowId;
use whither::tag::model::Place;
use whither::view::screen;
use whither::view::screen::{
    Column, FacetKey, FacetRow, Ledger, Metric, Query, Screen, Sort, TimeSpan, WhyQuestion,
};
use whither::view::table::cell;

fn look(query: &Query) -> Screen {
    screen(&Arc::new(analysis(&story())), query)
}

fn filtered(filter: &str) -> Screen {
    look(&Query {
        filter: filter.into(),
        ..Query::default()
    })
}

fn spanned(from: i64, to: i64) -> Query {
    let span = TimeSpan {
        from: at(from),
        to: at(to),
    };
    Query {
        span: Some(span),
        ..Query::default()
    }
}

/// Numbers of the rows in their order.
fn order(screen: &Screen) -> Vec<u32> {
    screen.table.order.iter().map(|flow| flow.0).collect()
}

fn kept(filter: &str) -> Vec<u32> {
    let screen = filtered(filter);
    assert_eq!(screen.filter.error, None, "{filter}");
    let mut kept = order(&screen);
    kept.sort_unstable();
    kept
}

#[track_caller]
fn adds_up(screen: &Screen) {
    let ledger: &Ledger = &screen.ledger;
    let sum =
        |of: fn(&whither::view::screen::LedgerRow) -> u64| ledger.rows.iter().map(of).sum::<u64>();
    assert_eq!(sum(|r| r.sent), ledger.sent);
    assert_eq!(sum(|r| r.received), ledger.received);
    assert_eq!(sum(|r| r.wire), ledger.wire);
    assert_eq!(sum(|r| r.flows), ledger.flows);
    assert_eq!(ledger.flows, screen.filter.kept);
    assert_eq!(ledger.flows, screen.table.order.len() as u64);
    let cells = screen
        .table
        .order
        .iter()
        .map(|id| whither::view::table::counted_bytes(screen, *id));
    let (sent, received) = cells.fold((0, 0), |sum, (s, r)| (sum.0 + s, sum.1 + r));
    assert_eq!((sent, received), (ledger.sent, ledger.received));
    let on_map: u64 = screen.map.countries.iter().map(|c| c.value).sum();
    assert_eq!(
        on_map, ledger.rows[0].sent,
        "map and ledger place the same bytes"
    );
}

#[test]
fn every_byte_is_in_one_row_of_the_ledger() {
    let whole = look(&Query::default());
    adds_up(&whole);
    let captured: u64 = whole.analysis.captures.iter().map(|c| c.wire_bytes).sum();
    let ledger = &whole.ledger;
    assert_eq!(
        ledger.wire + ledger.not_ip_wire + ledger.unread_wire,
        captured
    );
    assert_eq!(
        ledger
            .rows
            .iter()
            .map(|r| (r.group.token(), r.flows, r.sent))
            .collect::<Vec<_>>(),
        [
            ("placed", 3, 1_300_000),
            ("disputed", 1, 100_000),
            ("anycast", 1, 50_000),
            ("none", 1, 0),
            ("local", 1, 7_000),
            ("reserved", 1, 40),
            ("between-remotes", 1, 2_000),
        ]
    );
    for facet in &whole.facets {
        assert_eq!(
            facet.rows.iter().map(|r| r.value).sum::<u64>(),
            ledger.sent,
            "{}",
            facet.title
        );
        assert_eq!(
            facet.rows.iter().map(|r| r.flows).sum::<u64>(),
            ledger.flows,
            "{}",
            facet.title
        );
    }
}

#[test]
fn filter_and_span_leave_a_ledger_that_adds_up() {
    for filter in [
        "country:CN",
        "-country:CN",
        "sent>10kB",
        "country:disputed,none",
        "nowhere",
    ] {
        let screen = filtered(filter);
        adds_up(&screen);
        assert_eq!(screen.ledger.not_ip_wire, 0, "{filter}");
    }
    let first_half = look(&spanned(0, 30));
    let second_half = look(&spanned(30, 91));
    adds_up(&first_half);
    adds_up(&second_half);
    assert_eq!(first_half.ledger.sent, 1_000_000 + 150_000);
    assert_eq!(first_half.ledger.sent + second_half.ledger.sent, 1_459_040);
    assert_eq!(order(&first_half), [0, 1]);
    assert_eq!(cell(&first_half, FlowId(1), Column::Sent).text, "150 kB");
    assert!(
        order(&look(&spanned(72, 75))).contains(&7),
        "without payload the time of the flow counts"
    );
}

#[test]
fn headlines() {
    for (filter, lead, doubt) in [
        (
            "",
            "1.3 MB sent to 2 countries.",
            "152 kB (10 %) cannot be placed: databases differ 100 kB, anycast 50 kB, between remote hosts 2 kB.",
        ),
        ("country:CN", "1 MB sent to 1 country.", ""),
        (
            "country:disputed,anycast",
            "Nothing sent that can be placed in one country.",
            "150 kB (100 %) cannot be placed: databases differ 100 kB, anycast 50 kB.",
        ),
        (
            "country:local,reserved",
            "No payload sent to a public address.",
            "",
        ),
        ("country:none", "No payload sent.", ""),
        ("nowhere", "No flow is left by the filter.", ""),
    ] {
        let headline = filtered(filter).headline;
        assert_eq!(
            (headline.lead.as_str(), headline.doubt.as_str()),
            (lead, doubt),
            "{filter}"
        );
    }
    let empty = screen(&Arc::new(analysis(&[])), &Query::default());
    assert_eq!(empty.headline.lead, "No flows in what was captured.");
    assert_eq!(empty.timeline.bins.len(), 0);
}

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
        ("port:70000", 5..10, "expected a port from 0 to 65535"),
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
fn disputed_bytes_are_added_to_no_country() {
    let map = look(&Query::default()).map;
    let countries: Vec<_> = map
        .countries
        .iter()
        .map(|c| {
            (
                c.code.as_str().to_string(),
                c.value,
                c.disputed,
                c.text.clone(),
                c.term.clone(),
            )
        })
        .collect();
    let row = |code: &str, value, disputed, text: &str| {
        (
            code.to_string(),
            value,
            disputed,
            text.to_string(),
            format!("country:{code}"),
        )
    };
    assert_eq!(
        countries,
        [
            row("CN", 1_000_000, 100_000, "1 MB sent, 100 kB more disputed"),
            row("SG", 300_000, 100_000, "300 kB sent, 100 kB more disputed"),
            row("US", 0, 0, "0 B sent"),
        ]
    );
    let only = filtered("country:disputed").map.countries;
    assert_eq!(only[0].text, "100 kB sent, place disputed");
    assert_eq!(
        (only[0].term.as_str(), only[0].value, only[0].share),
        ("country:CN/SG", 0, 1.0)
    );
    let margin: Vec<_> = map
        .margin
        .iter()
        .map(|m| (m.label.as_str(), m.value.as_str(), m.term.as_str()))
        .collect();
    assert_eq!(
        margin,
        [
            ("Databases differ", "100 kB", "country:disputed"),
            ("One address, many places", "50 kB", "country:anycast"),
            ("Inside the local network", "7 kB", "country:local"),
            ("Reserved addresses", "40 B", "country:reserved"),
            ("Between remote hosts", "2 kB", "country:between-remotes"),
        ]
    );
}

fn rows(screen: &Screen, key: FacetKey) -> &[FacetRow] {
    &screen
        .facets
        .iter()
        .find(|f| f.key == key)
        .expect("every list is there")
        .rows
}

#[test]
fn a_list_row_keeps_what_it_counts_and_a_list_stays_open_to_a_second_choice() {
    let whole = look(&Query::default());
    for facet in &whole.facets {
        for row in &facet.rows {
            assert_eq!(kept(&row.term).len() as u64, row.flows, "{}", row.term);
            assert!(
                rows(&filtered(&row.term), facet.key)
                    .iter()
                    .any(|r| r.active && r.term == row.term),
                "{}",
                row.term
            );
        }
    }
    let labels: Vec<_> = rows(&whole, FacetKey::Country)
        .iter()
        .map(|r| (r.label.as_str(), r.doubtful))
        .collect();
    assert_eq!(
        labels,
        [
            ("CN China", false),
            ("SG Singapore", false),
            ("Inside the local network", false),
            ("Reserved addresses", false),
            ("US United States", false),
            ("CN or SG", true),
            ("One address, many places", true),
            ("Between remote hosts", true),
            ("No database answers", true),
        ]
    );
    let china = filtered("country:CN");
    assert_eq!(rows(&china, FacetKey::Country).len(), 9);
    assert_eq!(rows(&china, FacetKey::Protocol).len(), 1);
    let nothing = filtered("nowhere");
    assert_eq!(
        rows(&nothing, FacetKey::Organisation)[0].label,
        "Organisation not known"
    );
    assert_eq!(rows(&nothing, FacetKey::Domain)[0].label, "No name");
}

#[test]
fn sorting() {
    for (column, descending, expected) in [
        (Column::Sent, true, [0, 1, 2, 3, 5, 8, 6, 4, 7]),
        (Column::Sent, false, [4, 7, 6, 8, 5, 3, 2, 1, 0]),
        (Column::Time, true, [8, 7, 6, 5, 4, 3, 2, 1, 0]),
        (Column::Frames, false, [0, 1, 2, 3, 4, 5, 6, 7, 8]),
        (Column::Country, false, [0, 1, 7, 2, 8, 5, 3, 6, 4]),
        (Column::Organisation, false, [0, 1, 3, 2, 4, 5, 6, 7, 8]),
        (Column::Organisation, true, [3, 1, 0, 2, 4, 5, 6, 7, 8]),
        (Column::Protocol, false, [5, 4, 7, 1, 2, 8, 0, 3, 6]),
        (Column::Destination, false, [3, 1, 0, 7, 5, 2, 4, 8, 6]),
    ] {
        let sort = Sort { column, descending };
        let screen = look(&Query {
            sort,
            ..Query::default()
        });
        assert_eq!(order(&screen), expected, "{column:?} {descending}");
    }
}

#[test]
fn the_timeline_holds_every_byte_whatever_the_span() {
    for query in [Query::default(), spanned(12, 15)] {
        let screen = look(&query);
        let timeline = &screen.timeline;
        let sums = timeline
            .bins
            .iter()
            .fold((0, 0), |sum, bin| (sum.0 + bin.sent, sum.1 + bin.received));
        assert_eq!(sums, (1_459_040, 157_600));
        assert!(timeline.bins.len() <= whither::view::timeline::MAX_BINS);
        assert_eq!(
            timeline.peak,
            500_000 + 150_000,
            "one flow ends as another begins"
        );
        assert_eq!(
            (timeline.start, timeline.start_text.as_str()),
            (Some(at(10)), "14:00:10")
        );
        assert_eq!(timeline.end_text, "14:01:30");
    }
    assert_eq!(
        look(&spanned(12, 145)).timeline.span_text,
        "14:00:12 – 14:02:25 · 2 min 13 s selected"
    );
    let only = filtered("country:SG").timeline;
    assert_eq!(only.bins.iter().map(|bin| bin.sent).sum::<u64>(), 300_000);
}

#[test]
fn a_gap_of_years_and_lying_clocks_cost_nothing() {
    let years = 40 * 365 * 86_400;
    let late = |from_second| Told {
        sent: 10,
        from_second,
        to_second: from_second,
        ..Told::new("1.2.3.4:1", Place::NoAnswer)
    };
    let told = [late(0), late(years)];
    let far = screen(&Arc::new(analysis(&told)), &Query::default());
    assert_eq!(far.timeline.bins.iter().map(|b| b.sent).sum::<u64>(), 20);
    assert_eq!(
        (
            far.timeline.start_text.as_str(),
            far.timeline.end_text.as_str()
        ),
        ("2026-11-23 14:00:00", "2066-11-13 14:00:00")
    );
    let mut lying: Analysis = analysis(&story());
    lying.captures[0].first = Some(Time::from_nanos(i64::MIN));
    lying.captures[0].last = Some(Time::from_nanos(i64::MAX));
    let lying = screen(&Arc::new(lying), &Query::default());
    assert_eq!(
        lying.timeline.bins.iter().map(|b| b.sent).sum::<u64>(),
        1_459_040
    );
    assert!(lying.timeline.bins.len() <= whither::view::timeline::MAX_BINS);
}

fn questions(flow: u32) -> Vec<WhyQuestion> {
    let query = Query {
        selected: Some(FlowId(flow)),
        ..Query::default()
    };
    look(&query).why.expect("the flow exists").questions
}

/// A question as text, without the dates of tables, which change with each release.
fn asked(flow: u32, nth: usize) -> String {
    let question = &questions(flow)[nth];
    let reasons: Vec<String> = question.reasons.iter().map(|r| r.text.clone()).collect();
    format!(
        "{} [{}] {}",
        question.title,
        question.grade,
        reasons.join(" | ")
    )
}

#[test]
fn why() {
    let analysis = analysis(&story());
    let titles: Vec<String> = analysis.tables.addresses[0]
        .witnesses
        .iter()
        .map(|w| analysis.reference_tables()[w.table].title.clone())
        .collect();
    let says = |countries: [&str; 2]| {
        let both: Vec<String> = titles
            .iter()
            .zip(countries)
            .map(|(t, c)| format!("{t} says {c}"))
            .collect();
        both.join(" | ")
    };
    assert_eq!(
        asked(0, 0),
        "Why this name? [stated] `upload.clipclap.example` is stated by the flow itself: TLS server name (SNI)"
    );
    assert_eq!(
        asked(1, 0),
        "Why this name? [inferred] `mon.clipclap.example` is inferred: a DNS answer to the same client gave this address \
         210 ms before the flow | A name from DNS is inferred: several names can share one address"
    );
    assert_eq!(
        asked(0, 1),
        format!(
            "Why China? [probable] {} | This is where databases place the first network hop, not where data is stored",
            says(["China", "China"])
        )
    );
    assert_eq!(
        asked(2, 1),
        format!(
            "Why China or Singapore? [disputed] {} | The databases differ: the bytes count as disputed and for none of these countries",
            says(["China", "Singapore"])
        )
    );
    assert!(
        asked(3, 1).starts_with("Why no country? [] 104.16.1.1 "),
        "{}",
        asked(3, 1)
    );
    assert!(asked(3, 1).contains("many places"), "{}", asked(3, 1));
    assert_eq!(
        asked(0, 2),
        "Who runs the address? [] AS4134, ByteWave Ltd, announces the address | \
         Where a network is registered says nothing about where the machine is"
    );
    assert_eq!(
        asked(0, 3),
        "Which side is local? [] 10.0.0.23 is local and opened the flow; 121.14.0.9 is remote"
    );
    assert_eq!(
        asked(0, 4),
        "What was counted? [] Payload: 1 MB sent, 84 kB received | Frames: 30 frames sent, 20 frames received | \
         On the wire: 1 MB sent, 84.4 kB received | 1.4 kB sent again, not counted twice | \
         Fastest reply after 214 ms | Wrapped in vlan:12, gre"
    );
    let why = look(&Query {
        selected: Some(FlowId(1)),
        ..Query::default()
    })
    .why
    .expect("the flow exists");
    assert_eq!(
        why.subtitle,
        "QUIC · 10.0.0.23:51001 → [2001:200::7]:443 · 14:00:20 – 14:00:30"
    );
    assert!(
        look(&Query {
            selected: Some(FlowId(99)),
            ..Query::default()
        })
        .why
        .is_none()
    );
}

#[test]
fn status_line() {
    let status = look(&Query::default()).status;
    assert_eq!(
        status.text,
        "1 capture · 48,211 packets · 9 flows · 1 min 20 s"
    );
    assert_eq!(status.local_text, "Local side: private addresses");
    assert_eq!(status.hash_text, "sha256 9f2c…e1");
    let problem = &status.problems[0];
    assert_eq!(problem.place, "frame 1,318, byte 20,412");
    assert_eq!(
        problem.what,
        "A frame is shorter than its IP header says (3 times)"
    );
}

#[test]
fn hostile_names_are_written_out_and_can_still_be_chosen() {
    let hostile = "a\u{202e}b \"c\",d.example";
    let told = [Told {
        name: Some((hostile, NameSource::Sni)),
        domain: Some(hostile),
        ..Told::new("1.2.3.4:443", Place::Country(code("DE")))
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
fn metrics() {
    let flows = look(&Query {
        metric: Metric::Flows,
        ..Query::default()
    });
    assert_eq!(flows.map.countries[0].text, "1 flow, 1 more disputed");
    assert_eq!(
        flows.map.legend_title,
        "Shade and line width: number of flows"
    );
    let received = look(&Query {
        metric: Metric::Received,
        ..Query::default()
    });
    assert_eq!(
        received.map.countries[0].text,
        "84 kB received, 1 kB more disputed"
    );
    let steps: Vec<_> = received
        .map
        .legend
        .iter()
        .map(|step| step.text.as_str())
        .collect();
    assert_eq!(steps, ["100 B", "1 kB", "10 kB", "84 kB"]);
}
