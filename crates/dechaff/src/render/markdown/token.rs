//! Runs cut into what Markdown marks: words, code, formulas, images, notes, and gaps between.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::escape::{Ends, fits_dollars, one_line};
use crate::content::{Image, Inline, Run};

/// The marks of a token that Markdown knows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) strong: bool,
    pub(super) emphasis: bool,
    pub(super) strike: bool,
}

impl Style {
    pub(super) fn is_plain(self) -> bool {
        self == Self::default()
    }

    /// The marks of both.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            strong: self.strong && other.strong,
            emphasis: self.emphasis && other.emphasis,
            strike: self.strike && other.strike,
        }
    }
}

/// What a token is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind<'r> {
    /// Words, with no white space at the ends.
    Text(Cow<'r, str>),
    Code(Cow<'r, str>),
    Math(String),
    Image(&'r Image),
    Note(&'r str),
    /// White space in a line.
    Space(Cow<'r, str>),
    /// A line break.
    Break,
}

#[derive(Debug, Clone)]
pub(super) struct Token<'r> {
    pub(super) kind: Kind<'r>,
    pub(super) style: Style,
    pub(super) link: Option<&'r str>,
    /// Which ends of its text are written as character references.
    pub(super) ends: Ends,
    /// Whether its marks are made of underscores.
    pub(super) underscores: bool,
}

impl<'r> Token<'r> {
    fn new(kind: Kind<'r>, run: &'r Run, link: bool) -> Self {
        let Run { strong, emphasis, strike, .. } = *run;
        let link = run.link.as_deref().filter(|_| link && !matches!(kind, Kind::Note(_)));
        let style = Style { strong, emphasis, strike };
        Self { kind, style, link, ends: Ends::default(), underscores: false }
    }

    pub(super) fn is_gap(&self) -> bool {
        matches!(self.kind, Kind::Space(_) | Kind::Break)
    }

    pub(super) fn text(&self) -> Option<&str> {
        if let Kind::Text(text) = &self.kind { Some(text) } else { None }
    }

    fn is_styled_as(&self, other: &Self) -> bool {
        self.style == other.style && self.link == other.link
    }
}

/// What Markdown keeps of the runs: `links` says whether their targets are, and `notes` which
/// notes there are to refer to.
pub(super) fn tokens<'r>(runs: &'r [Run], links: bool, notes: &BTreeSet<&str>) -> Vec<Token<'r>> {
    let mut tokens = Vec::new();
    for run in runs {
        let kind = match &run.inline {
            Inline::Text(text) => {
                cut_text(text, run, links, &mut tokens);
                continue;
            }
            Inline::Code(text) if text.is_empty() => continue,
            Inline::Code(text) => Kind::Code(without_breaks(text)),
            Inline::Math(tex) if tex.trim().is_empty() => continue,
            Inline::Math(tex) if fits_dollars(tex) => Kind::Math(one_line(tex)),
            Inline::Math(tex) => Kind::Code(without_breaks(tex)),
            Inline::Image(image) => Kind::Image(image),
            Inline::Note(label) if notes.contains(label.as_str()) => Kind::Note(label),
            Inline::Note(label) => Kind::Text(Cow::Owned(format!("[{label}]"))),
            Inline::Ruby { base, reading } => Kind::Text(Cow::Owned(format!("{base}({reading})"))),
        };
        tokens.push(Token::new(kind, run, links));
    }
    with_gaps(joined(tokens))
}

fn without_breaks(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\r']) {
        return Cow::Owned(text.replace(['\n', '\r'], " "));
    }
    Cow::Borrowed(text)
}

fn cut_text<'r>(text: &'r str, run: &'r Run, links: bool, tokens: &mut Vec<Token<'r>>) {
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            tokens.push(Token::new(Kind::Break, run, links));
        }
        let words = line.trim();
        let start = line.len() - line.trim_start().len();
        let (before, rest) = line.split_at(start);
        let after = rest.split_at(words.len()).1;
        let space = |space: &'r str| Kind::Space(Cow::Borrowed(space));
        for kind in [space(before), Kind::Text(Cow::Borrowed(words)), space(after)] {
            if !matches!(&kind, Kind::Space(text) | Kind::Text(text) if text.is_empty()) {
                tokens.push(Token::new(kind, run, links));
            }
        }
    }
}

/// Joins neighbours that differ in nothing that Markdown marks.
fn joined(tokens: Vec<Token<'_>>) -> Vec<Token<'_>> {
    let mut all: Vec<Token<'_>> = Vec::with_capacity(tokens.len());
    for token in tokens {
        if let Some(last) = all.last_mut() {
            let same = last.is_styled_as(&token);
            match (&mut last.kind, &token.kind) {
                (Kind::Text(text), Kind::Text(more)) | (Kind::Code(text), Kind::Code(more))
                    if same =>
                {
                    text.to_mut().push_str(more);
                    continue;
                }
                // Two formulas side by side would share a pair of dollar signs.
                (Kind::Math(tex), Kind::Math(more)) if same => {
                    tex.push(' ');
                    tex.push_str(more);
                    continue;
                }
                (Kind::Space(space), Kind::Space(more)) => {
                    if **more != *" " {
                        space.to_mut().push_str(more);
                    }
                    continue;
                }
                // A reference and a link side by side would be one link with a label.
                (Kind::Note(_), _) if token.link.is_some() && !token.is_gap() => {
                    let kind = Kind::Space(Cow::Borrowed(" "));
                    all.push(Token { kind, style: Style::default(), link: None, ..token.clone() });
                }
                (Kind::Break, Kind::Space(_) | Kind::Break) => continue,
                (Kind::Space(_), Kind::Break) => {
                    last.kind = Kind::Break;
                    continue;
                }
                _ => {}
            }
        }
        all.push(token);
    }
    all
}

/// Gives each gap the marks and the link that both sides share, and takes gaps off the ends.
fn with_gaps(mut tokens: Vec<Token<'_>>) -> Vec<Token<'_>> {
    while tokens.last().is_some_and(Token::is_gap) {
        tokens.pop();
    }
    let first = tokens.iter().take_while(|token| token.is_gap()).count();
    tokens.drain(..first);
    for at in 1..tokens.len().max(1) {
        let (before, after) = tokens.split_at_mut(at);
        if let (Some(one), Some((gap, rest))) = (before.last(), after.split_first_mut())
            && gap.is_gap()
            && let Some(next) = rest.first()
        {
            gap.style = one.style.and(next.style);
            gap.link = one.link.filter(|_| one.link == next.link);
        }
    }
    tokens
}
