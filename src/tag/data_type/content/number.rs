//! Numbers that are known by their form: digits with the signs that people set between them, check digits, first digits.

/// Digits of a text that holds nothing but digits and the signs that people set between them.
pub(super) fn digits_of(text: &str) -> Option<Vec<u32>> {
    let text = text.strip_prefix('+').unwrap_or(text);
    let is_sign = |c: char| matches!(c, ' ' | '-' | '(' | ')' | '/');
    let fits = text.chars().all(|c| c.is_ascii_digit() || is_sign(c));
    (fits && text.len() <= 32).then(|| text.chars().filter_map(|c| c.to_digit(10)).collect())
}

/// E.164 with its plus sign; no country code begins with zero.
pub(super) fn is_international(text: &str, digits: usize) -> bool {
    let is_code = |c: char| ('1'..='9').contains(&c);
    text.strip_prefix('+')
        .is_some_and(|rest| rest.starts_with(is_code))
        && (8..=15).contains(&digits)
}

/// ISO/IEC 7812-1 annex B; all zeros do not count.
pub(super) fn luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| match (at % 2, digit * 2) {
            (0, _) => *digit,
            (_, twice) => twice / 10 + twice % 10,
        })
        .sum();
    sum > 0 && sum.is_multiple_of(10)
}

/// Length and first digits of the card networks.
pub(super) fn is_card(digits: &[u32]) -> bool {
    let head = |count: usize| {
        digits
            .iter()
            .take(count)
            .fold(0, |sum, digit| sum * 10 + digit)
    };
    let (one, two, three, four) = (head(1), head(2), head(3), head(4));
    match digits.len() {
        13 | 19 => one == 4 || digits.len() == 19 && two == 62,
        14 => matches!(two, 36 | 38) || (300..=305).contains(&three),
        15 => matches!(two, 34 | 37),
        16 => {
            one == 4
                || (51..=55).contains(&two)
                || (2221..=2720).contains(&four)
                || four == 6011
                || two == 65
                || (644..=649).contains(&three)
                || (3528..=3589).contains(&four)
                || two == 62
        }
        _ => false,
    }
}

/// `4111 1111 1111 1111`.
pub(super) fn is_grouped(text: &str) -> bool {
    let groups = text.split([' ', '-']);
    text.contains([' ', '-']) && groups.into_iter().all(|group| group.len() >= 3)
}

/// The first two digits of an IMEI name who allotted it (GSMA TS.06 annex A).
pub(super) fn has_reporting_body(digits: &[u32]) -> bool {
    let head = digits.iter().take(2).fold(0, |sum, digit| sum * 10 + digit);
    matches!(head, 1 | 35 | 86 | 91 | 98 | 99)
}
