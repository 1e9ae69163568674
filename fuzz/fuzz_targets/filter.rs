//! Any text as a filter: understood or explained, and what is understood reads back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whither::view::filter::{parse, toggle};

fuzz_target!(|text: &str| {
    let parsed = parse(text);
    if let Some(error) = &parsed.error {
        assert!(text.get(error.at.clone()).is_some(), "the place is inside");
    }
    let printed: Vec<String> = parsed.terms.iter().map(ToString::to_string).collect();
    let again = parse(&printed.join(" "));
    assert_eq!((again.error, again.terms), (None, parsed.terms));
    toggle(text, text);
});
