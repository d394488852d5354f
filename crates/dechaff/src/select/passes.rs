//! The passes over a page's blocks, after the model.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use super::Verdict;
use crate::Label;
use crate::block::TextBlock;
use crate::dom::{Document, NodeIndex};
use crate::feature::Layout;
use crate::metadata::is_same_title;

/// Shorter texts repeat in earnest: "Yes", "Ingredients", a price.
const REPEAT_WORDS: u32 = 6;

/// Pass `title`: drops each block that is the title, since the title is shown apart.
pub(crate) fn drop_title(blocks: &[TextBlock], title: Option<&str>, verdicts: &mut [Verdict]) {
    let Some(title) = title else { return };
    for (block, verdict) in blocks.iter().zip(verdicts) {
        if is_same_title(&block.text, title) {
            verdict.overrule(false, "title", Some(Label::Title), "is the page's title");
        }
    }
}

/// Pass `repeat`: drops what was kept before in the same words.
pub(crate) fn drop_repeats(blocks: &[TextBlock], verdicts: &mut [Verdict]) {
    let mut seen = HashSet::new();
    for (block, verdict) in blocks.iter().zip(verdicts) {
        if !verdict.keep || block.words < REPEAT_WORDS {
            continue;
        }
        let mut hasher = DefaultHasher::new();
        block.text.hash(&mut hasher);
        if !seen.insert(hasher.finish()) {
            verdict.overrule(false, "repeat", Some(Label::Repeat), "was already kept once");
        }
    }
}

/// Passes `keep-selector` and `drop-selector`: what the caller's selectors match is decided by
/// them.
pub(crate) fn inherit_selectors(
    document: &Document<'_>,
    layout: &Layout,
    matches: &[(NodeIndex, &str)],
    keep: bool,
    verdicts: &mut [Verdict],
) {
    let (by, label) =
        if keep { ("keep-selector", None) } else { ("drop-selector", Some(Label::Other)) };
    let mut done_until = 0;
    for &(element, selector) in matches {
        // What stands inside an element that matched already is done.
        if document.node(element).end <= done_until {
            continue;
        }
        done_until = document.node(element).end;
        let blocks = layout.blocks_in(element);
        for verdict in verdicts.get_mut(blocks).unwrap_or_default() {
            verdict.overrule(keep, by, label, format!("matches {selector:?}"));
        }
    }
}
