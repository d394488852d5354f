//! Text with its reading, as in `<ruby>漢字<rt>かんじ</rt></ruby>`.

use crate::content::Inline;
use crate::dom::{Document, Flow, Node, NodeData, NodeIndex, Tag};
use crate::white_space::one_line;

/// The pieces of a `<ruby>` element: each base with its reading, or text that has none. Nothing
/// where it holds more than a piece of a line: then it is markup as any other.
pub(super) fn of(document: &Document<'_>, ruby: NodeIndex) -> Option<Vec<Inline>> {
    let is_line = |node: &Node<'_>| {
        matches!(node.tag(), Tag::Rt | Tag::Rp) || node.tag().flow() == Flow::Inline
    };
    if !document.inside(ruby).all(|(_, node)| is_line(node)) {
        return None;
    }
    let (mut found, mut base, mut reading) = (Vec::new(), String::new(), String::new());
    let mut reading_end = 0;
    let mut hidden_end = 0;
    for (at, node) in document.inside(ruby) {
        match node.data {
            NodeData::Element(Tag::Rt, _) => reading_end = node.end,
            NodeData::Element(Tag::Rp, _) => hidden_end = node.end,
            NodeData::Text(_) if at < hidden_end => {}
            NodeData::Text(text) if at < reading_end => reading.push_str(text),
            NodeData::Text(text) => {
                if !reading.trim().is_empty() {
                    push(&mut found, &mut base, &mut reading);
                }
                base.push_str(text);
            }
            _ => {}
        }
    }
    push(&mut found, &mut base, &mut reading);
    Some(found)
}

fn push(found: &mut Vec<Inline>, base: &mut String, reading: &mut String) {
    let (base, reading) = (one_line(&std::mem::take(base)), one_line(&std::mem::take(reading)));
    if reading.is_empty() {
        found.push(Inline::Text(base));
    } else if base.is_empty() {
        found.push(Inline::Text(reading));
    } else {
        found.push(Inline::Ruby { base, reading });
    }
}
