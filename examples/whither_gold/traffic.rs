//! Captures become flows and bytes per grade, what stays unclassified and why, and how often labelled hosts are right.

use std::collections::{BTreeMap, HashSet};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use whither::analysis::model::Analysis;
use whither::analysis::progress::Progress;
use whither::analysis::run::{Options, read_captures};
use whither::capture::inputs::files_of;
use whither::flow::model::{Direction, Flow};
use whither::reference::Reference;
use whither::reference::data_type::DataType;
use whither::tag::data_type::grade::DataGrade;
use whither::tag::model::Tags;

use crate::gold::{Gold, HALVES, by_host};
use crate::share::{ratio, share};

/// The kinds of an index that are counted.
const KINDS: [&str; 3] = ["app", "tls", "quic"];

/// Lines of the list of what is unclassified.
const LISTED: usize = 60;

/// Flows and payload bytes.
#[derive(Clone, Copy, Default)]
struct Sum {
    flows: usize,
    bytes: u64,
}

impl Sum {
    fn add(&mut self, bytes: u64) {
        self.flows += 1;
        self.bytes += bytes;
    }
}

/// What was counted over all captures.
#[derive(Default)]
struct Counts {
    all: Sum,
    grades: BTreeMap<DataGrade, Sum>,
    types: BTreeMap<(&'static str, DataGrade), Sum>,
    unclassified: BTreeMap<(&'static str, String), Sum>,
    /// By half and grade: all and right.
    labelled: BTreeMap<(String, DataGrade), (Sum, Sum)>,
}

/// Reads the captures, each on its own, and prints what was counted.
pub fn print(gold: &[Gold], paths: &[PathBuf]) -> Result<(), Box<dyn Error>> {
    let reference = Arc::new(Reference::bundled()?);
    let mut counts = Counts::default();
    let (mut read, mut failed) = (0_usize, 0_usize);
    for path in captures(paths)? {
        let inputs = std::slice::from_ref(&path);
        let (options, progress) = (Options::default(), Progress::default());
        let reference = Arc::clone(&reference);
        match read_captures(inputs, &options, reference, &progress, &mut |_| {}) {
            Ok(analysis) => count(&analysis, gold, &mut counts),
            Err(_) => failed += 1,
        }
        read += 1;
    }
    println!("captures          {read}, of these {failed} could not be read at all");
    grades(&counts);
    labelled(&counts);
    unclassified(&counts);
    Ok(())
}

/// The files that are named; of an index (`INDEX.tsv` beside the captures) those of the kinds that are counted.
fn captures(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut all = Vec::new();
    for path in paths {
        if path.extension().is_some_and(|end| end == "tsv") {
            all.extend(indexed(path)?);
        } else {
            all.extend(files_of(std::slice::from_ref(path))?);
        }
    }
    Ok(all)
}

fn indexed(index: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let text = fs::read_to_string(index)?;
    let folder = index.parent().unwrap_or(Path::new("."));
    let files = text.lines().filter_map(|line| {
        let mut cells = line.split('\t').skip(1);
        let (file, kind) = (cells.next()?, cells.nth(1)?);
        KINDS.contains(&kind).then(|| folder.join(file))
    });
    Ok(files.collect())
}

fn count(analysis: &Analysis, gold: &[Gold], counts: &mut Counts) {
    let by_host = by_host(gold);
    let tested = tested_domains(gold);
    for (flow, tags) in analysis.flows.iter().zip(&analysis.tags) {
        if !matches!(flow.direction(), Direction::Outward | Direction::Inward) {
            continue;
        }
        let bytes = flow.payload_bytes.total();
        let grade = tags.data.grade;
        counts.all.add(bytes);
        counts.grades.entry(grade).or_default().add(bytes);
        let name = analysis.tables.name_of(tags).map(|name| &*name.value);
        match tags.data.first {
            Some(one) => {
                let entry = counts.types.entry((one.token(), grade));
                entry.or_default().add(bytes);
            }
            None => {
                let entry = (why(analysis, tags), who(analysis, flow, tags, &tested));
                counts.unclassified.entry(entry).or_default().add(bytes);
            }
        }
        // What a host is told says nothing of flows in which it was told nothing, or did not answer.
        let is_exchange = flow.sent() > 0 && flow.received() > 0;
        if let Some(gold) = name
            .and_then(|name| by_host.get(name))
            .filter(|_| is_exchange)
        {
            let entry = counts.labelled.entry((gold.half.clone(), grade));
            let (all, right) = entry.or_default();
            all.add(bytes);
            let second = tags.data.second;
            if gold.accepts(tags.data.first) || (second.is_some() && gold.accepts(second)) {
                right.add(bytes);
            }
        }
    }
}

fn why(analysis: &Analysis, tags: &Tags) -> &'static str {
    let Some(name) = analysis.tables.name_of(tags) else {
        return match tags.tunnel {
            Some(_) => "a tunnel",
            None => "no name",
        };
    };
    match analysis.reference.rules().host(&name.value) {
        _ if tags.tunnel.is_some() => "a tunnel",
        Some(_) => "the host carries everything",
        None => "no rule about the host",
    }
}

/// The host, or what the flow speaks; hosts of the half that is only counted are not named.
fn who(analysis: &Analysis, flow: &Flow, tags: &Tags, tested: &HashSet<&str>) -> String {
    let domain = analysis.tables.domain_of(tags);
    if domain.is_some_and(|domain| tested.contains(domain)) {
        return "(a host of the test half)".to_owned();
    }
    match analysis.tables.name_of(tags) {
        Some(name) => name.value.to_string(),
        None => {
            let protocols = analysis.tables.protocols_of(tags);
            let spoken: Vec<&str> = protocols.iter().map(|one| one.token()).collect();
            let port = flow.server.port.unwrap_or(0);
            format!("{} {port} {}", flow.transport.token(), spoken.join("+"))
        }
    }
}

fn tested_domains(gold: &[Gold]) -> HashSet<&str> {
    let tested = gold.iter().filter(|gold| gold.half != HALVES[0]);
    tested
        .filter_map(|gold| psl::domain_str(&gold.host))
        .collect()
}

fn shares(part: Sum, whole: Sum) -> String {
    format!(
        "{:>5} flows {:>5.1} %  {:>9} bytes {:>5.1} %",
        part.flows,
        ratio(part.flows, whole.flows) * 100.0,
        part.bytes,
        byte_share(part, whole) * 100.0
    )
}

fn grades(counts: &Counts) {
    println!("with public addresses");
    for grade in DataGrade::ALL.into_iter().rev() {
        let sum = counts.grades.get(&grade).copied().unwrap_or_default();
        println!("  {:<22}{}", grade.token(), shares(sum, counts.all));
    }
    let none = counts.grades.get(&DataGrade::None);
    let none = none.copied().unwrap_or_default();
    let classified = Sum {
        flows: counts.all.flows - none.flows,
        bytes: counts.all.bytes - none.bytes,
    };
    println!("  {:<22}{}", "classified", shares(classified, counts.all));
    for one in DataType::ALL {
        for grade in DataGrade::ALL.into_iter().rev() {
            if let Some(sum) = counts.types.get(&(one.token(), grade)) {
                let sum = shares(*sum, counts.all);
                println!("  {:<22}{sum}  {}", one.token(), grade.token());
            }
        }
    }
}

/// A judgement is right here when either of two types that are shown as equals is.
fn labelled(counts: &Counts) {
    println!("flows to labelled hosts that answered, right or shown as one of two");
    for ((half, grade), (all, right)) in counts.labelled.iter().rev() {
        println!(
            "  {half:<5} {:<9} flows {}, bytes {} of {} = {:.1} %",
            grade.token(),
            share(right.flows, all.flows),
            right.bytes,
            all.bytes,
            byte_share(*right, *all) * 100.0
        );
    }
}

#[expect(clippy::cast_precision_loss, reason = "a share needs no exact bytes")]
fn byte_share(part: Sum, whole: Sum) -> f64 {
    match whole.bytes {
        0 => 0.0,
        bytes => part.bytes as f64 / bytes as f64,
    }
}

fn unclassified(counts: &Counts) {
    println!("unclassified, by reason");
    let mut reasons: BTreeMap<&str, Sum> = BTreeMap::new();
    for ((reason, _), sum) in &counts.unclassified {
        let entry = reasons.entry(reason).or_default();
        entry.flows += sum.flows;
        entry.bytes += sum.bytes;
    }
    for (reason, sum) in reasons {
        println!("  {reason:<28}{}", shares(sum, counts.all));
    }
    println!("unclassified, the first {LISTED} by bytes");
    let mut lines: Vec<_> = counts.unclassified.iter().collect();
    lines.sort_by_key(|((_, who), sum)| (std::cmp::Reverse(sum.bytes), who.as_str()));
    for ((reason, who), sum) in lines.into_iter().take(LISTED) {
        println!("  {}  {who}: {reason}", shares(*sum, counts.all));
    }
}
