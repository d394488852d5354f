//! What counts as a word.
//!
//! A run of letters, digits and underscores is one word, and each Han, Hiragana or Katakana
//! character is a word of its own, so that languages written without spaces count too.

/// The words of `text`, in order.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    Words { rest: text }
}

/// The number of words of `text`.
pub fn count(text: &str) -> usize {
    if !text.is_ascii() {
        return words(text).count();
    }
    let mut count = 0;
    let mut within = false;
    for byte in text.bytes() {
        let is_word = lower(byte) != 0;
        count += usize::from(is_word && !within);
        within = is_word;
    }
    count
}

/// The hashes of the words of `text`, in order: the same as [`hash`] of each, in one go.
pub(crate) fn hashes(text: &str) -> impl Iterator<Item = u64> {
    Hashes { rest: text }
}

/// A hash of a word that is the same for its upper and lower case.
///
/// FNV-1a, by Fowler, Noll and Vo: stable over platforms and releases, since trained weights
/// depend on it.
pub(crate) fn hash(word: &str) -> u64 {
    let mut state = FNV_OFFSET;
    if word.is_ascii() {
        for byte in word.bytes() {
            state = (state ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(FNV_PRIME);
        }
        return state;
    }
    for lower in word.chars().flat_map(char::to_lowercase) {
        let mut buffer = [0; 4];
        for byte in lower.encode_utf8(&mut buffer).bytes() {
            state = (state ^ u64::from(byte)).wrapping_mul(FNV_PRIME);
        }
    }
    state
}

/// Joins the hash of one more part to a running hash.
pub(crate) fn join_hash(state: u64, part: u64) -> u64 {
    (state ^ part).wrapping_mul(FNV_PRIME).rotate_left(23)
}

pub(crate) const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0100_0000_01b3;

struct Hashes<'a> {
    rest: &'a str,
}

impl Iterator for Hashes<'_> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        let bytes = self.rest.as_bytes();
        let start = bytes.iter().position(|&byte| lower(byte) != 0 || !byte.is_ascii())?;
        let mut state = FNV_OFFSET;
        let mut end = start;
        for &byte in bytes.iter().skip(start) {
            let lower = lower(byte);
            if lower == 0 {
                break;
            }
            state = (state ^ u64::from(lower)).wrapping_mul(FNV_PRIME);
            end += 1;
        }
        // What an ASCII character ends, and began, is a whole word.
        if bytes.get(end).is_none_or(u8::is_ascii) {
            self.rest = self.rest.split_at(end).1;
            return Some(state);
        }
        let mut words = Words { rest: self.rest };
        let word = words.next()?;
        self.rest = words.rest;
        Some(hash(word))
    }
}

/// The lower case of an ASCII character of words, zero for any other byte.
fn lower(byte: u8) -> u8 {
    const LOWER: [u8; 256] = {
        let mut table = [0; 256];
        let mut byte = 0u8;
        while byte < 128 {
            if byte.is_ascii_alphanumeric() || byte == b'_' {
                #[expect(clippy::indexing_slicing, reason = "checked when it is compiled")]
                {
                    table[byte as usize] = byte.to_ascii_lowercase();
                }
            }
            byte += 1;
        }
        table
    };
    LOWER.get(usize::from(byte)).copied().unwrap_or(0)
}

struct Words<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let start = self.rest.bytes().position(|byte| !is_ascii_gap(byte))?;
        let mut text = self.rest.split_at(start).1;
        if text.as_bytes().first().is_some_and(|byte| !byte.is_ascii()) {
            // The first character that is no gap, which need not be this one.
            let start = text.find(is_word_char)?;
            text = text.split_at(start).1;
        }
        let (word, rest) = text.split_at(word_end(text));
        self.rest = rest;
        Some(word)
    }
}

/// Whether the byte is an ASCII character between words.
fn is_ascii_gap(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_alphanumeric() && byte != b'_'
}

/// The end of the word that `text` begins with.
fn word_end(text: &str) -> usize {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let ascii = text.bytes().take_while(plain).count();
    // What an ASCII character ends needs no look at characters.
    if text.as_bytes().get(ascii).is_none_or(u8::is_ascii) {
        return ascii;
    }
    let mut characters = text.char_indices();
    if let Some((_, first)) = characters.next()
        && is_ideograph(first)
    {
        return first.len_utf8();
    }
    characters
        .find(|(_, character)| is_ideograph(*character) || !is_word_char(*character))
        .map_or(text.len(), |(at, _)| at)
}

fn is_word_char(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric() || character == '_';
    }
    character.is_alphanumeric()
}

/// Whether the character is a word by itself.
pub(crate) fn is_ideograph(character: char) -> bool {
    matches!(character,
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_at_anything_but_letters_and_digits() {
        let found: Vec<_> = words("It's 3.5 km, naïve_x—да!").collect();
        assert_eq!(found, ["It", "s", "3", "5", "km", "naïve_x", "да"]);
    }

    #[test]
    fn counts_and_hashes_go_by_the_same_words() {
        for text in ["", " ", "It's 3.5 km, naïve_x—да!", "ab_C 1-2", "AI模型x", "é a", "a—", "—"]
        {
            assert_eq!(count(text), words(text).count(), "{text}");
            let each: Vec<u64> = words(text).map(hash).collect();
            assert_eq!(hashes(text).collect::<Vec<_>>(), each, "{text}");
        }
    }

    #[test]
    fn each_ideograph_is_a_word() {
        let found: Vec<_> = words("AI模型、テスト2回").collect();
        assert_eq!(found, ["AI", "模", "型", "テ", "ス", "ト", "2", "回"]);
    }

    #[test]
    fn hash_ignores_case() {
        assert_eq!(hash("Straße"), hash("STRAßE"));
        assert_eq!(hash("Home"), hash("hOME"));
        assert_ne!(hash("home"), hash("hone"));
    }
}
