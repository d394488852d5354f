//! Which texts repeat others, word for word or nearly so, over any number of them and in bounded
//! memory.
//!
//! Two texts are as alike as the sets of their shingles, runs of five words, by Jaccard: the
//! shingles of both over those of either (Broder, "On the resemblance and containment of
//! documents", 1997). A [`Fingerprint`] is a sketch of that set, from which the likeness of two
//! texts is estimated; [`Duplicates`] remembers sketches and finds the like of one among them by
//! bands of their places, without a comparison with each (Indyk and Motwani, "Approximate nearest
//! neighbors", 1998).
//!
//! ```
//! use dechaff::duplicate::{Duplicates, Fingerprint};
//!
//! let mut duplicates = Duplicates::new(0.8, 1_000_000);
//! for (name, text) in [("a", "The bridge is open."), ("b", "The bridge is open!")] {
//!     let Some(fingerprint) = Fingerprint::of(text) else { continue };
//!     match duplicates.find(&fingerprint) {
//!         Some(repeat) => assert_eq!((name, *repeat.label), ("b", "a")),
//!         None => duplicates.remember(&fingerprint, name),
//!     }
//! }
//! ```

mod fingerprint;
mod generation;
#[cfg(test)]
mod tests;

pub use fingerprint::Fingerprint;
use fingerprint::PLACES;
use generation::Generation;

/// Of texts that are just as alike as the threshold says, at most one in so many is overlooked
/// by the bands.
const OVERLOOKED: f64 = 1.0 / 200.0;
/// Places in a band at most: enough to tell nearly all that is not the same.
const MOST_ROWS: usize = 32;

/// Texts that were met, to find what repeats them.
#[derive(Debug, Clone)]
pub struct Duplicates<L> {
    threshold: f64,
    /// Texts that the newer of the two generations takes.
    room: usize,
    older: Generation<L>,
    newer: Generation<L>,
}

/// An earlier text that one repeats.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Repeat<'d, L> {
    /// What the earlier text was remembered as.
    pub label: &'d L,
    /// How alike they are: 1 where all words are the same, and else an estimate below 1.
    pub similarity: f64,
}

impl<L> Duplicates<L> {
    /// Remembers nothing yet. Texts are the same from this `threshold` on, which is held between
    /// 0.5 and 1; at 1, only texts of the same words are.
    ///
    /// At least half of the `most` texts that came last are remembered, and never more than
    /// `most`: when half of them are new since the last time, all older ones are forgotten. At
    /// 0.8 a text takes about 750 bytes, at most 1,300 while tables grow, besides its label.
    pub fn new(threshold: f64, most: usize) -> Self {
        let threshold = if threshold.is_nan() { 1.0 } else { threshold.clamp(0.5, 1.0) };
        let rows = rows(threshold);
        let room = (most / 2).clamp(1, generation::most_texts(rows));
        Self { threshold, room, older: Generation::new(rows), newer: Generation::new(rows) }
    }

    /// The remembered text that this one repeats: the one most like it, the earliest of several
    /// that are just as alike.
    pub fn find(&self, fingerprint: &Fingerprint) -> Option<Repeat<'_, L>> {
        let older = self.older.most_like(fingerprint);
        let newer = self.newer.most_like(fingerprint);
        let best = match (older, newer) {
            (Some(older), Some(newer)) if newer.similarity > older.similarity => Some(newer),
            (older, newer) => older.or(newer),
        };
        best.filter(|repeat| repeat.similarity >= self.threshold)
    }

    /// Remembers a text under this label.
    pub fn remember(&mut self, fingerprint: &Fingerprint, label: L) {
        if self.newer.len() >= self.room {
            let empty = Generation::new(self.newer.rows());
            self.older = std::mem::replace(&mut self.newer, empty);
        }
        self.newer.add(fingerprint, label);
    }

    /// How many texts are remembered.
    pub fn len(&self) -> usize {
        self.older.len() + self.newer.len()
    }

    /// Whether no text is remembered.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The most places in a band with which hardly a text at the threshold is overlooked: the longer
/// the bands, the fewer texts come up that are not alike.
fn rows(threshold: f64) -> usize {
    let finds = |rows: &usize| {
        let bands = PLACES / rows;
        let same = threshold.powf(*rows as f64);
        (1.0 - same).powf(bands as f64) <= OVERLOOKED
    };
    (1..=MOST_ROWS).rev().find(finds).unwrap_or(1)
}
