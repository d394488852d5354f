//! Which words of a page are in its true text.
//!
//! An ordered alignment of word triples (patience diff), so that a word counts only in its
//! context and a text that stands twice is matched where the order says. What the order cannot
//! match, because the truth arranges its parts otherwise, is looked for once more by block.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use dechaff::block::TextBlock;
use dechaff::word;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// The share of each block's words that are in the true text, from 0 to 1.
pub(crate) fn label(blocks: &[TextBlock], truth: &str) -> Vec<f32> {
    label_texts(blocks.iter().map(|block| block.text.as_str()), truth)
}

/// The same for blocks of which only the texts are at hand.
pub(crate) fn label_texts<'t>(texts: impl Iterator<Item = &'t str>, truth: &str) -> Vec<f32> {
    let mut page: Vec<u64> = Vec::new();
    let mut ends = Vec::new();
    for text in texts {
        page.extend(word::words(text).map(hash));
        ends.push(page.len());
    }
    let truth_words: Vec<u64> = word::words(truth).map(hash).collect();
    let (mut in_truth, in_page) = match_triples(&page, &truth_words);
    let mut rest = Rest::new(truth, &truth_words, &in_page);
    let mut start = 0;
    let mut labels = Vec::with_capacity(ends.len());
    for end in ends {
        let words = page.get(start..end).unwrap_or_default();
        let matched = in_truth.get_mut(start..end).unwrap_or_default();
        let count = matched.iter().filter(|&&matched| matched).count();
        let found = count * 2 >= words.len() || rest.take(words);
        let share = count as f32 / words.len().max(1) as f32;
        labels.push(if found {
            share.max(if count * 2 >= words.len() { 0.0 } else { 1.0 })
        } else {
            share
        });
        start = end;
    }
    labels
}

fn hash(word: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    word.to_lowercase().hash(&mut hasher);
    hasher.finish()
}

fn hash_of(words: &[u64]) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

/// Marks the words on either side that stand in a matched triple.
fn match_triples(page: &[u64], truth: &[u64]) -> (Vec<bool>, Vec<bool>) {
    let triples = |words: &[u64]| words.windows(3).map(hash_of).collect::<Vec<_>>();
    let mut in_truth = vec![false; page.len()];
    let mut in_page = vec![false; truth.len()];
    for op in capture_diff_slices(Algorithm::Patience, &triples(page), &triples(truth)) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            in_truth.get_mut(old_index..old_index + len + 2).unwrap_or_default().fill(true);
            in_page.get_mut(new_index..new_index + len + 2).unwrap_or_default().fill(true);
        }
    }
    (in_truth, in_page)
}

/// The true text that the ordered alignment left over.
struct Rest {
    /// Whole lines that are at most half matched, with how often each is left.
    lines: HashMap<u64, usize>,
    triples: HashSet<u64>,
}

impl Rest {
    fn new(truth: &str, words: &[u64], in_page: &[bool]) -> Self {
        let mut lines = HashMap::new();
        let mut start = 0;
        for line in truth.lines() {
            let end = start + word::count(line);
            let matched = in_page.get(start..end).unwrap_or_default();
            if start < end && matched.iter().filter(|&&matched| matched).count() * 2 < end - start {
                *lines.entry(hash_of(words.get(start..end).unwrap_or_default())).or_default() += 1;
            }
            start = end;
        }
        let triples = words
            .windows(3)
            .zip(in_page.windows(3))
            .filter(|(_, matched)| !matched.iter().any(|&matched| matched))
            .map(|(words, _)| hash_of(words))
            .collect();
        Self { lines, triples }
    }

    /// Whether a block's words are left over in the truth, as a line or nearly all in triples.
    fn take(&mut self, words: &[u64]) -> bool {
        if let Some(count) = self.lines.get_mut(&hash_of(words))
            && *count > 0
        {
            *count -= 1;
            return true;
        }
        if words.len() < 5 {
            return false;
        }
        let hashes: Vec<u64> = words.windows(3).map(hash_of).collect();
        let found = hashes.iter().filter(|hash| self.triples.contains(hash)).count();
        if found * 5 < hashes.len() * 4 {
            return false;
        }
        for hash in hashes {
            self.triples.remove(&hash);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(page: &str, truth: &str) -> Vec<f32> {
        label(&dechaff::block::plain::segment(page, 99).0, truth)
    }

    #[test]
    fn words_count_in_their_context_only() {
        let page = "the news of the day\nThe bridge is open again since Monday\nmore of the news";
        assert_eq!(labels(page, "The bridge is open again since Monday."), [0.0, 1.0, 0.0]);
    }

    #[test]
    fn of_two_copies_the_one_in_order_counts() {
        let page = "open at last now\nfirst part of it\nopen at last now\nlast part of it";
        let truth = "first part of it\nopen at last now\nlast part of it";
        assert_eq!(labels(page, truth), [0.0, 1.0, 1.0, 1.0]);
    }

    #[test]
    fn moved_parts_are_found() {
        let page = "one two three four five six\nseven eight nine ten eleven\nPrice";
        let truth = "Price\nseven eight nine ten eleven\none two three four five six";
        assert_eq!(labels(page, truth), [1.0, 1.0, 1.0]);
    }
}
