//! The model for pages, in two rounds.
//!
//! The first round scores each block by itself: a linear part over hashed names and words, and a
//! few trees over the measures. The second round sees what the first says of the block's whole
//! company, its card, its section, its look-alikes, and of the page's kind, and decides (stacked
//! generalisation: Wolpert 1992).

use std::ops::RangeInclusive;

use super::{Linear, Model, Weight};
use crate::Error;
use crate::PageKind;
use crate::clock::Deadline;
use crate::feature::{self, PageRows, Rows, Standing, Surroundings};

const MAGIC: &[u8] = b"DCHP";
const VERSION: u16 = 1;

/// Weights for pages.
#[derive(Debug, Clone)]
pub(crate) struct PageModel {
    linear: Linear,
    /// A sum of trees for each kind, in the order of [`PageKind::ALL`].
    kinds: Vec<Model>,
    first: Model,
    second: Model,
}

impl PageModel {
    /// Reads the parts, each with its length before it: the linear part, one model for each kind
    /// of page, the first trees and the second.
    ///
    /// # Errors
    ///
    /// [`Error::Data`] when the bytes are no model, or when it reads a column that is not there.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Error> {
        let invalid = || Error::Data { what: "model", message: "not a model for pages".to_owned() };
        let mut rest = bytes.strip_prefix(MAGIC).ok_or_else(invalid)?;
        rest = rest.strip_prefix(&VERSION.to_le_bytes()).ok_or_else(invalid)?;
        let mut part = || -> Result<&[u8], Error> {
            let (length, after) = rest.split_first_chunk::<4>().ok_or_else(invalid)?;
            let length = u32::from_le_bytes(*length) as usize;
            let (part, after) = after.split_at_checked(length).ok_or_else(invalid)?;
            rest = after;
            Ok(part)
        };
        let linear = Linear::read(part()?, feature::PLACES)?;
        let kinds = PageKind::ALL
            .iter()
            .map(|_| Model::read(part()?, feature::page_means::names()))
            .collect::<Result<_, _>>()?;
        let first = Model::read(part()?, feature::names())?;
        let second = Model::read(part()?, names())?;
        Ok(Self { linear, kinds, first, second })
    }

    /// The probability of each kind of page, in the order of [`PageKind::ALL`].
    fn kinds(&self, row: &[f32]) -> Vec<f32> {
        let odds: Vec<f32> =
            self.kinds.iter().map(|kind| kind.sum_within(row, &EVERYTHING)).collect();
        super::softmax(&odds)
    }
}

/// The names of the columns of the second round.
fn names() -> &'static [&'static str] {
    static NAMES: std::sync::LazyLock<Vec<&'static str>> =
        std::sync::LazyLock::new(|| [feature::names(), feature::company_names()].concat());
    &NAMES
}

/// Up to this many blocks their rows are kept between the rounds; beyond, they are made again, so
/// that memory stays bounded.
const KEPT_ROWS: usize = 20_000;

/// The rows of a page's blocks, made once where there is room.
struct Kept<'r, R> {
    rows: &'r R,
    values: Vec<f32>,
}

impl<'r, R: Rows> Kept<'r, R> {
    fn new(rows: &'r R) -> Self {
        let mut values = Vec::new();
        if rows.count() <= KEPT_ROWS {
            values.reserve(rows.count() * rows.names().len());
            for block in 0..rows.count() {
                rows.append(block, &mut values);
            }
        }
        Self { rows, values }
    }
}

impl<R: Rows> Rows for Kept<'_, R> {
    fn names(&self) -> &'static [&'static str] {
        self.rows.names()
    }

    fn count(&self) -> usize {
        self.rows.count()
    }

    fn append(&self, block: usize, row: &mut Vec<f32>) {
        let width = self.rows.names().len();
        match self.values.get(block * width..(block + 1) * width) {
            Some(values) => row.extend_from_slice(values),
            None => self.rows.append(block, row),
        }
    }
}

/// One page under the model: the first round done, the rows of the second at hand.
pub(crate) struct Scoring<'r, R> {
    model: &'r PageModel,
    rows: Kept<'r, R>,
    first_scores: Vec<f32>,
    tokens: Standing<'r>,
    first: Standing<'r>,
    /// The probability of each kind of page, in the order of [`PageKind::ALL`].
    kinds: Vec<f32>,
    deadline: Deadline,
    in_time: bool,
}

/// Beyond these odds, as a logarithm, the first round says no more: standings read it no further.
const FIRST_SETTLED: RangeInclusive<f32> = -5.0..=5.0;

/// No odds are beyond these.
const EVERYTHING: RangeInclusive<f32> = f32::NEG_INFINITY..=f32::INFINITY;

/// Under these odds the first round's word is the last: in trials it was right of more than half
/// of the blocks, and the second round changed nothing that was kept.
const HOPELESS: f32 = -3.5;

impl<'r, R: PageRows> Scoring<'r, R> {
    /// Does the first round.
    pub(crate) fn new(
        model: &'r PageModel,
        rows: &'r R,
        surroundings: &'r Surroundings,
        deadline: Deadline,
    ) -> Self {
        let linear = &model.linear;
        let tokens = rows.token_sums(|place| linear.weight(place));
        let tokens = tokens.into_iter().map(|sum| sum + linear.bias()).collect();
        let kept = Kept::new(rows);
        let (first_scores, in_time) =
            super::for_each(&kept, deadline, |row| model.first.sum_within(row, &FIRST_SETTLED));
        let kinds = model.kinds(&feature::page_means::of(&kept, surroundings.words()));
        Self {
            model,
            tokens: Standing::new(surroundings, tokens),
            first: Standing::new(surroundings, first_scores.clone()),
            first_scores,
            rows: kept,
            kinds,
            deadline,
            in_time,
        }
    }

    /// The probability of each block to be main content, in block order.
    ///
    /// The second value says whether there was time for all: blocks that the deadline left no
    /// time for have probability zero.
    pub(crate) fn probabilities(&self) -> (Vec<f32>, bool) {
        let mut row = Vec::with_capacity(names().len());
        let mut scores = vec![0.0; self.first_scores.len()];
        if !self.in_time {
            return (scores, false);
        }
        for (block, (score, &first)) in scores.iter_mut().zip(&self.first_scores).enumerate() {
            if super::is_look(block) && self.deadline.passed() {
                return (scores, false);
            }
            *score = if first < HOPELESS {
                super::probability(first)
            } else {
                row.clear();
                self.append(block, &mut row);
                self.model.second.probability(&row)
            };
        }
        (scores, true)
    }

    /// The kinds of page with their probabilities, the most probable first.
    pub(crate) fn page_kinds(&self) -> Vec<(PageKind, f32)> {
        let mut kinds: Vec<_> = PageKind::ALL.into_iter().zip(self.kinds.iter().copied()).collect();
        kinds.sort_by(|a, b| b.1.total_cmp(&a.1));
        kinds
    }

    /// The measures that weighed most in one block's score, the heaviest first.
    pub(crate) fn explain(&self, block: usize, count: usize) -> Vec<Weight> {
        super::explain(self, &self.model.second, block, count)
    }
}

impl<R: Rows> Rows for Scoring<'_, R> {
    fn names(&self) -> &'static [&'static str] {
        names()
    }

    fn count(&self) -> usize {
        self.rows.count()
    }

    fn append(&self, block: usize, row: &mut Vec<f32>) {
        self.rows.append(block, row);
        self.tokens.append(block, row);
        self.first.append(block, row);
        row.extend_from_slice(&self.kinds);
    }
}
