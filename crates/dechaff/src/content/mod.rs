//! The main content as a small tree that every output format is written from.
//!
//! It nests up to [`MAX_NESTING`] deep and no further, however deep the page is, so that writers
//! may descend into it freely. Inline style is flat: a paragraph is a list of [`Run`]s, each with
//! its marks, so no writer has to balance a tree of them.

mod build;
#[cfg(test)]
mod fixture_tests;
mod list;
mod mark;
mod media;
mod node;
mod normal;
mod run;
mod table;
#[cfg(test)]
mod tests;

use serde::Serialize;
use url::Url;

use crate::Options;
use crate::clock::Deadline;
use crate::metadata::Metadata;
use crate::render::{self, MarkdownOptions};

pub(crate) use build::{
    Kept, build, from_lines, from_text, is_display_formula, is_listing, is_one_construct,
};
pub use list::{Definition, Item, List, Numbering};
pub(crate) use mark::Mark;
pub use media::{Image, Media, MediaKind};
pub use node::{ContentNode, Footnote, Line, Part, Post};
pub use run::{Inline, Run};
pub use table::{Cell, Table};

/// How deep lists, quotes and other parts nest; what stands deeper is put at this depth.
pub const MAX_NESTING: usize = 24;

/// The main content of one page or text, without its title.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Content {
    /// The parts, in reading order.
    pub nodes: Vec<ContentNode>,
}

impl Content {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The content of HTML of which all is wanted, such as what [`to_html`](Self::to_html)
    /// writes. `base` is what its links are relative to.
    pub fn from_html(html: &str, base: Option<&Url>, options: &Options) -> Self {
        let deadline = Deadline::after(options.limits.parse_time);
        build::from_html(html, base, options, deadline).0
    }

    /// As plain text, one blank line between paragraphs.
    pub fn to_text(&self) -> String {
        render::text::body(self)
    }

    /// As Markdown; see [`Extraction::to_markdown`](crate::Extraction::to_markdown).
    pub fn to_markdown(&self, options: &MarkdownOptions) -> String {
        render::markdown::document(None, self, options)
    }

    /// As HTML; see [`Extraction::to_html`](crate::Extraction::to_html).
    pub fn to_html(&self) -> String {
        render::html::body(self)
    }

    /// As an XML document of TEI P5 with an empty header; see
    /// [`Extraction::to_xml`](crate::Extraction::to_xml).
    pub fn to_xml(&self) -> String {
        render::tei::document(&Metadata::default(), self)
    }

    /// The same content without the numbers of its source's blocks.
    #[must_use]
    pub fn without_blocks(mut self) -> Self {
        node::clear_blocks(&mut self.nodes);
        self
    }
}
