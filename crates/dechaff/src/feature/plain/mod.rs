//! Measures of the lines of a plain text.
//!
//! There is no markup to go by: a line is known by its shape, its neighbours, the blank lines
//! around it, whether it repeats, and by its wording.

mod cluster;
mod form;
mod likeness;
mod lines;
mod nearby;
mod runs;
mod since;
mod whole;

use std::sync::LazyLock;

use super::stats::BlockStats;
use super::{Rows, flag, share};
use crate::Label;
use crate::block::{Place, TextBlock};
use crate::lexicon::BlockHits;
use lines::Lines;

const BASE_NAMES: &[&str] = &[
    "words", "size", "word_length", "stops", "commas", "stop_rate", "ends_sentence", "digit_share",
    "upper_share", "starts_lower", "starts_upper", "has_price", "has_colon_end", "copies", "copy",
    "familiarity", "is_long", "starts_bullet", "starts_digit", "is_dialogue", "has_address",
    "has_divider", "has_copyright", "blank_before", "blank_after", "like_prev", "position",
    "lines_before", "lines_after", "size_before_share", "long_before_share", "long_after_share",
    "prev1_size", "prev1_ends_sentence", "prev1_is_long", "next1_size", "next1_ends_sentence",
    "next1_is_long", "prev2_size", "prev2_is_long", "next2_size", "next2_is_long", "window3_long",
    "window8_long", "window20_long", "window3_mean_size", "window8_mean_size", "ahead5_long",
    "behind5_long", "to_long_before", "to_long_after", "group_lines", "group_mean_size",
    "group_position", "page_lines", "page_size", "page_long_share", "page_long_lines",
    "page_mean_size", "page_blank_share", "says_navigation", "says_breadcrumb", "says_site_header",
    "says_related", "says_share", "says_newsletter", "says_donation", "says_subscription",
    "says_consent", "says_comment_prompt", "says_author_bio", "says_byline", "says_image_credit",
    "says_advert", "says_legal", "says_site_footer", "says_search", "says_pagination",
    "says_widget", "says_any", "prev_says_any", "next_says_any", "prev2_says_any",
    "next2_says_any", "near3_says_any", "near8_says_any", "behind8_says", "ahead8_says",
    "before_says_share", "after_says_share",
];

/// The labels in the order of their columns.
const LABELS: [Label; 19] = super::lexical::LABELS;

/// A distance that stands for "there is none".
const FAR: f32 = 200.0;

/// The names of the columns of a line's row.
pub(crate) fn names() -> &'static [&'static str] {
    static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
        [
            BASE_NAMES,
            form::NAMES,
            nearby::NAMES,
            runs::NAMES,
            cluster::NAMES,
            since::NAMES,
            likeness::NAMES,
            whole::NAMES,
        ]
        .concat()
    });
    &NAMES
}

/// Running sums up to a line.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    size: f32,
    long: f32,
    said: f32,
}

/// The measures of a text's lines.
pub(crate) struct Measures<'t> {
    lines: Lines<'t>,
    sums: Vec<Sums>,
    long_before: Vec<f32>,
    long_after: Vec<f32>,
    /// For each line the first and the last of the lines that no blank line parts from it.
    groups: Vec<(usize, usize)>,
    long_lines: f32,
    blanks: f32,
    body_indent: f32,
    runs: runs::Runs,
    cluster: cluster::Section,
    since: since::Section,
    likeness: likeness::Section,
    whole: Vec<f32>,
}

impl<'t> Measures<'t> {
    pub(crate) fn new(blocks: &'t [TextBlock], hits: &'t [BlockHits]) -> Self {
        let lines = Lines::new(blocks, hits);
        let stats = &lines.stats;
        let mut sum = Sums::default();
        let mut sums = vec![sum];
        for (one, hit) in stats.iter().zip(hits) {
            sum.size += one.size;
            sum.long += one.long_size;
            sum.said += flag(hit.best_strength() > 0);
            sums.push(sum);
        }
        let mut long_after = distances(stats.iter().rev());
        long_after.reverse();
        let runs = runs::Runs::new(&lines);
        Self {
            sums,
            long_before: distances(stats.iter()),
            long_after,
            groups: groups(blocks),
            long_lines: stats.iter().filter(|one| one.is_long()).count() as f32,
            body_indent: form::body_indent(&lines),
            cluster: cluster::Section::new(&lines),
            since: since::Section::new(&lines),
            likeness: likeness::Section::new(&lines),
            whole: whole::row(&lines, &runs),
            runs,
            blanks: blocks.iter().filter(|block| blank_before(block) > 0.0).count() as f32,
            lines,
        }
    }

    fn stats(&self, line: usize, step: isize) -> &BlockStats {
        self.lines.stats_near(line, step)
    }

    fn said(&self, line: usize, step: isize) -> f32 {
        line.checked_add_signed(step)
            .and_then(|at| self.lines.hits.get(at))
            .map_or(0.0, |hits| f32::from(hits.best_strength()))
    }

    /// Sums over the lines from `start` to `end`, as far as there are any.
    fn sum(&self, start: usize, end: usize) -> Sums {
        let last = self.sums.len().saturating_sub(1);
        let at = |line: usize| self.sums.get(line.min(last)).copied().unwrap_or_default();
        let (low, high) = (at(start), at(end));
        Sums { size: high.size - low.size, long: high.long - low.long, said: high.said - low.said }
    }

    fn append_shape(&self, line: usize, row: &mut Vec<f32>) {
        let Some(block) = self.lines.blocks.get(line) else {
            return;
        };
        let one = self.stats(line, 0);
        let text = block.text.trim();
        let first = text.chars().next().unwrap_or(' ');
        let first_letter = text.chars().find(|character| character.is_alphabetic());
        let next = self.lines.blocks.get(line + 1);
        row.extend_from_slice(&[
            one.words,
            one.size,
            share(one.size, one.words),
            one.stops,
            one.commas,
            share(one.stops, one.words),
            flag(one.ends_sentence),
            share(one.digits, one.size),
            share(one.capitals, one.letters),
            flag(first_letter.is_some_and(char::is_lowercase)),
            flag(first_letter.is_some_and(char::is_uppercase)),
            flag(one.has_price),
            flag(text.ends_with([':', '：'])),
            one.copies as f32,
            one.copy as f32,
            one.familiarity,
            flag(one.is_long()),
            flag(matches!(first, '•' | '*' | '·' | '-' | '–' | '▪' | '◦' | '●')),
            flag(first.is_numeric()),
            flag(matches!(first, '—' | '“' | '"' | '«' | '„' | '「' | '‘')),
            flag(text.contains('@') || text.contains("://") || text.contains("www.")),
            flag(text.contains(['|', '»', '›', '/', '·', '•'])),
            flag(text.contains(['©', '®', '™'])),
            blank_before(block),
            next.map_or(9.0, blank_before),
            self.likeness_to_previous(line),
        ]);
    }

    /// How much of the line's beginning the line before shares, from 0 to 1.
    fn likeness_to_previous(&self, line: usize) -> f32 {
        let previous = line.checked_sub(1).and_then(|at| self.lines.blocks.get(at));
        let (Some(previous), Some(block)) = (previous, self.lines.blocks.get(line)) else {
            return 0.0;
        };
        let mut shared = 0.0;
        for (a, b) in previous.text.trim().chars().zip(block.text.trim().chars()).take(200) {
            if a != b {
                break;
            }
            shared += 1.0;
        }
        share(shared, (block.text.trim().chars().take(200).count() as f32).max(shared))
    }

    fn append_neighbours(&self, line: usize, row: &mut Vec<f32>) {
        let count = self.lines.blocks.len();
        let whole = self.sum(0, count);
        let (before, after) = (self.sum(0, line), self.sum(line + 1, count));
        row.extend_from_slice(&[
            share(line as f32, count as f32),
            (line as f32).min(FAR),
            ((count - line) as f32).min(FAR),
            share(before.size, whole.size),
            share(before.long, whole.long),
            share(after.long, whole.long),
        ]);
        for step in [-1, 1] {
            let near = self.stats(line, step);
            row.extend_from_slice(&[near.size, flag(near.ends_sentence), flag(near.is_long())]);
        }
        for step in [-2, 2] {
            let near = self.stats(line, step);
            row.extend_from_slice(&[near.size, flag(near.is_long())]);
        }
        let window = |reach: usize| self.sum(line.saturating_sub(reach), line + reach + 1);
        row.extend([3, 8, 20].map(|reach| window(reach).long));
        row.extend([3, 8].map(|reach| window(reach).size / (2 * reach + 1) as f32));
        row.extend_from_slice(&[
            self.sum(line + 1, line + 6).long,
            self.sum(line.saturating_sub(5), line).long,
            self.long_before.get(line).copied().unwrap_or(FAR),
            self.long_after.get(line).copied().unwrap_or(FAR),
        ]);
    }

    fn append_group(&self, line: usize, row: &mut Vec<f32>) {
        let (first, last) = self.groups.get(line).copied().unwrap_or((line, line));
        let lines = (last + 1 - first) as f32;
        row.extend_from_slice(&[
            lines,
            share(self.sum(first, last + 1).size, lines),
            share((line - first) as f32, lines),
        ]);
    }

    fn append_page(&self, row: &mut Vec<f32>) {
        let whole = self.sum(0, self.lines.blocks.len());
        let lines = self.lines.blocks.len() as f32;
        row.extend_from_slice(&[
            lines,
            whole.size,
            share(whole.long, whole.size),
            self.long_lines,
            share(whole.size, lines),
            share(self.blanks, lines),
        ]);
    }

    fn append_wording(&self, line: usize, row: &mut Vec<f32>) {
        let own = self.lines.hits.get(line).copied().unwrap_or_default();
        row.extend(LABELS.iter().map(|&label| f32::from(own.strength(label))));
        row.extend([0, -1, 1, -2, 2].map(|step| self.said(line, step)));
        let count = self.lines.blocks.len();
        row.extend_from_slice(&[
            self.sum(line.saturating_sub(3), line + 4).said,
            self.sum(line.saturating_sub(8), line + 9).said,
            self.sum(line.saturating_sub(8), line).said,
            self.sum(line + 1, line + 9).said,
            share(self.sum(0, line).said, line as f32),
            share(self.sum(line + 1, count).said, (count - line) as f32),
        ]);
    }
}

impl Rows for Measures<'_> {
    fn names(&self) -> &'static [&'static str] {
        names()
    }

    fn count(&self) -> usize {
        self.lines.blocks.len()
    }

    fn append(&self, line: usize, row: &mut Vec<f32>) {
        self.append_shape(line, row);
        self.append_neighbours(line, row);
        self.append_group(line, row);
        self.append_page(row);
        self.append_wording(line, row);
        form::append(&self.lines, self.body_indent, line, row);
        nearby::append(&self.lines, line, row);
        self.runs.append(line, row);
        self.cluster.append(line, row);
        self.since.append(&self.lines, line, row);
        self.likeness.append(&self.lines, line, row);
        row.extend_from_slice(&self.whole);
    }
}

fn blank_before(block: &TextBlock) -> f32 {
    match block.place {
        Place::Line { blank_before, .. } => (blank_before as f32).min(9.0),
        Place::Page { .. } => 0.0,
    }
}

/// For each line, in the order given, how far back the last long one is.
fn distances<'s>(stats: impl Iterator<Item = &'s BlockStats>) -> Vec<f32> {
    let mut distance = FAR;
    stats
        .map(|one| {
            let found = distance;
            distance = if one.is_long() { 1.0 } else { (distance + 1.0).min(FAR) };
            found
        })
        .collect()
}

fn groups(blocks: &[TextBlock]) -> Vec<(usize, usize)> {
    let mut groups = Vec::with_capacity(blocks.len());
    let mut start = 0;
    for end in 1..=blocks.len() {
        if blocks.get(end).is_none_or(|block| blank_before(block) > 0.0) {
            groups.extend((start..end).map(|_| (start, end - 1)));
            start = end;
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_a_value_for_each_name() {
        let blocks = crate::block::plain::segment("One.\n\nTwo two,\n- three\n", 9).0;
        let hits = vec![BlockHits::SILENT; blocks.len()];
        let measures = Measures::new(&blocks, &hits);
        for line in 0..measures.count() {
            let mut row = Vec::new();
            measures.append(line, &mut row);
            assert_eq!(row.len(), names().len());
        }
    }
}
