//! Images: which of an element's addresses is the image, and which images are none.

use super::links::Links;
use super::math::Formula;
use super::name_table::Names;
use super::{formula_image, names, srcset};
use crate::content::Image;
use crate::dom::{Document, Node, NodeIndex, Tag};
use crate::white_space::one_line;

/// Attributes with an image's address before a script puts it into `src`, best first.
static LAZY: Names = Names::of("image-address");

/// The same for `srcset`.
static LAZY_SETS: Names = Names::of("image-set");

/// Words that the files of images that only hold a place or count visits are named for.
static PLACEHOLDERS: Names = Names::of("placeholder");

/// Words that may stand beside those, and say nothing by themselves: `image-1.png` is a name that
/// many editors give.
static BESIDE: Names = Names::of("beside-placeholder");

/// Words in the names of images that belong to the page and not to its content.
static FURNITURE: Names = Names::of("image-furniture");

/// Sides up to which, in pixels, an image counts visits.
const TINY: u32 = 3;

/// Sides up to which, in pixels, an image without text is a sign.
const SMALL: u32 = 32;

/// What an image element shows.
#[derive(Debug, PartialEq)]
pub(super) enum Shown {
    Image(Image),
    /// A sign that stands for a character.
    Emoji(String),
    Formula(Formula),
}

/// What the image at `index` shows; nothing where it belongs to the page's furniture.
pub(super) fn of(document: &Document<'_>, index: NodeIndex, links: Links<'_>) -> Option<Shown> {
    let node = document.node(index);
    let alt = one_line(node.attr("alt").unwrap_or_default());
    if is_emoji(node, &alt) {
        return Some(Shown::Emoji(alt));
    }
    if let Some(formula) = formula_image::of(node, &alt) {
        return Some(Shown::Formula(formula));
    }
    let (width, height) = (side(node, "width"), side(node, "height"));
    let side = width.into_iter().chain(height).min();
    let most = width.into_iter().chain(height).max();
    let is_small = side.is_some_and(|side| side <= TINY)
        || most.is_some_and(|side| side <= SMALL) && width.is_some() && height.is_some();
    if is_small || names::is_hidden(node) || is_furniture(document, index) {
        return None;
    }
    let src = address(document, index, links)?;
    let title = node.attr("title").map(one_line).filter(|title| !title.is_empty());
    Some(Shown::Image(Image {
        src,
        title: title.filter(|title| *title != alt),
        alt,
        width,
        height,
    }))
}

/// Whether an image stands for a character. Letters would be words that no text block has.
fn is_emoji(node: &Node<'_>, alt: &str) -> bool {
    !alt.is_empty()
        && !alt.contains(char::is_alphabetic)
        && names::has_word(node, &["emoji", "emojione", "twemoji", "smiley"])
        && alt.chars().count() <= 12
}

/// The length of a side, in CSS pixels.
fn side(node: &Node<'_>, name: &str) -> Option<u32> {
    let of_style = || names::style(node, name).filter(|value| value.ends_with("px"));
    let stated = node.attr(name).map(str::to_owned).or_else(of_style)?;
    let number = stated.trim().trim_end_matches("px");
    number.parse::<f64>().ok().filter(|side| (0.0..1e6).contains(side)).map(|side| side as u32)
}

/// Whether the names on and around the image say that it is no content.
fn is_furniture(document: &Document<'_>, index: NodeIndex) -> bool {
    let inline =
        |at: &NodeIndex| matches!(document.node(*at).tag(), Tag::A | Tag::Span | Tag::Picture);
    let around = document.ancestors(index).take_while(inline).take(2);
    let mut nodes = std::iter::once(index).chain(around).map(|at| document.node(at));
    nodes.any(|node| node.attr("class").is_some() && names::has_word(node, &FURNITURE))
}

/// The address of the best candidate.
fn address(document: &Document<'_>, index: NodeIndex, links: Links<'_>) -> Option<String> {
    let node = document.node(index);
    let parent = document.node(node.parent);
    let sources = (parent.tag() == Tag::Picture)
        .then(|| document.inside(node.parent))
        .into_iter()
        .flatten()
        .take(50)
        .map(|(_, node)| node)
        .filter(|node| node.tag() == Tag::Source);
    let sets = |node: &Node<'_>| {
        let names = LAZY_SETS.iter().chain(&["srcset"]);
        names.filter_map(|name| node.attr(name)).find_map(|set| {
            let best = srcset::best(set)?;
            usable(best, links)
        })
    };
    let lazy = || LAZY.iter().filter_map(|name| node.attr(name)).find_map(|src| usable(src, links));
    let plain = || node.attr("src").and_then(|src| usable(src, links));
    sets(node).or_else(lazy).or_else(plain).or_else(|| sources.into_iter().find_map(sets))
}

/// The absolute address, unless what it names only holds a place.
fn usable(src: &str, links: Links<'_>) -> Option<String> {
    let url = links.web(src)?;
    let name = url.path_segments().and_then(|mut parts| parts.next_back()).unwrap_or_default();
    let (stem, _) = name.rsplit_once('.').unwrap_or((name, ""));
    let letters = |word| str::trim_matches(word, |c: char| c.is_ascii_digit());
    let words = names::words(stem).map(letters).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    let holds_place = |word: &&str| names::is_one_of(word, &PLACEHOLDERS);
    let is_placeholder = words.iter().any(holds_place)
        && words.iter().all(|word| holds_place(word) || names::is_one_of(word, &BESIDE));
    (!is_placeholder).then(|| url.into())
}
