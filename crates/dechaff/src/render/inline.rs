//! Runs as inline Markdown: emphasis, links, code, escapes.

use crate::content::{Inline, Run};

/// Writes runs as one text in which each line break is `\n`. Marks are opened and closed where
/// the style changes, and stand close to the words, as Markdown wants them.
pub(super) fn write(runs: &[Run], links: bool) -> String {
    let pieces = with_marks_movable(pieces(runs, links));
    let extents = extents(&pieces);
    let mut writer = Writer { out: String::new(), open: Vec::new() };
    let mut before: Option<&Piece<'_>> = None;
    for (piece, extents) in pieces.iter().zip(&extents) {
        writer.piece(piece, before, *extents);
        before = Some(piece);
    }
    writer.close_all_but(0);
    writer.out
}

/// How many backticks, or what is wanted, stand in a row at most.
pub(super) fn longest_run(text: &str, wanted: char) -> usize {
    let (mut longest, mut run) = (0, 0);
    for character in text.chars() {
        run = if character == wanted { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// What stands between two pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Line,
}

/// Words in one style, none of it white space at the ends.
struct Piece<'r> {
    gap_before: Gap,
    text: String,
    strong: bool,
    emphasis: bool,
    code: bool,
    link: Option<&'r str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Link,
    Strong,
    Emphasis,
}

impl Mark {
    const ALL: [Self; 3] = [Self::Link, Self::Strong, Self::Emphasis];

    fn is_on(self, piece: &Piece<'_>) -> bool {
        match self {
            Self::Link => piece.link.is_some(),
            Self::Strong => piece.strong,
            Self::Emphasis => piece.emphasis,
        }
    }

    /// Whether the mark goes on from one piece to the next.
    fn joins(self, one: &Piece<'_>, next: &Piece<'_>) -> bool {
        self.is_on(one) && self.is_on(next) && (self != Self::Link || one.link == next.link)
    }
}

fn pieces(runs: &[Run], links: bool) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut gap = Gap::None;
    for run in runs {
        for (number, line) in run.inline.shown().split('\n').enumerate() {
            if number > 0 {
                gap = Gap::Line;
            }
            if line.starts_with(char::is_whitespace) {
                gap = gap.max(Gap::Space);
            }
            let text = line.trim();
            if text.is_empty() {
                continue;
            }
            let gap_before = std::mem::replace(&mut gap, Gap::None);
            let link = run.link.as_deref().filter(|_| links);
            let Run { strong, emphasis, .. } = *run;
            let code = matches!(run.inline, Inline::Code(_));
            let text = text.to_owned();
            pieces.push(Piece { gap_before, text, strong, emphasis, code, link });
            if line.ends_with(char::is_whitespace) {
                gap = Gap::Space;
            }
        }
    }
    if let Some(first) = pieces.first_mut() {
        first.gap_before = Gap::None;
    }
    pieces
}

/// Moves punctuation out of emphasis where the marks could not close or open otherwise: in
/// `**so:**it` the second marks close nothing, in `**so**:it` they do.
fn with_marks_movable(mut pieces: Vec<Piece<'_>>) -> Vec<Piece<'_>> {
    let has_more = |one: &Piece<'_>, other: &Piece<'_>| {
        one.strong && !other.strong || one.emphasis && !other.emphasis
    };
    let is_plain = |piece: &Piece<'_>| !piece.code && piece.link.is_none();
    let mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    for at in 1..pieces.len() {
        let (before, after) = pieces.split_at_mut(at);
        let (Some(one), Some(next)) = (before.last_mut(), after.first_mut()) else {
            continue;
        };
        if next.gap_before != Gap::None {
            continue;
        }
        let next_is_word = next.text.starts_with(char::is_alphanumeric);
        let one_is_word = one.text.ends_with(char::is_alphanumeric);
        if has_more(one, next) && is_plain(next) && next_is_word {
            if !is_plain(one) {
                // Brackets and backticks cannot be moved out: better no emphasis.
                (one.strong, one.emphasis) = (next.strong, next.emphasis);
                continue;
            }
            let kept = one.text.trim_end_matches(mark).len();
            let moved = one.text.split_off(kept);
            next.text.insert_str(0, &moved);
        } else if has_more(next, one) && is_plain(one) && one_is_word {
            if !is_plain(next) {
                (next.strong, next.emphasis) = (one.strong, one.emphasis);
                continue;
            }
            let rest = next.text.trim_start_matches(mark).len();
            let moved = next.text.len() - rest;
            let rest = next.text.split_off(moved);
            one.text.push_str(&next.text);
            next.text = rest;
        }
        // What was moved may have been all, or may have had white space behind it.
        if one.text.ends_with(char::is_whitespace) || next.text.starts_with(char::is_whitespace) {
            next.gap_before = Gap::Space;
            one.text.truncate(one.text.trim_end().len());
            next.text = next.text.trim_start().to_owned();
        }
    }
    let mut gap = Gap::None;
    pieces.retain_mut(|piece| {
        gap = gap.max(piece.gap_before);
        if piece.text.is_empty() {
            return false;
        }
        piece.gap_before = std::mem::replace(&mut gap, Gap::None);
        true
    });
    pieces
}

/// For each piece how many pieces each mark goes on for from there.
fn extents(pieces: &[Piece<'_>]) -> Vec<[usize; 3]> {
    let mut extents = vec![[0; 3]; pieces.len()];
    let mut after = [0; 3];
    let mut next: Option<&Piece<'_>> = None;
    for (piece, extents) in pieces.iter().zip(&mut extents).rev() {
        for ((mark, extent), after) in Mark::ALL.into_iter().zip(extents.iter_mut()).zip(after) {
            *extent = match next {
                Some(next) if mark.joins(piece, next) => after + 1,
                _ => usize::from(mark.is_on(piece)),
            };
        }
        after = *extents;
        next = Some(piece);
    }
    extents
}

struct Writer<'r> {
    out: String,
    open: Vec<(Mark, Option<&'r str>)>,
}

impl<'r> Writer<'r> {
    fn piece(&mut self, piece: &Piece<'r>, before: Option<&Piece<'r>>, extents: [usize; 3]) {
        let goes_on = |mark: Mark| before.is_some_and(|before| mark.joins(before, piece));
        let stay = self.open.iter().take_while(|(mark, _)| goes_on(*mark)).count();
        self.close_all_but(stay);
        match piece.gap_before {
            Gap::None => {}
            Gap::Space => self.out.push(' '),
            Gap::Line => self.out.push('\n'),
        }
        // The mark that goes on longest is the outermost.
        let mut missing: Vec<(usize, Mark)> = extents
            .into_iter()
            .zip(Mark::ALL)
            .filter(|(_, mark)| mark.is_on(piece))
            .filter(|(_, mark)| !self.open.iter().any(|(open, _)| open == mark))
            .collect();
        missing.sort_by_key(|(extent, _)| std::cmp::Reverse(*extent));
        for (_, mark) in missing {
            self.open_mark(mark, piece.link);
        }
        if piece.code {
            self.code(&piece.text);
        } else {
            self.escaped(&piece.text);
        }
    }

    fn open_mark(&mut self, mark: Mark, link: Option<&'r str>) {
        match mark {
            Mark::Link => {
                // After an exclamation mark the link would be an image.
                if self.out.ends_with('!') {
                    self.out.pop();
                    self.out.push_str("\\!");
                }
                self.out.push('[');
            }
            Mark::Strong => self.out.push_str("**"),
            Mark::Emphasis => self.out.push('*'),
        }
        self.open.push((mark, link));
    }

    fn close_all_but(&mut self, stay: usize) {
        while self.open.len() > stay {
            match self.open.pop() {
                Some((Mark::Link, target)) => {
                    self.out.push_str("](");
                    push_target(&mut self.out, target.unwrap_or_default());
                    self.out.push(')');
                }
                Some((Mark::Strong, _)) => self.out.push_str("**"),
                Some((Mark::Emphasis, _)) => self.out.push('*'),
                None => {}
            }
        }
    }

    fn code(&mut self, text: &str) {
        let fence = "`".repeat(longest_run(text, '`') + 1);
        let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
        for part in [fence.as_str(), pad, text, pad, fence.as_str()] {
            self.out.push_str(part);
        }
    }

    /// Text with the characters escaped that would read as marks.
    fn escaped(&mut self, text: &str) {
        let mut before = ' ';
        for (at, character) in text.char_indices() {
            let rest = text.split_at(at + character.len_utf8()).1;
            let next = rest.chars().next().unwrap_or(' ');
            let mark = match character {
                '\\' | '`' | '*' | '[' | ']' => true,
                // Inside a word an underscore marks nothing, and alone a `<` does not either.
                '_' => !(before.is_alphanumeric() && next.is_alphanumeric()),
                '<' => next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?'),
                '&' => is_entity(rest),
                '~' => next == '~' || !before.is_whitespace(),
                _ => false,
            };
            if mark {
                self.out.push('\\');
            }
            self.out.push(character);
            before = character;
        }
    }
}

/// Whether an `&` before this would read as an entity.
fn is_entity(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    let length = name.bytes().take(32).take_while(u8::is_ascii_alphanumeric).count();
    length > 0 && name.as_bytes().get(length) == Some(&b';')
}

/// A link's target, with what would end it early in percent-encoding.
fn push_target(out: &mut String, target: &str) {
    for character in target.chars() {
        match character {
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            _ if character.is_whitespace() || character.is_control() => out.push_str("%20"),
            _ => out.push(character),
        }
    }
}
