//! Tables and listings as wholes.

use super::Verdict;
use crate::content::{self, Kept};
use crate::dom::{NodeIndex, Tag};
use crate::feature::Page;

/// Blocks that a table or listing lacks at most: more are a part that the model leaves out.
const FEW: usize = 8;

/// Pass `whole`: keeps the few blocks that the model dropped of a table of data or a listing of
/// which it kept most. A cell or a line means something only among the others.
pub(crate) fn keep_whole(page: &Page<'_, '_>, verdicts: &mut [Verdict]) {
    let keep: Vec<bool> = verdicts.iter().map(|verdict| verdict.keep).collect();
    let all_kept = Kept::new(&page.layout, &keep);
    let mut done_until = 0;
    for (index, node) in (0..).zip(page.document.nodes()) {
        let tag = node.tag();
        if index < done_until || !matches!(tag, Tag::Table | Tag::Pre | Tag::Div | Tag::Code) {
            continue;
        }
        let blocks = page.layout.blocks_in(index as NodeIndex);
        let (all, kept) = (blocks.len(), all_kept.count(&blocks));
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
