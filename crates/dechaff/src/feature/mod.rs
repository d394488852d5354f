//! Measures of each text block that the scorer weighs.
//!
//! One row of numbers a block. Every measure is a property of layout, shape, repetition or
//! position; none needs to know a word of any language. The lexicons of boilerplate enter as
//! counts of their labels only.
//!
//! Each section of a row is a module with the names of its columns and one function that
//! appends them, so a column and its name stand side by side.

mod ancestry;
mod class_group;
mod core_element;
mod layout;
mod lexical;
mod neighbours;
mod page_shape;
pub(crate) mod plain;
mod repetition;
mod stats;
mod subtree;
mod text_shape;

use crate::block::PageBlocks;
use crate::dom::Document;
use crate::lexicon::BlockHits;

pub(crate) use class_group::{ClassGroups, GROUPS};
pub(crate) use layout::Layout;
pub(crate) use stats::BlockStats;

/// The measures of all blocks of one page or text.
#[derive(Debug, Clone)]
pub struct Features {
    names: &'static [&'static str],
    values: Vec<f32>,
}

impl Features {
    /// The names of the columns, in order.
    pub fn names(&self) -> &'static [&'static str] {
        self.names
    }

    /// One row of measures a block, in block order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[f32]> {
        self.values.chunks_exact(self.names.len())
    }
}

/// What the sections of a row read.
pub(crate) struct Page<'p, 'a> {
    pub(crate) document: &'p Document<'a>,
    pub(crate) blocks: &'p PageBlocks,
    pub(crate) layout: Layout,
    pub(crate) stats: Vec<BlockStats>,
    pub(crate) hits: &'p [BlockHits],
    pub(crate) groups: Vec<u64>,
}

impl<'p, 'a> Page<'p, 'a> {
    /// Counts what all sections share.
    pub(crate) fn new(
        document: &'p Document<'a>,
        blocks: &'p PageBlocks,
        hits: &'p [BlockHits],
        groups: &ClassGroups,
    ) -> Self {
        let layout = Layout::new(document, &blocks.blocks);
        Self {
            document,
            blocks,
            stats: stats::all(&blocks.blocks, |element| document.node(element).tag()),
            groups: groups.of_elements(document, &layout),
            layout,
            hits,
        }
    }

    /// The measures of the block at `block`; those of an empty block where there is none.
    pub(crate) fn stats(&self, block: usize) -> &BlockStats {
        self.stats.get(block).unwrap_or(&BlockStats::NONE)
    }

    /// The measures of the block that is `step` away.
    pub(crate) fn stats_near(&self, block: usize, step: isize) -> &BlockStats {
        block.checked_add_signed(step).map_or(&BlockStats::NONE, |at| self.stats(at))
    }
}

/// Measures every block of a page. Linear in nodes and blocks.
pub(crate) fn measure(page: &Page<'_, '_>) -> Features {
    let subtree = subtree::Section::new(page);
    let repetition = repetition::Section::new(page, &subtree);
    let core_element = core_element::Section::new(page, &subtree);
    let neighbours = neighbours::Section::new(page, &subtree);
    let lexical = lexical::Section::new(page);
    let page_shape = page_shape::Section::new(page);
    let names = names();
    let mut values = Vec::with_capacity(names.len() * page.stats.len());
    for block in 0..page.stats.len() {
        text_shape::append(page, block, &mut values);
        ancestry::append(page, block, &mut values);
        subtree.append(page, block, &mut values);
        repetition.append(page, &subtree, block, &mut values);
        core_element.append(page, block, &mut values);
        neighbours.append(page, &subtree, block, &mut values);
        lexical.append(page, block, &mut values);
        page_shape.append(&mut values);
    }
    Features { names, values }
}

/// The names of the columns of a page's row.
pub(crate) fn names() -> &'static [&'static str] {
    static NAMES: std::sync::LazyLock<Vec<&'static str>> = std::sync::LazyLock::new(|| {
        [
            text_shape::NAMES,
            ancestry::NAMES,
            subtree::NAMES,
            repetition::NAMES,
            core_element::NAMES,
            neighbours::NAMES,
            lexical::NAMES,
            page_shape::NAMES,
        ]
        .concat()
    });
    &NAMES
}

/// One where `condition` holds, zero where not.
fn flag(condition: bool) -> f32 {
    f32::from(u8::from(condition))
}

/// `part` of `whole`, zero of nothing.
fn share(part: f32, whole: f32) -> f32 {
    if whole > 0.0 { part / whole } else { 0.0 }
}
