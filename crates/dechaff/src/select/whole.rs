//! Tables and listings as wholes.

use super::Verdict;
use crate::content;
use crate::dom::{NodeIndex, Tag};
use crate::feature::Page;

/// Blocks that a table or listing lacks at most: more are a part that the model leaves out.
const FEW: usize = 8;

/// Pass `whole`: keeps the few blocks that the model dropped of a table of data or a listing of
/// which it kept most. A cell or a line means something only among the others.
pub(crate) fn keep_whole(page: &Page<'_, '_>, verdicts: &mut [Verdict]) {
    let mut kept_before = vec![0usize];
    for verdict in verdicts.iter() {
        let kept = kept_before.last().copied().unwrap_or(0);
        kept_before.push(kept + usize::from(verdict.keep));
    }
    let kept = |block: usize| kept_before.get(block).copied().unwrap_or(0);
    let mut done_until = 0;
    for (index, node) in (0..).zip(page.document.nodes()) {
        let tag = node.tag();
        if index < done_until || !matches!(tag, Tag::Table | Tag::Pre | Tag::Div | Tag::Code) {
            continue;
        }
        let blocks = page.layout.blocks_in(index as NodeIndex);
        let (all, kept) = (blocks.len(), kept(blocks.end) - kept(blocks.start));
        let is_parted = kept < all && kept * 2 > all && all - kept <= FEW;
        if !is_parted || !content::is_one_construct(page.document, index as NodeIndex, tag) {
            continue;
        }
        done_until = node.end;
        for verdict in verdicts.get_mut(blocks).unwrap_or_default() {
            if !verdict.keep && matches!(verdict.by, "model" | "repeat") {
                verdict.overrule(true, "whole", None, "most of its table or listing is kept");
            }
        }
    }
}
