//! The program, its version, and the commit that it was built from.

/// The commit that the program was built from, where the build was told.
pub const COMMIT: Option<&str> = option_env!("WHITHER_COMMIT");

/// Digits of a commit that stand in a picture.
const COMMIT_DIGITS: usize = 7;

/// `Whither 0.1.0 (8a027c1)`; a `+` says that the source was changed since that commit.
pub(super) fn program(commit: Option<&str>) -> String {
    let name = format!("Whither {}", env!("CARGO_PKG_VERSION"));
    let Some(commit) = commit else {
        return name;
    };
    let digits = commit.get(..COMMIT_DIGITS).unwrap_or(commit);
    let is_whole = commit.chars().all(|c| c.is_ascii_hexdigit());
    format!("{name} ({digits}{})", if is_whole { "" } else { "+" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commit_stands_behind_the_version() {
        let hash = "8a027c16f2a1259cf6b866f0ab880154324fa02c";
        let named = |commit| program(Some(commit)).replace(env!("CARGO_PKG_VERSION"), "V");
        assert_eq!(named(hash), "Whither V (8a027c1)");
        assert_eq!(
            named(&format!("{hash}, with changes")),
            "Whither V (8a027c1+)"
        );
        assert!(!program(None).contains('('));
    }
}
