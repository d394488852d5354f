//! The main content as a small tree that every output format is written from.
//!
//! It nests lists, quotes and tables up to [`MAX_NESTING`] deep and no further, however deep the
//! page is, so that writers may descend into it freely.

mod build;
mod code;
#[cfg(test)]
mod fixture_tests;
mod frame;
mod inline;
mod list;
mod plain;
mod table;
#[cfg(test)]
mod tests;

use serde::Serialize;

pub(crate) use build::build;
pub(crate) use plain::{from_lines, from_text};

/// How deep lists and quotes nest; what stands deeper is put at this depth.
pub const MAX_NESTING: usize = 24;

/// The main content of one page or text, without its title.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Content {
    /// The parts, in reading order.
    pub nodes: Vec<ContentNode>,
}

/// One part of the content.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum ContentNode {
    /// A heading.
    Heading {
        /// Its level, 1 to 6.
        level: u8,
        /// Its text.
        runs: Vec<Run>,
    },
    /// A paragraph.
    Paragraph {
        /// Its text.
        runs: Vec<Run>,
    },
    /// A list.
    List {
        /// The number of the first item, if the items are numbered.
        start: Option<u32>,
        /// The items.
        items: Vec<Vec<ContentNode>>,
    },
    /// A quotation.
    Quote {
        /// What is quoted.
        nodes: Vec<ContentNode>,
    },
    /// Program text or other text whose line breaks count.
    Code {
        /// The language, as the page names it.
        language: Option<String>,
        /// The text, exactly.
        text: String,
    },
    /// A table of data.
    Table {
        /// The rows.
        rows: Vec<Vec<Cell>>,
    },
    /// The kept lines of a plain text, exactly as they were.
    Lines {
        /// The lines.
        lines: Vec<Line>,
    },
}

/// A stretch of text in one style.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Run {
    /// The text, white space collapsed; a line break is `\n`.
    pub text: String,
    /// Strongly emphasised.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub strong: bool,
    /// Emphasised.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub emphasis: bool,
    /// Program text.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub code: bool,
    /// Absolute target of the link it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// A cell of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// Whether it is a header.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub header: bool,
    /// Its text.
    pub runs: Vec<Run>,
}

/// A line of a plain text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Blank lines before it.
    pub blank_before: u32,
    /// The line without its end.
    pub text: String,
}

impl Content {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }
}
