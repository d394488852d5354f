//! A text as a sketch of its shingles.
//!
//! The sketch has places, each with the least of some hash values of shingles; two sets agree in
//! a place as often as their Jaccard similarity says. One round of hashing gives each shingle to
//! one place, and rounds follow until every place has a value (Dahlgaard, Knudsen and Thorup,
//! "Fast similarity sketching", 2017). So the time is linear in the text, where minima over as
//! many hash functions as there are places would hash each shingle as often.

use crate::word;

/// Words in a shingle. Five is what is usual for the deduplication of pages.
const SHINGLE: usize = 5;
/// Places of a sketch: the standard error of an estimate is 0.025 for a similarity of 0.8.
pub(super) const PLACES: usize = 256;
/// Values that the part of a place which is kept can take.
const KEPT_VALUES: f64 = 256.0;

/// What a text says, small enough to be compared with very many others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// A hash of all words in their order.
    pub(super) digest: u64,
    pub(super) places: Box<[u32; PLACES]>,
}

/// As much of a sketch as is remembered: the low bits of its places do nearly as well as all of
/// them (Li and König, "b-bit minwise hashing", 2010).
pub(super) type Sketch = [u8; PLACES];

impl Fingerprint {
    /// Reads a text, by its words in any case; `None` where there is no word.
    ///
    /// Of an extraction take the text without the title, [`to_text`](crate::Extraction::to_text).
    pub fn of(text: &str) -> Option<Self> {
        let words: Vec<u64> = word::hashes(text).collect();
        if words.is_empty() {
            return None;
        }
        let digest = joined(&words);
        // A text shorter than a shingle is one.
        let length = SHINGLE.min(words.len());
        let shingles: Vec<u64> = words.windows(length).map(joined).collect();
        Some(Self { digest, places: places(&shingles) })
    }

    /// How alike two texts are, from 0 to 1: 1 where all words are the same, and else an estimate
    /// below 1 of the Jaccard similarity of their shingles.
    pub fn similarity(&self, other: &Self) -> f64 {
        if self.digest == other.digest {
            return 1.0;
        }
        estimate(&self.sketch(), &other.sketch())
    }

    pub(super) fn sketch(&self) -> Sketch {
        self.places.map(|value| value as u8)
    }
}

/// The similarity of two texts that are not the same in all words. Places that differ have the
/// same low bits by chance now and then, which is taken off.
pub(super) fn estimate(one: &Sketch, other: &Sketch) -> f64 {
    let same = one.iter().zip(other).filter(|(one, other)| one == other).count();
    let share = same as f64 / PLACES as f64;
    let by_chance = 1.0 / KEPT_VALUES;
    let highest = 1.0 - 0.5 / PLACES as f64;
    ((share - by_chance) / (1.0 - by_chance)).clamp(0.0, highest)
}

fn joined(words: &[u64]) -> u64 {
    words.iter().fold(word::FNV_OFFSET, |state, word| word::join_hash(state, *word))
}

fn places(shingles: &[u64]) -> Box<[u32; PLACES]> {
    let mut places = Box::new([u32::MAX; PLACES]);
    // A place that has a value of an earlier round keeps it.
    let mut open = [true; PLACES];
    // In the second half each round is for one place, so that in the end all have a value.
    for round in 0..2 * PLACES {
        let mut hit = [false; PLACES];
        for shingle in shingles {
            let hash = mixed(*shingle, round as u64);
            let place = match round.checked_sub(PLACES) {
                Some(place) => place,
                None => usize::from((hash >> 56) as u8),
            };
            if let (Some(true), Some(hit), Some(value)) =
                (open.get(place), hit.get_mut(place), places.get_mut(place))
            {
                *hit = true;
                *value = (*value).min(hash as u32);
            }
        }
        for (open, hit) in open.iter_mut().zip(hit) {
            *open &= !hit;
        }
        if !open.contains(&true) {
            break;
        }
    }
    places
}

/// The finalizer of `SplitMix64` (Steele, Lea and Flood 2014), one function for each round.
fn mixed(shingle: u64, round: u64) -> u64 {
    let mut hash = shingle.wrapping_add(round.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}
