//! The language of a listing, from the names that highlighters use.

use std::sync::LazyLock;

use super::name_table::Names;
use super::names;
use crate::dom::{Document, Node, NodeIndex, Tag};

/// Elements around a listing that are its frame at most: a table that parts it from the numbers of
/// lines has five.
const FRAMES: usize = 6;

/// What highlighters put before a language's name, longer ones first.
const PREFIXES: [&str; 9] = [
    "language-", "lang-", "highlight-source-", "highlight-text-", "highlight-", "source-", "code-",
    "brush:", "syntax-",
];

/// Attributes that hold a language's name.
static ATTRIBUTES: Names = Names::of("language-attribute");

/// Classes beside which a language's bare name stands.
static HIGHLIGHTERS: Names = Names::of("highlighter");

/// Names that name no language.
static NO_LANGUAGE: Names = Names::of("no-language");

/// Names of languages that a class may be without any mark around.
static NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let table = include_str!("../../../data/code_languages.txt");
    table.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
});

/// The language, as the page names it.
pub(super) fn of(document: &Document<'_>, listing: NodeIndex) -> Option<String> {
    let inside = document.inside(listing).take(40).map(|(_, node)| node);
    let inside = inside.filter(|node| matches!(node.tag(), Tag::Code | Tag::Pre)).take(2);
    let around = document.ancestors(listing).take(FRAMES).map(|at| document.node(at));
    let nodes = std::iter::once(document.node(listing)).chain(inside);
    nodes.chain(around.take_while(|node| is_frame(node))).find_map(stated)
}

/// Whether an element can be the frame of one listing.
fn is_frame(node: &Node<'_>) -> bool {
    matches!(
        node.tag(),
        Tag::Div
            | Tag::Figure
            | Tag::Code
            | Tag::Td
            | Tag::Tr
            | Tag::Tbody
            | Tag::Table
            | Tag::Span
            | Tag::Other
    )
}

fn stated(node: &Node<'_>) -> Option<String> {
    let attributes = ATTRIBUTES.iter().filter_map(|name| node.attr(name));
    if let Some(name) = attributes.into_iter().find_map(language_name) {
        return Some(name);
    }
    let class = node.attr("class")?;
    let mut brush = class.split("brush:").skip(1);
    let prefixed = names::classes(node)
        .filter_map(|class| PREFIXES.iter().find_map(|prefix| class.strip_prefix(prefix)))
        .chain(brush.next())
        .filter(|name| !name.starts_with("highlighter"));
    if let Some(name) = prefixed.into_iter().find_map(known_or_marked(class)) {
        return Some(name);
    }
    let is_listing =
        matches!(node.tag(), Tag::Pre | Tag::Code) || names::has_class(node, &HIGHLIGHTERS);
    let bare = || names::classes(node).filter(|class| !HIGHLIGHTERS.contains(class));
    let known = bare().find(|class| NAMES.contains(&class.to_ascii_lowercase().as_str()));
    known.filter(|_| is_listing).and_then(language_name)
}

/// Takes a name after a prefix: any after the plain prefixes, only known ones after those that
/// are also the beginnings of other names.
fn known_or_marked(class: &str) -> impl Fn(&str) -> Option<String> {
    let marked = ["language-", "lang-", "brush:", "highlight-source-", "highlight-text-"];
    let is_marked = marked.iter().any(|prefix| class.contains(prefix));
    move |name| {
        let name = language_name(name)?;
        (is_marked || NAMES.contains(&name.to_ascii_lowercase().as_str())).then_some(name)
    }
}

/// The name without what stands after it, as in `js{1,3}`.
fn language_name(name: &str) -> Option<String> {
    let part = |c: &char| c.is_alphanumeric() || matches!(c, '+' | '#' | '-' | '_' | '.');
    let name: String = name.trim().chars().take_while(part).take(30).collect();
    let lower = name.to_ascii_lowercase();
    (!name.is_empty() && !NO_LANGUAGE.contains(&lower.as_str())).then(|| match lower.as_str() {
        "html-basic" => "html".to_owned(),
        _ => name,
    })
}
