//! Texts that are remembered together and forgotten together.

use super::Repeat;
use super::fingerprint::{Fingerprint, PLACES, Sketch, estimate};
use crate::word;

/// Texts that one band brings up at most, the last ones first. A band that more have in common
/// tells little, and a lookup must not grow with the number of texts.
const MOST_OF_BAND: usize = 64;
/// Entries of a chain that are looked at: they are one or two, but for such bands.
const MOST_OF_CHAIN: usize = 2 * MOST_OF_BAND;

/// Texts by the bands of their sketches.
#[derive(Debug, Clone)]
pub(super) struct Generation<L> {
    rows: usize,
    texts: Vec<(u64, Sketch)>,
    labels: Vec<L>,
    bands: Table,
}

/// How many texts one generation can number the bands of.
pub(super) fn most_texts(rows: usize) -> usize {
    u32::MAX as usize / (PLACES / rows.max(1)) - 1
}

impl<L> Generation<L> {
    /// An empty one, with bands of so many places.
    pub(super) fn new(rows: usize) -> Self {
        Self { rows, texts: Vec::new(), labels: Vec::new(), bands: Table::default() }
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    pub(super) fn add(&mut self, fingerprint: &Fingerprint, label: L) {
        self.texts.push((fingerprint.digest, fingerprint.sketch()));
        self.labels.push(label);
        for key in keys(fingerprint, self.rows) {
            self.bands.add(key);
        }
    }

    /// The text most like this one, of those that share a band with it; the earliest of several.
    pub(super) fn most_like(&self, fingerprint: &Fingerprint) -> Option<Repeat<'_, L>> {
        // Each text has the same number of bands, so a band's number tells the text.
        let bands = PLACES / self.rows;
        let mut found: Vec<usize> = keys(fingerprint, self.rows)
            .flat_map(|key| self.bands.get(key).take(MOST_OF_BAND))
            .map(|band| band / bands)
            .collect();
        found.sort_unstable();
        found.dedup();
        let sketch = fingerprint.sketch();
        let mut best: Option<Repeat<'_, L>> = None;
        for at in found {
            let (Some((digest, other)), Some(label)) = (self.texts.get(at), self.labels.get(at))
            else {
                continue;
            };
            let same = *digest == fingerprint.digest;
            let similarity = if same { 1.0 } else { estimate(&sketch, other) };
            if best.as_ref().is_none_or(|best| similarity > best.similarity) {
                best = Some(Repeat { label, similarity });
            }
        }
        best
    }
}

/// A key for each band of a sketch.
fn keys(fingerprint: &Fingerprint, rows: usize) -> impl Iterator<Item = u32> {
    fingerprint.places.chunks_exact(rows).enumerate().map(|(band, places)| {
        let start = word::join_hash(word::FNV_OFFSET, band as u64);
        let hash =
            places.iter().fold(start, |hash, place| word::join_hash(hash, u64::from(*place)));
        // The high half is the better mixed one.
        (hash >> 32) as u32 ^ hash as u32
    })
}

/// A hash table in chains that numbers its entries as they come. It takes 12 to 24 bytes an
/// entry, which is less than half of what a map of lists takes.
#[derive(Debug, Clone, Default)]
struct Table {
    /// One more than the number of the last entry of each chain, zero for none. A power of two.
    heads: Vec<u32>,
    /// The key of each entry, and what `heads` held before it.
    entries: Vec<(u32, u32)>,
}

impl Table {
    fn add(&mut self, key: u32) {
        if self.entries.len() >= self.heads.len() {
            self.grow();
        }
        self.entries.push((key, 0));
        self.link(self.entries.len() - 1);
    }

    /// The entries with this key, the last one first.
    fn get(&self, key: u32) -> impl Iterator<Item = usize> {
        let head = self.heads.get(self.chain(key)).copied().unwrap_or(0);
        let entry = |link: u32| (link as usize).checked_sub(1);
        let chain =
            std::iter::successors(entry(head), move |number| entry(self.entries.get(*number)?.1));
        let is_it =
            move |number: &usize| self.entries.get(*number).is_some_and(|(of, _)| *of == key);
        chain.take(MOST_OF_CHAIN).filter(is_it)
    }

    fn grow(&mut self) {
        self.heads = vec![0; (self.heads.len() * 2).max(1024)];
        for number in 0..self.entries.len() {
            self.link(number);
        }
    }

    /// Puts an entry before its chain.
    fn link(&mut self, number: usize) {
        let Some((key, before)) = self.entries.get_mut(number) else { return };
        let chain = *key as usize & self.heads.len().saturating_sub(1);
        if let Some(head) = self.heads.get_mut(chain) {
            *before = std::mem::replace(head, number as u32 + 1);
        }
    }

    fn chain(&self, key: u32) -> usize {
        key as usize & self.heads.len().saturating_sub(1)
    }
}
