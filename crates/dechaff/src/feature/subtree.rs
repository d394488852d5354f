//! What the elements around a block hold, from the nearest to the eighth.

use super::{Page, share};
use crate::dom::NodeIndex;
use std::ops::Range;

pub(super) const NAMES: &[&str] = &[
    "up0_page_share", "up0_long_share", "up0_link_density", "up0_blocks", "up1_page_share",
    "up1_long_share", "up1_link_density", "up1_blocks", "up2_page_share", "up2_long_share",
    "up2_link_density", "up2_blocks", "up3_page_share", "up3_long_share", "up3_link_density",
    "up3_blocks", "up4_page_share", "up4_long_share", "up4_link_density", "up4_blocks",
    "up5_page_share", "up5_long_share", "up5_link_density", "up5_blocks", "up6_page_share",
    "up6_long_share", "up6_link_density", "up6_blocks", "up8_page_share", "up8_long_share",
    "up8_link_density", "up8_blocks", "up_wide_page_share", "up_wide_long_share",
    "up_wide_link_density", "up_wide_blocks",
];

/// How far up the measured elements are, counting only those that hold more than the one below.
const LEVELS: [usize; 8] = [0, 1, 2, 3, 4, 5, 6, 8];

/// Running sums over the blocks, so that any range of them is summed at once.
pub(super) struct Section {
    sums: Vec<Sum>,
}

/// Sums over some blocks.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sum {
    pub(super) size: f32,
    pub(super) linked: f32,
    pub(super) long: f32,
    pub(super) blocks: f32,
    pub(super) prices: f32,
}

impl Sum {
    fn minus(self, other: Self) -> Self {
        Self {
            size: self.size - other.size,
            linked: self.linked - other.linked,
            long: self.long - other.long,
            blocks: self.blocks - other.blocks,
            prices: self.prices - other.prices,
        }
    }

    pub(super) fn add(&mut self, other: Self) {
        self.size += other.size;
        self.linked += other.linked;
        self.long += other.long;
        self.blocks += other.blocks;
        self.prices += other.prices;
    }

    pub(super) fn link_density(&self) -> f32 {
        share(self.linked, self.size)
    }
}

impl Section {
    pub(super) fn new(page: &Page<'_, '_>) -> Self {
        let mut total = Sum::default();
        let mut sums = vec![total];
        for stats in &page.stats {
            total.size += stats.size;
            total.linked += stats.linked_size;
            total.long += stats.long_size;
            total.blocks += 1.0;
            total.prices += super::flag(stats.has_price);
            sums.push(total);
        }
        Self { sums }
    }

    /// The sums over a range of blocks.
    pub(super) fn of(&self, blocks: &Range<usize>) -> Sum {
        let at = |index: usize| self.sums.get(index).copied().unwrap_or_default();
        at(blocks.end).minus(at(blocks.start))
    }

    /// The sums over the whole page.
    pub(super) fn page(&self) -> Sum {
        self.sums.last().copied().unwrap_or_default()
    }

    pub(super) fn append(&self, page: &Page<'_, '_>, block: usize, row: &mut Vec<f32>) {
        let whole = self.page();
        let container = page.stats(block).container;
        let mut push = |blocks: &Range<usize>| {
            let sum = self.of(blocks);
            row.extend_from_slice(&[
                share(sum.size, whole.size),
                share(sum.long, sum.size),
                sum.link_density(),
                sum.blocks,
            ]);
        };
        let mut level = 0;
        let mut wanted = LEVELS.iter().peekable();
        let mut last = page.layout.blocks_in(container);
        let mut half = last.clone();
        let mut elements = widening(page, container).take(12);
        loop {
            while wanted.next_if(|&&at| at == level).is_some() {
                push(&last);
            }
            // The last one tells of the widest element that is still no more than half a page.
            if last.len() * 2 <= page.stats.len() {
                half = last.clone();
            }
            let Some(next) = elements.next() else { break };
            last = next;
            level += 1;
        }
        for _ in wanted {
            push(&last);
        }
        push(&half);
    }
}

/// The blocks of the elements around `container`, each with more of them than the one before.
pub(super) fn widening(
    page: &Page<'_, '_>,
    container: NodeIndex,
) -> impl Iterator<Item = Range<usize>> {
    let mut held = page.layout.blocks_in(container).len();
    page.document.ancestors(container).filter_map(move |element| {
        let blocks = page.layout.blocks_in(element);
        let wider = blocks.len() > held;
        held = held.max(blocks.len());
        wider.then_some(blocks)
    })
}
