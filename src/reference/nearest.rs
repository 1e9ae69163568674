//! A mistyped word → the known word that was probably meant.

/// Words longer than this are no slip of the finger, and comparing them would take long.
const MAX_BYTES: usize = 64;

/// The known word that is nearest, where it is at most two letters away.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > MAX_BYTES {
        return None;
    }
    let lower = word.to_lowercase();
    known
        .into_iter()
        .filter(|one| one.len() <= MAX_BYTES && *one != word)
        .map(|one| (distance(&lower, &one.to_lowercase()), one))
        .filter(|(changes, one)| *changes <= 2 && *changes < one.len())
        .min()
        .map(|(_, one)| one)
}

/// Letters to add, drop or change (Levenshtein); the words are short.
pub fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.bytes().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        for (cell, to) in row.iter_mut().skip(1).zip(b.bytes()) {
            let above = *cell;
            left = (above + 1)
                .min(left + 1)
                .min(corner + usize::from(from != to));
            corner = above;
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(a.len())
}
