//! The rule workbench: what is wrong with a pack, why a host is judged as it is, which hosts have no rule.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;

use super::arguments::Inputs;
use super::flows::{CommandError, Outcome, analysis, outcome, print_line, reference};
use crate::analysis::follow::FollowError;
use crate::export::lines::data_line::{DataType, Owner, PartyLine};
use crate::flow::model::Direction;
use crate::flow::model::FlowId;
use crate::reference::fault::Fault;
use crate::reference::pack_file::pack_text;
use crate::reference::rules::known::KnownValues;
use crate::reference::rules::pack::{Basis, Pack};
use crate::reference::rules::{Rule, Rules};
use crate::tag::data_type::signs::{Sign, Vote};
use crate::tag::model::Tags;
use crate::view::amount::counted;

/// What is asked of the rules.
#[derive(Clone, Debug, PartialEq)]
pub enum RulesQuestion {
    /// What is wrong with these packs; without any, the packs of the program are listed.
    Check(Vec<PathBuf>),
    /// Why these hosts are judged as they are.
    Explain(Vec<String>),
    /// Why the flow of this number, as `flows` prints it, is judged as it is.
    ExplainFlow(u32),
    /// Which hosts of the captures have no rule, by bytes.
    Coverage,
}

/// Answers.
pub fn print_rules(
    inputs: &Inputs,
    question: &RulesQuestion,
    out: &mut impl Write,
) -> Result<Outcome, CommandError> {
    let outcome = match question {
        RulesQuestion::Check(packs) if packs.is_empty() => list(inputs, out)?,
        RulesQuestion::Check(packs) => check(packs, out)?,
        RulesQuestion::Explain(hosts) => explain(inputs, hosts, out)?,
        RulesQuestion::ExplainFlow(flow) => explain_flow(inputs, *flow, out)?,
        RulesQuestion::Coverage => coverage(inputs, out)?,
    };
    out.flush()?;
    Ok(outcome)
}

#[derive(Serialize)]
struct PackLine<'a> {
    pack: &'a str,
    version: &'a str,
    rules: usize,
    host_patterns: usize,
    sha256: &'a str,
}

fn list(inputs: &Inputs, out: &mut impl Write) -> Result<Outcome, CommandError> {
    let reference = reference(inputs)?;
    for pack in reference.rules().packs() {
        let line = PackLine {
            pack: &pack.name,
            version: &pack.version,
            rules: pack.rules,
            host_patterns: pack.host_rules,
            sha256: &pack.sha256,
        };
        print_line(&line, out)?;
    }
    Ok(Outcome::Whole)
}

fn check(packs: &[PathBuf], out: &mut impl Write) -> Result<Outcome, CommandError> {
    let mut outcome = Outcome::Whole;
    for path in packs {
        let text = pack_text(path).map_err(CommandError::Reference)?;
        match sound(&text) {
            Ok(what) => writeln!(out, "{}: {what}, no fault", path.display())?,
            Err(errors) => {
                outcome = Outcome::InPart;
                for error in errors {
                    writeln!(out, "{}: {error}", path.display())?;
                }
            }
        }
    }
    Ok(outcome)
}

/// What a pack, or a list of known values, holds.
fn sound(text: &str) -> Result<String, Vec<Fault>> {
    if KnownValues::is_written_in(text) {
        let mut known = KnownValues::default();
        known.add(text)?;
        return Ok(counted(known.len() as u64, "known value", "known values"));
    }
    let pack = Pack::read(text)?;
    Ok(format!("{} rules about hosts", pack.host.len()))
}

#[derive(Serialize)]
struct Explained<'a> {
    host: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<Owner<'a>>,
    data_type: DataType,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<RuleLine<'a>>,
}

/// A rule with where it comes from.
#[derive(Serialize)]
struct RuleLine<'a> {
    id: &'a str,
    pattern: String,
    carries_everything: bool,
    source: &'a str,
    checked: &'a str,
    basis: &'static str,
}

impl<'a> RuleLine<'a> {
    fn of(host: &str, rules: &'a Rules) -> Option<Self> {
        let answer = rules.host(host)?;
        Some(Self {
            id: &answer.rule.id,
            pattern: answer.pattern,
            carries_everything: answer.rule.data_type.is_none(),
            source: &answer.rule.url,
            checked: &answer.rule.checked,
            basis: basis_token(answer.rule.basis),
        })
    }
}

fn basis_token(basis: Basis) -> &'static str {
    match basis {
        Basis::Page => "page",
        Basis::Name => "name",
    }
}

/// A flow with everything that speaks for a data type, and where each rule comes from.
#[derive(Serialize)]
struct ExplainedFlow<'a> {
    capture: &'a str,
    flow: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<Owner<'a>>,
    party: PartyLine,
    data_type: DataType,
    sources: Vec<SourceLine<'a>>,
}

/// Where a rule of one of the signs comes from.
#[derive(PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct SourceLine<'a> {
    rule: &'a str,
    source: &'a str,
    checked: &'a str,
    basis: &'static str,
}

impl<'a> SourceLine<'a> {
    fn of(vote: &Vote<'a>) -> Option<Self> {
        let (Sign::Host(rule, _) | Sign::Word(rule, _) | Sign::Content(_, rule, _)) = &vote.sign
        else {
            return None;
        };
        let rule: &'a Rule = rule;
        Some(Self {
            rule: &rule.id,
            source: &rule.url,
            checked: &rule.checked,
            basis: basis_token(rule.basis),
        })
    }
}

fn explain_flow(
    inputs: &Inputs,
    number: u32,
    out: &mut impl Write,
) -> Result<Outcome, CommandError> {
    let analysis = analysis(inputs, false)?;
    let index = number as usize;
    let flow = analysis.flows.get(index);
    let tags: Option<&Tags> = analysis.tags.get(index);
    let (Some(flow), Some(tags)) = (flow, tags) else {
        let error = FollowError::NoSuchFlow(number, analysis.flows.len());
        return Err(CommandError::Follow(error));
    };
    let own = analysis.evidence_of(index);
    let votes = analysis.votes_for(FlowId(number), tags, own);
    let mut sources: Vec<SourceLine<'_>> = votes.iter().filter_map(SourceLine::of).collect();
    sources.sort();
    sources.dedup();
    let line = ExplainedFlow {
        capture: analysis.capture(flow.capture).map_or("", |c| &c.name),
        flow: number,
        host: analysis.tables.name_of(tags).map(|name| &*name.value),
        owner: Owner::of_flow(&analysis, tags, own),
        party: PartyLine::of(tags.party),
        data_type: DataType::of_votes(&analysis, tags, &votes),
        sources,
    };
    print_line(&line, out)?;
    Ok(outcome(&analysis))
}

fn explain(
    inputs: &Inputs,
    hosts: &[String],
    out: &mut impl Write,
) -> Result<Outcome, CommandError> {
    let reference = reference(inputs)?;
    let rules = reference.rules();
    for host in hosts {
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let line = Explained {
            host: &host,
            owner: Owner::of_host(&host, rules),
            data_type: DataType::of_host(&host, rules),
            rule: RuleLine::of(&host, rules),
        };
        print_line(&line, out)?;
    }
    Ok(Outcome::Whole)
}

#[derive(Serialize)]
struct Uncovered<'a> {
    host: &'a str,
    flows: u64,
    payload_bytes: u64,
}

/// Bytes with public addresses whose host has no rule, the most first; then one line of sums.
fn coverage(inputs: &Inputs, out: &mut impl Write) -> Result<Outcome, CommandError> {
    let analysis = analysis(inputs, false)?;
    let rules = analysis.reference.rules();
    let mut without: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    let mut sums = Sums::default();
    for (flow, tags) in analysis.flows.iter().zip(&analysis.tags) {
        if !matches!(flow.direction(), Direction::Outward | Direction::Inward) {
            continue;
        }
        let bytes = flow.payload_bytes.total();
        sums.flows += 1;
        sums.payload_bytes += bytes;
        if tags.data.first.is_some() {
            sums.classified_flows += 1;
            sums.classified_bytes += bytes;
        }
        let host = analysis.tables.name_of(tags).map_or("", |name| &name.value);
        if rules.host(host).is_none() {
            let entry = without.entry(host).or_default();
            *entry = (entry.0 + 1, entry.1 + bytes);
        }
    }
    let mut lines: Vec<_> = without.into_iter().collect();
    lines.sort_by_key(|(host, (_, bytes))| (std::cmp::Reverse(*bytes), *host));
    for (host, (flows, payload_bytes)) in lines {
        print_line(
            &Uncovered {
                host,
                flows,
                payload_bytes,
            },
            out,
        )?;
    }
    print_line(&sums, out)?;
    Ok(outcome(&analysis))
}

/// Flows with public addresses and their payload, and what of both is classified at all.
#[derive(Default, Serialize)]
struct Sums {
    flows: u64,
    payload_bytes: u64,
    classified_flows: u64,
    classified_bytes: u64,
}
