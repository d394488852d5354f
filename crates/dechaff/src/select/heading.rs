//! Headings in the middle of the content.

use super::Verdict;
use crate::dom::{NodeIndex, Tag};
use crate::feature::Page;

/// Pass `heading`: keeps a heading that the model dropped though it stands right between two kept
/// blocks. The words of such a heading are few and say nothing; what it heads is content.
pub(crate) fn keep_headings(page: &Page<'_, '_>, verdicts: &mut [Verdict]) {
    let keep: Vec<bool> = verdicts.iter().map(|verdict| verdict.keep).collect();
    let is_kept = |block: Option<usize>| block.and_then(|block| keep.get(block)) == Some(&true);
    for (index, node) in (0..).zip(page.document.nodes()) {
        if !matches!(node.tag(), Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6) {
            continue;
        }
        let blocks = page.layout.blocks_in(index as NodeIndex);
        if !is_kept(blocks.start.checked_sub(1)) || !is_kept(Some(blocks.end)) {
            continue;
        }
        for verdict in verdicts.get_mut(blocks).unwrap_or_default() {
            if !verdict.keep && verdict.by == "model" {
                let reason = "a heading right between kept blocks";
                verdict.overrule(true, "heading", None, reason);
            }
        }
    }
}
