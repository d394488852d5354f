//! Numbers by chance: the same for the same seed, or as bytes say.

/// A generator of numbers: the output of `SplitMix64` (Steele, Lea and Flood, 2014), or the bytes
/// that it was given and then zeros.
///
/// With bytes, whoever shortens or lowers them makes what is built of the numbers smaller, as long
/// as a low number stands for the simplest choice: fuzzers and shrinkers need no more.
#[derive(Debug, Clone)]
pub struct Random(Source);

#[derive(Debug, Clone)]
enum Source {
    Seed(u64),
    Bytes(std::vec::IntoIter<u8>),
}

impl Random {
    /// A generator with this seed.
    pub fn new(seed: u64) -> Self {
        Self(Source::Seed(seed))
    }

    /// A generator that reads its numbers off these bytes.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(Source::Bytes(Vec::from(bytes).into_iter()))
    }

    /// A number under `end`.
    pub fn below(&mut self, end: usize) -> usize {
        let end = end.max(1);
        match &mut self.0 {
            Source::Seed(state) => {
                *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
                let mut mixed = *state;
                mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
                mixed ^= mixed >> 31;
                usize::try_from(mixed >> 1).unwrap_or(usize::MAX) % end
            }
            Source::Bytes(bytes) => {
                let (mut number, mut most) = (0, 1);
                while most < end {
                    number = number << 8 | usize::from(bytes.next().unwrap_or(0));
                    most <<= 8;
                }
                number % end
            }
        }
    }

    /// True once in so many times; never where the bytes have run out.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) + 1 == times
    }

    /// One of these.
    pub fn one_of<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        all.get(self.below(all.len())).expect("there is one to choose")
    }
}
