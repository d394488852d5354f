//! How a block's company fares under a first score of all blocks.
//!
//! One score of one block is unsure; the mean over the card it stands in, over all blocks that
//! look alike, over its section is much less so. These are the measures that let units stand or
//! fall together.

use super::surroundings::{Around, Surroundings};
use super::{flag, share};
use crate::score::probability;

/// The columns, with `$prefix` for the scores that they are of.
macro_rules! names {
    ($prefix:literal) => {
        &[
            concat!($prefix, "_own"),
            concat!($prefix, "_prev"),
            concat!($prefix, "_next"),
            concat!($prefix, "_prev2"),
            concat!($prefix, "_next2"),
            concat!($prefix, "_window2"),
            concat!($prefix, "_window5"),
            concat!($prefix, "_window12"),
            concat!($prefix, "_up0"),
            concat!($prefix, "_up1"),
            concat!($prefix, "_up2"),
            concat!($prefix, "_up3"),
            concat!($prefix, "_up4"),
            concat!($prefix, "_up5"),
            concat!($prefix, "_up7"),
            concat!($prefix, "_up1_share"),
            concat!($prefix, "_up3_share"),
            concat!($prefix, "_up5_share"),
            concat!($prefix, "_unit"),
            concat!($prefix, "_section"),
            concat!($prefix, "_alike"),
            concat!($prefix, "_group"),
            concat!($prefix, "_near_group"),
            concat!($prefix, "_alike_share"),
            concat!($prefix, "_alike_best"),
            concat!($prefix, "_below_best"),
            concat!($prefix, "_page_mean"),
            concat!($prefix, "_page_words"),
            concat!($prefix, "_rank"),
            concat!($prefix, "_over_threshold"),
            concat!($prefix, "_expected"),
            concat!($prefix, "_core50_inside"),
            concat!($prefix, "_core50_gap"),
            concat!($prefix, "_core50_density"),
            concat!($prefix, "_core80_inside"),
            concat!($prefix, "_core80_gap"),
            concat!($prefix, "_core80_density"),
            concat!($prefix, "_to_sure_before"),
            concat!($prefix, "_to_sure_after"),
            concat!($prefix, "_share_before"),
            concat!($prefix, "_share_after"),
        ]
    };
}

/// The columns under the scores of the linear part.
pub(crate) const OF_TOKENS: &[&str] = names!("tokens");

/// The columns under the scores of the first trees.
pub(crate) const OF_FIRST: &[&str] = names!("first");

/// Beyond this a score says no more.
const SETTLED: f32 = 5.0;

/// A distance that stands for "there is none".
const FAR: usize = 200;

/// Sums up to a block. Doubles, since differences of sums over a large page are taken.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    /// Scores times weight, and the weights.
    score: f64,
    weight: f64,
    /// Words that are expected to be content, and all words.
    content: f64,
    words: f64,
}

/// What is summed over the blocks of one group.
#[derive(Debug, Clone, Copy)]
struct Group {
    score: f64,
    weight: f64,
    content: f64,
    best: f32,
}

/// The smallest element with a part of the expected content.
#[derive(Debug, Clone, Copy, Default)]
struct Core {
    start: usize,
    end: usize,
    density: f32,
}

/// A list of scores, one a block, and what follows from them for each block's company.
pub struct Standing<'s> {
    surroundings: &'s Surroundings,
    scores: Vec<f32>,
    sums: Vec<Sums>,
    /// For each kind of group the sums over each of its groups.
    groups: [Vec<Group>; 3],
    cores: [Core; 2],
    /// For each block its place in the order of scores, from 0 to 1.
    ranks: Vec<f32>,
    sure_before: Vec<usize>,
    sure_after: Vec<usize>,
    best: f32,
    /// The score from which on blocks would be kept, and the F1 expected of that.
    threshold: f32,
    expected: f32,
}

impl<'s> Standing<'s> {
    /// Takes scores as logarithms of odds, one a block.
    pub fn new(surroundings: &'s Surroundings, mut scores: Vec<f32>) -> Self {
        scores.resize(surroundings.count(), 0.0);
        for score in &mut scores {
            *score = score.clamp(-SETTLED, SETTLED);
        }
        let words = surroundings.words();
        let mut sum = Sums::default();
        let mut sums = vec![sum];
        for (&score, &words) in scores.iter().zip(words) {
            let weight = f64::from(words.max(1.0).sqrt());
            sum.score += f64::from(score) * weight;
            sum.weight += weight;
            sum.content += f64::from(probability(score) * words);
            sum.words += f64::from(words);
            sums.push(sum);
        }
        let order = in_order(&scores);
        let mut ranks = vec![0.0; scores.len()];
        for (rank, &block) in order.iter().enumerate() {
            if let Some(slot) = ranks.get_mut(block as usize) {
                *slot = rank as f32 / scores.len() as f32;
            }
        }
        let (threshold, expected) = best_cut(&scores, words, &order, sum.content as f32);
        let mut standing = Self {
            surroundings,
            sums,
            groups: [0, 1, 2].map(|kind| groups(surroundings, &scores, kind)),
            cores: [Core::default(); 2],
            ranks,
            sure_before: since_sure(scores.iter()),
            sure_after: since_sure(scores.iter().rev()).into_iter().rev().collect(),
            best: order.first().and_then(|&at| scores.get(at as usize)).copied().unwrap_or(0.0),
            threshold,
            expected,
            scores,
        };
        standing.cores = [0.5, 0.8].map(|part| standing.core(part));
        standing
    }

    /// Appends the columns of one block.
    pub fn append(&self, block: usize, row: &mut Vec<f32>) {
        let Some(around) = self.surroundings.around(block) else {
            return;
        };
        self.append_near(block, row);
        self.append_around(around, row);
        self.append_groups(block, around, row);
        self.append_page(block, row);
    }

    fn score(&self, block: usize) -> f32 {
        self.scores.get(block).copied().unwrap_or(0.0)
    }

    fn append_near(&self, block: usize, row: &mut Vec<f32>) {
        let last = self.scores.len().saturating_sub(1);
        for step in [0isize, -1, 1, -2, 2] {
            row.push(self.score(block.saturating_add_signed(step).min(last)));
        }
        for reach in [2, 5, 12] {
            row.push(self.mean(block.saturating_sub(reach), (block + reach).min(last) + 1));
        }
    }

    fn append_around(&self, around: &Around, row: &mut Vec<f32>) {
        let level = |at: usize| around.levels.get(at).copied().unwrap_or_default();
        for at in [0, 1, 2, 3, 4, 5, 7] {
            let (start, end) = level(at);
            row.push(self.mean(start as usize, end as usize));
        }
        for at in [1, 3, 5] {
            let (start, end) = level(at);
            row.push(self.share_of_content(start as usize, end as usize));
        }
        for (start, end) in [around.unit, around.section] {
            row.push(self.mean(start as usize, end as usize));
        }
    }

    fn append_groups(&self, block: usize, around: &Around, row: &mut Vec<f32>) {
        let whole = self.sum(self.scores.len()).content as f32;
        let own = self.score(block);
        for (groups, &number) in self.groups.iter().zip(&around.groups) {
            let group = groups.get(number as usize);
            row.push(group.map_or(own, |group| (group.score / group.weight) as f32));
        }
        let alike = self.groups.first().and_then(|groups| groups.get(around.groups[0] as usize));
        row.push(alike.map_or(0.0, |group| share(group.content as f32, whole)));
        row.push(alike.map_or(0.0, |group| group.best - own));
    }

    fn append_page(&self, block: usize, row: &mut Vec<f32>) {
        let own = self.score(block);
        let whole = self.sum(self.scores.len());
        row.extend_from_slice(&[
            self.best - own,
            share(whole.content as f32, whole.words as f32),
            whole.content as f32,
            self.ranks.get(block).copied().unwrap_or(0.0),
            own - self.threshold,
            self.expected,
        ]);
        for core in &self.cores {
            let inside = (core.start..core.end).contains(&block);
            let gap = match block {
                _ if inside => 0.0,
                before if before < core.start => (core.start - before) as f32,
                after => -((after - core.end + 1) as f32),
            };
            row.extend_from_slice(&[flag(inside), gap, core.density]);
        }
        let near = |list: &[usize]| list.get(block).copied().unwrap_or(FAR) as f32;
        row.extend_from_slice(&[
            near(&self.sure_before),
            near(&self.sure_after),
            self.share_of_content(0, block),
            self.share_of_content(block + 1, self.scores.len()),
        ]);
    }

    fn sum(&self, end: usize) -> Sums {
        self.sums.get(end.min(self.scores.len())).copied().unwrap_or_default()
    }

    /// The mean score of a range of blocks.
    fn mean(&self, start: usize, end: usize) -> f32 {
        let (low, high) = (self.sum(start), self.sum(end));
        share((high.score - low.score) as f32, (high.weight - low.weight) as f32)
    }

    /// How much of the page's expected content a range of blocks has.
    fn share_of_content(&self, start: usize, end: usize) -> f32 {
        let whole = self.sum(self.scores.len()).content as f32;
        share((self.sum(end).content - self.sum(start).content).max(0.0) as f32, whole)
    }

    /// The element with the fewest words that has `part` of the expected content.
    fn core(&self, part: f64) -> Core {
        let count = self.scores.len();
        let wanted = self.sum(count).content * part;
        let mut best = (self.sum(count).words, 0, count);
        for block in 0..count {
            let levels = self.surroundings.around(block).map(|around| around.levels);
            for (start, end) in levels.into_iter().flatten() {
                let (low, high) = (self.sum(start as usize), self.sum(end as usize));
                let words = high.words - low.words;
                if words < best.0 && high.content - low.content >= wanted {
                    best = (words, start as usize, end as usize);
                }
            }
        }
        let (words, start, end) = best;
        let content = self.sum(end).content - self.sum(start).content;
        Core { start, end, density: share(content as f32, words as f32) }
    }
}

/// The blocks from the greatest score to the least.
fn in_order(scores: &[f32]) -> Vec<u32> {
    let score = |block: u32| scores.get(block as usize).copied().unwrap_or(0.0);
    let mut order: Vec<u32> = (0..scores.len() as u32).collect();
    order.sort_unstable_by(|&a, &b| score(b).total_cmp(&score(a)).then(a.cmp(&b)));
    order
}

/// The score of the last block in the set with the greatest expected F1, and that F1.
fn best_cut(scores: &[f32], words: &[f32], order: &[u32], content: f32) -> (f32, f32) {
    let (mut kept, mut right) = (0.0, 0.0);
    let mut best = (0.0, 0.0);
    for &block in order {
        let score = scores.get(block as usize).copied().unwrap_or(0.0);
        let words = words.get(block as usize).copied().unwrap_or(0.0);
        kept += words;
        right += probability(score) * words;
        let expected = share(2.0 * right, content + kept);
        if expected > best.1 {
            best = (score, expected);
        }
    }
    best
}

/// For each block, in the order given, how far back the last one is that is rather content.
fn since_sure<'a>(scores: impl Iterator<Item = &'a f32>) -> Vec<usize> {
    let mut distance = FAR;
    scores
        .map(|&score| {
            let found = distance;
            distance = if score > 0.0 { 1 } else { (distance + 1).min(FAR) };
            found
        })
        .collect()
}

/// Sums over the groups of one kind.
fn groups(surroundings: &Surroundings, scores: &[f32], kind: usize) -> Vec<Group> {
    let none = Group { score: 0.0, weight: 0.0, content: 0.0, best: -SETTLED };
    let mut groups = Vec::new();
    for (block, (&score, &words)) in scores.iter().zip(surroundings.words()).enumerate() {
        let number = surroundings.around(block).and_then(|around| around.groups.get(kind));
        // What stands in no group has the greatest number.
        let Some(number) = number.map(|&number| number as usize).filter(|&at| at < 1 << 24) else {
            continue;
        };
        if groups.len() <= number {
            groups.resize(number + 1, none);
        }
        if let Some(group) = groups.get_mut(number) {
            let weight = f64::from(words.max(1.0).sqrt());
            group.score += f64::from(score) * weight;
            group.weight += weight;
            group.content += f64::from(probability(score) * words);
            group.best = group.best.max(score);
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Measurer;

    fn rows(scores: &[f32]) -> Vec<Vec<f32>> {
        let page = "<body><div><p>One word or two.<p>Three, four or five.</div>
            <ul><li>Six and seven<li>Eight and nine<li>Ten</ul></body>";
        let (html, _) = crate::dom::parse(page, &crate::Limits::default());
        let surroundings = Measurer::new().unwrap().page(&html).surroundings;
        let standing = Standing::new(&surroundings, scores.to_vec());
        let row = |block: usize| {
            let mut row = Vec::new();
            standing.append(block, &mut row);
            row
        };
        (0..surroundings.count()).map(row).collect()
    }

    fn column(name: &str) -> usize {
        OF_FIRST.iter().position(|known| *known == name).unwrap()
    }

    #[test]
    fn a_row_has_a_value_for_each_name() {
        assert!(rows(&[0.0; 5]).iter().all(|row| row.len() == OF_FIRST.len()));
    }

    #[test]
    fn what_looks_alike_shares_its_mean() {
        let rows = rows(&[3.0, 3.0, -2.0, -2.0, 1.0]);
        let alike = column("first_alike");
        assert!(rows[2][alike] < 0.0 && (rows[2][alike] - rows[4][alike]).abs() < 1e-6);
        assert!((rows[0][alike] - 3.0).abs() < 1e-6);
    }

    #[test]
    fn the_core_is_the_element_with_the_expected_content() {
        let rows = rows(&[4.0, 4.0, -4.0, -4.0, -4.0]);
        let inside = column("first_core80_inside");
        let insides: Vec<f32> = rows.iter().map(|row| row[inside]).collect();
        assert_eq!(insides, [1.0, 1.0, 0.0, 0.0, 0.0]);
        assert!((rows[4][column("first_core80_gap")] + 3.0).abs() < 1e-6);
    }

    #[test]
    fn scores_that_are_no_numbers_do_no_harm() {
        for row in rows(&[f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 0.0, 1.0]).concat() {
            assert!(!row.is_infinite());
        }
    }
}
