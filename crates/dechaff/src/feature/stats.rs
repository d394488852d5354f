//! What is counted once for each block and read by many sections.

use std::collections::HashMap;
use std::hash::BuildHasher;

use crate::block::{Place, TextBlock};
use crate::dom::{NodeIndex, Tag};
use crate::word;

/// Size from which a block with few links is a long paragraph.
const LONG: f32 = 120.0;

/// Counts of one block.
#[derive(Debug, Clone)]
pub(crate) struct BlockStats {
    /// Characters, where an ideograph counts three: about what it takes to say the same in
    /// letters, so that languages compare.
    pub(crate) size: f32,
    /// Of the size, what is in links.
    pub(crate) linked_size: f32,
    /// The size if this is a long paragraph, else zero.
    pub(crate) long_size: f32,
    pub(crate) words: f32,
    pub(crate) link_density: f32,
    /// Marks that end a sentence, and those that divide one.
    pub(crate) stops: f32,
    pub(crate) commas: f32,
    pub(crate) digits: f32,
    pub(crate) letters: f32,
    pub(crate) capitals: f32,
    pub(crate) ends_sentence: bool,
    pub(crate) has_price: bool,
    pub(crate) tag: Tag,
    pub(crate) container: NodeIndex,
    pub(crate) first: NodeIndex,
    /// Hash of its words: the same for the same text.
    pub(crate) fingerprint: u64,
    /// How often the page has this text, and the how-manieth this is.
    pub(crate) copies: u32,
    pub(crate) copy: u32,
    /// Mean of the logarithm of how often its words stand in the page's long paragraphs.
    pub(crate) familiarity: f32,
}

impl BlockStats {
    /// What stands beyond the first and the last block.
    pub(crate) const NONE: Self = Self {
        size: 0.0,
        linked_size: 0.0,
        long_size: 0.0,
        words: 0.0,
        link_density: 0.0,
        stops: 0.0,
        commas: 0.0,
        digits: 0.0,
        letters: 0.0,
        capitals: 0.0,
        ends_sentence: false,
        has_price: false,
        tag: Tag::Other,
        container: 0,
        first: 0,
        fingerprint: 0,
        copies: 0,
        copy: 0,
        familiarity: 0.0,
    };

    /// Whether this is a long paragraph.
    pub(crate) fn is_long(&self) -> bool {
        self.long_size > 0.0
    }
}

/// The counts of all blocks, and the hashes of their words.
pub(super) struct Counted {
    pub(super) stats: Vec<BlockStats>,
    pub(super) hashes: Vec<u64>,
    /// For each block where its hashes end.
    pub(super) ends: Vec<usize>,
}

/// Counts every block of a page or text; `tag_of` tells an element's tag.
pub(super) fn all(blocks: &[TextBlock], tag_of: impl Fn(NodeIndex) -> Tag) -> Counted {
    let words: usize = blocks.iter().map(|block| block.words as usize).sum();
    let mut hashes = Vec::with_capacity(words);
    let mut ends = Vec::with_capacity(blocks.len());
    let mut stats: Vec<BlockStats> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let mut one = count(block);
        if let Place::Page { container, first, .. } = block.place {
            one.container = container;
            one.first = first;
            one.tag = tag_of(container);
        }
        let before = hashes.len();
        hashes.extend(word::hashes(&block.text));
        let own = hashes.get(before..).unwrap_or_default();
        one.fingerprint =
            own.iter().fold(word::FNV_OFFSET, |state, &part| word::join_hash(state, part));
        ends.push(hashes.len());
        stats.push(one);
    }
    number_copies(&mut stats);
    rate_familiarity(&mut stats, &hashes, &ends);
    Counted { stats, hashes, ends }
}

/// Counts the characters of one block.
fn count(block: &TextBlock) -> BlockStats {
    let mut one = BlockStats { words: block.words as f32, ..BlockStats::NONE };
    let mut last = ' ';
    let mut rest = block.text.as_str();
    while !rest.is_empty() {
        let plain = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        let (ascii, after) = rest.split_at(plain);
        count_ascii(&mut one, ascii);
        let at_end =
            |byte: &u8| !byte.is_ascii_whitespace() && *byte != 11 && !is_closing(*byte as char);
        if let Some(&byte) = ascii.as_bytes().iter().rfind(|byte| at_end(byte)) {
            last = byte as char;
        }
        let mut characters = after.chars();
        if let Some(character) = characters.next() {
            count_character(&mut one, character);
            if !character.is_whitespace() && !is_closing(character) {
                last = character;
            }
        }
        rest = characters.as_str();
    }
    one.ends_sentence =
        matches!(last, '.' | '!' | '?' | '。' | '！' | '？' | '؟' | '।' | '…' | '．');
    one.link_density = block.link_density();
    one.linked_size = one.size * one.link_density;
    if one.size >= LONG && one.link_density < 0.5 {
        one.long_size = one.size;
    }
    one
}

/// Counts a character beyond ASCII.
fn count_character(one: &mut BlockStats, character: char) {
    one.size += if word::is_ideograph(character) { 3.0 } else { 1.0 };
    one.digits += super::flag(character.is_numeric());
    one.letters += super::flag(character.is_alphabetic());
    one.capitals += super::flag(character.is_uppercase());
    match character {
        '。' | '！' | '？' | '؟' | '।' | '…' | '．' => one.stops += 1.0,
        '，' | '、' | '；' | '،' => one.commas += 1.0,
        '€' | '£' | '¥' | '₹' | '₽' | '₴' | '₺' | '₩' | '₪' | '￥' => {
            one.has_price = true;
        }
        _ => {}
    }
}

/// Bits of each count in a sum of several: letters, capitals, digits, stops, commas.
const LANE: u32 = 12;

/// What each byte adds to the counts.
const COUNTS: [u64; 256] = {
    let mut table = [0; 256];
    let mut byte = 0u8;
    while byte < 128 {
        let counts = match byte {
            b'a'..=b'z' => 1,
            b'A'..=b'Z' => 1 | 1 << LANE,
            b'0'..=b'9' => 1 << (2 * LANE),
            b'.' | b'!' | b'?' => 1 << (3 * LANE),
            b',' | b';' => 1 << (4 * LANE),
            _ => 0,
        };
        #[expect(clippy::indexing_slicing, reason = "checked when it is compiled")]
        {
            table[byte as usize] = counts;
        }
        byte += 1;
    }
    table
};

fn count_ascii(one: &mut BlockStats, text: &str) {
    let most = (1 << LANE) - 1;
    for part in text.as_bytes().chunks(most) {
        let add = |&byte: &u8| COUNTS.get(usize::from(byte)).copied().unwrap_or(0);
        let sum: u64 = part.iter().map(add).sum();
        let lane = |number: u32| (sum >> (number * LANE) & most as u64) as f32;
        one.letters += lane(0);
        one.capitals += lane(1);
        one.digits += lane(2);
        one.stops += lane(3);
        one.commas += lane(4);
    }
    one.size += text.len() as f32;
    one.has_price |= memchr::memchr(b'$', text.as_bytes()).is_some();
}

/// Marks that may follow the end of a sentence.
fn is_closing(character: char) -> bool {
    matches!(character, '"' | '\'' | '”' | '’' | '»' | ')' | '」' | '』' | '）' | ']')
}

fn number_copies(stats: &mut [BlockStats]) {
    let mut seen: HashMap<u64, u32, KeepHash> =
        HashMap::with_capacity_and_hasher(stats.len(), KeepHash::default());
    for one in stats.iter_mut() {
        let copies = seen.entry(one.fingerprint).or_default();
        *copies += 1;
        one.copy = *copies;
    }
    for one in stats {
        one.copies = seen.get(&one.fingerprint).copied().unwrap_or(1);
    }
}

/// Rates each block by how common its words are in the page's long paragraphs: words of running
/// prose score high in any language, and names of menu entries do not.
fn rate_familiarity(stats: &mut [BlockStats], hashes: &[u64], ends: &[usize]) {
    let mut known: HashMap<u64, u32, KeepHash> = HashMap::default();
    let mut start = 0;
    for (one, &end) in stats.iter().zip(ends) {
        if one.is_long() {
            for hash in hashes.get(start..end).unwrap_or_default() {
                *known.entry(*hash).or_default() += 1;
            }
        }
        start = end;
    }
    start = 0;
    for (one, &end) in stats.iter_mut().zip(ends) {
        // A long paragraph does not vouch for itself.
        let own = u32::from(one.is_long());
        let words = hashes.get(start..end).unwrap_or_default();
        let sum: f32 = words
            .iter()
            .map(|hash| known.get(hash).map_or(0, |count| count.saturating_sub(own)))
            .map(|count| if count == 0 { 0.0 } else { (1.0 + count as f32).ln() })
            .sum();
        one.familiarity = super::share(sum, words.len() as f32);
        start = end;
    }
}

/// Hashes keys that are hashes already: only mixes them with a secret of the map, so that no page
/// can choose names that all fall into one place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KeepHash(u64);

impl Default for KeepHash {
    fn default() -> Self {
        Self(std::hash::RandomState::new().hash_one(0u8))
    }
}

impl BuildHasher for KeepHash {
    type Hasher = KeptHash;

    fn build_hasher(&self) -> KeptHash {
        KeptHash(self.0)
    }
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct KeptHash(u64);

impl std::hash::Hasher for KeptHash {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        // Any odd number with as many ones as zeros.
        let product = u128::from(self.0 ^ value) * 0x9e37_79b9_7f4a_7c15;
        self.0 = (product >> 64) as u64 ^ product as u64;
    }
}
