//! The heading that a block's section begins with.
//!
//! A heading speaks for all of the element that it begins: "Related articles" condemns what
//! follows, though each teaser looks like content.

use super::{Page, share};
use crate::dom::NodeIndex;

pub(super) const NAMES: &[&str] = &[
    "section_up", "section_level", "section_page_share", "section_blocks",
    "section_heading_familiarity",
];

pub(super) struct Section {
    /// For each element the heading that it begins with, if it holds more than that.
    heading: Vec<Option<u32>>,
    size: f32,
}

impl Section {
    pub(super) fn new(page: &Page<'_, '_>) -> Self {
        let count = page.document.nodes().len() as NodeIndex;
        let heading = (0..count)
            .map(|element| {
                let blocks = page.layout.blocks_in(element);
                let first = page.stats.get(blocks.start)?;
                let heads = blocks.len() > 1 && first.tag.heading_level().is_some();
                heads.then_some(blocks.start as u32)
            })
            .collect();
        Self { heading, size: page.stats.iter().map(|stats| stats.size).sum() }
    }

    /// The heading that speaks for a block: the nearest around that begins an element, with the
    /// element and how far up it stands.
    pub(super) fn heading_of(
        &self,
        page: &Page<'_, '_>,
        block: usize,
    ) -> Option<(usize, NodeIndex, usize)> {
        let container = page.stats(block).container;
        std::iter::once(container)
            .chain(page.document.ancestors(container))
            .take(16)
            .enumerate()
            .find_map(|(up, element)| {
                let heading = self.heading.get(element as usize).copied().flatten()? as usize;
                (heading != block).then_some((up, element, heading))
            })
    }

    pub(super) fn append(&self, page: &Page<'_, '_>, block: usize, row: &mut Vec<f32>) {
        let found = self.heading_of(page, block);
        let Some((up, element, heading)) = found else {
            row.extend_from_slice(&[-1.0, 0.0, 0.0, 0.0, 0.0]);
            return;
        };
        let blocks = page.layout.blocks_in(element);
        let size: f32 = page.size_of(&blocks);
        let stats = page.stats(heading);
        row.extend_from_slice(&[
            up as f32,
            f32::from(stats.tag.heading_level().unwrap_or(0)),
            share(size, self.size),
            blocks.len() as f32,
            stats.familiarity,
        ]);
    }
}
