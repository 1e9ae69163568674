//! The lists that the window writes as files: titles, words and names.

use crate::view::amount::counted;

/// A list that can be written as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListFile {
    /// The rows that the filter keeps.
    Table,
    /// What could not be read.
    Problems,
    /// What was asked of DNS.
    Dns,
    /// The sheet of the claim.
    Sheet,
    /// A folder with everything.
    Report,
}

impl ListFile {
    /// Title of its dialog.
    pub fn title(self) -> &'static str {
        match self {
            ListFile::Table => "Export table",
            ListFile::Problems => "Export problems",
            ListFile::Dns => "Export DNS list (CSV)",
            ListFile::Sheet => "Export claim sheet",
            ListFile::Report => "Export report",
        }
    }

    /// What will be in the file.
    pub fn about(self, rows: u64) -> String {
        match self {
            ListFile::Table => format!(
                "{}, as filtered and sorted now.",
                counted(rows, "row", "rows")
            ),
            ListFile::Problems => format!(
                "{} as JSON lines, or as CSV where the name ends in `.csv`.",
                counted(rows, "problem", "problems")
            ),
            ListFile::Dns => format!(
                "{} by time, whatever is searched for or filtered.",
                counted(rows, "row", "rows")
            ),
            ListFile::Sheet => format!(
                "{} with verdicts, flows and reasons, over all flows whatever is filtered; with the hashes of captures, claim, rules and tables.",
                counted(rows, "promise", "promises")
            ),
            ListFile::Report => format!(
                "A new folder with a page, tables of {} and their evidence, the map, the claim and hashes, by the filter of now. Local addresses, names of local hosts and values of fields are replaced by pseudonyms.",
                counted(rows, "flow", "flows")
            ),
        }
    }

    /// The button that writes it.
    pub fn button(self) -> &'static str {
        match self {
            ListFile::Table => "Write table",
            ListFile::Problems => "Write problems",
            ListFile::Dns => "Write DNS list",
            ListFile::Sheet => "Write sheet",
            ListFile::Report => "Write report",
        }
    }

    /// What its file is called behind the name of the capture, and how that ends.
    pub fn file_words(self) -> (&'static str, &'static str) {
        match self {
            ListFile::Table => ("whither", "csv"),
            ListFile::Problems => ("problems", "jsonl"),
            ListFile::Dns => ("dns", "csv"),
            ListFile::Sheet => ("claim-sheet", "md"),
            ListFile::Report => ("report", ""),
        }
    }
}
