//! Formulas, in whichever of its forms a page holds them, as TeX.

use super::name_table::Names;
use super::{mathml, names};
use crate::dom::{Document, Node, NodeIndex, Tag};

/// A formula of the page.
#[derive(Debug, PartialEq)]
pub(super) struct Formula {
    /// In TeX, without delimiters.
    pub(super) tex: String,
    /// Whether it is set apart from the text.
    pub(super) display: bool,
}

/// What an element is to formulas.
#[derive(Debug, PartialEq)]
pub(super) enum Found {
    /// It is one.
    Formula(Formula),
    /// It shows once more what another element holds better.
    Duplicate,
}

/// Bytes of text, above which an element with a class for formulas is no formula.
const LONG: usize = 4_000;

/// What the element at `index` is to formulas, if anything.
pub(super) fn of(document: &Document<'_>, index: NodeIndex) -> Option<Found> {
    let node = document.node(index);
    match node.tag() {
        Tag::Math => {
            let display = is_block(node);
            return from_markup(document, index).map(|tex| formula(tex, display));
        }
        Tag::Script => {
            let kind =
                node.attr("type").filter(|kind| kind.trim_start().starts_with("math/tex"))?;
            let tex = bare_tex(&document.text(index));
            return Some(formula(tex, kind.contains("mode=display")));
        }
        Tag::Span | Tag::Div | Tag::P | Tag::Other => {}
        _ => return None,
    }
    if let Some(tex) = stated(node) {
        return Some(formula(bare_tex(tex), is_set_apart(node)));
    }
    match names::element_name(node) {
        "mjx-container" => {
            let tex = from_inside(document, index).or_else(|| from_drawing(document, index))?;
            return Some(formula(tex, node.attr("display") == Some("true")));
        }
        // The inside is TeX with or without delimiters.
        "d-math" | "math-renderer" | "tex-math" | "formula" => {
            let text = document.text(index);
            let (tex, apart) = delimited(&text).unwrap_or((text.trim(), false));
            let apart = apart || node.attr("block").is_some() || is_set_apart(node);
            return (text.len() <= LONG).then(|| formula(bare_tex(tex), apart));
        }
        _ => {}
    }
    let mut found = None;
    for class in names::classes(node) {
        found = found.or_else(|| of_class(document, index, class));
    }
    found
}

/// What a class says an element is to formulas.
fn of_class(document: &Document<'_>, index: NodeIndex, class: &str) -> Option<Found> {
    match class {
        "katex-display" => from_inside(document, index).map(|tex| formula(tex, true)),
        "katex" => from_inside(document, index).map(|tex| formula(tex, false)),
        "mwe-math-element" => {
            let display = document
                .inside(index)
                .take(20)
                .any(|(_, node)| names::has_class(node, &["mwe-math-mathml-display"]));
            from_inside(document, index).map(|tex| formula(tex, display))
        }
        _ if is_drawn(class) && has_script(document, index) => Some(Found::Duplicate),
        // Of a page as a browser saved it, where the script is lost.
        _ if is_drawn(class) => {
            let tex = from_inside(document, index)?;
            Some(formula(tex, class.ends_with("isplay")))
        }
        "math" | "arithmatex" | "tex" | "latex" | "MathJax-TeX" | "tex2jax_process" => {
            let text = names::short_text(document, index, LONG)?;
            delimited(&text).map(|(tex, display)| formula(tex.to_owned(), display))
        }
        _ => None,
    }
}

/// Whether a class is that of a formula as `MathJax` 2 draws it.
fn is_drawn(class: &str) -> bool {
    matches!(
        class,
        "MathJax_Preview"
            | "MathJax"
            | "MathJax_Display"
            | "MathJax_SVG"
            | "MathJax_SVG_Display"
            | "MathJax_CHTML"
            | "MJXc-display"
            | "mjx-chtml"
    )
}

/// Attributes that hold the TeX of what an element shows.
static STATED: Names = Names::of("tex-attribute");

/// The TeX that an attribute of an element states.
fn stated<'a>(node: &Node<'a>) -> Option<&'a str> {
    let of_editor = |name: &str| name == "data-value" && names::has_class(node, &["ql-formula"]);
    let is_tex = |value: &str| {
        value.contains(['\\', '^', '_', '=', '{', '+', '(']) || value.trim().chars().count() == 1
    };
    let mut attributes = node.attrs();
    let stated = attributes.find(|(name, value)| {
        (STATED.contains(name) && is_tex(value) || of_editor(name)) && value.len() <= LONG
    });
    stated.map(|(_, value)| value)
}

/// Whether the names of an element say that it is set apart from the text.
fn is_set_apart(node: &Node<'_>) -> bool {
    node.tag() == Tag::Div
        || node.attr("data-display").is_some_and(|value| matches!(value, "true" | "block" | ""))
        || names::has_word(node, &["block", "display"])
}

fn formula(tex: String, display: bool) -> Found {
    if tex.is_empty() { Found::Duplicate } else { Found::Formula(Formula { tex, display }) }
}

fn is_block(math: &Node<'_>) -> bool {
    math.attr("display") == Some("block") || math.attr("mode") == Some("display")
}

/// The formula of the first `<math>` inside an element.
fn from_inside(document: &Document<'_>, index: NodeIndex) -> Option<String> {
    let mut inside = document.inside(index).take(500);
    let (math, _) = inside.find(|(_, node)| node.tag() == Tag::Math)?;
    from_markup(document, math)
}

/// The formula that `MathJax` 3 drew, where it left no `MathML` beside it.
fn from_drawing(document: &Document<'_>, index: NodeIndex) -> Option<String> {
    let mut inside = document.inside(index).take(5);
    let (drawn, _) = inside.find(|(_, node)| names::element_name(node) == "mjx-math")?;
    Some(mathml::tex(document, drawn)).filter(|tex| !tex.is_empty())
}

/// The formula of a `<math>`: the TeX that it was made from if it holds that, else what its
/// elements mean.
fn from_markup(document: &Document<'_>, math: NodeIndex) -> Option<String> {
    let annotation = document.inside(math).find(|(_, node)| {
        let encoding = node.attr("encoding").unwrap_or_default();
        names::element_name(node) == "annotation" && encoding.to_ascii_lowercase().contains("tex")
    });
    let source = annotation.map(|(at, _)| document.text(at));
    let source = source.or_else(|| document.node(math).attr("alttext").map(str::to_owned));
    let source = source.map(|tex| bare_tex(&tex)).filter(|tex| !tex.is_empty());
    source.or_else(|| Some(mathml::tex(document, math)).filter(|tex| !tex.is_empty()))
}

/// Whether a script with the formula's TeX follows the element, as `MathJax` 2 leaves it.
fn has_script(document: &Document<'_>, index: NodeIndex) -> bool {
    let node = document.node(index);
    let end = document.node(node.parent).end;
    let mut at = node.end;
    for _ in 0..4 {
        if at >= end {
            return false;
        }
        let next = document.node(at);
        if next.tag() == Tag::Script {
            return next.attr("type").is_some_and(|kind| kind.starts_with("math/"));
        }
        at = next.end;
    }
    false
}

/// TeX without delimiters, comments of generators and the style that a display has anyway.
pub(super) fn bare_tex(tex: &str) -> String {
    let mut tex = tex.trim().trim_start_matches("% <![CDATA[").trim_end_matches("%]]>").trim();
    if let Some((inner, _)) = delimited(tex) {
        tex = inner;
    }
    for style in ["\\displaystyle", "\\textstyle"] {
        let wrapped = tex.strip_prefix('{').and_then(|tex| tex.strip_suffix('}'));
        let wrapped = wrapped.and_then(|tex| tex.trim_start().strip_prefix(style));
        // In `{\displaystyle a}{b}` the braces are no pair.
        if let Some(inner) = wrapped.filter(|inner| is_balanced(inner)) {
            tex = inner.trim();
        }
        let rest = tex.strip_prefix(style).filter(|rest| !rest.starts_with(char::is_alphabetic));
        tex = rest.unwrap_or(tex).trim();
    }
    let tex = tex.trim_end_matches('%').trim();
    // Line breaks that were put into the source for a page.
    if !tex.contains("<br") {
        return tex.to_owned();
    }
    let lines =
        ["<br />", "<br/>", "<br>"].iter().fold(tex.to_owned(), |tex, mark| tex.replace(mark, " "));
    lines.trim().to_owned()
}

fn is_balanced(tex: &str) -> bool {
    let mut depth = 0i32;
    tex.bytes().all(|byte| {
        depth += i32::from(byte == b'{') - i32::from(byte == b'}');
        depth >= 0
    })
}

/// What stands between the delimiters of TeX, and whether they set it apart.
fn delimited(text: &str) -> Option<(&str, bool)> {
    let pairs =
        [("\\[", "\\]", true), ("\\(", "\\)", false), ("$$", "$$", true), ("$", "$", false)];
    pairs.into_iter().find_map(|(open, close, display)| {
        let inner = text.trim().strip_prefix(open)?.strip_suffix(close)?.trim();
        (!inner.is_empty() && !inner.contains(close)).then_some((inner, display))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tex_loses_what_is_not_the_formula() {
        assert_eq!(bare_tex(" {\\displaystyle {\\frac {a}{b}}} "), "{\\frac {a}{b}}");
        assert_eq!(bare_tex("{\\displaystyle a}{b}"), "{\\displaystyle a}{b}");
        assert_eq!(bare_tex("\\displaystyle x"), "x");
        assert_eq!(bare_tex("$x^2$"), "x^2");
        assert_eq!(bare_tex("<br />a\\\\<br>b"), "a\\\\ b");
        assert_eq!(bare_tex("\\[x\\]"), "x");
        assert_eq!(bare_tex("$a$ and $b$"), "$a$ and $b$");
    }
}
