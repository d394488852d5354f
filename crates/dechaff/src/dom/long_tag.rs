//! Tags with more attributes than anybody writes.
//!
//! html5ever compares each attribute with all before it, so a tag of 200,000 would take minutes.
//! It says nothing before the tag's end; so what is fed while it is silent is looked at here, by
//! the tag's own states in the HTML Standard (13.2.5.32 to 13.2.5.39). A byte is looked at once.

use memchr::memmem;

/// What the parser was fed since it last said anything, and what of it is to be left out.
#[derive(Debug, Default)]
pub(super) struct Silence {
    /// Where the last piece begins after which something was said.
    from: usize,
    /// Up to where the silence was looked into.
    seen: usize,
}

/// A part of the input that is not to be fed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Gap {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether it is attributes.
    pub(super) in_tag: bool,
}

impl Silence {
    /// The parser said something of the piece that begins at `from`.
    pub(super) fn broken(&mut self, from: usize) {
        self.from = from;
    }

    /// The parser has been fed up to `fed` and is silent still. Where it is inside of a tag of
    /// more than `most` attributes, the rest of them is given, up to the tag's end.
    pub(super) fn goes_on(&mut self, text: &str, fed: usize, most: usize) -> Option<Gap> {
        if fed <= self.seen {
            return None;
        }
        let bytes = text.as_bytes();
        if let Some(gap) = self.rest_of_number(bytes, fed) {
            return Some(gap);
        }
        let mut at = self.from.max(self.seen);
        while at < fed {
            at = match next_mark(bytes, at, fed)? {
                Mark::Comment(start) => end_of_comment(bytes, start),
                Mark::Tag(start) => match walk(bytes, start, fed, most) {
                    Walked::Tag { end } => end,
                    Walked::Long(gap) => {
                        self.seen = gap.end;
                        return Some(gap);
                    }
                },
            };
            self.seen = at;
        }
        None
    }
}

impl Silence {
    /// The digits to come of a character's number that has a kilobyte of them already: no more
    /// are needed to know that there is no such character.
    fn rest_of_number(&self, bytes: &[u8], fed: usize) -> Option<Gap> {
        // Looked for once, in the beginning of a silence.
        let part = bytes.get(self.from..fed).filter(|part| part.len() <= 4 * MOST_DIGITS)?;
        let start = memmem::rfind(part, b"&#")? + 2;
        let digits = part.get(start..)?;
        let digits = digits.strip_prefix(b"x").or(digits.strip_prefix(b"X")).unwrap_or(digits);
        if digits.len() < MOST_DIGITS || !digits.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        let rest = bytes.get(fed..)?.iter();
        let end = fed + rest.take_while(|byte| byte.is_ascii_hexdigit()).count();
        Some(Gap { start: fed, end, in_tag: false })
    }
}

/// Digits after which a number is too long to be one.
const MOST_DIGITS: usize = 1024;

enum Mark {
    /// What follows `<!--`.
    Comment(usize),
    /// The name of a tag.
    Tag(usize),
}

/// The next thing from `at` to before `fed` that may begin a long silence.
fn next_mark(bytes: &[u8], at: usize, fed: usize) -> Option<Mark> {
    let part = bytes.get(at..fed)?;
    memchr::memchr_iter(b'<', part).find_map(|found| {
        let rest = bytes.get(at + found + 1..)?;
        if rest.starts_with(b"!--") {
            return Some(Mark::Comment(at + found + 4));
        }
        let slash = usize::from(rest.first() == Some(&b'/'));
        rest.get(slash)?.is_ascii_alphabetic().then_some(Mark::Tag(at + found + 1 + slash))
    })
}

fn end_of_comment(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    memmem::find(rest, b"-->").map_or(bytes.len(), |end| start + end + 3)
}

enum Walked {
    /// A tag like others, and where it ends.
    Tag { end: usize },
    /// A tag with too many attributes.
    Long(Gap),
}

#[derive(Clone, Copy)]
enum State {
    TagName,
    BeforeName,
    Name,
    AfterName,
    BeforeValue,
    Quoted(u8),
    Unquoted,
}

/// Walks from a tag's name to its end. A gap begins with an attribute that was not fed yet.
fn walk(bytes: &[u8], start: usize, fed: usize, most: usize) -> Walked {
    let mut state = State::TagName;
    let mut attributes = 0usize;
    let mut gap = None;
    for (at, &byte) in bytes.iter().enumerate().skip(start) {
        let is_space = byte.is_ascii_whitespace();
        state = match (state, byte) {
            (State::Quoted(quote), _) if byte == quote => State::BeforeName,
            (State::Quoted(_), _) => state,
            (_, b'>') => {
                return match gap {
                    Some(start) => Walked::Long(Gap { start, end: at, in_tag: true }),
                    None => Walked::Tag { end: at + 1 },
                };
            }
            (State::BeforeValue, b'"' | b'\'') => State::Quoted(byte),
            (State::BeforeValue, _) if is_space => state,
            (State::BeforeValue | State::Unquoted, _) if !is_space => State::Unquoted,
            (State::Unquoted, _) | (_, b'/') => State::BeforeName,
            (State::Name, _) if is_space => State::AfterName,
            (State::TagName | State::BeforeName, _) if is_space => State::BeforeName,
            (State::AfterName, _) if is_space => state,
            (State::Name | State::AfterName, b'=') => State::BeforeValue,
            (State::TagName | State::Name, _) => state,
            (_, _) => {
                attributes += 1;
                if attributes > most && at >= fed {
                    gap = gap.or(Some(at));
                }
                State::Name
            }
        };
    }
    match gap {
        Some(start) => Walked::Long(Gap { start, end: bytes.len(), in_tag: true }),
        None => Walked::Tag { end: bytes.len() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gap(text: &str, fed: usize, most: usize) -> Option<&str> {
        let gap = Silence::default().goes_on(text, fed, most)?;
        text.get(gap.start..gap.end)
    }

    #[test]
    fn attributes_beyond_the_limit_are_left_out() {
        assert_eq!(gap("a<p a=1 b='>' c=\"x\"d e/f>g", 4, 3), Some("d e/f"));
        assert_eq!(gap("a<p a=1 b='>' c=\"x\"d e/f>g", 4, 6), None);
        assert_eq!(gap("</p a b c>d", 3, 1), Some("b c"));
        assert_eq!(gap("<p a b c", 3, 1), Some("b c"));
    }

    #[test]
    fn what_was_fed_is_left_as_it_is() {
        assert_eq!(gap("<p a b c d>", 7, 1), Some("c d"));
        assert_eq!(gap("<p a b='c d' e>", 9, 1), Some("e"));
    }

    #[test]
    fn text_and_comments_have_no_attributes() {
        assert_eq!(gap("a < b c d e f g>", 16, 1), None);
        assert_eq!(gap("<!-- <p a b c d> --><p>", 6, 1), None);
    }

    #[test]
    fn a_number_without_end_is_not_fed_to_its_end() {
        let text = format!("a&#x{}; b", "9".repeat(5000));
        assert_eq!(gap(&text, 1024 + 10, 9).map(str::len), Some(5000 - 1024 - 6));
        assert_eq!(gap(&text, 100, 9), None);
        assert_eq!(gap(&text.replace('&', "/"), 1024 + 10, 9), None);
    }

    #[test]
    fn nothing_is_looked_at_twice() {
        let mut silence = Silence::default();
        let text = "<p a='b c d e f'>";
        assert_eq!(silence.goes_on(text, 6, 1), None);
        assert_eq!(silence.seen, text.len());
    }
}
