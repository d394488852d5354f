//! How well a predicted text matches the true one: word F1 and 4-gram F1.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use dechaff::word;

/// Scores of one page, each from 0 to 1.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct PageScore {
    /// Share of the predicted words that are true.
    pub(crate) precision: f64,
    /// Share of the true words that are predicted.
    pub(crate) recall: f64,
    /// Harmonic mean of the two.
    pub(crate) f1: f64,
    /// F1 over runs of four words.
    pub(crate) gram_f1: f64,
}

/// Compares two texts as bags of words, and of runs of four words.
///
/// A page whose true text is empty scores 1 when the prediction is empty, else 0.
pub(crate) fn score(predicted: &str, truth: &str) -> PageScore {
    let words = |text: &str| -> Vec<u64> {
        word::words(text).map(|word| hash(&word.to_lowercase())).collect()
    };
    let (predicted, truth) = (words(predicted), words(truth));
    let (precision, recall, f1) = overlap(&predicted, &truth);
    let (_, _, gram_f1) = overlap(&grams(&predicted), &grams(&truth));
    PageScore { precision, recall, f1, gram_f1 }
}

/// The share of the snippets that stand in a text, whatever their case and white space.
pub(crate) fn snippet_share(text: &str, snippets: &[String]) -> Option<f64> {
    if snippets.is_empty() {
        return None;
    }
    let text = squash(text);
    let found = snippets.iter().filter(|snippet| text.contains(squash(snippet).trim()));
    Some(found.count() as f64 / snippets.len() as f64)
}

/// Puts the title in front of a text, unless there is no text or it begins with the title.
pub(crate) fn with_title(title: Option<&str>, text: String) -> String {
    let Some(title) = title.filter(|title| !title.is_empty() && !text.is_empty()) else {
        return text;
    };
    if squash(&text).trim_start().starts_with(squash(title).trim()) {
        return text;
    }
    format!("{title}\n\n{text}")
}

/// Lower case, with one space for any run of white space.
fn squash(text: &str) -> String {
    let mut squashed = String::with_capacity(text.len());
    for character in text.chars() {
        if !character.is_whitespace() {
            squashed.extend(character.to_lowercase());
        } else if !squashed.ends_with(' ') {
            squashed.push(' ');
        }
    }
    squashed
}

fn hash<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn grams(words: &[u64]) -> Vec<u64> {
    if words.len() < 4 && !words.is_empty() {
        return vec![hash(words)];
    }
    words.windows(4).map(hash).collect()
}

fn overlap(predicted: &[u64], truth: &[u64]) -> (f64, f64, f64) {
    match (predicted.is_empty(), truth.is_empty()) {
        (true, true) => return (1.0, 1.0, 1.0),
        (true, false) | (false, true) => return (0.0, 0.0, 0.0),
        (false, false) => {}
    }
    let mut counts: HashMap<u64, usize> = HashMap::new();
    for word in truth {
        *counts.entry(*word).or_default() += 1;
    }
    let mut hits = 0usize;
    for word in predicted {
        if let Some(count) = counts.get_mut(word)
            && *count > 0
        {
            *count -= 1;
            hits += 1;
        }
    }
    if hits == 0 {
        return (0.0, 0.0, 0.0);
    }
    let (precision, recall) =
        (hits as f64 / predicted.len() as f64, hits as f64 / truth.len() as f64);
    (precision, recall, 2.0 * precision * recall / (precision + recall))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_a_bag_and_grams_have_an_order() {
        let one = score("a b c d e", "e d c b a");
        assert!((one.f1 - 1.0).abs() < 1e-9 && one.gram_f1 == 0.0);
        let half = score("A b x y", "a b c d");
        assert!((half.f1 - 0.5).abs() < 1e-9);
        assert!((score("", "").f1 - 1.0).abs() < 1e-9 && score("a", "").f1 == 0.0);
    }

    #[test]
    fn snippets_are_found_over_lines_and_case() {
        let snippets = ["Two  words".to_owned(), "none".to_owned()];
        assert_eq!(snippet_share("here: two\n\nwords", &snippets), Some(0.5));
        assert_eq!(snippet_share("text", &[]), None);
    }

    #[test]
    fn a_title_stands_once_before_a_text() {
        let put = |title, text: &str| with_title(title, text.to_owned());
        assert_eq!(put(Some("A Day"), "It was hot."), "A Day\n\nIt was hot.");
        assert_eq!(put(Some("A Day"), "A DAY\nIt was hot."), "A DAY\nIt was hot.");
        assert_eq!(put(Some("A Day"), ""), "");
        assert_eq!(put(None, "It was hot."), "It was hot.");
    }
}
