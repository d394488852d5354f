//! The parts that content is made of.

use serde::Serialize;

use super::{Definition, Image, List, Media, Run, Table};

/// One part of the content, and where in the source it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ContentNode {
    /// What it is.
    #[serde(flatten)]
    pub part: Part,
    /// Numbers of the source's text blocks whose text it holds, itself or in what it is made of,
    /// ascending from 0. Empty for what is no text, and for content that the page does not show.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<u32>,
}

impl From<Part> for ContentNode {
    fn from(part: Part) -> Self {
        Self { part, blocks: Vec::new() }
    }
}

impl ContentNode {
    /// A part made of others, from the blocks that those came from.
    pub(super) fn of(part: Part) -> Self {
        let blocks = part.children().into_iter().flatten().flat_map(|node| &node.blocks);
        let mut blocks: Vec<u32> = blocks.copied().collect();
        blocks.sort_unstable();
        blocks.dedup();
        Self { part, blocks }
    }
}

/// What a part of the content is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Part {
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
    /// A list, numbered or not.
    List(List),
    /// Terms and what they mean, or other pairs of a name and details.
    Definitions {
        /// The terms with their details.
        entries: Vec<Definition>,
    },
    /// A quotation.
    Quote {
        /// What is quoted.
        nodes: Vec<ContentNode>,
        /// Absolute address of its source, where the markup names one.
        #[serde(skip_serializing_if = "Option::is_none")]
        cite: Option<String>,
    },
    /// Program text or other text whose line breaks count.
    Code {
        /// The language, as the page names it.
        #[serde(skip_serializing_if = "Option::is_none")]
        language: Option<String>,
        /// The text, exactly, without a line break at its end.
        text: String,
    },
    /// A formula set apart from the text.
    Math {
        /// The formula in TeX, without delimiters.
        tex: String,
    },
    /// A table of data.
    Table(Table),
    /// Images or other parts with a caption of their own.
    Figure {
        /// What is shown.
        nodes: Vec<ContentNode>,
        /// What the page says about it.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        caption: Vec<Run>,
        /// Who made it or owns it.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        credit: Vec<Run>,
    },
    /// An image on its own.
    Image(Image),
    /// A video, an audio or another embedded document, as a link.
    Media(Media),
    /// A box beside the text, such as a note or a warning.
    Callout {
        /// `note`, `tip`, `important`, `warning`, `caution`, or the page's own word.
        #[serde(rename = "callout")]
        kind: String,
        /// Its heading, without the one that only repeats the kind.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        title: Vec<Run>,
        /// What it says.
        nodes: Vec<ContentNode>,
    },
    /// A part that readers may fold away.
    Details {
        /// What is shown of it when it is folded.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        summary: Vec<Run>,
        /// The rest.
        nodes: Vec<ContentNode>,
    },
    /// A thematic break.
    Rule,
    /// The notes that [`Inline::Note`](super::Inline::Note)s refer to, at the content's end.
    Footnotes {
        /// The notes, in the order of their labels' first mention.
        notes: Vec<Footnote>,
    },
    /// A post of a forum or a reader's comment.
    Post(Post),
    /// The kept lines of a plain text, exactly as they were.
    Lines {
        /// The lines.
        lines: Vec<Line>,
    },
}

impl Part {
    /// The lists of parts that it holds, in reading order; cells row by row.
    pub fn children(&self) -> Vec<&[ContentNode]> {
        match self {
            Self::List(list) => list.items.iter().map(|item| item.nodes.as_slice()).collect(),
            Self::Definitions { entries } => {
                entries.iter().flat_map(|entry| &entry.details).map(Vec::as_slice).collect()
            }
            Self::Table(table) => {
                table.rows.iter().flatten().map(|cell| cell.nodes.as_slice()).collect()
            }
            Self::Quote { nodes, .. }
            | Self::Figure { nodes, .. }
            | Self::Callout { nodes, .. }
            | Self::Details { nodes, .. }
            | Self::Post(Post { nodes, .. }) => vec![nodes],
            Self::Footnotes { notes } => notes.iter().map(|note| note.nodes.as_slice()).collect(),
            _ => vec![],
        }
    }

    /// As [`children`](Self::children), to change them.
    pub fn children_mut(&mut self) -> Vec<&mut Vec<ContentNode>> {
        match self {
            Self::List(list) => list.items.iter_mut().map(|item| &mut item.nodes).collect(),
            Self::Definitions { entries } => {
                entries.iter_mut().flat_map(|entry| &mut entry.details).collect()
            }
            Self::Table(table) => {
                table.rows.iter_mut().flatten().map(|cell| &mut cell.nodes).collect()
            }
            Self::Quote { nodes, .. }
            | Self::Figure { nodes, .. }
            | Self::Callout { nodes, .. }
            | Self::Details { nodes, .. }
            | Self::Post(Post { nodes, .. }) => vec![nodes],
            Self::Footnotes { notes } => notes.iter_mut().map(|note| &mut note.nodes).collect(),
            _ => vec![],
        }
    }

    /// The runs that it holds itself, not in parts of its own, in reading order.
    pub fn runs(&self) -> Vec<&[Run]> {
        match self {
            Self::Heading { runs, .. } | Self::Paragraph { runs } => vec![runs],
            Self::Definitions { entries } => {
                entries.iter().flat_map(|entry| &entry.terms).map(Vec::as_slice).collect()
            }
            Self::Table(table) => vec![&table.caption],
            Self::Figure { caption, credit, .. } => vec![caption, credit],
            Self::Callout { title, .. } => vec![title],
            Self::Details { summary, .. } => vec![summary],
            _ => vec![],
        }
    }

    /// As [`runs`](Self::runs), to change them.
    pub fn runs_mut(&mut self) -> Vec<&mut Vec<Run>> {
        match self {
            Self::Heading { runs, .. } | Self::Paragraph { runs } => vec![runs],
            Self::Definitions { entries } => {
                entries.iter_mut().flat_map(|entry| &mut entry.terms).collect()
            }
            Self::Table(table) => vec![&mut table.caption],
            Self::Figure { caption, credit, .. } => vec![caption, credit],
            Self::Callout { title, .. } => vec![title],
            Self::Details { summary, .. } => vec![summary],
            _ => vec![],
        }
    }
}

/// A footnote or endnote.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Footnote {
    /// What references call it: letters, digits, `-` and `_`, unique in the content.
    pub label: String,
    /// The note.
    pub nodes: Vec<ContentNode>,
}

/// A post of a forum or a reader's comment.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Post {
    /// Who wrote it, as the page names them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// When, in RFC 3339 where the markup holds that, else as the page says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// What was written.
    pub nodes: Vec<ContentNode>,
}

/// A line of a plain text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Line {
    /// Blank lines before it.
    pub blank_before: u32,
    /// The line without its end.
    pub text: String,
}

/// Forgets which blocks parts came from.
pub(super) fn clear_blocks(nodes: &mut [ContentNode]) {
    let mut rest: Vec<&mut ContentNode> = nodes.iter_mut().collect();
    while let Some(node) = rest.pop() {
        node.blocks = Vec::new();
        rest.extend(node.part.children_mut().into_iter().flatten());
    }
}
