//! The light-speed check over made captures: servers at known distances, answers as fast as light allows and faster,
//! and every reason for which nothing is concluded.

mod support;

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use support::made::{ETHERNET, Made, RAW, Server};
use support::reference;
use whither::analysis::model::Analysis;
use whither::analysis::progress::Progress;
use whither::analysis::run::{Options, read_captures};
use whither::claim::read::read_file;
use whither::tag::capture_place::CapturePlace;
use whither::tag::model::{AddressTag, Place};
use whither::tag::round_trip::Says;
use whither::tag::stated::Stated;

/// Five networks far enough away, in no country that a test asks about, and no region in their names.
const OTHERS: [Server; 5] = [
    Server::new("17.253.144.10", 40_000),
    Server::new("140.82.121.4", 41_000),
    Server::new("93.184.215.14", 42_000),
    Server::new("91.198.174.192", 43_000),
    Server::new("199.232.1.1", 44_000),
];

/// Addresses that both bundled databases place alike.
const CHINA: &str = "180.101.50.188";
const SINGAPORE: &str = "203.116.1.10";
const IRELAND: &str = "54.72.101.9";
const JAPAN: &str = "133.242.0.3";

fn analysis_of(made: &Made, place: Option<&str>) -> Analysis {
    static FILES: AtomicU32 = AtomicU32::new(0);
    let number = FILES.fetch_add(1, Ordering::Relaxed);
    let name = format!("whither-light-{}-{number}.pcap", std::process::id());
    let path = std::env::temp_dir().join(name);
    std::fs::write(&path, made.bytes()).unwrap();
    let options = Options {
        stated: Arc::new(Stated {
            place: place.map(|text| CapturePlace::parse(text).unwrap()),
            ..Stated::default()
        }),
        ..Options::default()
    };
    let paths = [path.clone()];
    let read = read_captures(
        &paths,
        &options,
        reference(),
        &Progress::default(),
        &mut |_| {},
    );
    std::fs::remove_file(&path).unwrap();
    read.unwrap()
}

fn tag_of<'a>(analysis: &'a Analysis, ip: &str) -> &'a AddressTag {
    let ip: IpAddr = ip.parse().unwrap();
    let at = analysis.flows.iter().position(|flow| flow.server.ip == ip);
    analysis
        .tables
        .address_of(&analysis.tags[at.unwrap()])
        .unwrap()
}

/// `firm SG`, `disputed CN`, `many`.
fn place_text(place: &Place) -> String {
    let codes: Vec<&str> = place
        .candidates()
        .iter()
        .map(|code| code.as_str())
        .collect();
    match place.grade() {
        Some(grade) => format!("{} {}", grade.token(), codes.join(" ")),
        None => place.group().token().to_owned(),
    }
}

/// `CN vacuum, SG fibre`; `nothing`; `off: tunnel-link`; `no origin`; `not timed`.
fn said(analysis: &Analysis, tag: &AddressTag) -> String {
    let Some(round_trip) = &tag.round_trip else {
        return "not timed".to_owned();
    };
    match &round_trip.says {
        Says::Off => format!("off: {}", round_trip.off(&analysis.tables).unwrap().token()),
        Says::NoOrigin => "no origin".to_owned(),
        Says::Checked { refuted, .. } if refuted.is_empty() => "nothing".to_owned(),
        Says::Checked { refuted, .. } => {
            let beyond = |light| if light { "vacuum" } else { "fibre" };
            let one = refuted.iter();
            let one = one.map(|r| format!("{} {}", r.country, beyond(r.is_beyond_light)));
            one.collect::<Vec<_>>().join(", ")
        }
    }
}

/// A server that answers TLS after so many microseconds, beside five others, seen from a place.
#[track_caller]
fn check(place: Option<&str>, server: Server, says: &str, then: &str) {
    let mut made = Made::new(ETHERNET);
    made.visit_all(&OTHERS);
    made.visit(&server);
    let analysis = analysis_of(&made, place);
    let tag = tag_of(&analysis, server.ip);
    let found = (said(&analysis, tag), place_text(&tag.place));
    assert_eq!(
        found,
        (says.to_owned(), then.to_owned()),
        "{place:?} {server:?}"
    );
}

const LONDON: Option<&str> = Some("51.507,-0.128,30");

#[test]
fn a_country_that_begins_beyond_light_is_no_candidate() {
    // From London China begins some 5,500 km away: 55 ms of fibre, 37 ms of vacuum, out and back.
    check(
        LONDON,
        Server::new(CHINA, 12_300),
        "CN vacuum",
        "disputed CN",
    );
    check(
        LONDON,
        Server::new(CHINA, 45_000),
        "CN fibre",
        "disputed CN",
    );
    check(LONDON, Server::new(CHINA, 60_000), "nothing", "firm CN");
    check(LONDON, Server::new(CHINA, 400_000), "nothing", "firm CN");
    // Ireland begins in the north of the island, some 460 km away: 4.6 ms.
    check(LONDON, Server::new(IRELAND, 6_000), "nothing", "firm IE");
    check(
        LONDON,
        Server::new(IRELAND, 2_100),
        "IE fibre",
        "disputed IE",
    );
    check(
        LONDON,
        Server::new(SINGAPORE, 30_000),
        "SG vacuum",
        "disputed SG",
    );
    check(
        LONDON,
        Server::new(SINGAPORE, 170_000),
        "nothing",
        "firm SG",
    );
    // The databases differ (Germany or the United States): one is left.
    check(
        LONDON,
        Server::new("140.82.121.4", 20_000),
        "US vacuum",
        "disputed DE",
    );
    check(
        LONDON,
        Server::new(JAPAN, 20_000),
        "JP vacuum",
        "disputed JP",
    );
}

#[test]
fn a_country_as_the_place_is_as_large_as_it_is() {
    check(
        Some("GB"),
        Server::new(CHINA, 12_300),
        "CN vacuum",
        "disputed CN",
    );
    check(
        Some("GB"),
        Server::new(IRELAND, 2_100),
        "nothing",
        "firm IE",
    );
    check(Some("HK"), Server::new(CHINA, 2_100), "nothing", "firm CN");
    check(
        Some("SG"),
        Server::new(SINGAPORE, 2_100),
        "nothing",
        "firm SG",
    );
}

#[test]
fn without_a_place_nothing_is_ruled_out_unless_hosts_name_their_region() {
    check(None, Server::new(CHINA, 12_300), "no origin", "firm CN");
    let ireland = Server::new(IRELAND, 8_000).named("x.eu-west-1.elb.amazonaws.com");
    let mut made = Made::new(ETHERNET);
    made.visit_all(&OTHERS);
    made.visit(&ireland);
    made.visit(&Server::new(CHINA, 12_300));
    made.visit(&Server::new(SINGAPORE, 180_000));
    let analysis = analysis_of(&made, None);
    for (ip, says, then) in [
        (CHINA, "CN vacuum", "disputed CN"),
        (SINGAPORE, "nothing", "firm SG"),
        (IRELAND, "nothing", "firm IE"),
    ] {
        let tag = tag_of(&analysis, ip);
        let found = (said(&analysis, tag), place_text(&tag.place));
        assert_eq!(found, (says.to_owned(), then.to_owned()), "{ip}");
    }
}

#[test]
fn the_answer_of_whoever_ends_tls_counts_more_than_that_of_tcp() {
    // A proxy on the way ends TCP near London; TLS is ended in China.
    let server = Server::new(CHINA, 90_000).with_tcp(5_000);
    check(LONDON, server, "nothing", "firm CN");
    // Nothing but TCP: that it is ended nearby is all there is, except where proxies are usual.
    check(
        LONDON,
        Server::new(CHINA, 12_300).without_tls(),
        "CN vacuum",
        "disputed CN",
    );
    check(
        LONDON,
        Server::new(CHINA, 12_300).without_tls().at_port(80),
        "not timed",
        "firm CN",
    );
}

#[test]
fn each_reason_not_to_believe_it_switches_it_off() {
    let far = Server::new(CHINA, 12_300);
    let with = |link: u32, change: &dyn Fn(&mut Made)| {
        let mut made = Made::new(link);
        change(&mut made);
        made.visit_all(&OTHERS);
        made.visit(&far);
        made
    };
    let all_near = {
        let mut made = Made::new(ETHERNET);
        for other in &OTHERS {
            made.visit(&Server::new(other.ip, 12).with_tcp(12));
        }
        made.visit(&Server::new(CHINA, 12).with_tcp(12));
        made
    };
    let named_too_far = {
        let mut made = Made::new(ETHERNET);
        made.visit_all(&OTHERS);
        made.visit(&Server::new(IRELAND, 8_000).named("x.eu-west-1.elb.amazonaws.com"));
        made.visit(&far);
        made
    };
    for (made, place, token) in [
        (with(ETHERNET, &|_| {}), LONDON, None),
        (
            with(ETHERNET, &|made| made.near_micros = 30_000),
            LONDON,
            Some("not-at-the-client"),
        ),
        (with(RAW, &|_| {}), LONDON, Some("tunnel-link")),
        (
            with(ETHERNET, &|made| made.client = [10, 215, 173, 1]),
            LONDON,
            Some("on-device"),
        ),
        (
            with(ETHERNET, &|made| made.client = [10, 8, 0, 1]),
            LONDON,
            Some("tunnel-address"),
        ),
        (
            with(ETHERNET, &|made| made.grain_micros = 10_000),
            LONDON,
            Some("coarse-clock"),
        ),
        (
            with(ETHERNET, &|made| made.steps_back = 20),
            LONDON,
            Some("unsteady-clock"),
        ),
        (all_near, LONDON, Some("answered-nearby")),
        (named_too_far, Some("1.35,103.8"), Some("host-too-fast")),
    ] {
        let analysis = analysis_of(&made, place);
        let tag = tag_of(&analysis, CHINA);
        let expected = match token {
            Some(token) => (format!("off: {token}"), "firm CN".to_owned()),
            None => ("CN vacuum".to_owned(), "disputed CN".to_owned()),
        };
        assert_eq!((said(&analysis, tag), place_text(&tag.place)), expected);
    }
}

#[test]
fn a_flow_across_a_step_of_the_clock_is_not_timed() {
    let mut made = Made::new(ETHERNET);
    made.visit_all(&OTHERS);
    made.step_back_within_next = true;
    made.visit(&Server::new(CHINA, 80_500));
    let analysis = analysis_of(&made, LONDON);
    let tag = tag_of(&analysis, CHINA);
    assert_eq!(
        (said(&analysis, tag), place_text(&tag.place)),
        ("not timed".into(), "firm CN".into())
    );
}

/// The claim lets protected data go to the United States and Singapore.
#[test]
fn a_place_that_a_reply_speaks_against_neither_accuses_nor_clears() {
    let claim = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/claims/clipclap.toml");
    let claim = Arc::new(read_file(&claim).unwrap());
    for (ip, micros, word) in [
        (CHINA, 60_000, "contradicts"),
        (CHINA, 12_300, "cannot-tell"),
        (SINGAPORE, 180_000, "consistent"),
        (SINGAPORE, 30_000, "cannot-tell"),
    ] {
        let mut made = Made::new(ETHERNET);
        made.visit_all(&OTHERS);
        made.visit(&Server::new(ip, micros).named("passport.clipclap.example"));
        let analysis = analysis_of(&made, LONDON).with_claim(Arc::clone(&claim));
        let flow = analysis.flows.len() - 1;
        let verdict = analysis.judged.as_ref().unwrap().of(flow).unwrap();
        assert_eq!(verdict.word.token(), word, "{ip} after {micros} \u{b5}s");
    }
}
