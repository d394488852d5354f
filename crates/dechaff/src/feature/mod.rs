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
mod declared;
mod headline;
mod layout;
mod lexical;
mod names;
mod neighbours;
pub(crate) mod page_means;
mod page_shape;
pub(crate) mod plain;
mod repetition;
mod section;
mod standing;
mod stats;
mod subtree;
mod surroundings;
mod text_shape;
mod tokens;

use crate::block::PageBlocks;
use crate::dom::Document;
use crate::lexicon::BlockHits;
use names::Names;

pub(crate) use class_group::{ClassGroups, GROUPS};
pub(crate) use layout::Layout;
pub use standing::Standing;
use standing::{OF_FIRST, OF_TOKENS};
pub(crate) use stats::BlockStats;
pub use surroundings::Surroundings;
pub use tokens::PLACES;
use tokens::Tokens;

/// Blocks whose measures can be asked for, a row at a time.
///
/// Rows are made when they are asked for, so that a page of a hundred thousand blocks needs no
/// more room than one of ten.
pub trait Rows {
    /// The names of the columns, in order.
    fn names(&self) -> &'static [&'static str];

    /// How many blocks there are.
    fn count(&self) -> usize;

    /// Appends the measures of one block, a value for each name.
    fn append(&self, block: usize, row: &mut Vec<f32>);
}

/// The columns that the second round adds to a block's measures, in order.
pub fn company_names() -> &'static [&'static str] {
    static NAMES: std::sync::LazyLock<Vec<&'static str>> =
        std::sync::LazyLock::new(|| [OF_TOKENS, OF_FIRST, &KINDS].concat());
    &NAMES
}

/// The columns of the probabilities of the page's kind, in the order of
/// [`PageKind::ALL`](crate::PageKind::ALL).
const KINDS: [&str; 7] = [
    "kind_article", "kind_forum", "kind_product", "kind_collection", "kind_listing",
    "kind_documentation", "kind_service",
];

/// Rows of the blocks of a page, with what the model for pages reads beside them.
pub trait PageRows: Rows {
    /// For each block the sum of the weights of its hashed names and words.
    fn token_sums(&self, weight: impl Fn(u32) -> f32) -> Vec<f32>;

    /// Which blocks belong together.
    fn surroundings(&self) -> Surroundings;
}

/// The measures of all blocks of one page or text, as training reads them.
#[derive(Debug, Clone)]
pub struct Features {
    names: &'static [&'static str],
    values: Vec<f32>,
}

impl Features {
    pub(crate) fn collect(rows: &impl Rows) -> Self {
        let mut values = Vec::with_capacity(rows.names().len() * rows.count());
        for block in 0..rows.count() {
            rows.append(block, &mut values);
        }
        Self { names: rows.names(), values }
    }

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
    pub(crate) names: Names,
    hashes: Vec<u64>,
    hash_ends: Vec<usize>,
    sizes: Vec<f32>,
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
        let counted = stats::all(&blocks.blocks, |element| document.node(element).tag());
        let mut size = 0.0;
        let mut sizes = vec![size];
        sizes.extend(counted.stats.iter().map(|stats| {
            size += stats.size;
            size
        }));
        Self {
            document,
            blocks,
            stats: counted.stats,
            hashes: counted.hashes,
            hash_ends: counted.ends,
            sizes,
            names: Names::new(document, &layout, groups),
            layout,
            hits,
        }
    }

    /// The hashes of a block's words.
    pub(crate) fn hashes_of(&self, block: usize) -> &[u64] {
        let at = |block: usize| self.hash_ends.get(block).copied().unwrap_or(0);
        let start = block.checked_sub(1).map_or(0, at);
        self.hashes.get(start..at(block)).unwrap_or_default()
    }

    /// The size of a range of blocks.
    pub(crate) fn size_of(&self, blocks: &std::ops::Range<usize>) -> f32 {
        let at = |block: usize| self.sizes.get(block).copied().unwrap_or(0.0);
        at(blocks.end) - at(blocks.start)
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

/// The measures of a page's blocks. Made in time linear in nodes and blocks.
pub(crate) struct Measures<'m, 'p, 'a> {
    page: &'m Page<'p, 'a>,
    subtree: subtree::Section,
    repetition: repetition::Section,
    core_element: core_element::Section,
    neighbours: neighbours::Section,
    lexical: lexical::Section,
    section: section::Section,
    declared: declared::Section,
    headline: headline::Section,
    page_shape: page_shape::Section,
}

impl<'m, 'p, 'a> Measures<'m, 'p, 'a> {
    pub(crate) fn new(page: &'m Page<'p, 'a>) -> Self {
        let subtree = subtree::Section::new(page);
        Self {
            page,
            repetition: repetition::Section::new(page, &subtree),
            core_element: core_element::Section::new(page, &subtree),
            neighbours: neighbours::Section::new(page, &subtree),
            lexical: lexical::Section::new(page),
            section: section::Section::new(page),
            declared: declared::Section::new(page),
            headline: headline::Section::new(page),
            page_shape: page_shape::Section::new(page),
            subtree,
        }
    }
}

impl Rows for Measures<'_, '_, '_> {
    fn names(&self) -> &'static [&'static str] {
        names()
    }

    fn count(&self) -> usize {
        self.page.stats.len()
    }

    fn append(&self, block: usize, row: &mut Vec<f32>) {
        text_shape::append(self.page, block, row);
        ancestry::append(self.page, block, row);
        self.subtree.append(self.page, block, row);
        self.repetition.append(self.page, &self.subtree, block, row);
        self.core_element.append(self.page, block, row);
        self.neighbours.append(self.page, &self.subtree, block, row);
        self.lexical.append(self.page, block, row);
        self.section.append(self.page, block, row);
        self.declared.append(self.page, block, row);
        self.headline.append(self.page, block, row);
        self.page_shape.append(row);
    }
}

impl PageRows for Measures<'_, '_, '_> {
    fn token_sums(&self, weight: impl Fn(u32) -> f32) -> Vec<f32> {
        Tokens { page: self.page, section: &self.section }.sums(weight)
    }

    fn surroundings(&self) -> Surroundings {
        Surroundings::new(self.page, &self.repetition, &self.section)
    }
}

impl Measures<'_, '_, '_> {
    /// The places of the tokens of each block, as training reads them.
    pub(crate) fn token_places(&self) -> Vec<Vec<u32>> {
        let tokens = Tokens { page: self.page, section: &self.section };
        (0..self.count()).map(|block| tokens.places(block)).collect()
    }
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
            section::NAMES,
            declared::NAMES,
            headline::NAMES,
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

#[cfg(test)]
mod tests {
    use crate::{Limits, Measurer, dom};

    #[test]
    fn a_row_has_a_value_for_each_name() {
        let html = "<title>One</title><nav><a href=/>Home</a></nav><div><h2>Two</h2><p>Three, \
            four.</div><ul><li>5<li>6<li>7</ul>";
        let (html, _) = dom::parse(html, &Limits::default());
        let width = Measurer::new().unwrap().with_page(&html, |_, measures| {
            let mut row = Vec::new();
            super::Rows::append(measures, 2, &mut row);
            row.len()
        });
        assert_eq!(width, super::names().len());
        let page = Measurer::new().unwrap().page(&html);
        assert_eq!(page.kind_row.len(), page.kind_names.len());
        assert_eq!(page.features.rows().len(), 6);
    }
}
