//! Runs of lines of one sort, prose or not, and where in its run a line stands.
//!
//! A menu is a long run of short lines, a heading one such line between paragraphs; no line by
//! itself tells one from the other.

use super::lines::Lines;
use super::{FAR, flag, share};

pub(super) const NAMES: &[&str] = &[
    "run_lines", "run_before", "run_after", "run_mean_size", "run_said", "run_title_case",
    "run_blanks", "run_inside", "run_prev_size", "run_next_size", "run_prev_lines",
    "run_next_lines", "prose_before_share", "prose_after_share", "window3_prose", "window8_prose",
    "window20_prose", "window8_short", "window8_digits", "window8_copies", "window8_title_case",
    "window3_title_case", "window8_blank", "window3_code", "window8_code", "run_code",
];

/// How many lines a run of lines that are no prose needs to look like a menu.
const MENU: usize = 5;

/// A run of lines from `start` up to `end`.
#[derive(Default)]
struct Run {
    start: usize,
    end: usize,
    prose: bool,
    size: f32,
    said: f32,
    capitals: f32,
    blanks: f32,
    code: f32,
}

/// Running sums up to a line.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    prose: f32,
    short: f32,
    digits: f32,
    copies: f32,
    capitals: f32,
    blanks: f32,
    code: f32,
}

/// The runs of a text.
pub(super) struct Runs {
    list: Vec<Run>,
    /// For each line the number of its run.
    run_of: Vec<usize>,
    sums: Vec<Sums>,
}

impl Runs {
    pub(super) fn new(lines: &Lines<'_>) -> Self {
        let mut runs: Vec<Run> = Vec::new();
        let mut run_of = Vec::with_capacity(lines.count());
        let mut sum = Sums::default();
        let mut sums = vec![sum];
        for line in 0..lines.count() {
            let one = lines.stats(line);
            let prose = lines.is_prose(line);
            if runs.last().is_none_or(|run| run.prose != prose) {
                runs.push(Run { start: line, end: line, prose, ..Run::default() });
            }
            if let Some(run) = runs.last_mut() {
                run.end = line + 1;
                run.size += one.size;
                run.said += flag(lines.hits(line).best_strength() > 0);
                run.capitals += lines.title_case(line);
                run.blanks += flag(lines.blank_before(line) > 0.0);
                run.code += lines.code(line);
            }
            run_of.push(runs.len() - 1);
            sum.prose += if prose { one.size } else { 0.0 };
            sum.short += flag(one.size < 40.0);
            sum.digits += flag(one.digits > 0.0);
            sum.copies += flag(one.copies > 1);
            sum.capitals += lines.title_case(line);
            sum.blanks += flag(lines.blank_before(line) > 0.0);
            sum.code += lines.code(line);
            sums.push(sum);
        }
        Self { list: runs, run_of, sums }
    }

    /// Lines in runs that look like menus.
    pub(super) fn menu_lines(&self) -> f32 {
        self.menus().sum::<usize>() as f32
    }

    pub(super) fn longest_menu(&self) -> f32 {
        self.menus().max().unwrap_or(0) as f32
    }

    fn menus(&self) -> impl Iterator<Item = usize> {
        let other = self.list.iter().filter(|run| !run.prose);
        other.map(|run| run.end - run.start).filter(|&count| count >= MENU)
    }

    fn sums(&self, start: usize, end: usize) -> Sums {
        let last = self.sums.len().saturating_sub(1);
        let at = |line: usize| self.sums.get(line.min(last)).copied().unwrap_or_default();
        let (low, high) = (at(start), at(end));
        Sums {
            prose: high.prose - low.prose,
            short: high.short - low.short,
            digits: high.digits - low.digits,
            copies: high.copies - low.copies,
            capitals: high.capitals - low.capitals,
            blanks: high.blanks - low.blanks,
            code: high.code - low.code,
        }
    }

    pub(super) fn append(&self, line: usize, row: &mut Vec<f32>) {
        let number = self.run_of.get(line).copied().unwrap_or(0);
        let Some(run) = self.list.get(number) else {
            return;
        };
        let count = (run.end - run.start) as f32;
        let previous = number.checked_sub(1).and_then(|at| self.list.get(at));
        let next = self.list.get(number + 1);
        let lines_of = |run: Option<&Run>| run.map_or(0.0, |run| (run.end - run.start) as f32);
        row.extend_from_slice(&[
            count.min(FAR),
            ((line - run.start) as f32).min(FAR),
            ((run.end - line) as f32).min(FAR),
            share(run.size, count),
            run.said,
            share(run.capitals, count),
            share(run.blanks, count),
            flag(previous.is_some() && next.is_some()),
            previous.map_or(0.0, |run| run.size),
            next.map_or(0.0, |run| run.size),
            lines_of(previous),
            lines_of(next),
        ]);
        let all = self.sums(0, usize::MAX).prose;
        let window = |reach: usize| self.sums(line.saturating_sub(reach), line + reach + 1);
        let (three, eight) = (window(3), window(8));
        row.extend_from_slice(&[
            share(self.sums(0, line).prose, all),
            share(self.sums(line + 1, usize::MAX).prose, all),
            three.prose,
            eight.prose,
            window(20).prose,
            eight.short,
            eight.digits,
            eight.copies,
            eight.capitals,
            three.capitals,
            eight.blanks,
            three.code,
            eight.code,
            share(run.code, count),
        ]);
    }
}
