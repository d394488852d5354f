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
    /// The inner nodes of all trees.
    splits: Vec<Split>,
    /// For each inner node the mean of the leaves below, weighted by the rows of training.
    means: Vec<f32>,
    leaves: Vec<f32>,
    /// Where each tree begins.
    roots: Vec<Place>,
    columns: Vec<usize>,
}

/// A node of some tree: the number of an inner node, or the one's complement of a leaf's.
type Place = i32;

#[derive(Debug, Clone, Copy)]
struct Split {
    /// Column of the row.
    column: u32,
    /// Rows at or below it go to the low side.
    threshold: f32,
    low: Place,
    high: Place,
}

/// Beyond these odds, as a logarithm, the trees that are left are not walked: most blocks of a
/// page are plainly one or the other, and the later trees only settle what is near the border.
const SETTLED: std::ops::RangeInclusive<f32> = -3.0..=3.5;

/// What a place stands for.
enum Node {
    Split(usize),
    Leaf(usize),
}

fn node(place: Place) -> Node {
    if place >= 0 { Node::Split(place as usize) } else { Node::Leaf(!place as usize) }
}

/// How many trees are walked at once. Each step waits for memory, and the waits overlap.
const ABREAST: usize = 8;

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
            splits: Vec::new(),
            means: Vec::new(),
            leaves: Vec::new(),
            roots: Vec::with_capacity(usize::from(count)),
            columns,
        };
        for _ in 0..count {
            reader.tree(&mut model).ok_or_else(cut)?;
        }
        if !model.is_sound() {
            return Err(invalid("a tree leads nowhere"));
        }
        Ok(model)
    }

    /// The probability that a row's block is main content, from 0 to 1.
    pub fn probability(&self, row: &[f32]) -> f32 {
        let mut odds = 0.0;
        for roots in self.roots.chunks(ABREAST) {
            odds += self.odds(row, roots);
            if !SETTLED.contains(&odds) {
                break;
            }
        }
        1.0 / (1.0 + (-odds).exp())
    }

    /// The sum of a few trees' leaves, walked step by step together.
    fn odds(&self, row: &[f32], roots: &[Place]) -> f32 {
        let mut places = [!0; ABREAST];
        for (place, root) in places.iter_mut().zip(roots) {
            *place = *root;
        }
        // A sound model only leads onwards, so this ends.
        while places.iter().any(|&place| place >= 0) {
            for place in &mut places {
                if let Some(split) = self.splits.get(*place as usize) {
                    let value = row.get(split.column as usize).copied().unwrap_or(0.0);
                    *place = if value <= split.threshold { split.low } else { split.high };
                }
            }
        }
        places
            .iter()
            .take(roots.len())
            .map(|&place| self.leaves.get(!place as usize).copied().unwrap_or(0.0))
            .sum()
    }

    /// What each column added to the logarithm of the odds: along each tree's path, the change of
    /// the mean at a split is its column's (Saabas, "Interpreting random forests", 2014).
    pub(super) fn contributions(&self, row: &[f32]) -> Vec<(usize, f32)> {
        let mut added: Vec<(usize, f32)> =
            self.columns.iter().map(|&column| (column, 0.0)).collect();
        for &root in &self.roots {
            let mut place = root;
            while let Some(split) = self.splits.get(place as usize) {
                let column = split.column as usize;
                let low = row.get(column).copied().unwrap_or(0.0) <= split.threshold;
                let next = if low { split.low } else { split.high };
                if let Some(slot) = added.iter_mut().find(|slot| slot.0 == column) {
                    slot.1 += self.mean(next) - self.mean(place);
                }
                place = next;
            }
        }
        added
    }

    fn mean(&self, place: Place) -> f32 {
        let mean = match node(place) {
            Node::Split(split) => self.means.get(split),
            Node::Leaf(leaf) => self.leaves.get(leaf),
        };
        mean.copied().unwrap_or(0.0)
    }

    /// Whether each child exists and inner nodes only lead to later ones.
    fn is_sound(&self) -> bool {
        let exists = |place: Place| match node(place) {
            Node::Split(split) => split < self.splits.len(),
            Node::Leaf(leaf) => leaf < self.leaves.len(),
        };
        self.roots.iter().all(|&root| exists(root))
            && self.splits.iter().enumerate().all(|(number, split)| {
                [split.low, split.high].into_iter().all(|child| {
                    exists(child) && !matches!(node(child), Node::Split(next) if next <= number)
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

    /// Reads one tree to the end of the model's.
    fn tree(&mut self, model: &mut Model) -> Option<()> {
        let count = self.u16()?;
        let (first_split, first_leaf) = (model.splits.len() as Place, model.leaves.len() as Place);
        let place = |child: i16| match node(Place::from(child)) {
            Node::Split(split) => first_split + split as Place,
            Node::Leaf(leaf) => !(first_leaf + leaf as Place),
        };
        for _ in 0..count {
            let column = *model.columns.get(usize::from(self.u16()?))? as u32;
            let threshold = self.f32()?;
            let (low, high) = (place(self.i16()?), place(self.i16()?));
            model.splits.push(Split { column, threshold, low, high });
            model.means.push(self.f32()?);
        }
        model.roots.push(if count > 0 { first_split } else { !first_leaf });
        for _ in 0..self.u16()? {
            model.leaves.push(self.f32()?);
        }
        Some(())
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
