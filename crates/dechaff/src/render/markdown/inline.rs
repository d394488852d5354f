//! Runs as inline Markdown: emphasis, links, code, formulas, images, notes.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::escape::{Ends, Escapes, longest_run, push_target, push_text};
use super::marks::{self, Manner};
use super::token::{self, Kind, Token};
use crate::content::{Image, Run};

/// Where a line of text stands, and what is to be seen of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting<'s> {
    /// Whether links keep their targets.
    pub(super) links: bool,
    /// The labels of the notes that there are.
    pub(super) notes: &'s BTreeSet<&'s str>,
    /// What a line break becomes.
    pub(super) line_break: &'static str,
    /// Whether pipes part cells.
    pub(super) in_cell: bool,
}

/// Writes runs as one text. Marks are opened and closed where the style changes, and stand close
/// to the words, as Markdown wants them.
pub(super) fn write(runs: &[Run], setting: Setting<'_>) -> String {
    let mut tokens = token::tokens(runs, setting.links, setting.notes);
    let tildes = tokens.iter().any(|token| token.style.strike);
    let escapes = Escapes { dollars: has_dollars(&tokens), tildes, pipes: setting.in_cell };
    let manner = marks::arrange(&mut tokens, setting.in_cell);
    let extents = extents(&tokens, manner);
    let line_break = setting.line_break;
    let mut writer =
        Writer { out: String::new(), open: Vec::new(), escapes, line_break, after_note: false };
    let mut joined = [false; 4];
    for (token, (extents, joins)) in tokens.iter().zip(&extents) {
        writer.token(token, *extents, joined);
        joined = *joins;
    }
    writer.close_all_but(0);
    writer.out
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Link,
    Strong,
    Emphasis,
    Strike,
}

impl Mark {
    /// Those that stand around the same words, the outermost first.
    const ALL: [Self; 4] = [Self::Link, Self::Strong, Self::Emphasis, Self::Strike];

    fn is_on(self, token: &Token<'_>) -> bool {
        match self {
            Self::Link => token.link.is_some(),
            Self::Strong => token.style.strong,
            Self::Emphasis => token.style.emphasis,
            Self::Strike => token.style.strike,
        }
    }

    fn written(self, underscores: bool) -> &'static str {
        match (self, underscores) {
            (Self::Link, _) => "[",
            (Self::Strong, false) => "**",
            (Self::Strong, true) => "__",
            (Self::Emphasis, false) => "*",
            (Self::Emphasis, true) => "_",
            (Self::Strike, _) => "~~",
        }
    }
}

/// For each token how many tokens each mark goes on for from there, and whether it goes on.
fn extents(tokens: &[Token<'_>], manner: Manner) -> Vec<([usize; 4], [bool; 4])> {
    let mixed = marks::mixed_links(tokens);
    let mut extents = vec![([0; 4], [false; 4]); tokens.len()];
    let mut after = [0; 4];
    for (at, extent) in extents.iter_mut().enumerate().rev() {
        let (Some(token), next) = (tokens.get(at), tokens.get(at + 1)) else {
            continue;
        };
        for ((mark, (length, joins)), after) in
            Mark::ALL.into_iter().zip(extent.0.iter_mut().zip(extent.1.iter_mut())).zip(after)
        {
            let goes_on = next.is_some_and(|next| {
                mark.is_on(token)
                    && mark.is_on(next)
                    && match (mark, manner) {
                        (Mark::Link, _) => token.link == next.link,
                        (_, Manner::Nested) => true,
                        (_, Manner::Sequence) => {
                            marks::joins_in_sequence(token, next, &mixed, at + 1)
                        }
                    }
            });
            *joins = goes_on;
            *length = if goes_on { after + 1 } else { usize::from(mark.is_on(token)) };
        }
        after = extent.0;
    }
    extents
}

/// Whether two dollar signs could be taken for the marks of a formula: there is one, and another
/// with something right before it.
fn has_dollars(tokens: &[Token<'_>]) -> bool {
    let mut any = false;
    let mut closing = false;
    let mut count = |text: &str| {
        let mut before = 'x';
        for character in text.chars() {
            if character == '$' {
                closing |= any && !before.is_whitespace();
                any = true;
            }
            before = character;
        }
    };
    for token in tokens {
        match &token.kind {
            Kind::Math(_) => return true,
            Kind::Text(text) | Kind::Code(text) => count(text),
            Kind::Image(image) => {
                count(&image.alt);
                count(&image.src);
                count(image.title.as_deref().unwrap_or_default());
            }
            _ => {}
        }
        count(token.link.unwrap_or_default());
    }
    closing
}

struct Writer<'r> {
    out: String,
    open: Vec<(Mark, bool, Option<&'r str>)>,
    escapes: Escapes,
    line_break: &'static str,
    /// Whether the token before is a reference to a note.
    after_note: bool,
}

impl<'r> Writer<'r> {
    /// Writes a token; `joined` says which marks go on from the one before.
    fn token(&mut self, token: &Token<'r>, extents: [usize; 4], joined: [bool; 4]) {
        let goes_on =
            |mark: Mark| Mark::ALL.iter().zip(joined).any(|(one, goes_on)| *one == mark && goes_on);
        let stay = self.open.iter().take_while(|(mark, ..)| goes_on(*mark)).count();
        self.close_all_but(stay);
        // The mark that goes on longest is the outermost.
        let mut missing: Vec<(usize, Mark)> = extents
            .into_iter()
            .zip(Mark::ALL)
            // Marks do not open before white space, not even those that only close for others.
            .filter(|(_, mark)| mark.is_on(token) && !token.is_gap())
            .filter(|(_, mark)| !self.open.iter().any(|(open, ..)| open == mark))
            .collect();
        missing.sort_by_key(|(extent, _)| Reverse(*extent));
        for (_, mark) in missing {
            self.open_mark(mark, token);
        }
        let after_note =
            std::mem::replace(&mut self.after_note, matches!(token.kind, Kind::Note(_)));
        match &token.kind {
            Kind::Text(text) => {
                // Right after a note these would make it a link or a definition.
                if after_note && text.starts_with(['(', ':']) {
                    self.out.push('\\');
                }
                push_text(&mut self.out, text, self.escapes, token.ends);
            }
            Kind::Code(text) => self.code(text),
            Kind::Math(tex) => self.math(tex),
            Kind::Image(image) => self.image(image),
            Kind::Note(label) => {
                self.end_exclamation();
                self.out.push_str("[^");
                self.out.push_str(label);
                self.out.push(']');
            }
            Kind::Space(space) => self.out.push_str(space),
            Kind::Break => self.out.push_str(self.line_break),
        }
    }

    fn open_mark(&mut self, mark: Mark, token: &Token<'r>) {
        if mark == Mark::Link {
            self.end_exclamation();
        }
        self.out.push_str(mark.written(token.underscores));
        self.open.push((mark, token.underscores, token.link));
    }

    fn close_all_but(&mut self, stay: usize) {
        while self.open.len() > stay {
            match self.open.pop() {
                Some((Mark::Link, _, target)) => {
                    self.out.push_str("](");
                    push_target(&mut self.out, target.unwrap_or_default(), self.escapes);
                    self.out.push(')');
                }
                Some((mark, underscores, _)) => self.out.push_str(mark.written(underscores)),
                None => {}
            }
        }
    }

    /// After an exclamation mark a bracket would begin an image.
    fn end_exclamation(&mut self) {
        if self.out.ends_with('!') {
            self.out.pop();
            self.out.push_str("\\!");
        }
    }

    fn code(&mut self, text: &str) {
        let fence = "`".repeat(longest_run(text, '`') + 1);
        let is_blank = text.chars().all(|character| character == ' ');
        let ends = |mark: char| text.starts_with(mark) || text.ends_with(mark);
        let both = text.starts_with(' ') && text.ends_with(' ') && !is_blank;
        let pad = if ends('`') || both { " " } else { "" };
        for part in [fence.as_str(), pad] {
            self.out.push_str(part);
        }
        self.raw(text);
        for part in [pad, fence.as_str()] {
            self.out.push_str(part);
        }
    }

    fn math(&mut self, tex: &str) {
        self.out.push('$');
        self.raw(tex);
        self.out.push('$');
    }

    /// What is read as it stands, but for pipes in a cell.
    fn raw(&mut self, text: &str) {
        if self.escapes.pipes {
            self.out.push_str(&text.replace('|', "\\|"));
        } else {
            self.out.push_str(text);
        }
    }

    fn image(&mut self, image: &Image) {
        self.end_exclamation();
        self.out.push_str("![");
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        push_text(&mut self.out, &words(&image.alt), self.escapes, Ends::default());
        self.out.push_str("](");
        push_target(&mut self.out, &image.src, self.escapes);
        if let Some(title) = image.title.as_deref().map(words).filter(|title| !title.is_empty()) {
            self.out.push_str(" \"");
            let mut escaped = String::new();
            push_text(&mut escaped, &title, self.escapes, Ends::default());
            self.out.push_str(&escaped.replace('"', "\\\""));
            self.out.push('"');
        }
        self.out.push(')');
    }
}
