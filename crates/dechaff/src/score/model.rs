//! The trained weights, and how they are stored.
//!
//! A file is little-endian: the magic `DCHF`, a version, the names of the columns that the trees
//! read, then the trees. A tree is its inner nodes in preorder; a child is an inner node's
//! number, or the one's complement of a leaf's.

use std::ops::RangeInclusive;

use crate::Error;

const MAGIC: &[u8] = b"DCHF";
const VERSION: u16 = 1;

/// Trees that give a block's odds of being main content.
///
/// The nodes of a tree lie level by level and the two children of an inner node side by side, so
/// that a step down is one addition.
#[derive(Debug, Clone)]
pub struct Model {
    /// The nodes of all trees.
    nodes: Vec<Node>,
    /// Of a leaf its value, of an inner node the mean of the leaves below, weighted by the rows
    /// of training.
    values: Vec<f32>,
    /// Where each tree begins.
    roots: Vec<u32>,
    columns: Vec<usize>,
}

/// An inner node, or a leaf: a node that every row stays at.
#[derive(Debug, Clone, Copy)]
struct Node {
    /// Rows at or below it go to the low side.
    threshold: f32,
    /// Column of the row.
    column: u16,
    /// How far on the child of the low side is; that of the high side comes right after it.
    ahead: u16,
}

const LEAF: Node = Node { threshold: f32::INFINITY, column: 0, ahead: 0 };

/// Beyond these odds, as a logarithm, the trees that are left are not walked: most blocks of a
/// page are plainly one or the other, and the later trees only settle what is near the border.
const SETTLED: RangeInclusive<f32> = -3.0..=3.5;

/// How many trees are walked at once. Each step waits for memory, and the waits overlap.
const ABREAST: usize = 8;
/// How many steps they take together, without a look at which have come to a leaf: most have
/// by then.
const TOGETHER: usize = 8;

impl Node {
    /// How far on the node is that a row comes to next; zero from a leaf.
    fn step(self, row: &[f32]) -> u32 {
        let value = row.get(usize::from(self.column)).copied().unwrap_or(0.0);
        u32::from(self.ahead) + u32::from(value > self.threshold)
    }
}

impl Model {
    /// Reads a model and finds its columns among `names`.
    ///
    /// # Errors
    ///
    /// [`Error::Data`] when the bytes are no model, or when it reads a column that is not there.
    pub fn read(bytes: &[u8], names: &[&str]) -> Result<Self, Error> {
        let invalid = |message: &str| Error::Data { what: "model", message: message.to_owned() };
        let mut reader = Reader(bytes);
        if reader.take(4) != Some(MAGIC) || reader.u16() != Some(VERSION) {
            return Err(invalid("not a model of this version"));
        }
        let cut = || invalid("ends too early");
        let columns = reader.columns(names)?;
        let count = reader.u16().ok_or_else(cut)?;
        let mut model = Self {
            nodes: Vec::new(),
            values: Vec::new(),
            roots: Vec::with_capacity(usize::from(count)),
            columns,
        };
        for _ in 0..count {
            let tree = reader.tree().ok_or_else(cut)?;
            model.add(&tree).ok_or_else(|| invalid("a tree leads nowhere"))?;
        }
        Ok(model)
    }

    /// The probability that a row's block is main content, from 0 to 1.
    pub fn probability(&self, row: &[f32]) -> f32 {
        super::probability(self.sum_within(row, &SETTLED))
    }

    /// The sum of all trees, or of the first ones that lead out of the range.
    pub(super) fn sum_within(&self, row: &[f32], range: &RangeInclusive<f32>) -> f32 {
        let mut odds = 0.0;
        for roots in self.roots.chunks(ABREAST) {
            odds += self.odds(row, roots);
            if !range.contains(&odds) {
                break;
            }
        }
        odds
    }

    /// The sum of a few trees' leaves, walked step by step together.
    fn odds(&self, row: &[f32], roots: &[u32]) -> f32 {
        let mut places = [u32::MAX; ABREAST];
        for (place, root) in places.iter_mut().zip(roots) {
            *place = *root;
        }
        for _ in 0..TOGETHER {
            for place in &mut places {
                if let Some(node) = self.nodes.get(*place as usize) {
                    *place += node.step(row);
                }
            }
        }
        // Every step leads onwards, so this ends.
        for place in &mut places {
            while let Some(node) = self.nodes.get(*place as usize).filter(|node| node.ahead > 0) {
                *place += node.step(row);
            }
        }
        places.iter().take(roots.len()).map(|&place| self.value(place)).sum()
    }

    /// What each column added to the logarithm of the odds: along each tree's path, the change of
    /// the mean at a split is its column's (Saabas, "Interpreting random forests", 2014).
    pub(super) fn contributions(&self, row: &[f32]) -> Vec<(usize, f32)> {
        let mut added: Vec<(usize, f32)> =
            self.columns.iter().map(|&column| (column, 0.0)).collect();
        for &root in &self.roots {
            let mut place = root;
            while let Some(node) = self.nodes.get(place as usize).filter(|node| node.ahead > 0) {
                let column = usize::from(node.column);
                let next = place + node.step(row);
                if let Some(slot) = added.iter_mut().find(|slot| slot.0 == column) {
                    slot.1 += self.value(next) - self.value(place);
                }
                place = next;
            }
        }
        added
    }

    fn value(&self, place: u32) -> f32 {
        self.values.get(place as usize).copied().unwrap_or(0.0)
    }

    /// Lays out one tree after the others; none when it is no tree.
    fn add(&mut self, tree: &Tree) -> Option<()> {
        let start = self.nodes.len();
        self.roots.push(u32::try_from(start).ok()?);
        // The nodes in the order in which they are laid out.
        let mut order: Vec<i16> = vec![if tree.splits.is_empty() { !0 } else { 0 }];
        let mut at = 0;
        while let Some(&child) = order.get(at) {
            let Ok(number) = usize::try_from(child) else {
                self.nodes.push(LEAF);
                self.values.push(*tree.leaves.get(!child as usize)?);
                at += 1;
                continue;
            };
            // More nodes than a tree has: some have two parents, or go round in circles.
            if order.len() > tree.splits.len() * 2 {
                return None;
            }
            let split = tree.splits.get(number)?;
            let column = u16::try_from(*self.columns.get(usize::from(split.column))?).ok()?;
            let ahead = u16::try_from(order.len() - at).ok()?;
            self.nodes.push(Node { threshold: split.threshold, column, ahead });
            self.values.push(split.mean);
            order.extend([split.low, split.high]);
            at += 1;
        }
        Some(())
    }
}

/// A tree as it is stored. A child is the number of a split, or the one's complement of a leaf's.
struct Tree {
    splits: Vec<Split>,
    leaves: Vec<f32>,
}

struct Split {
    /// Number in the model's own list of columns.
    column: u16,
    threshold: f32,
    low: i16,
    high: i16,
    mean: f32,
}

struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn u16(&mut self) -> Option<u16> {
        self.take(2)?.try_into().ok().map(u16::from_le_bytes)
    }

    fn i16(&mut self) -> Option<i16> {
        self.take(2)?.try_into().ok().map(i16::from_le_bytes)
    }

    fn f32(&mut self) -> Option<f32> {
        self.take(4)?.try_into().ok().map(f32::from_le_bytes)
    }

    /// The places among `names` of the columns listed in the file.
    fn columns(&mut self, names: &[&str]) -> Result<Vec<usize>, Error> {
        let invalid = |message: String| Error::Data { what: "model", message };
        let cut = || invalid("ends too early".to_owned());
        let count = self.u16().ok_or_else(cut)?;
        let mut columns = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            let length = self.u16().ok_or_else(cut)?;
            let name = self.take(usize::from(length)).ok_or_else(cut)?;
            let place = names.iter().position(|known| known.as_bytes() == name);
            columns.push(place.ok_or_else(|| {
                invalid(format!("unknown column {:?}", String::from_utf8_lossy(name)))
            })?);
        }
        Ok(columns)
    }

    fn tree(&mut self) -> Option<Tree> {
        let count = self.u16()?;
        let mut splits = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            splits.push(Split {
                column: self.u16()?,
                threshold: self.f32()?,
                low: self.i16()?,
                high: self.i16()?,
                mean: self.f32()?,
            });
        }
        let leaves = (0..self.u16()?).map(|_| self.f32()).collect::<Option<Vec<f32>>>()?;
        Some(Tree { splits, leaves })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One split on `b` at 2: below it -1, above it +3.
    fn bytes() -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend([1, 0, 1, 0, b'b', 1, 0]);
        bytes.extend([1, 0, 0, 0]);
        bytes.extend(2.0f32.to_le_bytes());
        bytes.extend((!0i16).to_le_bytes());
        bytes.extend((!1i16).to_le_bytes());
        bytes.extend(1.0f32.to_le_bytes());
        bytes.extend([2, 0]);
        bytes.extend((-1.0f32).to_le_bytes());
        bytes.extend(3.0f32.to_le_bytes());
        bytes
    }

    #[test]
    fn rows_go_the_way_of_their_column() {
        let model = Model::read(&bytes(), &["a", "b"]).unwrap();
        assert!((model.probability(&[9.0, 2.0]) - 0.2689).abs() < 1e-4);
        assert!((model.probability(&[0.0, 2.5]) - 0.9526).abs() < 1e-4);
        assert_eq!(model.contributions(&[0.0, 2.5]), [(1, 2.0)]);
    }

    #[test]
    fn any_cut_is_an_error() {
        let whole = bytes();
        for end in 0..whole.len() {
            assert!(Model::read(&whole[..end], &["a", "b"]).is_err(), "{end}");
        }
        assert!(Model::read(&whole, &["a"]).is_err());
    }

    #[test]
    fn a_tree_that_goes_round_is_refused() {
        let mut bytes = bytes();
        // The low child, after the number of the column and the threshold.
        let low = bytes.len() - 18;
        assert_eq!(bytes[low..low + 2], (!0i16).to_le_bytes());
        bytes[low..low + 2].copy_from_slice(&0i16.to_le_bytes());
        assert!(Model::read(&bytes, &["a", "b"]).is_err());
    }
}
