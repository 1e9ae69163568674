//! How the page looks, on screen and on paper. Colours are those of the window.

use crate::export::markup::hex;

use crate::claim::verdict::Word;
use crate::draw::theme::Theme;

/// Everything but colours.
const SHAPE: &str = "\
body{font:15px/1.5 'Open Sans','Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;max-width:72rem;margin:0 auto;padding:2rem 1.5rem 4rem;background:var(--ground);color:var(--ink)}
h1{font-size:1.7rem;line-height:1.25;margin:0 0 .6rem}
h2{font-size:1.2rem;margin:2.4rem 0 .6rem;padding-top:.6rem;border-top:1px solid var(--line)}
h3{font-size:1rem;margin:1.4rem 0 .3rem}
p{margin:.4rem 0}
.lead{font-size:1.1rem;font-weight:600}
.soft,caption{color:var(--soft)}
.doubt{color:var(--doubt)}
.warning{border:2px solid var(--contradicts);padding:.6rem .8rem;font-weight:600}
blockquote{margin:.6rem 0 .6rem 1rem;padding-left:.8rem;border-left:3px solid var(--line);font-style:italic}
nav ol{columns:2;margin:.4rem 0 0;padding-left:1.4rem}
a{color:inherit}
table{border-collapse:collapse;width:100%;margin:.6rem 0;font-size:.9rem;font-variant-numeric:tabular-nums}
caption{text-align:left;padding:.2rem 0;font-size:.85rem}
th,td{text-align:left;vertical-align:top;padding:.28rem .8rem .28rem 0;border-bottom:1px solid var(--line);overflow-wrap:break-word}
thead th{vertical-align:bottom;overflow-wrap:normal;font-size:.88em;color:var(--soft);border-bottom:2px solid var(--line)}
tbody th{font-weight:400}
.number{text-align:right;white-space:nowrap;overflow-wrap:normal}
.keep{white-space:nowrap;overflow-wrap:normal}
.hash,code{font:.85em/1.4 ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;overflow-wrap:anywhere}
pre{white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid var(--line);padding:.6rem .8rem}
table.destinations{table-layout:fixed}
.destinations th:nth-child(1){width:23%}.destinations th:nth-child(2){width:14%}
.destinations th:nth-child(3){width:13%}.destinations th:nth-child(4){width:16%}
.destinations th:nth-child(5){width:7.5%}.destinations th:nth-child(6){width:8%}
.destinations th:nth-child(7){width:6%}.destinations th:nth-child(8){width:12.5%}
.why h3{margin:1rem 0 .2rem;padding-top:.4rem;border-top:1px solid var(--line);font-size:.92rem}
.why div{columns:2 22rem;column-gap:2rem;font-size:.82em}
.why p{font-weight:600;margin:.3rem 0 0;break-after:avoid}
.why ul{margin:0 0 .2rem;padding-left:1.1rem}
.bar{display:flex;height:.9rem;margin:.3rem 0;border:1px solid var(--line)}
.bar i{display:block;min-width:2px}
.verdict{font-weight:600;white-space:nowrap}
.verdict::before{display:inline-block;width:1.1em}
.contradicts::before{content:'\\2716';color:var(--contradicts)}
.cannot-tell::before{content:'?';color:var(--cannot-tell)}
.consistent::before{content:'\\2714';color:var(--consistent)}
.not-covered::before{content:'\\2013';color:var(--soft)}
figure{margin:1rem 0}
figure svg{width:100%;height:auto;border:1px solid var(--line)}
figcaption{font-size:.85rem;color:var(--soft)}
";

/// On paper: black on white, heads repeated, rows whole.
const PRINT: &str = "\
@page{size:A4;margin:16mm 14mm}
@media print{
body{max-width:none;padding:0;font-size:9.5pt;background:#fff}
table{font-size:8.5pt}
table.destinations{font-size:7.5pt}
.destinations th,.destinations td{padding-right:.35rem}
nav{display:none}
h2,h3,caption{break-after:avoid}
thead{display:table-header-group}
tr,figure,blockquote,.bar{break-inside:avoid}
.bar,tbody tr:nth-child(-n+2),tbody tr:nth-last-child(2){break-after:avoid}
.why div{columns:2 7cm}
.why li,.why p{break-inside:avoid}
figure svg{max-height:235mm}
a{text-decoration:none}
.bar i{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
";

/// The whole sheet.
pub(super) fn text() -> String {
    let (light, dark) = (colours(&Theme::light()), colours(&Theme::dark()));
    format!(
        ":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{SHAPE}{PRINT}"
    )
}

fn colours(theme: &Theme) -> String {
    let words = Word::ALL.map(|word| (word.token(), theme.verdict(word)));
    let roles = [
        ("ground", theme.background),
        ("ink", theme.ink),
        ("soft", theme.ink_soft),
        ("line", theme.line),
        ("doubt", theme.doubt),
    ];
    let all = roles.into_iter().chain(words);
    all.map(|(name, colour)| format!("--{name}:{};", hex(colour)))
        .collect()
}
