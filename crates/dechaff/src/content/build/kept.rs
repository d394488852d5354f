//! Which elements hold kept blocks, and what stands by them.

use std::ops::Range;

use crate::dom::NodeIndex;
use crate::feature::Layout;

/// How many dropped blocks may stand between a kept one and an image or the like that is kept
/// with it: a title, the line of its author and a date.
const NEAR: usize = 3;

/// The kept blocks, to be asked about elements.
pub(crate) struct Kept<'l> {
    layout: &'l Layout,
    /// How many kept blocks begin before each block.
    before: Vec<u32>,
    /// For each block the nearest kept one before it, plus one; zero for none.
    last: Vec<u32>,
    /// For each block itself or the nearest kept one after it.
    next: Vec<u32>,
}

impl<'l> Kept<'l> {
    pub(crate) fn new(layout: &'l Layout, keep: &[bool]) -> Self {
        let (mut before, mut last) = (vec![0], vec![0]);
        let (mut count, mut latest) = (0, 0);
        for (number, &keep) in (1..).zip(keep) {
            count += u32::from(keep);
            latest = if keep { number } else { latest };
            before.push(count);
            last.push(latest);
        }
        let mut next = vec![u32::MAX];
        let mut nearest = u32::MAX;
        for (number, &keep) in keep.iter().enumerate().rev() {
            nearest = if keep { number as u32 } else { nearest };
            next.push(nearest);
        }
        next.reverse();
        Self { layout, before, last, next }
    }

    /// Whether a kept block begins inside the element.
    pub(super) fn any_in(&self, node: NodeIndex) -> bool {
        let blocks = self.layout.blocks_in(node);
        self.before.get(blocks.start) != self.before.get(blocks.end)
    }

    /// Whether any block begins inside the element.
    pub(super) fn has_blocks(&self, node: NodeIndex) -> bool {
        self.layout.has_blocks(node)
    }

    /// How many of these blocks are kept.
    pub(crate) fn count(&self, blocks: &Range<usize>) -> usize {
        let before = |block: usize| self.before.get(block).copied().unwrap_or(0);
        (before(blocks.end) - before(blocks.start)) as usize
    }

    /// Whether none of these blocks is kept, but one at most `near` before them and one as near
    /// after them.
    pub(crate) fn are_surrounded(&self, blocks: &Range<usize>, near: usize) -> bool {
        let before = self.last.get(blocks.start).and_then(|last| (*last as usize).checked_sub(1));
        let after = self.next.get(blocks.start).map(|next| *next as usize);
        before.is_some_and(|before| blocks.start - before <= near)
            && after.is_some_and(|after| after >= blocks.end && after - blocks.end < near)
    }

    /// How many blocks stand between the node and the nearest kept ones of `holder` before and
    /// after it.
    fn distances(&self, holder: NodeIndex, node: NodeIndex) -> [Option<usize>; 2] {
        let range = self.layout.blocks_in(holder);
        let at = self.layout.blocks_in(node).start;
        let before = self.last.get(at).and_then(|last| (*last as usize).checked_sub(1));
        let after = self.next.get(at).map(|next| *next as usize);
        let inside = |block: &usize| range.contains(block);
        [
            before.filter(inside).map(|block| at - block - 1),
            after.filter(inside).map(|block| block - at),
        ]
    }

    /// Whether the node stands by kept blocks of `holder`, the nearest element around it with
    /// any blocks.
    pub(super) fn is_near(&self, holder: NodeIndex, node: NodeIndex) -> bool {
        self.distances(holder, node).into_iter().flatten().any(|distance| distance <= NEAR)
    }

    /// Whether the node stands right between two kept blocks of `holder`.
    pub(super) fn is_between(&self, holder: NodeIndex, node: NodeIndex) -> bool {
        self.distances(holder, node) == [Some(0), Some(0)]
    }
}
