//! Command lines as they are understood.

use super::*;
use crate::export::report::stated::{CapturePoint, Stated};
use crate::flow::splitting::Splitting;
use crate::view::held::Held;
use crate::view::query::MapBy;

fn check(line: &str, expected: &Result<Command, UsageError>) {
    let words = line.split_whitespace().map(OsString::from);
    assert_eq!(&read(words), expected, "{line}");
}

#[test]
fn commands_and_mistakes() {
    let captures = |names: &[&str]| Inputs {
        captures: names.iter().map(PathBuf::from).collect(),
        ..Inputs::default()
    };
    check("", &Ok(Command::Window(Inputs::default())));
    check("a.pcap b", &Ok(Command::Window(captures(&["a.pcap", "b"]))));
    check("flows -", &Ok(Command::Flows(captures(&["-"]))));
    check("-- flows", &Ok(Command::Window(captures(&["flows"]))));
    check("flows --help", &Ok(Command::Help));
    check(
        "evidense a.pcap",
        &Err(UsageError(
            "`evidense` is neither a command nor a file".into(),
        )),
    );
    let split = Inputs {
        splitting: Splitting {
            udp_idle_seconds: 60,
            ..Splitting::default()
        },
        without_interfaces: vec![1, 3],
        keys: vec!["k.log".into()],
        ..captures(&["a"])
    };
    check(
        "flows a --keys k.log --udp-idle 60 --without-interface 1 --without-interface 3",
        &Ok(Command::Flows(split)),
    );
    check(
        "flows",
        &Err(UsageError("nothing was named to read".into())),
    );
    check(
        "picture a",
        &Err(UsageError("`picture` needs --out FILE.png".into())),
    );
    check(
        "report a",
        &Err(UsageError("`report` needs --out DIR".into())),
    );
    check(
        "report a --out d --dark",
        &Err(UsageError(
            "--size, --scale, --preset, --part, --dark and --colour belong to `picture`".into(),
        )),
    );
    let wanted = ReportArguments {
        out: "d".into(),
        overwrite: true,
        look: Look {
            held: Held::parse("10MB,500kB"),
            ..Look::default()
        },
        made_at: Some("2026-11-23T19:40:00Z".into()),
        stated: Stated {
            operator: Some("A".into()),
            point: Some(CapturePoint::Gateway),
        },
    };
    check(
        "report a --out d --overwrite --hold-scale 10MB,500kB --operator A --point gateway --made-at 2026-11-23T20:40:00+01:00",
        &Ok(Command::Report(captures(&["a"]), wanted)),
    );
    check(
        "report a --out d --hold-scale much",
        &Err(UsageError(
            "`much` is no scale like 10MB or 10MB,500kB".into(),
        )),
    );
    check(
        "report a --out d --made-at today",
        &Err(UsageError(
            "`today` is no moment like 2026-11-23T19:40:00Z".into(),
        )),
    );
    let wanted = OutArguments {
        out: "x.PCAPNG".into(),
        look: Look::default(),
        overwrite: false,
    };
    check(
        "export a -o x.PCAPNG",
        &Ok(Command::Export(captures(&["a"]), wanted)),
    );
    let endings = ".csv, .jsonl, .parquet, .pcapng, .kml or .geojson";
    for line in ["export a", "export a --out x.pcap"] {
        let words = format!("`export` needs --out FILE, which ends in {endings}");
        check(line, &Err(UsageError(words)));
    }
    let extract = Command::Extract(captures(&["a", "b"]), "d".into());
    check("extract a b --out d", &Ok(extract));
    check(
        "extract a --out d --filter proto:dns",
        &Err(UsageError(
            "`extract` writes every flow: --filter belongs to `export`".into(),
        )),
    );
    check(
        "report a --out d --point phone",
        &Err(UsageError(
            "`phone` is none of client, gateway and mirror".into(),
        )),
    );
    check(
        "flows a --point client",
        &Err(UsageError(
            "--made-at, --operator and --point belong to `report`".into(),
        )),
    );
    check(
        "flows a --local x",
        &Err(UsageError("`x` is no IP address".into())),
    );
    check(
        "a --place ZZ",
        &Err(UsageError(
            "`ZZ` is neither a country code of two letters (ISO 3166-1) nor latitude,longitude or latitude,longitude,km".into(),
        )),
    );
    let follow = FollowArguments {
        flow: Some(7),
        layer: Some("tls".into()),
        hex: true,
    };
    check(
        "follow a --flow 7 --layer tls --hex",
        &Ok(Command::Follow(captures(&["a"]), follow)),
    );
    check(
        "follow a",
        &Err(UsageError("`follow` needs --flow NUMBER".into())),
    );
    let picture = PictureArguments {
        out: "m.png".into(),
        size: Some((800, 600)),
        scale: Some(2.0),
        part: Part::Map,
        ..PictureArguments::default()
    };
    check(
        "picture a --out m.png --size 800x600 --scale 2 --part map",
        &Ok(Command::Picture(captures(&["a"]), picture)),
    );
    let picture = PictureArguments {
        out: "m.png".into(),
        look: Look {
            map_by: MapBy::Seat,
            ..Look::default()
        },
        colouring: Some(Colouring::DataGroup),
        ..PictureArguments::default()
    };
    check(
        "picture a --out m.png --map seat --colour type",
        &Ok(Command::Picture(captures(&["a"]), picture)),
    );
    for (line, what) in [
        (
            "picture a --out m.png --map law",
            "`law` is neither place nor seat",
        ),
        (
            "picture a --out m.png --colour red",
            "`red` is none of plain, verdict and type",
        ),
        (
            "picture a --out m.png --colour verdict",
            "--colour verdict needs --claim FILE",
        ),
        (
            "report a --out r --metric bytes",
            "`bytes` is none of sent, received and flows",
        ),
        (
            "report a --out r --span 14:03/14:05",
            "`14:03/14:05` is no span like 2026-11-23T14:03:10Z/2026-11-23T14:05:00Z",
        ),
        (
            "report a --out r --sort sent",
            "`sent` is no order like `sent down` or `time up`",
        ),
        (
            "flows a --redact",
            "--redact belongs to `check`: what other commands write is redacted, or is for programs",
        ),
        (
            "flows a --map seat",
            "--out, --size, --scale, --preset, --part, --dark, --map, --metric, --span, --sort, --hold-scale, --colour and --overwrite belong to `picture`; --out, --map, --metric, --span, --sort, --hold-scale and --overwrite to `report` and `export` too",
        ),
    ] {
        check(line, &Err(UsageError(what.into())));
    }
    check(
        "rules explain --flow 7 a",
        &Ok(Command::Rules(
            captures(&["a"]),
            RulesQuestion::ExplainFlow(7),
        )),
    );
    check(
        "rules check --flow 7 a",
        &Err(UsageError("--flow belongs to `rules explain`".into())),
    );
    let said = Inputs {
        subject: vec!["example.com".into(), "ByteWave".into()],
        by_hand: vec!["mine.toml".into()],
        ..captures(&["a"])
    };
    check(
        "flows a --subject example.com --subject ByteWave --by-hand mine.toml",
        &Ok(Command::Flows(said)),
    );
}

#[test]
fn claims_and_their_sheets() {
    let inputs = Inputs {
        captures: vec!["a".into()],
        claim: Some("c.toml".into()),
        ..Inputs::default()
    };
    let json = Command::Check(inputs.clone(), Format::Json);
    check("check --claim c.toml --format json a", &Ok(json));
    check("flows a --claim c.toml", &Ok(Command::Flows(inputs)));
    check(
        "claim check c.toml",
        &Ok(Command::Claims(vec!["c.toml".into()])),
    );
    for (line, what) in [
        ("check a", "`check` needs --claim FILE"),
        ("check --claim c.toml", "nothing was named to read"),
        (
            "check --claim c --format x a",
            "`x` is neither text nor json",
        ),
        (
            "flows a --format json",
            "--format belongs to `check` and `compare`",
        ),
        (
            "evidence a --claim c",
            "--claim belongs to `check`, `compare`, `flows`, `picture`, `report`, `export`, `extract` and the window",
        ),
        ("claim check", "`claim` is followed by check FILE..."),
    ] {
        check(line, &Err(UsageError(what.into())));
    }
}
