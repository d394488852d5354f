//! The result of an extraction.

use std::borrow::Cow;

use serde::Serialize;

use crate::content::{Content, Part};
use crate::metadata::Metadata;
use crate::render::{self, HtmlOptions, JsonOptions, JsonView, MarkdownOptions};
use crate::select::Decision;
use crate::{PageKind, Warning};

/// Everything learned of one page: its main content, and an account of the rest.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Extraction {
    /// What the page says about itself.
    pub metadata: Metadata,
    /// The main content, without the title.
    pub content: Content,
    /// What readers wrote below it, where [`Options::comments`](crate::Options::comments) asks.
    pub comments: Content,
    /// Every text block of the page in document order, kept or dropped.
    pub blocks: Vec<JudgedBlock>,
    /// The most probable kind of page, where it could be told.
    pub page_kind: Option<PageKind>,
    /// How probable each kind of page is, the most probable first; none for a plain text.
    pub page_kinds: Vec<(PageKind, f32)>,
    /// How well the content is expected to be chosen, from 0 to 1, where it could be told.
    pub confidence: Option<f32>,
    /// What a caller should know.
    pub warnings: Vec<Warning>,
}

/// One text block and what was decided about it.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct JudgedBlock {
    /// The block's text with white space collapsed.
    pub text: String,
    /// Words, where each character of Chinese and Japanese script counts as one.
    pub words: usize,
    /// Where it stands: for a page the path of its element, for a plain text `line N`.
    pub place: String,
    /// The probability that it is main content, from 0 to 1.
    pub score: f32,
    /// Whether it is kept, what it is if not, and why.
    pub decision: Decision,
}

impl Extraction {
    /// Whether no main content was found.
    pub fn is_empty(&self) -> bool {
        self.content.is_empty()
    }

    /// Notes what a caller should know, once.
    pub(crate) fn warn(&mut self, warning: Warning) {
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }

    /// The content and then the comments, after a break.
    fn with_comments(&self) -> Cow<'_, Content> {
        if self.comments.is_empty() {
            return Cow::Borrowed(&self.content);
        }
        let mut all = self.content.clone();
        if !all.is_empty() {
            all.nodes.push(Part::Rule.into());
        }
        all.nodes.extend(self.comments.nodes.iter().cloned());
        Cow::Owned(all)
    }

    /// The main content as plain text, without the title; one blank line between paragraphs.
    ///
    /// Of a plain text the kept lines come out exactly as they were.
    pub fn to_text(&self) -> String {
        self.with_comments().to_text()
    }

    /// The title and the main content as plain text.
    pub fn to_text_with_title(&self) -> String {
        render::text::with_title(self.metadata.title.as_deref(), &self.with_comments())
    }

    /// The main content as Markdown: CommonMark with the tables, strikethrough, task lists,
    /// footnotes, alerts and formulas of GitHub Flavored Markdown.
    pub fn to_markdown(&self, options: &MarkdownOptions) -> String {
        render::markdown::document(self.metadata.title.as_deref(), &self.with_comments(), options)
    }

    /// The main content as HTML, or a page by itself. Only elements, attributes and schemes of a
    /// fixed list are ever written, whatever the page held.
    pub fn to_html(&self, options: &HtmlOptions) -> String {
        render::html::document(&self.metadata, &self.with_comments(), options)
    }

    /// The main content as an XML document of the Text Encoding Initiative (TEI P5), with the
    /// metadata in its header.
    pub fn to_xml(&self) -> String {
        render::tei::document(&self.metadata, &self.with_comments())
    }

    /// What the page says about itself as YAML between lines of three hyphens, to stand before
    /// text or Markdown.
    pub fn front_matter(&self) -> String {
        render::front_matter::block(self)
    }

    /// The extraction as a JSON value with a `schema_version`: metadata, text, the content tree,
    /// warnings and the account of every block. The feature `schema` adds `json_schema`, which
    /// describes it.
    pub fn to_json(&self, options: &JsonOptions) -> serde_json::Value {
        self.json(options).to_value()
    }

    /// The same as [`to_json`](Self::to_json), to be written with `serde_json::to_writer` and the
    /// like: the way for large pages.
    pub fn json(&self, options: &JsonOptions) -> JsonView<'_> {
        JsonView::document(self, options)
    }

    /// The same as [`to_json_record`](Self::to_json_record), to be written.
    pub fn json_record(&self) -> JsonView<'_> {
        JsonView::record(self)
    }

    /// The account of every block with the metadata, to be written; as [`json`](Self::json)
    /// without the content.
    pub fn json_account(&self) -> JsonView<'_> {
        JsonView::account(self)
    }

    /// The flat record of one page, as one line of JSON Lines holds it: the same fields as
    /// [`to_json`](Self::to_json) without the tree and the blocks.
    pub fn to_json_record(&self) -> serde_json::Value {
        self.json_record().to_value()
    }
}
