//! Whether the page shows a text already.

use std::collections::HashSet;

use crate::word;

/// How many words make a phrase, to look for a text in another.
const PHRASE: usize = 5;

/// Whether the page's texts have fewer than half of a text's phrases.
///
/// Looks for the phrases of the page in those of the text, so that it takes little memory for a
/// short text however long the page is.
pub(super) fn lacks<'t>(shown: impl Iterator<Item = &'t str>, text: &str) -> bool {
    let mut missing: HashSet<u64> = phrases(text).into_iter().collect();
    let all = missing.len();
    for block in shown {
        for phrase in phrases(block) {
            missing.remove(&phrase);
        }
    }
    missing.len() * 2 > all
}

/// Hashes of each few words in a row.
fn phrases(text: &str) -> Vec<u64> {
    let words: Vec<u64> = word::words(text).map(word::hash).collect();
    let join = |words: &[u64]| words.iter().copied().fold(word::FNV_OFFSET, word::join_hash);
    words.windows(PHRASE).map(join).collect()
}

#[cfg(test)]
mod tests {
    use super::lacks;

    #[test]
    fn a_text_that_the_page_shows_is_not_lacked() {
        let numbers = |from: u32| {
            let words: Vec<_> = (from..from + 60).map(|number| number.to_string()).collect();
            words.join(" ")
        };
        assert!(lacks(std::iter::empty(), &numbers(0)));
        assert!(lacks([numbers(100).as_str()].into_iter(), &numbers(0)));
        assert!(!lacks([numbers(0).as_str()].into_iter(), &numbers(0)));
        assert!(!lacks([numbers(20).as_str()].into_iter(), &numbers(0)));
        assert!(!lacks(std::iter::empty(), "too short"));
    }
}
