//! The sheet of a claim becomes blocks of words, and these the text that `check` prints, Markdown, or a page of HTML.
//!
//! What is said is decided once; only the dress differs. Every form ends with its sources: hashes of captures, claim,
//! rules and tables.

use super::markup::escaped_markdown;
use super::provenance::Provenance;
use crate::analysis::judged::Judged;
use crate::analysis::model::Analysis;
use crate::claim::model::Claim;
use crate::claim::sentence::{dates, limits};
use crate::claim::verdict::Word;
use crate::view::amount::bytes;
use crate::view::claim_sheet::{Amount, Bar, ClaimSheet, Group, Promise};
use crate::view::plain_text::plain_prose;
use crate::view::query::Query;
use crate::view::redact::Redaction;

/// A piece of the sheet. Words are safe to show; markup is escaped by whoever dresses them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Title of a part.
    Heading(String),
    /// A paragraph.
    Line(String),
    /// Somebody's own words.
    Quote(String),
    /// Flows and bytes by verdict.
    Bar(Vec<(Word, Amount)>),
    /// One of several.
    Item(String),
    /// About the item before.
    Detail(String),
}

/// The whole sheet.
pub fn blocks(analysis: &Analysis, judged: &Judged, sheet: &ClaimSheet) -> Vec<Block> {
    let claim = &judged.claim;
    let question = format!(
        "Question: does the traffic of {} agree with this claim?",
        claim.subject.name
    );
    let mut blocks = vec![line(&question)];
    blocks.extend(about(claim));
    for capture in &analysis.captures {
        let sum = capture.sha256.as_deref().unwrap_or("not computed");
        blocks.push(line(&format!("Capture: {} (SHA-256 {sum})", capture.name)));
    }
    blocks.push(Block::Heading(plain_prose(&format!(
        "Result: {}.",
        sheet.headline
    ))));
    blocks.push(Block::Bar(sheet.totals.to_vec()));
    blocks.extend(open_points(claim, sheet));
    for promise in &sheet.promises {
        blocks.extend(of_promise(promise));
    }
    blocks.push(Block::Heading("What this rests on".to_owned()));
    blocks.extend(limits(claim).iter().map(|limit| line(limit)));
    blocks.push(Block::Heading("Sources".to_owned()));
    let sources = Provenance::of(analysis, &Query::default()).lines();
    blocks.extend(
        sources
            .iter()
            .map(|source| Block::Item(plain_prose(source))),
    );
    blocks
}

/// The same, with what tells of the captured side taken out, and said.
pub fn redacted(blocks: Vec<Block>, redaction: &Redaction) -> Vec<Block> {
    let text = |words: String| redaction.text(&words);
    let mut blocks: Vec<Block> = blocks
        .into_iter()
        .map(|block| match block {
            Block::Heading(words) => Block::Heading(text(words)),
            Block::Line(words) => Block::Line(text(words)),
            Block::Quote(words) => Block::Quote(text(words)),
            Block::Item(words) => Block::Item(text(words)),
            Block::Detail(words) => Block::Detail(text(words)),
            Block::Bar(bar) => Block::Bar(bar),
        })
        .collect();
    blocks.push(Block::Item(redaction.mark()));
    blocks
}

fn line(text: &str) -> Block {
    Block::Line(plain_prose(text))
}

fn about(claim: &Claim) -> Vec<Block> {
    let mut blocks = vec![line(&format!("Claim: {}", claim.title))];
    let quote = claim.quote.iter();
    blocks.extend(quote.map(|quote| Block::Quote(plain_prose(&format!("“{quote}”")))));
    let url = claim.url.as_ref();
    let url = url.map_or(String::new(), |url| format!(", {url}"));
    blocks.push(line(&format!(
        "Source: {}{url}; stated {}, holds {}, about {}",
        claim.source,
        claim.stated,
        dates(claim),
        claim.asserts.token()
    )));
    blocks
}

fn open_points(claim: &Claim, sheet: &ClaimSheet) -> Vec<Block> {
    let doubts = sheet.doubts.iter();
    let mut points: Vec<String> = doubts
        .map(|(because, amount, decider)| {
            let because = because.label();
            let words = amount.words();
            format!("cannot tell: {because}, {words}; would decide: {decider}")
        })
        .collect();
    if sheet.hidden.flows > 0 {
        points.push(format!(
            "not tied to {}: {} in tunnels or without a name; what they carry is not part of this result",
            claim.subject.name,
            sheet.hidden.words()
        ));
    }
    let points = points.iter();
    points
        .map(|point| Block::Item(plain_prose(point)))
        .collect()
}

fn of_promise(promise: &Promise) -> Vec<Block> {
    let heading = format!("Class {}: {}", promise.class, promise.where_to);
    let mut blocks = vec![Block::Heading(plain_prose(&heading))];
    let own = promise.line.iter();
    blocks.extend(own.map(|(number, text)| line(&format!("line {number} of the claim: {text}"))));
    blocks.push(Block::Bar(covered(&promise.bar)));
    blocks.extend(promise.top.iter().flat_map(of_group));
    blocks
}

fn covered(bar: &Bar) -> Vec<(Word, Amount)> {
    let covered = bar.iter().filter(|(word, _)| *word != Word::NotCovered);
    covered.copied().collect()
}

fn of_group(group: &Group) -> Vec<Block> {
    let item = format!(
        "{}: {} ({}; flow {})",
        group.destination,
        group.word.label(),
        group.amount.words(),
        group.first_flow
    );
    let mut blocks = vec![Block::Item(plain_prose(&item))];
    let reasons = group.reasons.iter();
    blocks.extend(reasons.map(|reason| Block::Detail(plain_prose(reason))));
    let decider = group.would_decide.iter();
    blocks.extend(decider.map(|decider| Block::Detail(format!("would decide it: {decider}"))));
    blocks
}

/// As `whither check` prints it.
pub fn text(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        let lines = match block {
            Block::Heading(words) => format!("\n{words}"),
            Block::Line(words) => words.clone(),
            Block::Quote(words) => format!("  {words}"),
            Block::Bar(bar) => {
                let rows = bar.iter();
                let rows =
                    rows.map(|(word, amount)| format!("  {:<12} {}", word.label(), amount.words()));
                rows.collect::<Vec<_>>().join("\n")
            }
            Block::Item(words) => format!("  - {words}"),
            Block::Detail(words) => format!("      {words}"),
        };
        text.push_str(&lines);
        text.push('\n');
    }
    text
}

/// As Markdown: headings, tables, lists.
pub fn markdown(blocks: &[Block]) -> String {
    let mut text = "# Claim sheet\n".to_owned();
    let mut was_item = false;
    for block in blocks {
        let is_item = matches!(block, Block::Item(_) | Block::Detail(_));
        if !(was_item && is_item) {
            text.push('\n');
        }
        was_item = is_item;
        let lines = match block {
            Block::Heading(words) => format!("## {}", escaped_markdown(words)),
            Block::Line(words) => escaped_markdown(words),
            Block::Quote(words) => format!("> {}", escaped_markdown(words)),
            Block::Bar(bar) => markdown_table(bar),
            Block::Item(words) => format!("- {}", escaped_markdown(words)),
            Block::Detail(words) => format!("  - {}", escaped_markdown(words)),
        };
        text.push_str(&lines);
        text.push('\n');
    }
    text
}

fn markdown_table(bar: &[(Word, Amount)]) -> String {
    let rows = bar.iter().map(|(word, amount)| {
        format!(
            "| {} | {} | {} | {} |",
            word.label(),
            amount.flows,
            bytes(amount.sent),
            bytes(amount.received)
        )
    });
    let head = ["| verdict | flows | sent | received |", "|---|--:|--:|--:|"].map(str::to_owned);
    head.into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_others_become_no_markup() {
        let block = Block::Line("<b>*x*</b> [a](javascript:b) | `c`".to_owned());
        let page = markdown(&[block]);
        let want =
            "# Claim sheet\n\n&lt;b&gt;\\*x\\*&lt;/b&gt; \\[a\\](javascript:b) \\| \\`c\\`\n";
        assert_eq!(page, want);
    }

    #[test]
    fn the_same_blocks_in_text_and_markdown() {
        let amount = Amount {
            flows: 2,
            sent: 3_100_000,
            received: 0,
        };
        let blocks = [
            Block::Heading("Class protected: SG, US".to_owned()),
            Block::Bar(vec![(Word::Contradicts, amount)]),
            Block::Item("log16.clipclap.example: contradicts".to_owned()),
            Block::Detail("because".to_owned()),
        ];
        assert_eq!(
            text(&blocks),
            "\nClass protected: SG, US\n  contradicts  2 flows, 3.1 MB sent, 0 B received\n  - log16.clipclap.example: contradicts\n      because\n"
        );
        assert_eq!(
            markdown(&blocks),
            "# Claim sheet\n\n## Class protected: SG, US\n\n| verdict | flows | sent | received |\n|---|--:|--:|--:|\n| contradicts | 2 | 3.1 MB | 0 B |\n\n- log16.clipclap.example: contradicts\n  - because\n"
        );
    }
}
