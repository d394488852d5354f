//! The smallest element that holds most of the page's long paragraphs, and where the block
//! stands to it.

use super::subtree::{self, Sum};
use super::{Page, flag, share};
use crate::dom::{NodeData, NodeIndex};
use std::ops::Range;

pub(super) const NAMES: &[&str] = &[
    "core30_inside", "core30_after", "core30_gap", "core30_up", "core30_down", "core50_inside",
    "core50_after", "core50_gap", "core50_up", "core50_down", "core80_inside", "core80_after",
    "core80_gap", "core80_up", "core80_down", "core50_page_share", "core80_page_share",
    "core80_link_density",
];

/// The columns that are the same for all blocks of a page.
pub(super) const OF_PAGE: &[&str] =
    &["core50_page_share", "core80_page_share", "core80_link_density"];

/// One core element and the elements around it.
struct Core {
    element: NodeIndex,
    blocks: Range<usize>,
    around: Vec<NodeIndex>,
    sum: Sum,
}

pub(super) struct Section {
    cores: [Core; 3],
    page_size: f32,
}

impl Section {
    pub(super) fn new(page: &Page<'_, '_>, sums: &subtree::Section) -> Self {
        Self {
            cores: [0.3, 0.5, 0.8].map(|part| Core::find(page, sums, part)),
            page_size: sums.page().size,
        }
    }

    pub(super) fn append(&self, page: &Page<'_, '_>, block: usize, row: &mut Vec<f32>) {
        for core in &self.cores {
            core.append(page, block, row);
        }
        let [_, half, most] = &self.cores;
        row.extend_from_slice(&[
            share(half.sum.size, self.page_size),
            share(most.sum.size, self.page_size),
            most.sum.link_density(),
        ]);
    }
}

impl Core {
    /// The smallest element with at least `part` of the size of all long paragraphs.
    fn find(page: &Page<'_, '_>, sums: &subtree::Section, part: f32) -> Self {
        let wanted = sums.page().long * part;
        let mut element = 0;
        let mut end = page.document.nodes().len() as NodeIndex;
        if wanted > 0.0 {
            // In document order, a smaller element inside the best one so far comes after it.
            for (index, node) in page.document.nodes().iter().enumerate() {
                let index = index as NodeIndex;
                if index >= end {
                    break;
                }
                if matches!(node.data, NodeData::Element(..))
                    && sums.of(&page.layout.blocks_in(index)).long >= wanted
                {
                    element = index;
                    end = node.end;
                }
            }
        }
        let blocks = page.layout.blocks_in(element);
        Self {
            element,
            sum: sums.of(&blocks),
            blocks,
            around: page.document.ancestors(element).take(40).collect(),
        }
    }

    fn append(&self, page: &Page<'_, '_>, block: usize, row: &mut Vec<f32>) {
        let before = block < self.blocks.start;
        let after = block >= self.blocks.end;
        let inside = !before && !after;
        let gap = if before {
            self.blocks.start - block
        } else if after {
            block - self.blocks.end + 1
        } else {
            0
        };
        let first = page.stats(block).first;
        let holds =
            |&&element: &&NodeIndex| element < first && first < page.document.node(element).end;
        let up =
            if inside { 0 } else { self.around.iter().take_while(|at| !holds(at)).count() + 1 };
        let down = if inside {
            let container = page.stats(block).container;
            page.document.ancestors(container).take(40).take_while(|&at| at > self.element).count()
        } else {
            0
        };
        row.extend_from_slice(&[flag(inside), flag(after), gap as f32, up as f32, down as f32]);
    }
}
