//! Whether the confidence in a page tells its true F1.

use std::io::{self, Write};

use crate::evaluate::Scored;

/// The rank correlation (Spearman's) of confidence with true F1: 1 when the one puts the pages
/// in the same order as the other, 0 when it tells nothing.
pub(crate) fn rank_correlation(scores: &[&Scored]) -> f64 {
    let confidence: Vec<f64> = scores.iter().map(|one| f64::from(one.confidence)).collect();
    let f1: Vec<f64> = scores.iter().map(|one| one.score.f1).collect();
    correlation(&ranks(&confidence), &ranks(&f1))
}

/// The rank of each value; equal values share the mean of their ranks.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<(usize, f64)> = values.iter().copied().enumerate().collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for equal in order.chunk_by(|a, b| a.1.total_cmp(&b.1).is_eq()) {
        for (at, _) in equal {
            if let Some(rank) = ranks.get_mut(*at) {
                *rank = before as f64 + (equal.len() - 1) as f64 / 2.0;
            }
        }
        before += equal.len();
    }
    ranks
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let (mut both, mut of_a, mut of_b) = (0.0, 0.0, 0.0);
    for (a, b) in a.iter().zip(b) {
        let (a, b) = (a - mean_a, b - mean_b);
        both += a * b;
        of_a += a * a;
        of_b += b * b;
    }
    if of_a > 0.0 && of_b > 0.0 { both / (of_a * of_b).sqrt() } else { 0.0 }
}

/// Prints, for each tenth of the pages by confidence, what was expected and what was true.
pub(crate) fn print_tenths(name: &str, scores: &[&Scored], out: &mut impl Write) -> io::Result<()> {
    let mut order = scores.to_vec();
    order.sort_by(|a, b| a.confidence.total_cmp(&b.confidence));
    writeln!(
        out,
        "\nconfidence, {name}: rank correlation with F1 {:.4}\n{:<16}{:>6} {:>9} {:>8}",
        rank_correlation(scores),
        "",
        "pages",
        "expected",
        "F1"
    )?;
    for tenth in 0..10 {
        let (start, end) = (order.len() * tenth / 10, order.len() * (tenth + 1) / 10);
        let group = order.get(start..end).unwrap_or_default();
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            continue;
        };
        let mean = |get: fn(&Scored) -> f64| {
            group.iter().map(|one| get(one)).sum::<f64>() / group.len() as f64
        };
        writeln!(
            out,
            "{:<16}{:>6} {:>9.4} {:>8.4}",
            format!("{:.3}-{:.3}", first.confidence, last.confidence),
            group.len(),
            mean(|one| f64::from(one.confidence)),
            mean(|one| one.score.f1),
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::PageScore;

    fn correlation_of(pairs: &[(f32, f64)]) -> f64 {
        let scores: Vec<Scored> = pairs
            .iter()
            .map(|&(confidence, f1)| Scored {
                confidence,
                score: PageScore { f1, ..PageScore::default() },
                ..Scored::default()
            })
            .collect();
        rank_correlation(&scores.iter().collect::<Vec<_>>())
    }

    #[test]
    fn order_alone_counts() {
        assert!((correlation_of(&[(0.1, 0.5), (0.2, 0.9), (0.9, 0.91)]) - 1.0).abs() < 1e-9);
        assert!((correlation_of(&[(0.1, 0.9), (0.2, 0.5), (0.9, 0.4)]) + 1.0).abs() < 1e-9);
        assert!(correlation_of(&[(0.5, 0.1), (0.5, 0.9)]).abs() < 1e-9);
        assert!(correlation_of(&[]).abs() < 1e-9);
    }

    #[test]
    fn equal_values_share_their_ranks() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0]), [2.5, 0.0, 2.5, 1.0]);
    }
}
