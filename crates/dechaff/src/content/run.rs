//! Inline content: text and what stands in a line of it, with its marks.

use serde::Serialize;

use super::{Image, Mark};

/// A stretch of inline content in one style.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Run {
    /// What it holds.
    #[serde(flatten)]
    pub inline: Inline,
    /// Strongly emphasised.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub strong: bool,
    /// Emphasised.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub emphasis: bool,
    /// Struck out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub strike: bool,
    /// Marked, as by a highlighter.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub mark: bool,
    /// Set below the line.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub sub: bool,
    /// Set above the line.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub sup: bool,
    /// Absolute target of the link it stands in, or `#` and the name of a place in the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// What a run holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Inline {
    /// Text, white space collapsed; a line break is `\n`.
    Text(String),
    /// Program text, white space collapsed.
    Code(String),
    /// A formula in TeX, without delimiters.
    Math(String),
    /// An image in the line.
    Image(Image),
    /// A reference to the [`Footnote`](super::Footnote) of this label.
    Note(String),
    /// Text with its reading.
    Ruby {
        /// The text.
        base: String,
        /// How it is read.
        reading: String,
    },
}

impl Default for Inline {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl Run {
    /// Text without any mark.
    pub fn plain(text: impl Into<String>) -> Self {
        Inline::Text(text.into()).into()
    }

    /// The runs of a line of text in the one form that all content has: white space is single
    /// spaces and line breaks, none at the ends, and none within marks that the words on both
    /// sides of it do not share; neighbours in one style are one run; none is empty.
    pub fn normal_form(runs: Vec<Self>) -> Vec<Self> {
        super::normal::runs(runs)
    }

    /// Whether both have the same marks and the same link.
    pub fn is_styled_as(&self, other: &Self) -> bool {
        Mark::ALL.iter().all(|mark| mark.is_on(self) == mark.is_on(other))
            && self.link == other.link
    }
}

impl From<Inline> for Run {
    fn from(inline: Inline) -> Self {
        Self { inline, ..Self::default() }
    }
}

impl Inline {
    /// What a reader sees of it as plain text: of an image nothing, of a formula its TeX, of a
    /// reference to a note nothing, of ruby the base.
    pub fn shown(&self) -> &str {
        match self {
            Self::Text(text) | Self::Code(text) | Self::Math(text) => text,
            Self::Image(_) | Self::Note(_) => "",
            Self::Ruby { base, .. } => base,
        }
    }

    /// Its text, if it is nothing but text.
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}
