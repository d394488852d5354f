//! Formulas shown as images, of which the alternative text or the address holds the TeX.

use std::sync::LazyLock;

use url::Url;
use url::form_urlencoded;

use super::math::{self, Formula};
use super::{name_table, names};
use crate::dom::Node;

/// Makers of such images: a part of the address, and where the TeX stands in it.
static MAKERS: LazyLock<Vec<(&str, &str)>> =
    LazyLock::new(|| name_table::pairs(include_str!("../../../data/formula_images.tsv")).collect());

/// What makers put before a formula to say how it is drawn.
const DRAWING: &[&str] = &[
    "\\inline", "\\large", "\\Large", "\\LARGE", "\\huge", "\\Huge", "\\small", "\\tiny",
    "\\normalsize", "\\displaystyle", "\\mathstrut",
];

/// The same, with a value after it.
const DRAWING_WITH_VALUE: &[&str] = &["\\dpi", "\\bg", "\\fn", "\\fg"];

/// The formula that an image shows, if it is one.
pub(super) fn of(node: &Node<'_>, alt: &str) -> Option<Formula> {
    let src = node.attr("src").or(node.attr("data-src")).unwrap_or_default();
    let maker = MAKERS.iter().find(|(maker, _)| src.contains(maker));
    let is_named = maker.is_some()
        || names::has_class(node, &["latex", "tex", "math"])
        || names::has_word(node, &["mwe", "mathjax", "katex"]);
    if !is_named {
        return None;
    }
    let stated = (!alt.is_empty()).then(|| alt.to_owned());
    let is_tex = alt.contains(['\\', '^', '_', '{']);
    let tex = maker
        .filter(|_| !is_tex)
        .and_then(|(_, place)| in_address(src, place))
        .filter(|tex| !tex.trim().is_empty())
        .or(stated)?;
    let tex = math::bare_tex(undrawn(&tex));
    let display = names::has_word(node, &["display", "displaymath"]);
    (!tex.is_empty()).then_some(Formula { tex, display })
}

/// The TeX in an address, decoded.
fn in_address(src: &str, place: &str) -> Option<String> {
    // The base is of no account: only the path and the query are read.
    let url = Url::parse("https://x.example/").ok()?.join(&src.replace('\\', "%5C")).ok()?;
    let decode = |text: &str| percent_encoding_decoded(text);
    match place {
        "?" => url.query().map(decode),
        "/" => url.path_segments()?.next_back().map(decode),
        name => {
            let mut pairs = form_urlencoded::parse(url.query()?.as_bytes());
            pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
        }
    }
}

/// Text without percent-encoding. A plus sign stays one, as a query that is all TeX has it.
fn percent_encoding_decoded(text: &str) -> String {
    let plain = text.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    let mut pairs = form_urlencoded::parse(plain.as_bytes());
    pairs.next().map(|(text, _)| text.into_owned()).unwrap_or_default()
}

/// TeX without what only says how an image of it is drawn.
fn undrawn(tex: &str) -> &str {
    let mut tex = tex.trim();
    loop {
        let rest = DRAWING.iter().find_map(|word| {
            tex.strip_prefix(word).filter(|rest| !rest.starts_with(char::is_alphabetic))
        });
        let valued = || {
            let rest = DRAWING_WITH_VALUE.iter().find_map(|word| tex.strip_prefix(word))?;
            match rest.strip_prefix('{') {
                Some(rest) => rest.split_once('}').map(|(_, rest)| rest),
                None => rest
                    .strip_prefix('_')
                    .map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric())),
            }
        };
        match rest.or_else(valued) {
            Some(rest) => tex = rest.trim_start(),
            None => return tex,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sketch::sketch;

    #[test]
    fn the_address_of_a_formula_holds_its_tex() {
        let image =
            |src: &str, alt: &str| sketch(&format!("<p>It is <img src='{src}' alt='{alt}'> then"));
        let shown = |tex: &str| format!("p(It is ${tex}$ then)");
        let cgi = "/cgi-bin/mimetex.cgi?\\large z \\mapsto a+b";
        assert_eq!(image(cgi, ""), shown("z \\mapsto a+b"));
        let cogs = "https://latex.codecogs.com/png.latex?\\dpi{120}&space;\\bg_white%20x^2";
        assert_eq!(
            image("//latex.codecogs.com/gif.latex?%5Cdpi%7B120%7D%20%5Cbg_white%20x%5E2", "x"),
            shown("x^2")
        );
        assert_eq!(image(cogs, "\\frac12"), shown("\\frac12"));
        let blog = "https://s0.wp.com/latex.php?latex=%5Cdisplaystyle+x%2By&bg=ffffff";
        assert_eq!(image(blog, "x"), shown("x+y"));
        assert_eq!(image("https://i.upmath.me/svg/a%5E2", ""), shown("a^2"));
    }
}
