//! Code points that stand for no character.

/// Whether nothing is written for it: the controls of ASCII, but for white space, and what Unicode
/// calls a noncharacter.
pub(crate) fn is_no_character(character: char) -> bool {
    let code = u32::from(character);
    character.is_ascii_control() && !character.is_whitespace()
        || (0xfdd0..=0xfdef).contains(&code)
        || code & 0xfffe == 0xfffe
}

/// Whether nothing is shown of a text.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|character| character.is_whitespace() || is_no_character(character))
}
