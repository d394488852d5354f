//! From measures to the probability that a block is main content.
//!
//! The model is a sum of regression trees (gradient boosting; Friedman, "Greedy Function
//! Approximation", 2001) through a logistic function. It knows nothing of HTML: it reads rows of
//! numbers whose names it lists.

mod model;

pub use model::Model;

use crate::clock::Deadline;
use crate::feature::Rows;

/// How many blocks are scored between two looks at the clock.
const BETWEEN_LOOKS: usize = 64;

/// The probability of each block to be main content, in block order.
///
/// The second value says whether there was time for all: blocks that `deadline` left no time for
/// have probability zero.
pub(crate) fn score(features: &impl Rows, model: &Model, deadline: Deadline) -> (Vec<f32>, bool) {
    let mut row = Vec::with_capacity(features.names().len());
    let mut scores = vec![0.0; features.count()];
    for (block, score) in scores.iter_mut().enumerate() {
        if block % BETWEEN_LOOKS == BETWEEN_LOOKS - 1 && deadline.passed() {
            return (scores, false);
        }
        row.clear();
        features.append(block, &mut row);
        *score = model.probability(&row);
    }
    (scores, true)
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
