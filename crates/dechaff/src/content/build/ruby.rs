//! Text with its reading, as in `<ruby>漢字<rt>かんじ</rt></ruby>`.

use crate::content::Inline;
use crate::dom::{Document, NodeData, NodeIndex, Tag};

/// The pieces of a `<ruby>` element: each base with its reading, or text that has none.
pub(super) fn of(document: &Document<'_>, ruby: NodeIndex) -> Vec<Inline> {
    let (mut found, mut base, mut reading) = (Vec::new(), String::new(), String::new());
    let mut reading_end = 0;
    let mut hidden_end = 0;
    for (at, node) in document.inside(ruby) {
        match node.data {
            NodeData::Element(Tag::Rt, _) => reading_end = node.end,
            NodeData::Element(Tag::Rp, _) => hidden_end = node.end,
            NodeData::Text(_) if at < hidden_end => {}
            NodeData::Text(text) if at < reading_end => reading.push_str(text.trim()),
            NodeData::Text(text) => {
                if !reading.is_empty() {
                    push(&mut found, &mut base, &mut reading);
                }
                base.push_str(text.trim());
            }
            _ => {}
        }
    }
    push(&mut found, &mut base, &mut reading);
    found
}

fn push(found: &mut Vec<Inline>, base: &mut String, reading: &mut String) {
    let (base, reading) = (std::mem::take(base), std::mem::take(reading));
    if reading.is_empty() {
        found.push(Inline::Text(base));
    } else if base.is_empty() {
        found.push(Inline::Text(reading));
    } else {
        found.push(Inline::Ruby { base, reading });
    }
}
