//! What stands before and after the block.

use super::subtree;
use super::{Page, share};
use crate::dom::NodeIndex;

pub(super) const NAMES: &[&str] = &[
    "position", "size_before_share", "long_before_share", "long_after_share", "next1_link_density",
    "window3_long", "window3_link_density", "window8_link_density", "to_long_before",
    "up_to_long_before", "up_to_long_after", "to_heading_before", "heading_before_level",
    "to_heading_after", "section_size", "section_link_density", "to_h1", "up_to_h1",
];

/// A distance that stands for "there is none".
const FAR: f32 = 200.0;

pub(super) struct Section {
    long_before: Vec<Option<usize>>,
    long_after: Vec<Option<usize>>,
    heading_before: Vec<Option<usize>>,
    heading_after: Vec<Option<usize>>,
    h1: Option<usize>,
    size: f32,
    long: f32,
}

impl Section {
    pub(super) fn new(page: &Page<'_, '_>, sums: &subtree::Section) -> Self {
        let count = page.stats.len();
        let long = |block: usize| page.stats(block).is_long();
        let heading = |block: usize| page.stats(block).tag.heading_level().is_some();
        let whole = sums.page();
        Self {
            long_before: last_before(0..count, long),
            long_after: reversed(last_before((0..count).rev(), long)),
            heading_before: last_before(0..count, heading),
            heading_after: reversed(last_before((0..count).rev(), heading)),
            h1: (0..count).find(|&block| page.stats(block).tag.heading_level() == Some(1)),
            size: whole.size,
            long: whole.long,
        }
    }

    pub(super) fn append(
        &self,
        page: &Page<'_, '_>,
        sums: &subtree::Section,
        block: usize,
        row: &mut Vec<f32>,
    ) {
        let count = page.stats.len();
        let before = sums.of(&(0..block));
        let after = sums.of(&(block + 1..count));
        row.extend_from_slice(&[
            share(block as f32, count as f32),
            share(before.size, self.size),
            share(before.long, self.long),
            share(after.long, self.long),
        ]);
        row.push(page.stats_near(block, 1).link_density);
        let window =
            |reach: usize| sums.of(&(block.saturating_sub(reach)..(block + reach + 1).min(count)));
        row.extend_from_slice(&[
            window(3).long,
            window(3).link_density(),
            window(8).link_density(),
        ]);
        self.append_long(page, block, row);
        self.append_heading(page, sums, block, row);
    }

    fn append_long(&self, page: &Page<'_, '_>, block: usize, row: &mut Vec<f32>) {
        let before = at(&self.long_before, block);
        let after = at(&self.long_after, block);
        row.extend_from_slice(&[
            distance(block, before),
            before.map_or(FAR, |other| steps_to_shared(page, block, other)),
            after.map_or(FAR, |other| steps_to_shared(page, block, other)),
        ]);
    }

    fn append_heading(
        &self,
        page: &Page<'_, '_>,
        sums: &subtree::Section,
        block: usize,
        row: &mut Vec<f32>,
    ) {
        let before = at(&self.heading_before, block);
        let after = at(&self.heading_after, block);
        let level = before.and_then(|at| page.stats(at).tag.heading_level()).unwrap_or(0);
        // What stands between the headings around the block.
        let start = before.map_or(0, |at| at + 1);
        let section = sums.of(&(start..after.unwrap_or(page.stats.len())));
        row.extend_from_slice(&[
            distance(block, before),
            f32::from(level),
            distance(block, after),
            section.size,
            section.link_density(),
            distance(block, self.h1),
            self.h1.map_or(FAR, |h1| steps_to_shared(page, block, h1)),
        ]);
    }
}

/// For each block, in the order given, the last one before it for which `holds`.
fn last_before(
    blocks: impl Iterator<Item = usize>,
    holds: impl Fn(usize) -> bool,
) -> Vec<Option<usize>> {
    let mut last = None;
    blocks
        .map(|block| {
            let found = last;
            if holds(block) {
                last = Some(block);
            }
            found
        })
        .collect()
}

fn reversed(mut list: Vec<Option<usize>>) -> Vec<Option<usize>> {
    list.reverse();
    list
}

fn at(list: &[Option<usize>], block: usize) -> Option<usize> {
    list.get(block).copied().flatten()
}

fn distance(block: usize, other: Option<usize>) -> f32 {
    other.map_or(FAR, |other| (block.abs_diff(other) as f32).min(FAR))
}

/// The steps from the block up to the nearest element that also holds the other block.
fn steps_to_shared(page: &Page<'_, '_>, block: usize, other: usize) -> f32 {
    let target = page.stats(other).first;
    let container = page.stats(block).container;
    let holds = |element: NodeIndex| element < target && target < page.document.node(element).end;
    if holds(container) {
        return 0.0;
    }
    let steps =
        page.document.ancestors(container).take(40).take_while(|&element| !holds(element)).count();
    steps as f32 + 1.0
}
