//! The expected F1 of a choice when the blocks of a page err together.
//!
//! Whether a menu of cards is content is one question, and not one for each card. So the truth
//! of all blocks is moved by one doubt that they share, in the manner of the one-factor model of
//! joint defaults (Vasicek, "The distribution of loan portfolio value", Risk 2002): the log-odds
//! of each block are shifted by the same normal variable, while its probability on the whole
//! stays what it was. Blocks that were independent would promise more than they hold.

/// Standard deviation of the shared shift, in log-odds. Chosen by cross-validation.
const SHARED: f32 = 3.0;

/// Points and weights of Gauss-Hermite quadrature for a standard normal variable.
const SHIFTS: [(f32, f32); 5] = [
    (-2.856_97, 0.011_257_4),
    (-1.355_626_2, 0.222_075_9),
    (0.0, 0.533_333_3),
    (1.355_626_2, 0.222_075_9),
    (2.856_97, 0.011_257_4),
];

/// The expected F1 of keeping the blocks for which `kept` is set, from 0 to 1. Each block is
/// given as its probability, its words and whether it is kept.
pub(super) fn expected_f1(blocks: impl Iterator<Item = (f32, f32, bool)>) -> f32 {
    // Stretched so that the mean over the shifts is the probability again (MacKay, "The evidence
    // framework applied to classification networks", Neural Computation 1992).
    let stretch = (1.0 + std::f32::consts::PI * SHARED * SHARED / 8.0).sqrt();
    let (mut truth, mut right, mut words_kept) = ([0.0f32; 5], [0.0f32; 5], 0.0);
    for (probability, words, kept) in blocks {
        let probability = probability.clamp(1e-4, 1.0 - 1e-4);
        let centre = (probability / (1.0 - probability)).ln() * stretch;
        words_kept += if kept { words } else { 0.0 };
        for ((truth, right), (shift, _)) in truth.iter_mut().zip(&mut right).zip(SHIFTS) {
            let true_words = words / (1.0 + (-centre - SHARED * shift).exp());
            *truth += true_words;
            *right += if kept { true_words } else { 0.0 };
        }
    }
    let of = |((truth, right), (_, weight)): ((f32, f32), (f32, f32))| {
        let both = truth + words_kept;
        if both > 0.0 { weight * 2.0 * right / both } else { 0.0 }
    };
    truth.into_iter().zip(right).zip(SHIFTS).map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::expected_f1;

    #[test]
    fn sure_blocks_promise_all_and_doubtful_ones_less_than_apart() {
        let sure = expected_f1([(0.999, 50.0, true), (0.001, 20.0, false)].into_iter());
        assert!(sure > 0.97 && sure <= 1.0, "{sure}");
        let doubtful = expected_f1([(0.5, 10.0, true); 20].into_iter());
        // Of twenty blocks that err apart about half are right, and the F1 is about 0.67.
        assert!((0.4..0.62).contains(&doubtful), "{doubtful}");
    }

    #[test]
    fn nothing_promises_nothing() {
        assert!(expected_f1(std::iter::empty()).abs() < 1e-9);
        assert!(expected_f1([(0.9, 10.0, false)].into_iter()).abs() < 1e-9);
        assert!(expected_f1([(f32::MIN_POSITIVE, 0.0, true)].into_iter()).abs() < 1e-9);
    }
}
