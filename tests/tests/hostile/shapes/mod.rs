//! The inputs, a module for each family.

mod attributes;
mod bulk;
mod characters;
mod data;
mod flat;
mod foreign;
mod formatting;
mod nesting;
mod tables;
mod texts;

use crate::shape::Shape;

/// Every family by name.
pub(crate) const FAMILIES: [(&str, &[Shape]); 10] = [
    ("nesting", nesting::SHAPES),
    ("formatting", formatting::SHAPES),
    ("attributes", attributes::SHAPES),
    ("bulk", bulk::SHAPES),
    ("foreign", foreign::SHAPES),
    ("flat", flat::SHAPES),
    ("tables", tables::SHAPES),
    ("data", data::SHAPES),
    ("characters", characters::SHAPES),
    ("texts", texts::SHAPES),
];

/// Random bytes, the same every time (xorshift).
fn random(seed: u64) -> impl Iterator<Item = u8> {
    let mut state = seed;
    std::iter::repeat_with(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    })
}
