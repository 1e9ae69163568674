//! Counts become shares with intervals.

#[expect(clippy::cast_precision_loss, reason = "counts of hosts")]
/// A part of a whole, 0 where there is none.
pub fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of types")]
/// The mean of `count` numbers.
pub fn mean(sum: f64, count: usize) -> f64 {
    if count == 0 { 0.0 } else { sum / count as f64 }
}

/// A share with its Wilson interval (95 %).
#[expect(clippy::cast_precision_loss, reason = "counts of hosts")]
pub fn share(part: usize, whole: usize) -> String {
    if whole == 0 {
        return "0 of 0".to_owned();
    }
    let (n, p, z) = (whole as f64, ratio(part, whole), 1.96_f64);
    let centre = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z / (1.0 + z * z / n) * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    format!(
        "{part} of {whole} = {:.1} % ({:.1}–{:.1})",
        p * 100.0,
        (centre - half) * 100.0,
        (centre + half) * 100.0
    )
}
