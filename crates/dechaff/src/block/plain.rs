//! From the lines of a plain text to text blocks.

use super::{Place, TextBlock};
use crate::word;

/// Cuts a plain text into blocks: each line with a letter or digit is one.
///
/// The blocks hold their lines exactly, without the line ends. Other lines count as blank. Stops
/// after `limit` blocks; the second value says whether that was all of the text.
pub fn segment(text: &str, limit: usize) -> (Vec<TextBlock>, bool) {
    let mut blocks = Vec::new();
    let mut blank_before = 0;
    for (number, line) in lines(text).enumerate() {
        let words = word::count(line) as u32;
        if words == 0 {
            blank_before += 1;
            continue;
        }
        if blocks.len() >= limit {
            return (blocks, false);
        }
        blocks.push(TextBlock {
            text: line.to_owned(),
            words,
            linked_words: 0,
            links: 0,
            place: Place::Line { number: number as u32 + 1, blank_before },
        });
        blank_before = 0;
    }
    (blocks, true)
}

/// The lines of a text without their ends: `\n` with any number of `\r` before it, as programs
/// leave them that end lines twice, or `\r` alone, as old ones did.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| line.trim_end_matches('\r').split('\r'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_a_block_with_the_gap_before_it() {
        let text = "\n  one two\r\nthree\n\n---\n\nfour";
        let (blocks, complete) = segment(text, 3);
        assert!(complete && !segment(text, 2).1);
        let found: Vec<_> = blocks
            .iter()
            .map(|block| match block.place {
                Place::Line { number, blank_before } => (block.text.as_str(), number, blank_before),
                Place::Page { .. } => unreachable!(),
            })
            .collect();
        assert_eq!(found, [("  one two", 2, 1), ("three", 3, 0), ("four", 7, 3)]);
    }

    #[test]
    fn a_line_has_no_end_in_it_however_it_is_written() {
        let found: Vec<_> = lines("a\r\r\n\nb\rc\n\rd\r").collect();
        assert_eq!(found, ["a", "", "b", "c", "", "d"]);
    }
}
