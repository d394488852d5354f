//! What the names in an element's `class` say.

use crate::dom::{Document, Node, NodeData, NodeIndex};
use crate::white_space::one_line;

/// The names in an element's `class`.
pub(super) fn classes<'a>(node: &Node<'a>) -> impl Iterator<Item = &'a str> + Clone + use<'a> {
    node.attr("class").unwrap_or_default().split_ascii_whitespace()
}

/// Whether the element has one of these classes, whatever the case.
pub(super) fn has_class(node: &Node<'_>, wanted: &[&str]) -> bool {
    classes(node).any(|class| wanted.iter().any(|name| class.eq_ignore_ascii_case(name)))
}

/// The words of a name: cut where a mark stands or a capital begins.
pub(super) fn words(name: &str) -> impl Iterator<Item = &str> {
    let cut = |character: char| !character.is_ascii_alphanumeric();
    name.split(cut).filter(|word| !word.is_empty()).flat_map(|word| Capitals { rest: word })
}

/// A word cut where small letters turn to capitals.
struct Capitals<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Capitals<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let bytes = self.rest.as_bytes();
        if bytes.is_empty() {
            return None;
        }
        let turns = bytes.windows(2).position(|pair| {
            matches!(pair, [one, next] if one.is_ascii_lowercase() && next.is_ascii_uppercase())
        });
        let (word, rest) = self.rest.split_at(turns.map_or(self.rest.len(), |at| at + 1));
        self.rest = rest;
        Some(word)
    }
}

/// Whether a word of the element's classes is one of these, whatever the case.
pub(super) fn has_word(node: &Node<'_>, wanted: &[&str]) -> bool {
    classes(node).any(|class| words(class).any(|word| is_one_of(word, wanted)))
}

/// Whether a word is one of these, whatever the case.
pub(super) fn is_one_of(word: &str, wanted: &[&str]) -> bool {
    wanted.iter().any(|name| word.eq_ignore_ascii_case(name))
}

/// The value of a property in the element's `style`, in small letters.
pub(super) fn style(node: &Node<'_>, property: &str) -> Option<String> {
    let declarations = node.attr("style")?.split(';');
    declarations.filter_map(|declaration| declaration.split_once(':')).find_map(|(name, value)| {
        let value = value.trim().trim_end_matches("!important").trim_end();
        name.trim().eq_ignore_ascii_case(property).then(|| value.to_ascii_lowercase())
    })
}

/// Whether the markup itself says that the element is not shown.
pub(super) fn is_hidden(node: &Node<'_>) -> bool {
    node.attr("hidden").is_some() || style(node, "display").is_some_and(|value| value == "none")
}

/// The name of an element, also of those that HTML does not know; empty for text.
pub(super) fn element_name<'a>(node: &Node<'a>) -> &'a str {
    match node.data {
        NodeData::Element(_, element) => element.name(),
        _ => "",
    }
}

/// The text inside an element with white space collapsed, if it is no longer than `limit` bytes.
pub(super) fn short_text(
    document: &Document<'_>,
    index: NodeIndex,
    limit: usize,
) -> Option<String> {
    let mut text = String::new();
    for (_, node) in document.inside(index) {
        if let NodeData::Text(part) = node.data {
            text.push_str(part);
            // Indentation may be longer than the words.
            if text.len() > limit * 8 {
                return None;
            }
        }
    }
    let text = one_line(&text);
    (text.len() <= limit).then_some(text)
}
