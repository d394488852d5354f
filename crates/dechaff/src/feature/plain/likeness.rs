//! What lines share: words with the rest of the text, beginnings, ends and patterns with other
//! lines. Cards and posts repeat a pattern at a distance, menus line after line.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use super::lines::Lines;
use super::{FAR, flag, share};
use crate::feature::stats::KeepHash;
use crate::word;

pub(super) const NAMES: &[&str] = &[
    "first_word_lines", "last_word_lines", "pattern_lines", "pattern_before", "pattern_after",
    "unit_mean_size", "unit_long_share", "period_match", "known_share", "common_words",
    "only_here_share", "opening_share", "pattern_like_prev", "pattern_like_next", "from_headline",
];

/// How many lines on either side are compared with those a period away.
const PERIOD_REACH: usize = 3;

/// The likenesses of a text's lines.
pub(super) struct Section {
    first_words: HashMap<u64, f32, KeepHash>,
    last_words: HashMap<u64, f32, KeepHash>,
    patterns: Vec<u64>,
    pattern_lines: HashMap<u64, f32, KeepHash>,
    /// How far the last and the next line of the same pattern are.
    before: Vec<Option<usize>>,
    after: Vec<Option<usize>>,
    /// How many lines have a word.
    lines_with: HashMap<u64, f32, KeepHash>,
    long_words: HashMap<u64, f32, KeepHash>,
    opening: HashSet<u64, KeepHash>,
    /// The first line that repeats most of the text's own first: the headline, where a page's
    /// title comes first.
    headline: Option<usize>,
    sizes: Vec<(f32, f32)>,
}

impl Section {
    pub(super) fn new(lines: &Lines<'_>) -> Self {
        let count = lines.count();
        let patterns: Vec<u64> = (0..count).map(|line| pattern(lines, line)).collect();
        let mut section = Self {
            first_words: counts((0..count).filter_map(|line| lines.hashes(line).first().copied())),
            last_words: counts((0..count).filter_map(|line| lines.hashes(line).last().copied())),
            pattern_lines: counts(patterns.iter().copied()),
            before: same(&patterns, 0..count),
            after: same(&patterns, (0..count).rev()),
            patterns,
            lines_with: HashMap::default(),
            long_words: HashMap::default(),
            opening: lines.hashes(0).iter().copied().collect(),
            headline: None,
            sizes: vec![(0.0, 0.0)],
        };
        section.after.reverse();
        section.headline = (1..count).find(|&line| section.is_headline(lines, line));
        let (mut size, mut long) = (0.0, 0.0);
        let mut own: HashSet<u64, KeepHash> = HashSet::default();
        for line in 0..count {
            own.clear();
            own.extend(lines.hashes(line));
            for hash in &own {
                *section.lines_with.entry(*hash).or_default() += 1.0;
                if lines.stats(line).is_long() {
                    *section.long_words.entry(*hash).or_default() += 1.0;
                }
            }
            size += lines.stats(line).size;
            long += lines.stats(line).long_size;
            section.sizes.push((size, long));
        }
        section
    }

    pub(super) fn append(&self, lines: &Lines<'_>, line: usize, row: &mut Vec<f32>) {
        let hashes = lines.hashes(line);
        let of = |map: &HashMap<u64, f32, KeepHash>, hash: Option<&u64>| {
            hash.and_then(|hash| map.get(hash)).copied().unwrap_or(0.0)
        };
        let near = |list: &[Option<usize>]| list.get(line).copied().flatten();
        let (before, after) = (near(&self.before), near(&self.after));
        let far = |steps: Option<usize>| steps.map_or(FAR, |steps| (steps as f32).min(FAR));
        // The lines up to the next of the same pattern are its unit, such as a post.
        let (size, long) = after.map_or((0.0, 0.0), |steps| self.size(line, line + steps));
        row.extend_from_slice(&[
            of(&self.first_words, hashes.first()),
            of(&self.last_words, hashes.last()),
            of(&self.pattern_lines, self.patterns.get(line)),
            far(before),
            far(after),
            share(size, after.unwrap_or(0) as f32),
            share(long, size),
            self.period_match(line, before),
        ]);
        let count = hashes.len() as f32;
        let own = flag(lines.stats(line).is_long());
        let (mut known, mut common, mut only_here, mut opening) = (0.0, 0.0, 0.0, 0.0);
        for hash in hashes {
            known += flag(of(&self.long_words, Some(hash)) > own);
            let lines_with = of(&self.lines_with, Some(hash));
            common += lines_with.max(1.0).ln();
            only_here += flag(lines_with <= 1.0);
            opening += flag(line > 0 && self.opening.contains(hash));
        }
        let pattern_at = |step: isize| {
            let at = line.checked_add_signed(step).and_then(|at| self.patterns.get(at));
            flag(at.is_some() && at == self.patterns.get(line))
        };
        row.extend_from_slice(&[
            share(known, count),
            share(common, count),
            share(only_here, count),
            share(opening, count),
            pattern_at(-1),
            pattern_at(1),
            self.headline.map_or(-FAR, |at| (line as f32 - at as f32).clamp(1.0 - FAR, FAR)),
        ]);
    }

    fn is_headline(&self, lines: &Lines<'_>, line: usize) -> bool {
        let hashes = lines.hashes(line);
        let shared = hashes.iter().filter(|hash| self.opening.contains(hash)).count();
        hashes.len() >= 3 && shared * 10 >= hashes.len() * 7 && shared * 3 >= self.opening.len()
    }

    fn size(&self, start: usize, end: usize) -> (f32, f32) {
        let at = |line: usize| self.sizes.get(line).copied().unwrap_or_default();
        let (low, high) = (at(start), at(end));
        (high.0 - low.0, high.1 - low.1)
    }

    /// Of the lines around, the share with the pattern of the line a period before.
    fn period_match(&self, line: usize, period: Option<usize>) -> f32 {
        let Some(period) = period.filter(|&period| period > 1) else {
            return 0.0;
        };
        let first = line.saturating_sub(PERIOD_REACH);
        let (mut seen, mut alike) = (0.0, 0.0);
        for at in first..=line + PERIOD_REACH {
            let other = at.checked_sub(period).and_then(|other| self.patterns.get(other));
            let (Some(own), Some(other)) = (self.patterns.get(at), other) else {
                continue;
            };
            seen += 1.0;
            alike += flag(own == other);
        }
        share(alike - 1.0, seen - 1.0)
    }
}

fn counts<K: Eq + Hash>(keys: impl Iterator<Item = K>) -> HashMap<K, f32, KeepHash> {
    let mut counts = HashMap::default();
    for key in keys {
        *counts.entry(key).or_default() += 1.0;
    }
    counts
}

/// For each line, in the order given, how far back the last of the same pattern is.
fn same(patterns: &[u64], order: impl Iterator<Item = usize>) -> Vec<Option<usize>> {
    let mut last: HashMap<u64, usize, KeepHash> = HashMap::default();
    order
        .map(|line| {
            let pattern = patterns.get(line).copied().unwrap_or(0);
            last.insert(pattern, line).map(|other| line.abs_diff(other))
        })
        .collect()
}

/// What a line looks like: of a short line its words, numbers and marks in order without their
/// letters, of a longer one its size and how it ends.
fn pattern(lines: &Lines<'_>, line: usize) -> u64 {
    let one = lines.stats(line);
    if one.words > 8.0 {
        let step = (one.size / 60.0).min(6.0) as u64;
        return word::join_hash(word::FNV_OFFSET, step * 2 + u64::from(one.ends_sentence));
    }
    let mut state = word::FNV_OFFSET;
    let mut last = ' ';
    for character in lines.text(line).chars() {
        let mark = if character.is_numeric() {
            '0'
        } else if character.is_alphabetic() {
            if last == 'a' || last == 'A' {
                last
            } else if character.is_uppercase() {
                'A'
            } else {
                'a'
            }
        } else if character.is_whitespace() {
            ' '
        } else {
            character
        };
        if mark != last {
            state = word::join_hash(state, u64::from(u32::from(mark)));
            last = mark;
        }
    }
    state
}
