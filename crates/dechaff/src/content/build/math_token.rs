//! Numbers, names, signs and texts of formulas as TeX.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::math_letters;
use crate::dom::Node;

/// Characters, and the commands that TeX has for them.
static SYMBOLS: LazyLock<HashMap<char, &str>> = LazyLock::new(|| {
    let table = include_str!("../../../data/tex_symbols.tsv");
    let pairs = table.lines().filter(|line| !line.starts_with("# ")).filter_map(|line| {
        let (symbol, command) = line.split_once('\t')?;
        Some((symbol.chars().next()?, command))
    });
    pairs.collect()
});

/// Names that TeX sets upright, as commands.
pub(super) const FUNCTIONS: &[&str] = &[
    "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh",
    "log", "ln", "lg", "exp", "lim", "limsup", "liminf", "max", "min", "sup", "inf", "det", "dim",
    "ker", "gcd", "arg", "deg", "Pr", "mod",
];

/// A number, name, sign or text.
pub(super) fn token(node: &Node<'_>, name: &str, text: &str) -> String {
    let text = text.trim_matches(|c: char| c.is_whitespace() || is_unseen(c));
    if name == "mtext" || name == "ms" {
        return if text.is_empty() { String::new() } else { format!("\\text{{{text}}}") };
    }
    let (text, style) = plain(text);
    if FUNCTIONS.contains(&text.as_str()) {
        return format!("\\{text}");
    }
    let mut tex = String::new();
    for character in text.chars() {
        match SYMBOLS.get(&character) {
            Some(command) => {
                tex.push_str(command);
                tex.push(' ');
            }
            None if matches!(character, '{' | '}' | '%' | '#' | '&' | '$' | '_') => {
                tex.push('\\');
                tex.push(character);
            }
            None => tex.push(character),
        }
    }
    let tex = tex.trim_end().to_owned();
    if let Some(style) = style.filter(|style| !style.is_empty()) {
        return format!("\\{style}{{{tex}}}");
    }
    let variant = node.attr("mathvariant").unwrap_or_default();
    let command = match variant {
        "bold" => "mathbf",
        "double-struck" => "mathbb",
        "script" => "mathcal",
        "fraktur" => "mathfrak",
        "sans-serif" => "mathsf",
        "monospace" => "mathtt",
        // Of several letters a name is upright anyway.
        "normal" if name == "mi" && tex.is_ascii() => "mathrm",
        "" if name == "mi" && text.chars().count() > 1 && tex.is_ascii() => "mathrm",
        _ => return tex,
    };
    format!("\\{command}{{{tex}}}")
}

/// A token's text in plain letters, and their style if they are letters of mathematics.
fn plain(text: &str) -> (String, Option<&'static str>) {
    let mut style = None;
    let shown = text.chars().filter(|character| !is_unseen(*character));
    let letters = shown.map(|character| match math_letters::plain(character) {
        Some((of_letter, letter)) => {
            style = style.or(Some(of_letter));
            letter
        }
        None => character,
    });
    (letters.collect(), style)
}

/// Signs of multiplication and the like that are not shown.
fn is_unseen(character: char) -> bool {
    matches!(character, '\u{2061}'..='\u{2064}' | '\u{200b}' | '\u{feff}')
}
