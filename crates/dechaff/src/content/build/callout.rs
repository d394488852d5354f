//! Boxes beside the text: admonitions and alerts of documentation tools and themes.

use std::sync::LazyLock;

use super::name_table::Names;
use super::names;
use crate::dom::Document;
use crate::dom::{Node, NodeIndex, Tag};

/// Classes of boxes whose kind another class or attribute says, and what stands before that.
static BOXES: Names = Names::of("callout");

/// Boxes that are one whatever their kind is called.
static FIRM: Names = Names::of("firm-callout");

/// Classes of the headings of boxes.
static TITLES: Names = Names::of("callout-title");

/// Words for the kinds of boxes, and the kind that each means.
static KINDS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let table = include_str!("../../../data/callout_kinds.tsv");
    let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t')).collect()
});

/// The kind of box that an element is.
pub(super) fn kind(node: &Node<'_>) -> Option<String> {
    if !matches!(
        node.tag(),
        Tag::Div | Tag::Aside | Tag::Section | Tag::Blockquote | Tag::Details | Tag::P
    ) {
        return None;
    }
    let class = node.attr("class")?;
    if let Some(word) = node.attr("data-callout") {
        return Some(known(word).map_or_else(|| plain(word), str::to_owned));
    }
    // Boxes of Microsoft's documentation.
    let shouted = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];
    if let Some(class) = names::classes(node).find(|class| shouted.contains(class)) {
        return Some(class.to_ascii_lowercase());
    }
    let is_box = |name: &&str| BOXES.iter().any(|known| known.eq_ignore_ascii_case(name));
    let first = names::classes(node).find(is_box)?;
    let rest = names::classes(node).filter(|class| *class != first);
    let words = || rest.clone().map(without_box);
    if let Some(kind) = words().find_map(known) {
        return Some(kind.to_owned());
    }
    let own = words().find(|word| !word.is_empty() && !is_box(word) && word.len() <= 20);
    let is_firm = FIRM.contains(&first) && class.len() < 200;
    is_firm.then(|| own.map_or_else(|| "note".to_owned(), plain))
}

/// A class without the name of the box before it.
fn without_box(class: &str) -> &str {
    let mut rest = class;
    for name in BOXES.iter() {
        if let Some(after) = rest.strip_prefix(name).filter(|after| after.starts_with(['-', '_'])) {
            rest = after.trim_start_matches(['-', '_']);
        }
    }
    rest
}

fn known(word: &str) -> Option<&'static str> {
    let word = word.to_ascii_lowercase();
    KINDS.iter().find(|(name, _)| *name == word).map(|(_, kind)| *kind)
}

/// A page's own word for a kind, in small letters.
fn plain(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric() || *c == '-').collect::<String>().to_lowercase()
}

/// Whether an element is the heading of the box around it.
pub(super) fn is_title(document: &Document<'_>, index: NodeIndex) -> bool {
    let node = document.node(index);
    let Some(class) = node.attr("class") else {
        return node.tag() == Tag::Summary;
    };
    names::has_class(node, &TITLES)
        || class.contains("admonitionHeading")
        || node.tag() == Tag::Summary
}

/// Whether a box's heading only says of what kind it is.
pub(super) fn only_says(title: &str, kind: &str) -> bool {
    let word = title.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    word == kind || known(&word) == Some(kind)
}
