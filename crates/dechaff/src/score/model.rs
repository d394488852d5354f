//! The trained weights, and how they are stored.
//!
//! A file is little-endian: the magic `DCHF`, a version, the names of the columns that the trees
//! read, then the trees. A tree is its inner nodes in preorder; a child is an inner node's
//! number, or the one's complement of a leaf's.

use crate::Error;

const MAGIC: &[u8] = b"DCHF";
const VERSION: u16 = 1;

/// Trees that give a block's odds of being main content.
#[derive(Debug, Clone)]
pub struct Model {
    trees: Vec<Tree>,
    columns: Vec<usize>,
}

#[derive(Debug, Clone)]
struct Tree {
    splits: Vec<Split>,
    leaves: Vec<f32>,
}

#[derive(Debug, Clone, Copy)]
struct Split {
    /// Column of the row.
    column: u32,
    /// Rows at or below it go to the low side.
    threshold: f32,
    low: i16,
    high: i16,
    /// Mean of the leaves below, weighted by the rows that reached them in training.
    mean: f32,
}

/// Where a step in a tree leads.
enum Step {
    Split(usize),
    Leaf(usize),
}

fn step(child: i16) -> Step {
    if child >= 0 { Step::Split(child as usize) } else { Step::Leaf(!child as usize) }
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
        let mut trees = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            let tree = reader.tree(&columns).ok_or_else(cut)?;
            if !tree.is_sound() {
                return Err(invalid("a tree leads nowhere"));
            }
            trees.push(tree);
        }
        Ok(Self { trees, columns })
    }

    /// The probability that a row's block is main content, from 0 to 1.
    pub fn probability(&self, row: &[f32]) -> f32 {
        let odds: f32 = self.trees.iter().map(|tree| tree.value(row)).sum();
        1.0 / (1.0 + (-odds).exp())
    }

    /// What each column added to the logarithm of the odds: along each tree's path, the change of
    /// the mean at a split is its column's (Saabas, "Interpreting random forests", 2014).
    pub(super) fn contributions(&self, row: &[f32]) -> Vec<(usize, f32)> {
        let mut added: Vec<(usize, f32)> =
            self.columns.iter().map(|&column| (column, 0.0)).collect();
        for tree in &self.trees {
            tree.walk(row, |column, change| {
                if let Some(slot) = added.iter_mut().find(|slot| slot.0 == column) {
                    slot.1 += change;
                }
            });
        }
        added
    }
}

impl Tree {
    fn value(&self, row: &[f32]) -> f32 {
        self.walk(row, |_, _| {})
    }

    /// Walks from the root to a leaf and tells of each split on the way.
    fn walk(&self, row: &[f32], mut tell: impl FnMut(usize, f32)) -> f32 {
        let mut at = if self.splits.is_empty() { Step::Leaf(0) } else { Step::Split(0) };
        let mut from: Option<(usize, f32)> = None;
        // A sound tree has no way back up, so this ends; see `is_sound`.
        loop {
            let (mean, next) = match at {
                Step::Leaf(leaf) => (self.leaves.get(leaf).copied().unwrap_or(0.0), None),
                Step::Split(split) => match self.splits.get(split) {
                    None => return 0.0,
                    Some(split) => (split.mean, Some(split)),
                },
            };
            if let Some((column, before)) = from {
                tell(column, mean - before);
            }
            let Some(split) = next else { return mean };
            let column = split.column as usize;
            let low = row.get(column).copied().unwrap_or(0.0) <= split.threshold;
            from = Some((column, split.mean));
            at = step(if low { split.low } else { split.high });
        }
    }

    /// Whether each child exists and inner nodes only lead to later ones.
    fn is_sound(&self) -> bool {
        !self.leaves.is_empty()
            && self.splits.iter().enumerate().all(|(number, split)| {
                [split.low, split.high].into_iter().all(|child| match step(child) {
                    Step::Split(next) => next > number && next < self.splits.len(),
                    Step::Leaf(leaf) => leaf < self.leaves.len(),
                })
            })
    }
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

    fn tree(&mut self, columns: &[usize]) -> Option<Tree> {
        let count = self.u16()?;
        let mut splits = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            let column = *columns.get(usize::from(self.u16()?))? as u32;
            let threshold = self.f32()?;
            let (low, high) = (self.i16()?, self.i16()?);
            splits.push(Split { column, threshold, low, high, mean: self.f32()? });
        }
        let count = self.u16()?;
        let leaves = (0..count).map(|_| self.f32()).collect::<Option<_>>()?;
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
}
