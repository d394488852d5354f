//! From measures to the probability that a block is main content.
//!
//! The model is a sum of regression trees (gradient boosting; Friedman, "Greedy Function
//! Approximation", 2001) through a logistic function. It knows nothing of HTML: it reads rows of
//! numbers whose names it lists.

mod linear;
mod model;
mod page_model;

pub(crate) use linear::Linear;
pub use model::Model;
pub(crate) use page_model::{PageModel, Scoring};

use crate::clock::Deadline;
use crate::feature::Rows;

/// How many blocks are scored between two looks at the clock.
const BETWEEN_LOOKS: usize = 64;

/// The probability of each block to be main content, in block order.
///
/// The second value says whether there was time for all: blocks that `deadline` left no time for
/// have probability zero.
pub(crate) fn score(features: &impl Rows, model: &Model, deadline: Deadline) -> (Vec<f32>, bool) {
    for_each(features, deadline, |row| model.probability(row))
}

/// What `value` makes of each block's row; zero for those that `deadline` left no time for.
fn for_each(
    rows: &impl Rows,
    deadline: Deadline,
    value: impl Fn(&[f32]) -> f32,
) -> (Vec<f32>, bool) {
    let mut row = Vec::with_capacity(rows.names().len());
    let mut values = vec![0.0; rows.count()];
    for (block, slot) in values.iter_mut().enumerate() {
        if is_look(block) && deadline.passed() {
            return (values, false);
        }
        row.clear();
        rows.append(block, &mut row);
        *slot = value(&row);
    }
    (values, true)
}

/// Whether the clock is looked at before this block.
fn is_look(block: usize) -> bool {
    block % BETWEEN_LOOKS == BETWEEN_LOOKS - 1
}

/// The probability that is meant by a logarithm of odds.
pub(crate) fn probability(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

/// The probabilities of several things of which one is the case, from scores that are logarithms
/// of how they compare; their sum is one.
pub fn softmax(scores: &[f32]) -> Vec<f32> {
    let greatest = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers: Vec<f32> = scores.iter().map(|score| (score - greatest).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.into_iter().map(|power| power / sum).collect()
}

/// One measure's part in a score.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Weight {
    /// The measure's name.
    pub(crate) feature: &'static str,
    /// Its value for the block.
    pub(crate) value: f32,
    /// What it added to the logarithm of the odds: above zero speaks for content.
    pub(crate) added: f32,
}

/// The measures that weighed most in one block's score, the heaviest first.
pub(crate) fn explain(
    features: &impl Rows,
    model: &Model,
    block: usize,
    count: usize,
) -> Vec<Weight> {
    let mut row = Vec::with_capacity(features.names().len());
    features.append(block, &mut row);
    let mut weights: Vec<Weight> = model
        .contributions(&row)
        .into_iter()
        .filter_map(|(column, added)| {
            let feature = features.names().get(column).copied()?;
            Some(Weight { feature, value: row.get(column).copied().unwrap_or(0.0), added })
        })
        .collect();
    weights.sort_by(|a, b| b.added.abs().total_cmp(&a.added.abs()));
    weights.truncate(count);
    weights
}
