//! What is counted once for each line and read by many sections.

use crate::block::{Place, TextBlock};
use crate::dom::Tag;
use crate::feature::stats::{self, BlockStats};
use crate::lexicon::BlockHits;

/// The lines of a text and what was counted of them.
pub(super) struct Lines<'t> {
    pub(super) blocks: &'t [TextBlock],
    pub(super) hits: &'t [BlockHits],
    pub(super) stats: Vec<BlockStats>,
    /// White space before the first character, a tab as four.
    pub(super) indents: Vec<f32>,
    /// Of the words, how many begin with a capital.
    pub(super) capitalised: Vec<f32>,
    /// Of the characters, how many are marks of code rather than of prose.
    pub(super) code: Vec<f32>,
    hashes: Vec<u64>,
    hash_ends: Vec<usize>,
}

/// A sentence from this size on is running text.
const PROSE: f32 = 40.0;

impl<'t> Lines<'t> {
    pub(super) fn new(blocks: &'t [TextBlock], hits: &'t [BlockHits]) -> Self {
        let counted = stats::all(blocks, |_| Tag::Other);
        Self {
            blocks,
            hits,
            stats: counted.stats,
            indents: blocks.iter().map(|block| indent(&block.text)).collect(),
            capitalised: blocks.iter().map(|block| capitalised(&block.text)).collect(),
            code: blocks.iter().map(|block| code(&block.text)).collect(),
            hashes: counted.hashes,
            hash_ends: counted.ends,
        }
    }

    pub(super) fn count(&self) -> usize {
        self.blocks.len()
    }

    /// The counts of a line; those of an empty line where there is none.
    pub(super) fn stats(&self, line: usize) -> &BlockStats {
        self.stats.get(line).unwrap_or(&BlockStats::NONE)
    }

    /// The counts of the line that is `step` away.
    pub(super) fn stats_near(&self, line: usize, step: isize) -> &BlockStats {
        line.checked_add_signed(step).map_or(&BlockStats::NONE, |at| self.stats(at))
    }

    pub(super) fn text(&self, line: usize) -> &str {
        self.blocks.get(line).map_or("", |block| block.text.trim())
    }

    pub(super) fn hits(&self, line: usize) -> &BlockHits {
        self.hits.get(line).unwrap_or(&BlockHits::SILENT)
    }

    /// The hashes of a line's words.
    pub(super) fn hashes(&self, line: usize) -> &[u64] {
        let at = |line: usize| self.hash_ends.get(line).copied().unwrap_or(0);
        let start = line.checked_sub(1).map_or(0, at);
        self.hashes.get(start..at(line)).unwrap_or_default()
    }

    pub(super) fn indent(&self, line: usize) -> f32 {
        self.indents.get(line).copied().unwrap_or(0.0)
    }

    /// The share of the words that begin with a capital.
    pub(super) fn title_case(&self, line: usize) -> f32 {
        self.capitalised.get(line).copied().unwrap_or(0.0)
    }

    /// The share of the characters that are marks of code.
    pub(super) fn code(&self, line: usize) -> f32 {
        self.code.get(line).copied().unwrap_or(0.0)
    }

    /// Whether the line is running text: a long one, or a sentence.
    pub(super) fn is_prose(&self, line: usize) -> bool {
        let one = self.stats(line);
        one.is_long() || one.ends_sentence && one.size >= PROSE
    }

    /// Whether the line could head others: short, no sentence, and apart or with more below.
    pub(super) fn is_heading(&self, line: usize) -> bool {
        let one = self.stats(line);
        let text = self.text(line);
        one.size < 90.0
            && !one.ends_sentence
            && !text.ends_with([',', ';', '，', '；'])
            && !text.starts_with(is_bullet)
            && (self.blank_before(line) > 0.0 && self.blank_before(line + 1) > 0.0
                || self.stats(line + 1).size >= one.size * 1.5)
    }

    /// Blank lines right before the line, nine at most.
    pub(super) fn blank_before(&self, line: usize) -> f32 {
        match self.blocks.get(line).map(|block| block.place) {
            Some(Place::Line { blank_before, .. }) => (blank_before as f32).min(9.0),
            _ => 0.0,
        }
    }
}

/// Marks that begin the items of a list.
pub(super) fn is_bullet(character: char) -> bool {
    matches!(character, '•' | '*' | '·' | '-' | '–' | '▪' | '◦' | '●' | '+' | '‣' | '○')
}

fn indent(text: &str) -> f32 {
    let spaces = text.chars().take_while(|character| character.is_whitespace()).take(60);
    spaces.map(|character| if character == '\t' { 4.0 } else { 1.0 }).sum()
}

fn capitalised(text: &str) -> f32 {
    let (mut words, mut capitals) = (0.0, 0.0);
    for word in text.split_whitespace() {
        let Some(first) = word.chars().find(|character| character.is_alphanumeric()) else {
            continue;
        };
        words += 1.0;
        capitals += super::flag(first.is_uppercase());
    }
    super::share(capitals, words)
}

fn code(text: &str) -> f32 {
    let text = text.trim();
    let marks = text.bytes().filter(|byte| b"(){}[]<>=_;#$&*+\\`^~".contains(byte)).count();
    super::share(marks as f32, text.len() as f32)
}
