//! Lists of entries told from lists that only lay out the page.

use crate::content::{ContentNode, Item, Part, Run};

/// Whether most of the items are cards: parts of a page, as of goods or posts, that stand in a
/// list for their layout.
pub(super) fn holds_cards(items: &[Item]) -> bool {
    items.iter().filter(|item| is_card(&item.nodes)).count() * 2 > items.len()
}

/// A card has a heading, or a link to what it shows and then a paragraph of its own.
fn is_card(item: &[ContentNode]) -> bool {
    if item.iter().any(|node| matches!(node.part, Part::Heading { .. } | Part::Post(_))) {
        return true;
    }
    let is_paragraph = |node: &ContentNode| matches!(node.part, Part::Paragraph { .. });
    match item {
        [ContentNode { part: Part::Paragraph { runs }, .. }, rest @ ..] => {
            is_link(runs) && rest.iter().any(is_paragraph)
        }
        _ => false,
    }
}

fn is_link(runs: &[Run]) -> bool {
    let mut shown = runs.iter().filter(|run| !run.inline.shown().trim().is_empty());
    shown.all(|run| run.link.is_some())
}
