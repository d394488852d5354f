//! White space as browsers collapse it.

use crate::no_character::is_no_character;

/// A part of a text as a browser shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'t> {
    /// Characters without white space but for single spaces between them.
    Shown(&'t str),
    /// White space, however much.
    Space,
}

/// The pieces of a text, in order. What takes no room is left out.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    Pieces { rest: text }
}

/// The text on one line: white space as single spaces, none at the ends, and nothing of what stands
/// for no character.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut is_apart = false;
    for piece in pieces(text) {
        let Piece::Shown(shown) = piece else {
            is_apart = true;
            continue;
        };
        for character in shown.chars().filter(|character| !is_no_character(*character)) {
            if std::mem::take(&mut is_apart) && !line.is_empty() {
                line.push(' ');
            }
            line.push(character);
        }
    }
    line
}

struct Pieces<'t> {
    rest: &'t str,
}

impl<'t> Pieces<'t> {
    fn take(&mut self, length: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }
}

impl<'t> Iterator for Pieces<'t> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        loop {
            let bytes = self.rest.as_bytes();
            let first = bytes.first()?;
            // Nearly all of most texts are ASCII, which needs no look at characters.
            if first.is_ascii_graphic() {
                let mut end = 0;
                for (at, byte) in bytes.iter().enumerate() {
                    if byte.is_ascii_graphic() {
                        end = at + 1;
                    } else if *byte != b' ' || end < at {
                        break;
                    }
                }
                return Some(Piece::Shown(self.take(end)));
            }
            if first.is_ascii_whitespace() {
                let end = bytes.iter().position(|byte| !byte.is_ascii_whitespace());
                self.take(end.unwrap_or(bytes.len()));
                return Some(Piece::Space);
            }
            let character = self.rest.chars().next()?;
            if is_shown(character) {
                let end =
                    self.rest.find(|character: char| character.is_ascii() || !is_shown(character));
                let end = end.unwrap_or(self.rest.len()).max(character.len_utf8());
                return Some(Piece::Shown(self.take(end)));
            }
            self.take(character.len_utf8());
            if character.is_whitespace() {
                return Some(Piece::Space);
            }
        }
    }
}

fn is_shown(character: char) -> bool {
    !character.is_whitespace() && !is_invisible(character)
}

/// Characters that take no room: zero-width spaces, soft hyphens, byte order marks.
///
/// Joiners (U+200C, U+200D) stay: Persian and Hindi spell with them.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}' | '\u{00ad}' | '\u{feff}' | '\u{2060}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_single_spaces_and_no_controls() {
        assert_eq!(one_line(" \n a\u{a0} b\r\n\u{1} c\u{200b}d \u{7f}"), "a b cd");
        assert_eq!(one_line("\u{ffff} \t"), "");
    }

    #[test]
    fn a_text_is_cut_at_white_space_and_what_takes_no_room_is_left_out() {
        let (shown, space) = (Piece::Shown, Piece::Space);
        let found: Vec<_> = pieces(" a\u{ad}b c  d e \u{200b}").collect();
        assert_eq!(found, [space, shown("a"), shown("b c"), space, shown("d e"), space]);
        let found: Vec<_> = pieces("f—é x\u{a0}\ty\u{b}\u{1}").collect();
        let first = [shown("f"), shown("—é"), space, shown("x"), space, space, shown("y"), space];
        assert_eq!(found, [first.as_slice(), &[shown("\u{1}")]].concat());
    }
}
