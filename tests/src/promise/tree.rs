//! Text to tree: within limits, and as a parser without any care reads it.

use dechaff::dom::{self, Document, Html, NodeData, Tag};
use dechaff::{Limits, Warning};
use html5ever::driver::{self, ParseOpts};
use html5ever::tendril::TendrilSink;
use html5ever::tokenizer::TokenizerOpts;
use html5ever::tree_builder::TreeBuilderOpts;
use scraper::HtmlTreeSink;

use super::limits;

/// Bytes that the parser is given between two looks at the limits, and what is read at once
/// beyond them: a start tag that is to be a piece by itself.
const PIECE: usize = 2048;

/// A node by depth, name or text, and attributes.
type Sketch = Vec<(usize, String, Vec<(String, String)>)>;

/// What is wrong with the tree of a text, under these limits.
pub fn tree_fault(text: &str, limits: &Limits) -> Option<String> {
    let (html, warnings) = dom::parse(text, limits);
    let document = Document::new(&html);
    let mut deepest = 0;
    let mut depths: Vec<usize> = Vec::with_capacity(document.nodes().len());
    for (index, node) in document.nodes().iter().enumerate() {
        let parent = node.parent as usize;
        let depth = if index == 0 { 0 } else { depths.get(parent).map_or(0, |depth| depth + 1) };
        if index > 0 && (parent >= index || node.end > document.node(node.parent).end) {
            return Some(format!("node {index} stands outside of its parent {parent}"));
        }
        deepest = deepest.max(depth);
        depths.push(depth);
    }
    if deepest > limits.depth + PIECE {
        return Some(format!("{deepest} deep"));
    }
    let most = limits.nodes + PIECE / 3 * (limits.depth + PIECE);
    if document.nodes().len() > most {
        return Some(format!("{} nodes", document.nodes().len()));
    }
    match warnings.as_slice() {
        [] => whole_fault(text, &document),
        hits if hits.iter().all(|hit| matches!(hit, Warning::LimitHit { .. })) => None,
        other => Some(format!("{other:?}")),
    }
}

/// What differs from the tree that is made without limits, in one piece, of the whole text.
fn whole_fault(text: &str, document: &Document<'_>) -> Option<String> {
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    // It would take a byte order mark off what follows each script, too.
    let tokenizer = TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() };
    let options = ParseOpts { tree_builder, tokenizer };
    let sink = HtmlTreeSink::new(Html::new_document());
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    #[expect(clippy::disallowed_methods, reason = "what has no limits is compared with")]
    let whole = driver::parse_document(sink, options).one(text);
    difference(&sketch(&Document::new(&whole)), &sketch(document))
}

/// What differs when the pieces that the parser is fed begin elsewhere: a comment before all else
/// moves them.
pub fn pieces_fault(text: &str, shift: usize) -> Option<String> {
    let limits = limits();
    let comment = format!("<!--{}-->", "-x".repeat(shift / 2));
    let (html, warnings) = dom::parse(text, &limits);
    let (moved, moved_warnings) = dom::parse(&format!("{comment}{text}"), &limits);
    if !warnings.is_empty() || !moved_warnings.is_empty() {
        return None;
    }
    difference(&sketch(&Document::new(&html)), &sketch(&Document::new(&moved)))
}

/// The tree with texts side by side as one, and without what scripts hold.
fn sketch(document: &Document<'_>) -> Sketch {
    let mut sketch: Sketch = Vec::new();
    let mut depths: Vec<usize> = Vec::new();
    for (index, node) in document.nodes().iter().enumerate() {
        let depth = depths.get(node.parent as usize).map_or(0, |depth| depth + 1);
        depths.push(depth);
        match node.data {
            NodeData::Root => {}
            NodeData::Element(_, element) => {
                let attribute = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
                let mut attributes: Vec<_> = element.attrs().map(attribute).collect();
                attributes.sort();
                sketch.push((depth, format!("<{}>", element.name()), attributes));
            }
            NodeData::Text(_) if document.node(node.parent).tag() == Tag::Script => {}
            NodeData::Text(text) => {
                let before = document.nodes().get(index.wrapping_sub(1));
                let joins = before.is_some_and(|before| {
                    matches!(before.data, NodeData::Text(_)) && before.parent == node.parent
                });
                match sketch.last_mut().filter(|_| joins) {
                    Some((_, last, _)) => last.push_str(text),
                    None => sketch.push((depth, text.to_owned(), Vec::new())),
                }
            }
        }
    }
    sketch
}

fn difference(wanted: &Sketch, given: &Sketch) -> Option<String> {
    if wanted == given {
        return None;
    }
    let same = wanted.iter().zip(given).take_while(|(one, other)| one == other).count();
    let from = |all: &Sketch| format!("{:?}", all.get(same));
    Some(format!("node {same}: wanted {}, given {}", from(wanted), from(given)))
}
