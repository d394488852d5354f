//! Parts as runs alone, for where a format has room for a line of text and no more.

use crate::content::{ContentNode, Inline, Part, Run};

/// The text of a cell or the like as one text, its parts parted by line breaks.
pub(super) fn runs(nodes: &[ContentNode]) -> Vec<Run> {
    let mut all: Vec<Run> = Vec::new();
    let mut push = |runs: Vec<Run>| {
        if !all.is_empty() && !runs.is_empty() {
            all.push(Run::plain("\n"));
        }
        all.extend(runs);
    };
    let mut rest: Vec<&ContentNode> = nodes.iter().rev().collect();
    while let Some(node) = rest.pop() {
        match &node.part {
            Part::Code { text, .. } => push(vec![Inline::Code(text.clone()).into()]),
            Part::Math { tex } => push(vec![Inline::Math(tex.clone()).into()]),
            Part::Image(image) => push(vec![Inline::Image(image.clone()).into()]),
            part => {
                for runs in part.runs() {
                    push(runs.to_vec());
                }
                rest.extend(part.children().into_iter().flatten().rev());
            }
        }
    }
    all
}
