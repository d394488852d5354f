//! Where the long lines crowd, and where a line stands to that.
//!
//! The shortest range of lines with 30, 50 and 80 % of the running text stands in for the element
//! that holds a page's content. The best range is the one with the greatest sum when prose
//! counts for and all else against, after the body text extraction of Finn, Kushmerick and
//! Smyth ("Fact or Fiction", 2001).

use super::lines::Lines;
use super::{flag, share};

pub(super) const NAMES: &[&str] = &[
    "cluster30_inside", "cluster30_gap", "cluster50_inside", "cluster50_gap", "cluster80_inside",
    "cluster80_gap", "best_inside", "best_gap", "cluster50_lines_share", "cluster80_lines_share",
    "cluster80_density", "best_lines_share", "best_size_share", "best_from_edge",
];

/// What a line that is no prose takes from a range, and the most that one of prose gives.
const COST: f32 = 30.0;
const MOST: f32 = 400.0;

/// A range of lines.
#[derive(Debug, Clone, Copy)]
struct Range {
    start: usize,
    end: usize,
}

/// The ranges of a text.
pub(super) struct Section {
    clusters: [Range; 3],
    best: Range,
    whole: [f32; 5],
}

impl Section {
    pub(super) fn new(lines: &Lines<'_>) -> Self {
        let sizes: Vec<f32> = (0..lines.count())
            .map(|line| if lines.is_prose(line) { lines.stats(line).size } else { 0.0 })
            .collect();
        let clusters = [0.3, 0.5, 0.8].map(|part| densest(&sizes, part));
        let best = heaviest(&sizes);
        let [_, half, most] = clusters;
        let size_in = |range: Range| -> f32 {
            (range.start..range.end).map(|line| lines.stats(line).size).sum()
        };
        let prose_in = |range: Range| -> f32 {
            sizes.get(range.start..range.end).unwrap_or_default().iter().sum()
        };
        let all = Range { start: 0, end: sizes.len() };
        let lines_in = |range: Range| share((range.end - range.start) as f32, sizes.len() as f32);
        let whole = [
            lines_in(half),
            lines_in(most),
            share(prose_in(most), size_in(most)),
            lines_in(best),
            share(size_in(best), size_in(all)),
        ];
        Self { clusters, best, whole }
    }

    pub(super) fn append(&self, line: usize, row: &mut Vec<f32>) {
        for range in self.clusters.iter().chain([&self.best]) {
            row.extend_from_slice(&[flag(range.gap(line) == 0.0), range.gap(line)]);
        }
        row.extend_from_slice(&self.whole);
        let inside = (self.best.start..self.best.end).contains(&line);
        let edge = line.abs_diff(self.best.start).min(self.best.end.abs_diff(line + 1)) as f32;
        row.push(if inside { edge } else { -1.0 });
    }
}

impl Range {
    /// How many lines before (below zero) or behind the range.
    fn gap(&self, line: usize) -> f32 {
        if line < self.start {
            -((self.start - line) as f32)
        } else if line >= self.end {
            (line - self.end + 1) as f32
        } else {
            0.0
        }
    }
}

/// The shortest range with at least `part` of the sum.
fn densest(sizes: &[f32], part: f32) -> Range {
    let wanted = sizes.iter().sum::<f32>() * part;
    let mut found = Range { start: 0, end: sizes.len() };
    let (mut start, mut sum) = (0, 0.0);
    for (line, size) in sizes.iter().enumerate() {
        sum += size;
        while let Some(first) = sizes.get(start).filter(|&&first| sum - first >= wanted) {
            if start >= line {
                break;
            }
            sum -= first;
            start += 1;
        }
        if sum >= wanted && line + 1 - start < found.end - found.start {
            found = Range { start, end: line + 1 };
        }
    }
    found
}

/// The range with the greatest sum of prose less the cost of all else.
fn heaviest(sizes: &[f32]) -> Range {
    let mut best = (0.0, Range { start: 0, end: 0 });
    let (mut start, mut sum) = (0, 0.0f32);
    for (line, &size) in sizes.iter().enumerate() {
        sum += if size > 0.0 { size.min(MOST) } else { -COST };
        if sum > best.0 {
            best = (sum, Range { start, end: line + 1 });
        }
        if sum < 0.0 {
            sum = 0.0;
            start = line + 1;
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_range_is_found() {
        let sizes = [0.0, 100.0, 0.0, 0.0, 90.0, 110.0, 0.0];
        let found = densest(&sizes, 0.5);
        assert_eq!((found.start, found.end), (4, 6));
        assert_eq!([1, 4, 6].map(|line| found.gap(line) as i32), [-3, 0, 1]);
    }

    #[test]
    fn far_prose_is_not_reached_for() {
        let mut sizes = vec![0.0; 40];
        sizes[2] = 300.0;
        sizes[5] = 300.0;
        sizes[30] = 200.0;
        let found = heaviest(&sizes);
        assert_eq!((found.start, found.end), (2, 6));
    }
}
