//! What surrounds each block: the elements, units and look-alikes that should stand or fall
//! together.
//!
//! A first, rough score of every block says little of one block, and much of a card, a section
//! or a column. `Surroundings` knows which blocks belong together; a [`Standing`] says, for a
//! list of scores, how a block's company fares under them.

use std::collections::HashMap;
use std::ops::Range;

use super::subtree::widening;
use super::{Page, repetition, section};

/// How many of the elements around a block are looked at, each wider than the one before.
const LEVELS: usize = 10;

/// The blocks around each block of a page, as ranges and groups. Needs no page any more.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    blocks: Vec<Around>,
    /// Words of each block.
    words: Vec<f32>,
}

/// What one block stands among.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around {
    /// The elements around, the narrowest first.
    pub(super) levels: [(u32, u32); LEVELS],
    /// The repeated unit it stands in, such as a card or a post.
    pub(super) unit: (u32, u32),
    /// The element that begins with its heading.
    pub(super) section: (u32, u32),
    /// Numbers of the blocks that look alike, of the strongest group of units and the nearest.
    pub(super) groups: [u32; 3],
}

impl Surroundings {
    pub(super) fn new(
        page: &Page<'_, '_>,
        repetition: &repetition::Section,
        section: &section::Section,
    ) -> Self {
        let mut looks: HashMap<u64, u32> = HashMap::new();
        let mut blocks = Vec::with_capacity(page.stats.len());
        for block in 0..page.stats.len() {
            let container = page.stats(block).container;
            let mut last = narrow(&page.layout.blocks_in(container));
            let mut levels = [last; LEVELS];
            let mut wider = widening(page, container);
            for level in levels.iter_mut().skip(1) {
                last = wider.next().map_or(last, |blocks| narrow(&blocks));
                *level = last;
            }
            let alone = (block as u32, block as u32 + 1);
            let known = looks.len() as u32;
            let look = *looks.entry(repetition.look(block)).or_insert(known);
            let (unit, group, near_group) = repetition.units(container);
            blocks.push(Around {
                levels,
                unit: unit.map_or(alone, |unit| narrow(&page.layout.blocks_in(unit))),
                section: section
                    .heading_of(page, block)
                    .map_or(alone, |(_, element, _)| narrow(&page.layout.blocks_in(element))),
                groups: [look, group, near_group],
            });
        }
        Self { blocks, words: page.stats.iter().map(|stats| stats.words).collect() }
    }

    /// How many blocks there are.
    pub fn count(&self) -> usize {
        self.blocks.len()
    }

    pub(super) fn around(&self, block: usize) -> Option<&Around> {
        self.blocks.get(block)
    }

    pub(crate) fn words(&self) -> &[f32] {
        &self.words
    }
}

fn narrow(blocks: &Range<usize>) -> (u32, u32) {
    (blocks.start as u32, blocks.end as u32)
}
