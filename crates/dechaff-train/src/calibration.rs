//! Whether the probabilities of blocks mean what they say.

use std::io::{self, Write};

const BINS: usize = 10;

/// The blocks whose probability lies in one tenth.
#[derive(Debug, Clone, Copy, Default)]
struct Bin {
    blocks: f64,
    predicted: f64,
    content: f64,
    words: f64,
    words_predicted: f64,
    words_content: f64,
}

/// Probabilities against truth, in ten bins of probability.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Reliability {
    bins: [Bin; BINS],
}

impl Reliability {
    /// Takes in a block with its probability and the share of its words that are content.
    pub(crate) fn add(&mut self, probability: f32, content: f32, words: usize) {
        let at = ((probability * BINS as f32) as usize).min(BINS - 1);
        let (probability, content) = (f64::from(probability), f64::from(content));
        let words = words as f64;
        self.add_bin(
            at,
            &Bin {
                blocks: 1.0,
                predicted: probability,
                content,
                words,
                words_predicted: words * probability,
                words_content: words * content,
            },
        );
    }

    /// Takes in another's blocks.
    pub(crate) fn merge(&mut self, other: &Self) {
        for (at, bin) in other.bins.iter().enumerate() {
            self.add_bin(at, bin);
        }
    }

    fn add_bin(&mut self, at: usize, more: &Bin) {
        if let Some(bin) = self.bins.get_mut(at) {
            bin.blocks += more.blocks;
            bin.predicted += more.predicted;
            bin.content += more.content;
            bin.words += more.words;
            bin.words_predicted += more.words_predicted;
            bin.words_content += more.words_content;
        }
    }

    /// The mean distance of probability and truth over the bins, a bin weighing as its blocks
    /// and as its words.
    pub(crate) fn errors(&self) -> (f64, f64) {
        let sum = |get: &dyn Fn(&Bin) -> f64| self.bins.iter().map(get).sum::<f64>();
        let error = sum(&|bin| (bin.predicted - bin.content).abs());
        let words_error = sum(&|bin| (bin.words_predicted - bin.words_content).abs());
        (ratio(error, sum(&|bin| bin.blocks)), ratio(words_error, sum(&|bin| bin.words)))
    }

    /// Prints a line a bin, and the mean distances.
    pub(crate) fn print(&self, name: &str, out: &mut impl Write) -> io::Result<()> {
        writeln!(
            out,
            "\nprobability of blocks, {name}\n{:<10}{:>10} {:>9} {:>8} {:>12} {:>9} {:>8}",
            "", "blocks", "predicted", "content", "words", "predicted", "content"
        )?;
        for (at, bin) in self.bins.iter().enumerate() {
            let (low, high) = (at as f64 / BINS as f64, (at + 1) as f64 / BINS as f64);
            writeln!(
                out,
                "{:<10}{:>10.0} {:>9.3} {:>8.3} {:>12.0} {:>9.3} {:>8.3}",
                format!("{low:.1}-{high:.1}"),
                bin.blocks,
                ratio(bin.predicted, bin.blocks),
                ratio(bin.content, bin.blocks),
                bin.words,
                ratio(bin.words_predicted, bin.words),
                ratio(bin.words_content, bin.words),
            )?;
        }
        let (blocks, words) = self.errors();
        writeln!(out, "mean distance: {blocks:.4} over blocks, {words:.4} over words")
    }
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_is_that_of_promise_and_truth_in_a_bin() {
        let mut honest = Reliability::default();
        for number in 0u8..10 {
            honest.add(0.8, f32::from(u8::from(number < 8)), 10);
        }
        let (blocks, words) = honest.errors();
        assert!(blocks < 1e-6 && words < 1e-6);
        let mut boastful = Reliability::default();
        boastful.add(1.0, 0.5, 3);
        boastful.add(0.0, 0.0, 1);
        honest.merge(&boastful);
        assert!((honest.errors().0 - 0.5 / 12.0).abs() < 1e-6);
        assert!((honest.errors().1 - 1.5 / 104.0).abs() < 1e-6);
    }
}
