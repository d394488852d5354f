//! Whether XML keeps to the content models of TEI P5, for the elements that dechaff writes.

use roxmltree::{Document, Node};

/// What may stand in a line of text.
const PHRASE: &[&str] =
    &["hi", "ref", "code", "formula", "graphic", "lb", "ruby", "note", "milestone", "name", "date"];

/// What may stand in a division beside headings.
const PARTS: &[&str] = &["p", "list", "quote", "table", "figure", "note", "milestone"];

/// An element, whether it holds text, and the elements that it may hold.
const MODELS: &[(&str, bool, &[&[&str]])] = &[
    ("TEI", false, &[&["teiHeader", "text"]]),
    ("text", false, &[&["body", "back"]]),
    ("body", false, &[&["div"]]),
    ("back", false, &[&["div"]]),
    ("div", false, &[PARTS, &["head", "byline", "div"]]),
    ("head", true, &[PHRASE]),
    ("byline", true, &[PHRASE]),
    ("p", true, &[PHRASE]),
    ("hi", true, &[PHRASE]),
    ("ref", true, &[PHRASE]),
    ("label", true, &[PHRASE]),
    ("item", true, &[PHRASE, PARTS]),
    ("cell", true, &[PHRASE, PARTS]),
    ("quote", true, &[PHRASE, PARTS]),
    ("note", true, &[PHRASE, PARTS, &["label"]]),
    ("figure", false, &[PARTS, &["graphic"]]),
    ("list", false, &[&["item", "label"]]),
    ("table", false, &[&["head", "row"]]),
    ("row", false, &[&["cell"]]),
    ("graphic", false, &[&["desc"]]),
    ("ruby", false, &[&["rb", "rt"]]),
    ("code", true, &[]),
    ("formula", true, &[]),
    ("lb", false, &[]),
    ("milestone", false, &[]),
    ("rb", true, &[]),
    ("rt", true, &[]),
    ("desc", true, &[]),
    ("name", true, &[]),
    ("date", true, &[]),
];

/// What is wrong with a document, if anything.
pub fn tei_fault(xml: &str) -> Option<String> {
    let document = match Document::parse(xml) {
        Ok(document) => document,
        Err(error) => return Some(format!("not well formed: {error}")),
    };
    let header = document.descendants().find(|node| node.has_tag_name("teiHeader"));
    for node in document.descendants().filter(Node::is_element) {
        let is_header = header.is_some_and(|header| node.ancestors().any(|up| up == header));
        if !is_header && let Some(fault) = element_fault(&node) {
            return Some(fault);
        }
    }
    None
}

fn element_fault(node: &Node<'_, '_>) -> Option<String> {
    let name = node.tag_name().name();
    let Some((_, mixed, models)) = MODELS.iter().find(|(known, ..)| *known == name) else {
        return Some(format!("<{name}> is not known"));
    };
    let children: Vec<&str> =
        node.children().filter(Node::is_element).map(|child| child.tag_name().name()).collect();
    let allowed = |child: &&&str| !models.iter().any(|names| names.contains(*child));
    if let Some(child) = children.iter().find(allowed) {
        return Some(format!("<{child}> in <{name}>"));
    }
    let has_text = |child: Node<'_, '_>| child.text().is_some_and(|text| !text.trim().is_empty());
    if !mixed && node.children().filter(Node::is_text).any(has_text) {
        return Some(format!("text in <{name}>"));
    }
    let wrong = match name {
        "div" => !is_division(&children),
        "list" => {
            let pairs = children.chunks(2).all(|pair| pair == ["label", "item"]);
            children.is_empty() || children.contains(&"label") && !pairs
        }
        "table" => {
            children.iter().skip(1).any(|child| *child == "head") || !children.contains(&"row")
        }
        "row" | "body" => children.is_empty(),
        "ruby" => children != ["rb", "rt"],
        _ => false,
    };
    let spaced = |name: &str| {
        node.attribute(name)
            .is_some_and(|value| value.is_empty() || value.contains(char::is_whitespace))
    };
    if ["target", "url", "source", "type", "subtype", "lang"].into_iter().any(spaced) {
        return Some(format!("white space in an attribute of <{name}>"));
    }
    wrong.then(|| format!("<{name}> with {children:?}"))
}

/// Headings first, then parts, then divisions, with nothing but notes and milestones after one.
fn is_division(children: &[&str]) -> bool {
    let rank = |child: &str| match child {
        "head" | "byline" => Some(0),
        "note" | "milestone" => None,
        "div" => Some(2),
        _ => Some(1),
    };
    children.iter().filter_map(|child| rank(child)).is_sorted()
}
