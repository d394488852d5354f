//! Fits the linear part: logistic regression over hashed tokens, by stochastic gradient descent
//! with a rate of its own for each weight (`AdaGrad`: Duchi, Hazan and Singer, JMLR 2011).

use dechaff::feature::PLACES;

use crate::prepared::Prepared;

/// Times that each block is looked at.
const ROUNDS: usize = 3;
const RATE: f32 = 0.01;
const BIAS_RATE: f32 = 0.01;
/// Pull of every weight towards zero (L2).
const PULL: f32 = 1e-3;
/// No block weighs more than this, so that one step stays small.
const HEAVIEST: f32 = 5.0;
/// Few weights are greater; they are cut, so that the others keep their precision.
const HEAVIEST_WEIGHT: f32 = 2.0;
/// What a weight has moved before it starts: bounds the first step.
const START: f32 = 1e-2;

/// Weights for the places of tokens.
#[derive(Debug, Clone)]
pub(crate) struct Linear {
    weights: Vec<f32>,
    bias: f32,
}

impl Linear {
    /// Learns from the pages for which `learned` holds.
    pub(crate) fn fit(data: &Prepared, learned: impl Fn(usize) -> bool) -> Self {
        let mut model = Self { weights: vec![0.0; PLACES], bias: -2.0 };
        let mut moved = vec![START; PLACES];
        let mut order: Vec<(u32, u32)> = (0..data.pages.len())
            .filter(|&page| learned(page))
            .flat_map(|page| {
                let blocks = data.pages.get(page).map_or(0, |page| page.tokens.len());
                (0..blocks).map(move |block| (page as u32, block as u32))
            })
            .collect();
        shuffle(&mut order);
        for _ in 0..ROUNDS {
            for &(page, block) in &order {
                let block = block as usize;
                let Some(page) = data.pages.get(page as usize) else { continue };
                let (Some(tokens), Some(&label), Some(&weight)) =
                    (page.tokens.get(block), page.labels.get(block), page.weights.get(block))
                else {
                    continue;
                };
                let error = (model.probability(tokens) - label) * weight.min(HEAVIEST);
                model.step(tokens, error, &mut moved);
            }
        }
        model.round();
        model
    }

    /// Rounds the weights to what eight bits hold, so that what is learned from them is what will
    /// be read.
    fn round(&mut self) {
        let scale = self.scale();
        for weight in &mut self.weights {
            *weight = f32::from((*weight / scale).round() as i8) * scale;
        }
    }

    /// What one unit of a packed weight stands for.
    fn scale(&self) -> f32 {
        let greatest = self.weights.iter().fold(1e-6f32, |most, weight| most.max(weight.abs()));
        greatest.min(HEAVIEST_WEIGHT) / f32::from(i8::MAX)
    }

    fn step(&mut self, tokens: &[u32], error: f32, moved: &mut [f32]) {
        self.bias -= BIAS_RATE * error;
        for &token in tokens {
            let place = token as usize;
            if let (Some(weight), Some(moved)) = (self.weights.get_mut(place), moved.get_mut(place))
            {
                let slope = error + PULL * *weight;
                *moved += slope * slope;
                *weight -= RATE * slope / moved.sqrt();
            }
        }
    }

    /// The logarithm of the odds of a block with these tokens.
    pub(crate) fn odds(&self, tokens: &[u32]) -> f32 {
        let weight = |token: &u32| self.weights.get(*token as usize).copied().unwrap_or(0.0);
        self.bias + tokens.iter().map(weight).sum::<f32>()
    }

    fn probability(&self, tokens: &[u32]) -> f32 {
        1.0 / (1.0 + (-self.odds(tokens)).exp())
    }

    /// The bytes that the core reads: bias, scale, and each weight in eight bits.
    pub(crate) fn pack(&self) -> Vec<u8> {
        let scale = self.scale();
        let mut bytes = self.bias.to_le_bytes().to_vec();
        bytes.extend(scale.to_le_bytes());
        for weight in &self.weights {
            // Beyond the range of the type, the conversion gives its ends.
            bytes.push(((weight / scale).round() as i8).cast_unsigned());
        }
        bytes
    }
}

/// A fixed disorder (Fisher and Yates, with Knuth's linear congruential generator).
fn shuffle<T>(list: &mut [T]) {
    let mut state = 7u64;
    for end in (1..list.len()).rev() {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        list.swap(end, ((state >> 33) % (end as u64 + 1)) as usize);
    }
}
