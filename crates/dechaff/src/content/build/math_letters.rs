//! Letters of mathematics, such as `𝑥` and `ℝ`, as plain letters with TeX's command for their style.

/// The styles of Latin letters in the order of their blocks of 52 from U+1D400 on. Italics are
/// what a letter in a formula is anyway, and bold ones of other styles count as those.
const LATIN: [&str; 13] = [
    "mathbf", "", "mathbf", "mathcal", "mathcal", "mathfrak", "mathbb", "mathfrak", "mathsf",
    "mathsf", "mathsf", "mathsf", "mathtt",
];

/// The styles of Greek letters in the order of their blocks of 58 from U+1D6A8 on.
const GREEK: [&str; 5] = ["boldsymbol", "", "boldsymbol", "boldsymbol", "boldsymbol"];

/// The styles of digits in the order of their tens from U+1D7CE on.
const DIGITS: [&str; 5] = ["mathbf", "mathbb", "mathsf", "mathsf", "mathtt"];

/// What comes after the letters in a block of Greek ones.
const GREEK_SIGNS: [char; 6] = ['ϵ', 'ϑ', 'ϰ', 'ϕ', 'ϱ', 'ϖ'];

/// Letters that stood in Unicode before the blocks did.
const OLDER: &[(char, &str, char)] = &[
    ('ℂ', "mathbb", 'C'),
    ('ℍ', "mathbb", 'H'),
    ('ℕ', "mathbb", 'N'),
    ('ℙ', "mathbb", 'P'),
    ('ℚ', "mathbb", 'Q'),
    ('ℝ', "mathbb", 'R'),
    ('ℤ', "mathbb", 'Z'),
    ('ℎ', "", 'h'),
    ('ℬ', "mathcal", 'B'),
    ('ℰ', "mathcal", 'E'),
    ('ℱ', "mathcal", 'F'),
    ('ℋ', "mathcal", 'H'),
    ('ℐ', "mathcal", 'I'),
    ('ℒ', "mathcal", 'L'),
    ('ℳ', "mathcal", 'M'),
    ('ℛ', "mathcal", 'R'),
    ('ℭ', "mathfrak", 'C'),
    ('ℌ', "mathfrak", 'H'),
    ('ℑ', "mathfrak", 'I'),
    ('ℜ', "mathfrak", 'R'),
    ('ℨ', "mathfrak", 'Z'),
];

/// The style of a letter of mathematics, empty for the usual one, and the plain letter.
pub(super) fn plain(letter: char) -> Option<(&'static str, char)> {
    if let Some((_, style, plain)) = OLDER.iter().find(|(older, ..)| *older == letter) {
        return Some((style, *plain));
    }
    let code = u32::from(letter);
    let within = |start: u32, size: u32| {
        let place = code.checked_sub(start)?;
        Some(((place / size) as usize, place % size))
    };
    if code < 0x1d6a4 {
        let (block, place) = within(0x1d400, 52)?;
        let first = if place < 26 { u32::from('A') } else { u32::from('a') - 26 };
        return Some((LATIN.get(block)?, char::from_u32(first + place)?));
    }
    if (0x1d6a8..0x1d7ca).contains(&code) {
        let (block, place) = within(0x1d6a8, 58)?;
        let letter = match place {
            0..=24 => char::from_u32(u32::from('Α') + place)?,
            25 => '∇',
            26..=50 => char::from_u32(u32::from('α') + place - 26)?,
            51 => '∂',
            _ => *GREEK_SIGNS.get(place as usize - 52)?,
        };
        return Some((GREEK.get(block)?, letter));
    }
    let (block, place) = within(0x1d7ce, 10)?;
    Some((DIGITS.get(block)?, char::from_digit(place, 10)?))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn letters_of_each_block_are_told() {
        assert_eq!(plain('𝑥'), Some(("", 'x')));
        assert_eq!(plain('𝐀'), Some(("mathbf", 'A')));
        assert_eq!(plain('𝔸'), Some(("mathbb", 'A')));
        assert_eq!(plain('𝚣'), Some(("mathtt", 'z')));
        assert_eq!(plain('𝜎'), Some(("", 'σ')));
        assert_eq!(plain('𝛁'), Some(("boldsymbol", '∇')));
        assert_eq!(plain('𝜕'), Some(("", '∂')));
        assert_eq!(plain('𝟚'), Some(("mathbb", '2')));
        assert_eq!(plain('ℝ'), Some(("mathbb", 'R')));
        for letter in ['x', '2', 'σ', '\u{1d6a6}', '\u{1d800}', '漢'] {
            assert_eq!(plain(letter), None, "{letter}");
        }
    }
}
