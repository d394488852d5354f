//! Text blocks: the unit that is kept or dropped.
//!
//! A text block is a maximal run of inline text between block boundaries (Kohlschütter,
//! Fankhauser and Nejdl, "Boilerplate Detection using Shallow Text Features", WSDM 2010). Of a
//! page it comes from the tree, of a plain text from its lines; the stages after this one need
//! not know which.

mod page;
pub mod plain;

pub use page::{PageBlocks, segment};

use crate::dom::NodeIndex;

/// Position of a block in its page or text.
pub type BlockIndex = u32;

/// A run of text that is kept or dropped as a whole.
#[derive(Debug, Clone)]
pub struct TextBlock {
    /// Its text, with white space collapsed as a browser shows it.
    pub text: String,
    /// Words of the text; see [`word`](crate::word).
    pub words: u32,
    /// Words that stand inside links.
    pub linked_words: u32,
    /// Links that begin in the block.
    pub links: u32,
    /// Where it stands.
    pub place: Place,
}

/// Where a block stands in its source.
#[derive(Debug, Clone, Copy)]
pub enum Place {
    /// In a page.
    Page {
        /// The nearest element around it that is no inline element.
        container: NodeIndex,
        /// The nearest element of any sort around its first text.
        inner: NodeIndex,
        /// Its first text node.
        first: NodeIndex,
    },
    /// In a plain text.
    Line {
        /// The line's number, from 1.
        number: u32,
        /// Blank lines right before it.
        blank_before: u32,
    },
}

impl TextBlock {
    /// The share of its words that are links, from 0 to 1 (link density).
    pub fn link_density(&self) -> f32 {
        if self.words == 0 {
            return 0.0;
        }
        (self.linked_words as f32 / self.words as f32).min(1.0)
    }

    /// The element that holds it; the root for a line of plain text.
    pub fn container(&self) -> NodeIndex {
        match self.place {
            Place::Page { container, .. } => container,
            Place::Line { .. } => 0,
        }
    }
}
