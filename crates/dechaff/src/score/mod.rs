//! From measures to the probability that a block is main content.
//!
//! The model is a sum of regression trees (gradient boosting; Friedman, "Greedy Function
//! Approximation", 2001) through a logistic function. It knows nothing of HTML: it reads rows of
//! numbers whose names it lists.

mod model;

pub use model::Model;

use crate::feature::Rows;

/// The probability of each block to be main content, in block order.
pub fn score(features: &impl Rows, model: &Model) -> Vec<f32> {
    let mut row = Vec::with_capacity(features.names().len());
    (0..features.count())
        .map(|block| {
            row.clear();
            features.append(block, &mut row);
            model.probability(&row)
        })
        .collect()
}

/// One measure's part in a score.
#[derive(Debug, Clone, PartialEq)]
pub struct Weight {
    /// The measure's name.
    pub feature: &'static str,
    /// Its value for the block.
    pub value: f32,
    /// What it added to the logarithm of the odds: above zero speaks for content.
    pub added: f32,
}

/// The measures that weighed most in one block's score, the heaviest first.
pub fn explain(features: &impl Rows, model: &Model, block: usize, count: usize) -> Vec<Weight> {
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
