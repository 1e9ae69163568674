//! Numbers become text: bytes, counts, durations and shares, each in one spelling for screen, picture and table.

/// SI prefixes, as disk and network makers count; each with its size in bytes.
const UNITS: [(&str, u64); 7] = [
    ("B", 1),
    ("kB", 1_000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("TB", 1_000_000_000_000),
    ("PB", 1_000_000_000_000_000),
    ("EB", 1_000_000_000_000_000_000),
];

/// Bytes with three significant digits and no idle zeros: `42.7 MB`, `84 kB`, `312 B`.
pub fn bytes(value: u64) -> String {
    UNITS
        .iter()
        .find_map(|&(unit, size)| Some(format!("{} {unit}", three_digits(value, size)?)))
        .unwrap_or_else(|| format!("{value} B"))
}

/// `value / size` rounded to three digits; `None` where that would take four.
fn three_digits(value: u64, size: u64) -> Option<String> {
    [100, 10, 1].into_iter().find_map(|scale: u128| {
        let size = u128::from(size);
        let scaled = (u128::from(value) * scale + size / 2) / size;
        (scaled < 1000).then(|| without_idle_zeros(scaled, scale))
    })
}

fn without_idle_zeros(scaled: u128, scale: u128) -> String {
    let (whole, part) = (scaled / scale, scaled % scale);
    match scale {
        _ if part == 0 => whole.to_string(),
        100 if part % 10 == 0 => format!("{whole}.{}", part / 10),
        100 => format!("{whole}.{part:02}"),
        _ => format!("{whole}.{part}"),
    }
}

/// A count with separators: `48,211`.
pub fn count(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A count with its noun: `1 flow`, `1,204 flows`.
pub fn counted(value: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(value), if value == 1 { one } else { many })
}

/// `2 flows, 3.1 MB sent, 12 kB received`.
pub fn traffic(flows: u64, sent: u64, received: u64) -> String {
    let flows = counted(flows, "flow", "flows");
    format!(
        "{flows}, {} sent, {} received",
        bytes(sent),
        bytes(received)
    )
}

/// A share in whole percent; what is there but tiny is `<1 %`, what is nearly all is `>99 %`.
pub fn share(part: u64, whole: u64) -> String {
    if part == 0 || whole == 0 {
        return "0 %".into();
    }
    let (part, whole) = (u128::from(part), u128::from(whole));
    match (part * 100 + whole / 2) / whole {
        0 => "<1 %".into(),
        100 if part < whole => ">99 %".into(),
        percent => format!("{percent} %"),
    }
}

const MICRO: u64 = 1_000;
const MILLI: u64 = 1_000_000;
const SECOND: u64 = 1_000_000_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// A length of time in its two largest units, cut and not rounded: `17 min 38 s`, `2.1 s`, `214 ms`.
pub fn duration(nanos: u64) -> String {
    match nanos {
        0 => "0 s".into(),
        1..MICRO => format!("{nanos} ns"),
        MICRO..MILLI => format!("{} µs", nanos / MICRO),
        MILLI..SECOND => with_tenths(nanos, MILLI, "ms"),
        SECOND..MINUTE => with_tenths(nanos, SECOND, "s"),
        MINUTE..HOUR => two_units(nanos, (MINUTE, "min"), (SECOND, "s")),
        HOUR..DAY => two_units(nanos, (HOUR, "h"), (MINUTE, "min")),
        _ => two_units(nanos, (DAY, "d"), (HOUR, "h")),
    }
}

fn with_tenths(nanos: u64, size: u64, unit: &str) -> String {
    let (whole, tenth) = (nanos / size, nanos % size / (size / 10));
    if whole >= 10 || tenth == 0 {
        format!("{whole} {unit}")
    } else {
        format!("{whole}.{tenth} {unit}")
    }
}

fn two_units(nanos: u64, large: (u64, &str), small: (u64, &str)) -> String {
    let (whole, rest) = (nanos / large.0, nanos % large.0 / small.0);
    match rest {
        0 => format!("{} {}", count(whole), large.1),
        _ => format!("{} {} {rest} {}", count(whole), large.1, small.1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_have_three_digits_and_never_a_thousand() {
        for (value, text) in [
            (0, "0 B"),
            (312, "312 B"),
            (999, "999 B"),
            (1_000, "1 kB"),
            (1_004, "1 kB"),
            (1_005, "1.01 kB"),
            (84_010, "84 kB"),
            (99_950, "100 kB"),
            (999_499, "999 kB"),
            (999_500, "1 MB"),
            (6_100_000, "6.1 MB"),
            (42_650_000, "42.7 MB"),
            (u64::MAX, "18.4 EB"),
        ] {
            assert_eq!(bytes(value), text, "{value}");
        }
    }

    #[test]
    fn counts_and_shares() {
        assert_eq!(count(48_211), "48,211");
        assert_eq!(count(1_000_000), "1,000,000");
        assert_eq!(count(100), "100");
        assert_eq!(counted(1, "flow", "flows"), "1 flow");
        for (part, whole, text) in [
            (0, 0, "0 %"),
            (0, 9, "0 %"),
            (3, 100, "3 %"),
            (1, 1000, "<1 %"),
            (999, 1000, ">99 %"),
            (7, 7, "100 %"),
            (u64::MAX, u64::MAX, "100 %"),
        ] {
            assert_eq!(share(part, whole), text, "{part} of {whole}");
        }
    }

    #[test]
    fn durations_take_two_units() {
        for (nanos, text) in [
            (0, "0 s"),
            (12_000, "12 µs"),
            (1_240_000, "1.2 ms"),
            (214_033_000, "214 ms"),
            (2_100_000_000, "2.1 s"),
            (59_999_000_000, "59 s"),
            (1_058_000_000_000, "17 min 38 s"),
            (7_500_000_000_000, "2 h 5 min"),
            (86_400_000_000_000, "1 d"),
        ] {
            assert_eq!(duration(nanos), text, "{nanos}");
        }
    }
}
