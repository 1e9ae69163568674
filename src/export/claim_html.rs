//! The sheet of a claim as a page of HTML in one file: no script, nothing that is fetched, fit for printing.

use std::fmt::Write;

use super::claim_pages::Block;
use super::markup::{escaped, hex};
use crate::claim::verdict::Word;
use crate::draw::theme::Theme;
use crate::view::claim_sheet::Amount;

/// Everything but colours, which come from the theme.
const STYLE: &str = "body{font:15px/1.45 'Open Sans',sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}\
h2{font-size:1.15rem;margin:1.6rem 0 .4rem}p{margin:.3rem 0}blockquote{margin:.3rem 0 .3rem 1rem;font-style:italic}\
.bar{display:flex;height:.8rem;margin:.5rem 0}.bar span{display:block;min-width:2px;border-right:1px solid #fff}\
table{border-collapse:collapse;margin:.3rem 0}td{padding:.1rem .8rem .1rem 0}td:first-child{font-weight:600}\
ul{margin:.4rem 0;padding-left:1.2rem}.detail{color:#57606b;list-style:none;margin-left:1rem}";

/// The page.
pub fn page(blocks: &[Block]) -> String {
    let mut body = String::new();
    let mut in_list = false;
    for block in blocks {
        let is_item = matches!(block, Block::Item(_) | Block::Detail(_));
        match (in_list, is_item) {
            (false, true) => body.push_str("<ul>\n"),
            (true, false) => body.push_str("</ul>\n"),
            _ => {}
        }
        in_list = is_item;
        match block {
            Block::Heading(words) => tagged(&mut body, "h2", "", words),
            Block::Line(words) => tagged(&mut body, "p", "", words),
            Block::Quote(words) => tagged(&mut body, "blockquote", "", words),
            Block::Bar(bar) => bar_of(&mut body, bar),
            Block::Item(words) => tagged(&mut body, "li", "", words),
            Block::Detail(words) => tagged(&mut body, "li", " class=\"detail\"", words),
        }
    }
    if in_list {
        body.push_str("</ul>\n");
    }
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Claim sheet</title><style>{STYLE}</style></head>\n<body><h1>Claim sheet</h1>\n{body}</body></html>\n"
    )
}

fn tagged(body: &mut String, tag: &str, class: &str, words: &str) {
    // Writing into a text cannot fail.
    let _written = writeln!(body, "<{tag}{class}>{}</{tag}>", escaped(words));
}

/// A bar by bytes sent (by flows where none were) and the same in numbers.
fn bar_of(body: &mut String, bar: &[(Word, Amount)]) {
    let theme = Theme::light();
    let sent = bar.iter().any(|(_, amount)| amount.sent > 0);
    body.push_str("<div class=\"bar\">");
    for (word, amount) in bar {
        let part = if sent { amount.sent } else { amount.flows };
        if part > 0 {
            let colour = hex(theme.verdict(*word));
            let label = word.label();
            let _written = write!(
                body,
                "<span title=\"{label}\" style=\"flex:{part};background:{colour}\"></span>"
            );
        }
    }
    body.push_str("</div>\n<table>");
    for (word, amount) in bar {
        let (label, amount) = (word.label(), amount.words());
        let _written = write!(body, "<tr><td>{label}</td><td>{amount}</td></tr>");
    }
    body.push_str("</table>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_no_markup_and_lists_are_closed() {
        let blocks = [
            Block::Line("<script>\"x\"</script>".to_owned()),
            Block::Item("one".to_owned()),
            Block::Detail("more".to_owned()),
            Block::Item("two".to_owned()),
        ];
        let page = page(&blocks);
        assert!(page.contains("<p>&lt;script&gt;&quot;x&quot;&lt;/script&gt;</p>"));
        assert_eq!(page.matches("<ul>").count(), page.matches("</ul>").count());
        assert!(!page.contains("http"), "nothing is fetched");
    }
}
