//! The choice among the lines of a plain text.
//!
//! As for pages, the lines with the greatest expected F1; but another tool has been over a text
//! before, and where the model is unsure of a text as a whole, it errs by dropping too much. So
//! the less the choice promises, the further down it goes.

use super::expected_f1::{Choice, choose_above};
use crate::Focus;

/// When even the best set is expected to be worse than this, there is no main content.
const EMPTY_BELOW: f32 = 0.1;

/// How far below the threshold lines are kept when the choice promises nothing.
const LEAN: f32 = 0.2;

/// Chooses among lines with the given probabilities and words.
pub(crate) fn choose_lines(probabilities: &[f32], words: &[f32], focus: Focus) -> Choice {
    let mut choice = choose_above(EMPTY_BELOW, probabilities, words, focus);
    if focus == Focus::Precision || !choice.keep.contains(&true) {
        return choice;
    }
    choice.threshold -= LEAN * (1.0 - choice.expected);
    for (keep, probability) in choice.keep.iter_mut().zip(probabilities) {
        *keep |= *probability >= choice.threshold;
    }
    choice
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [f32; 4] = [40.0; 4];

    #[test]
    fn a_sure_text_is_chosen_from_as_a_page_is() {
        let choice = choose_lines(&[0.98, 0.97, 0.40, 0.05], &WORDS, Focus::Balanced);
        assert_eq!(choice.keep, [true, true, false, false]);
    }

    #[test]
    fn an_unsure_text_is_kept_nearly_whole() {
        let unsure = [0.5, 0.3, 0.12, 0.01];
        assert_eq!(
            choose_lines(&unsure, &WORDS, Focus::Precision).keep,
            [true, false, false, false]
        );
        assert_eq!(choose_lines(&unsure, &WORDS, Focus::Balanced).keep, [true, true, true, false]);
    }

    #[test]
    fn a_text_without_promise_is_empty() {
        let choice = choose_lines(&[0.03, 0.01, 0.02, 0.01], &WORDS, Focus::Recall);
        assert_eq!(choice.keep, [false; 4]);
    }
}
