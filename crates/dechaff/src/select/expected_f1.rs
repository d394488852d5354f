//! The set of blocks with the greatest expected F1.
//!
//! With probabilities that mean what they say, the best set for F-measure is a prefix of the
//! blocks in order of probability (Lewis, "Evaluating and optimizing autonomous text
//! classification systems", SIGIR 1995). Words are the weights, so a long paragraph counts for
//! what it holds.

use super::{Verdict, shared_doubt};
use crate::Focus;

/// When the best set is expected to be worse than this, there is no main content.
const EMPTY_BELOW: f32 = 0.24;

/// The chosen blocks and what they promise.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Choice {
    pub(crate) keep: Vec<bool>,
    /// The expected F1 of the choice, from 0 to 1.
    pub(crate) expected: f32,
    /// The least probability that was kept.
    pub(crate) threshold: f32,
}

impl Choice {
    /// The choice as first verdicts, for the passes to go over.
    pub(crate) fn verdicts(&self) -> Vec<Verdict> {
        self.keep.iter().map(|&keep| Verdict::by_model(keep)).collect()
    }
}

/// Chooses among blocks with the given probabilities and words.
pub(crate) fn choose(probabilities: &[f32], words: &[f32], focus: Focus) -> Choice {
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    let probability = |block: usize| probabilities.get(block).copied().unwrap_or(0.0);
    let weight = |block: usize| words.get(block).copied().unwrap_or(0.0);
    order.sort_by(|&a, &b| probability(b).total_cmp(&probability(a)).then(a.cmp(&b)));
    // F-beta weighs recall beta times as much as precision.
    let beta_squared: f32 = match focus {
        Focus::Balanced => 1.0,
        Focus::Precision => 0.25,
        Focus::Recall => 4.0,
    };
    let truth: f32 = order.iter().map(|&block| probability(block) * weight(block)).sum();
    let (mut kept, mut right) = (0.0, 0.0);
    let (mut best, mut best_balanced) = ((0.0, 0), (0.0, 0));
    for (count, &block) in order.iter().enumerate() {
        kept += weight(block);
        right += probability(block) * weight(block);
        let score = (1.0 + beta_squared) * right / (beta_squared * truth + kept);
        let balanced = 2.0 * right / (truth + kept);
        if score > best.0 {
            best = (score, count + 1);
        }
        if balanced > best_balanced.0 {
            best_balanced = (balanced, count + 1);
        }
    }
    // What is promised, and the gate with it, is the same whatever the focus, so that focus never
    // empties a page.
    let places = order.iter().enumerate();
    let expected = shared_doubt::expected_f1(
        places.map(|(at, &block)| (probability(block), weight(block), at < best_balanced.1)),
    );
    let mut choice = Choice { keep: vec![false; probabilities.len()], expected, threshold: 1.0 };
    if expected < EMPTY_BELOW {
        return choice;
    }
    for &block in order.iter().take(best.1) {
        if let Some(keep) = choice.keep.get_mut(block) {
            *keep = true;
        }
        choice.threshold = probability(block);
    }
    choice
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROBABILITIES: [f32; 6] = [0.05, 0.9, 0.55, 0.97, 0.35, 0.2];
    const WORDS: [f32; 6] = [4.0, 60.0, 8.0, 90.0, 12.0, 5.0];

    #[test]
    fn sure_blocks_are_kept_and_unsure_ones_weighed_by_their_words() {
        let choice = choose(&PROBABILITIES, &WORDS, Focus::Balanced);
        assert_eq!(choice.keep, [false, true, true, true, false, false]);
        assert!(choice.expected > 0.85 && choice.expected < 1.0);
    }

    #[test]
    fn focus_moves_the_choice_one_way() {
        let kept = |focus| choose(&PROBABILITIES, &WORDS, focus).keep;
        let (precise, balanced, recalling) =
            (kept(Focus::Precision), kept(Focus::Balanced), kept(Focus::Recall));
        assert!(precise.iter().zip(&balanced).all(|(few, more)| !few || *more));
        assert!(balanced.iter().zip(&recalling).all(|(few, more)| !few || *more));
        assert_ne!(precise, recalling);
    }

    #[test]
    fn a_page_without_promise_is_empty() {
        let choice = choose(&[0.1, 0.12, 0.05], &[50.0, 20.0, 70.0], Focus::Recall);
        assert_eq!(choice.keep, [false; 3]);
        assert_eq!(choose(&[], &[], Focus::Balanced).keep, Vec::<bool>::new());
    }
}
