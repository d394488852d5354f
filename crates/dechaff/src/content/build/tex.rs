//! Formulas that stand in the text as TeX, where the page has a script that shows them.

use crate::dom::{Document, NodeData, NodeIndex, Tag};

/// Bytes of a formula at most; what is longer between two signs is text.
const LONG: usize = 2_000;

/// The same for a formula between single dollars, which are also the signs of prices.
const LONG_BETWEEN_DOLLARS: usize = 300;

/// The same for one without any mark of TeX.
const SHORT: usize = 40;

/// What stands before and after a formula, and whether it is set apart. Those in square brackets
/// are of forums.
const PAIRS: [(&str, &str, bool); 10] = [
    ("$$", "$$", true),
    ("\\[", "\\]", true),
    ("\\(", "\\)", false),
    ("[tex]", "[/tex]", true),
    ("[TEX]", "[/TEX]", true),
    ("[math]", "[/math]", false),
    ("[MATH]", "[/MATH]", false),
    ("[latex]", "[/latex]", false),
    ("[imath]", "[/imath]", false),
    ("[itex]", "[/itex]", false),
];

/// Environments that are formulas without any sign around them.
const ENVIRONMENTS: [&str; 7] =
    ["equation", "align", "gather", "multline", "eqnarray", "displaymath", "alignat"];

/// Signs that a formula may begin with.
pub(super) const SIGNS: [char; 4] = ['$', '\\', '[', '#'];

/// A piece of a text.
#[derive(Debug, PartialEq)]
pub(super) enum Piece<'t> {
    Text(&'t str),
    Formula { tex: &'t str, display: bool },
}

/// Whether the page has a script that turns TeX in its text into formulas.
pub(super) fn is_shown(document: &Document<'_>) -> bool {
    document.nodes().iter().any(|node| {
        let names = |value: &str| {
            let value = value.to_ascii_lowercase();
            value.contains("mathjax") || value.contains("katex")
        };
        matches!(node.data, NodeData::Element(Tag::Script | Tag::Link, _))
            && [node.attr("src"), node.attr("type"), node.attr("href"), node.attr("id")]
                .into_iter()
                .flatten()
                .any(names)
    })
}

/// Cuts a text at its formulas.
pub(super) fn split(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut rest, mut from) = (text, 0);
    while let Some(found) = rest.get(from..).and_then(|rest| rest.find(SIGNS)) {
        let at = from + found;
        let (before, here) = rest.split_at(at);
        if let Some((tex, display, after)) = formula(here, before) {
            if !before.is_empty() {
                pieces.push(Piece::Text(before));
            }
            pieces.push(Piece::Formula { tex, display });
            (rest, from) = (after, 0);
        } else {
            // An escaped sign opens nothing.
            let is_escape = here.starts_with("\\$") || here.starts_with("$$");
            from = at + if is_escape { 2 } else { 1 };
        }
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// A formula that a text begins and a later one ends, with line breaks in between.
#[derive(Debug)]
pub(super) struct Reaching<'t> {
    pub(super) before: &'t str,
    pub(super) tex: String,
    pub(super) display: bool,
    /// The text in which it ends, and what stands there after it.
    pub(super) end: NodeIndex,
    pub(super) after: &'t str,
}

/// The formula that begins in the last of a text's pieces and reaches over line breaks into the
/// texts after it. `index` is the text's node.
pub(super) fn reaching<'t>(
    document: &Document<'t>,
    index: NodeIndex,
    last: &'t str,
) -> Option<Reaching<'t>> {
    let openings = PAIRS.iter().filter_map(|pair| Some((last.find(pair.0)?, pair)));
    let (at, (open, close, display)) = openings.min_by_key(|(at, _)| *at)?;
    let (before, rest) = last.split_at(at);
    let mut tex = rest.strip_prefix(open)?.to_owned();
    let end = document.node(document.node(index).parent).end;
    let mut next = index + 1;
    while next < end && tex.len() < LONG {
        let node = document.node(next);
        match node.data {
            NodeData::Text(text) => {
                // An empty line would end the formula.
                let text = if tex.ends_with('\n') { text.trim_start() } else { text };
                if let Some((inside, after)) = text.split_once(close) {
                    tex.push_str(inside);
                    return Some(Reaching { before, tex, display: *display, end: next, after });
                }
                tex.push_str(text);
            }
            NodeData::Element(Tag::Br, _) => tex.push('\n'),
            _ => return None,
        }
        next = node.end;
    }
    None
}

/// The formula that a text begins with, whether it is set apart, and what comes after it.
fn formula<'t>(text: &'t str, before: &str) -> Option<(&'t str, bool, &'t str)> {
    for (open, close, display) in PAIRS {
        if let Some(inside) = text.strip_prefix(open) {
            let (tex, after) = cut(inside, close, LONG)?;
            return (!tex.trim().is_empty()).then_some((tex.trim(), display, after));
        }
    }
    if let Some(inside) = text.strip_prefix("\\begin{") {
        let (name, _) = cut(inside, "}", LONG)?;
        let is_known = ENVIRONMENTS.contains(&name.trim_end_matches('*'));
        let end = format!("\\end{{{name}}}");
        let (inside, _) = cut(text, &end, LONG).filter(|_| is_known)?;
        let (tex, after) = text.split_at(inside.len() + end.len());
        return Some((tex, true, after));
    }
    if let Some(inside) = text.strip_prefix("##") {
        let (tex, after) = cut(inside, "##", LONG_BETWEEN_DOLLARS)?;
        return is_formula(tex).then_some((tex, false, after));
    }
    let inside = text.strip_prefix('$')?;
    if let Some(inside) = inside.strip_prefix("latex ") {
        let (tex, after) = cut(inside, "$", LONG)?;
        return Some((tex.trim(), false, after));
    }
    let (tex, after) = cut(inside, "$", LONG_BETWEEN_DOLLARS)?;
    let is_price = after.starts_with(|c: char| c.is_ascii_digit())
        || before.ends_with(|c: char| c.is_alphanumeric() || c == '\\');
    (is_formula(tex) && !is_price).then_some((tex, false, after))
}

/// What stands before a mark that comes within `limit` bytes, and what after.
fn cut<'t>(text: &'t str, mark: &str, limit: usize) -> Option<(&'t str, &'t str)> {
    let mut end = text.len().min(limit + mark.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let at = text.split_at(end).0.find(mark)?;
    let (inside, after) = text.split_at(at);
    Some((inside, after.strip_prefix(mark)?))
}

/// Whether what stands between two signs that texts also have for themselves is a formula: it has
/// marks of TeX, or no words.
fn is_formula(tex: &str) -> bool {
    let is_tight = !tex.starts_with(char::is_whitespace) && !tex.ends_with(char::is_whitespace);
    let is_marked = || tex.contains(['\\', '^', '_', '{', '=', '<', '>', '+']);
    let is_name = || tex.chars().count() <= 3;
    let has_words = || {
        let mut words = tex.split(|c: char| !c.is_alphabetic());
        words.any(|word| word.chars().count() > 2 || !word.is_ascii())
    };
    let is_short = || tex.len() <= SHORT && !has_words();
    !tex.is_empty() && is_tight && (is_marked() || is_name() || is_short())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sketch(text: &str) -> String {
        let pieces = split(text).into_iter().map(|piece| match piece {
            Piece::Text(text) => text.to_owned(),
            Piece::Formula { tex, display: true } => format!("[[{tex}]]"),
            Piece::Formula { tex, display: false } => format!("[{tex}]"),
        });
        pieces.collect()
    }

    #[test]
    fn formulas_are_cut_out() {
        assert_eq!(sketch("a \\(x\\) b $$y$$ c \\[ z \\] $x_1$."), "a [x] b [[y]] c [[z]] [x_1].");
        assert_eq!(
            sketch("\\begin{align*}a\\end{align*} b"),
            "[[\\begin{align*}a\\end{align*}]] b"
        );
        assert_eq!(sketch("$n$-th"), "[n]-th");
        assert_eq!(sketch("$P(A)$ or $0.25$"), "[P(A)] or [0.25]");
        assert_eq!(sketch("[itex]a[/itex] ##b^2## $latex c$"), "[a] [b^2] [c]");
    }

    #[test]
    fn prices_and_lone_signs_are_text() {
        for text in [
            "$5 and $6", "a $ b $ c", "\\$x\\$", "it costs US$5, not $6", "$$", "\\(", "C:\\dir\\",
            "é$é", "$ $", "$5 (about £4) or 5$", "[tex]", "## one ## two ##", "a [1] b",
        ] {
            assert_eq!(sketch(text), text);
        }
        for sign in ["$", "\\(", "[tex]", "##", "\\begin{"] {
            let many = sign.repeat(100_001);
            assert!(sketch(&many).len() <= many.len());
        }
    }
}
