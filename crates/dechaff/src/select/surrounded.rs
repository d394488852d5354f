//! Formulas and listings in the middle of the content.

use super::Verdict;
use crate::content::{self, Kept};
use crate::dom::{Flow, NodeIndex};
use crate::feature::Page;

/// How far the nearest kept block may be on either side, in blocks: other listings or their
/// captions may stand between.
const NEAR: usize = 6;

/// Pass `surrounded`: keeps a formula set apart, or a listing, of which the model dropped every
/// block though kept ones stand on both sides. Such a block is too unlike prose for the model to
/// know it, and what stands around it speaks of it.
pub(crate) fn keep_surrounded(page: &Page<'_, '_>, verdicts: &mut [Verdict]) {
    let keep: Vec<bool> = verdicts.iter().map(|verdict| verdict.keep).collect();
    let kept = Kept::new(&page.layout, &keep);
    let mut next = 1;
    while let Some(node) = page.document.nodes().get(next as usize) {
        let index = next;
        next += 1;
        let tag = node.tag();
        if tag.flow() == Flow::Skipped {
            next = node.end;
            continue;
        }
        let blocks = page.layout.blocks_in(index);
        if blocks.is_empty() || !kept.are_surrounded(&blocks, NEAR) {
            continue;
        }
        let is_listing = content::is_listing(page.document, index, tag);
        if !is_listing && !is_formula(page, index, blocks.start) {
            continue;
        }
        next = node.end;
        let what = if is_listing { "a listing" } else { "a formula" };
        for verdict in verdicts.get_mut(blocks).unwrap_or_default() {
            if matches!(verdict.by, "model" | "repeat") {
                let reason = format!("{what} between kept blocks");
                verdict.overrule(true, "surrounded", None, reason);
            }
        }
    }
}

/// Whether the element is a formula set apart, and most of its block.
fn is_formula(page: &Page<'_, '_>, index: NodeIndex, block: usize) -> bool {
    let length = page.blocks.blocks.get(block).map_or(0, |block| block.text.len());
    content::is_display_formula(page.document, index)
        && page.document.text(index).len() * 2 >= length
}
