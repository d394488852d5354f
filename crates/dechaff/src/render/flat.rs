//! Parts as runs alone, for where a format has room for a line of text and no more.

use crate::content::{Content, ContentNode, Inline, Part, Run};

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
            Part::Table(_) => {}
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

/// Whether a part has no text.
pub(super) fn is_silent(part: &Part) -> bool {
    match part {
        Part::Image(_) | Part::Media(_) | Part::Rule => true,
        Part::Paragraph { runs } => runs.iter().all(|run| run.inline.shown().trim().is_empty()),
        _ => false,
    }
}

/// The parts of a part that a format has no form for: its text in paragraphs.
pub(super) fn parts(part: &Part) -> Content {
    let paragraphs = part.runs().into_iter().filter(|runs| !runs.is_empty());
    let mut nodes: Vec<ContentNode> =
        paragraphs.map(|runs| Part::Paragraph { runs: runs.to_vec() }.into()).collect();
    if let Part::Math { tex } = part {
        nodes.push(Part::Paragraph { runs: vec![Inline::Math(tex.clone()).into()] }.into());
    }
    nodes.extend(part.children().into_iter().flatten().cloned());
    Content { nodes }
}
