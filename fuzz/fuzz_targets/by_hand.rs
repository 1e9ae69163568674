//! Files of data types set by hand, and words for the subject: what reads is written so that it reads the same again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whither::tag::by_hand::file::{read, text_of};
use whither::tag::subject::Subject;

fuzz_target!(|text: &str| {
    if let Ok(mut entries) = read(text) {
        let mut again = read(&text_of(&entries)).expect("what was written reads");
        let order = |entry: &whither::tag::by_hand::Entry| format!("{entry:?}");
        entries.sort_by_key(order);
        again.sort_by_key(order);
        assert_eq!(again, entries);
    }
    let subject = Subject::of(text.lines());
    let words = subject.words();
    assert_eq!(Subject::of(words.iter().map(String::as_str)), subject);
});
