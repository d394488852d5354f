//! Formulas that stand in the text as TeX, where the page has a script that shows them.

use crate::dom::{Document, NodeData, Tag};

/// Bytes of a formula at most; what is longer between two signs is text.
const LONG: usize = 2_000;

/// The same for a formula between single dollars, which are also the signs of prices.
const LONG_BETWEEN_DOLLARS: usize = 300;

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
    while let Some(found) = rest.get(from..).and_then(|rest| rest.find(['$', '\\'])) {
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

/// The formula that a text begins with, whether it is set apart, and what comes after it.
fn formula<'t>(text: &'t str, before: &str) -> Option<(&'t str, bool, &'t str)> {
    for (open, close, display) in [("$$", "$$", true), ("\\[", "\\]", true), ("\\(", "\\)", false)]
    {
        if let Some(inside) = text.strip_prefix(open) {
            let (tex, after) = inside.split_once(close)?;
            let is_formula = !tex.trim().is_empty() && tex.len() <= LONG;
            return is_formula.then_some((tex.trim(), display, after));
        }
    }
    if let Some(inside) = text.strip_prefix("\\begin{") {
        let (name, _) = inside.split_once('}')?;
        let is_known = ["equation", "align", "gather", "multline", "eqnarray", "displaymath"]
            .contains(&name.trim_end_matches('*'));
        let end = format!("\\end{{{name}}}");
        let length = text.find(&end).filter(|_| is_known)? + end.len();
        let (tex, after) = text.split_at(length);
        return (tex.len() <= LONG).then_some((tex, true, after));
    }
    let inside = text.strip_prefix('$')?;
    let (tex, after) = inside.split_once('$')?;
    let is_tight = !tex.starts_with(char::is_whitespace) && !tex.ends_with(char::is_whitespace);
    let is_price = after.starts_with(|c: char| c.is_ascii_digit())
        || before.ends_with(|c: char| c.is_alphanumeric() || c == '\\');
    let is_marked = tex.contains(['\\', '^', '_', '{', '=', '<', '>', '+']);
    let is_name = tex.chars().count() <= 3;
    let is_formula = is_tight && !is_price && (is_marked || is_name) && !tex.is_empty();
    (is_formula && tex.len() <= LONG_BETWEEN_DOLLARS).then_some((tex, false, after))
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
    }

    #[test]
    fn prices_and_lone_signs_are_text() {
        for text in [
            "$5 and $6", "a $ b $ c", "\\$x\\$", "it costs US$5, not $6", "$$", "\\(", "C:\\dir\\",
            "é$é", "$ $",
        ] {
            assert_eq!(sketch(text), text);
        }
        let many = "$".repeat(100_001);
        assert_eq!(sketch(&many).len(), many.len());
    }
}
