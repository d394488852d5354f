//! An extraction as JSON.

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};

use crate::Extraction;
use crate::content::Content;

/// Version of the fields below; it changes when one is renamed, removed or means something else.
pub(crate) const SCHEMA_VERSION: u32 = 2;

/// What JSON output holds.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct JsonOptions {
    /// Whether each part of the content names the blocks that its text is from, as positions in
    /// `blocks`. Default false.
    pub with_blocks: bool,
}

/// An extraction to be written as JSON. It goes straight to the writer: as a [`Value`] a large
/// page would take several times the memory.
#[derive(Debug, Clone, Copy)]
pub struct JsonView<'e> {
    extraction: &'e Extraction,
    source: Option<&'e str>,
    fields: Fields,
}

/// What of an extraction is written.
#[derive(Debug, Clone, Copy)]
enum Fields {
    /// The flat record of one page.
    Record,
    /// The record with all metadata and their sources, the content tree and the account of every
    /// block.
    Document { with_blocks: bool },
    /// The account of every block, without the content.
    Account,
}

impl<'e> JsonView<'e> {
    pub(crate) fn record(extraction: &'e Extraction) -> Self {
        Self { extraction, source: None, fields: Fields::Record }
    }

    pub(crate) fn document(extraction: &'e Extraction, options: &JsonOptions) -> Self {
        let fields = Fields::Document { with_blocks: options.with_blocks };
        Self { extraction, source: None, fields }
    }

    pub(crate) fn account(extraction: &'e Extraction) -> Self {
        Self { extraction, source: None, fields: Fields::Account }
    }

    /// The same with the name of what the page was read from.
    #[must_use]
    pub fn with_source(mut self, source: &'e str) -> Self {
        self.source = Some(source);
        self
    }

    /// As a value in memory.
    pub(crate) fn to_value(self) -> Value {
        // All keys are strings, so there is nothing that JSON cannot say.
        serde_json::to_value(self).unwrap_or_default()
    }

    fn write_record<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let (extraction, metadata) = (self.extraction, &self.extraction.metadata);
        let detected = metadata.detected_language.as_ref().map(|detected| detected.tag);
        map.serialize_entry("url", &metadata.url)?;
        map.serialize_entry("title", &metadata.title)?;
        map.serialize_entry("authors", &metadata.authors)?;
        map.serialize_entry("date", &metadata.date)?;
        map.serialize_entry("date_modified", &metadata.date_modified)?;
        map.serialize_entry("site_name", &metadata.site_name)?;
        map.serialize_entry("description", &metadata.description)?;
        map.serialize_entry("image", &metadata.image.as_ref().map(|image| &image.url))?;
        map.serialize_entry("tags", &metadata.tags)?;
        map.serialize_entry("language", &metadata.language)?;
        map.serialize_entry("detected_language", &detected)?;
        map.serialize_entry("page_kind", &extraction.page_kind)?;
        map.serialize_entry("page_kinds", &page_kinds(extraction))?;
        map.serialize_entry("confidence", &extraction.confidence)?;
        map.serialize_entry("text", &extraction.to_text())?;
        map.serialize_entry("warnings", &extraction.warnings)
    }

    fn write_account<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let (extraction, metadata) = (self.extraction, &self.extraction.metadata);
        map.serialize_entry("url", &metadata.url)?;
        map.serialize_entry("title", &metadata.title)?;
        map.serialize_entry("page_kind", &extraction.page_kind)?;
        map.serialize_entry("page_kinds", &page_kinds(extraction))?;
        map.serialize_entry("confidence", &extraction.confidence)?;
        map.serialize_entry("metadata", metadata)?;
        map.serialize_entry("blocks", &extraction.blocks)?;
        map.serialize_entry("warnings", &extraction.warnings)
    }
}

impl Serialize for JsonView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schema_version", &SCHEMA_VERSION)?;
        map.serialize_entry("source", &self.source)?;
        match self.fields {
            Fields::Record => self.write_record(&mut map)?,
            Fields::Account => self.write_account(&mut map)?,
            Fields::Document { with_blocks } => {
                self.write_record(&mut map)?;
                map.serialize_entry("metadata", &self.extraction.metadata)?;
                map.serialize_entry("content", &tree(&self.extraction.content, with_blocks))?;
                if !self.extraction.comments.is_empty() {
                    let comments = tree(&self.extraction.comments, with_blocks);
                    map.serialize_entry("comments", &comments)?;
                }
                map.serialize_entry("blocks", &self.extraction.blocks)?;
            }
        }
        map.end()
    }
}

fn tree(content: &Content, with_blocks: bool) -> Cow<'_, Content> {
    if with_blocks { Cow::Borrowed(content) } else { Cow::Owned(content.clone().without_blocks()) }
}

/// The kinds of page by name, with three decimals of their probabilities.
fn page_kinds(extraction: &Extraction) -> Value {
    let kinds = extraction.page_kinds.iter().map(|(kind, probability)| {
        (kind.name().to_owned(), json!((f64::from(*probability) * 1e3).round() / 1e3))
    });
    Value::Object(kinds.collect())
}

/// The JSON Schema of [`Extraction::to_json`].
#[cfg(feature = "schema")]
pub fn schema() -> Value {
    schema::of_document()
}

#[cfg(feature = "schema")]
mod schema {
    //! The fields of a document as `schemars` describes them.

    use std::collections::BTreeMap;

    use schemars::JsonSchema;
    use schemars::generate::SchemaSettings;
    use serde_json::{Value, json};

    use super::SCHEMA_VERSION;
    use crate::Warning;
    use crate::content::Content;
    use crate::metadata::Metadata;

    /// One page: its main content, what it says about itself, and an account of every block.
    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is of use")]
    struct Document {
        /// Version of these fields; it changes when one is renamed, removed or means something
        /// else. Fields may be added without a change.
        schema_version: u32,
        /// Name of the file, URL or the like that the page was read from.
        source: Option<String>,
        /// The canonical URL if the page states one, else the one it came from.
        url: Option<String>,
        /// The title, which is no part of `text` and `content`.
        title: Option<String>,
        /// Who wrote it.
        authors: Vec<String>,
        /// When it was published, in RFC 3339 with what is known.
        date: Option<String>,
        /// When it was changed last, in the same form.
        date_modified: Option<String>,
        /// The name of the site.
        site_name: Option<String>,
        /// What it says that it is about.
        description: Option<String>,
        /// Address of the image that stands for it.
        image: Option<String>,
        /// What it is filed under.
        tags: Vec<String>,
        /// The language it declares, as a BCP 47 tag.
        language: Option<String>,
        /// The language that its text is in, as a BCP 47 tag.
        detected_language: Option<String>,
        /// The most probable kind of page.
        page_kind: Option<String>,
        /// The probability of each kind of page.
        page_kinds: BTreeMap<String, f64>,
        /// How well the content is expected to be chosen, from 0 to 1.
        confidence: Option<f32>,
        /// The main content as plain text.
        text: String,
        /// What a caller should know.
        warnings: Vec<Warning>,
        /// All that the page says about itself, each value with its source.
        metadata: Metadata,
        /// The main content as a tree.
        content: Content,
        /// What readers wrote below it, where that was asked for and there is some.
        #[serde(skip_serializing_if = "Option::is_none")]
        comments: Option<Content>,
        /// Every text block of the page in document order, kept or dropped.
        blocks: Vec<Block>,
    }

    /// One text block and what was decided about it.
    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is of use")]
    struct Block {
        /// The text, white space collapsed.
        text: String,
        /// Words, where each character of Chinese and Japanese script counts as one.
        words: usize,
        /// Where it stands; empty for a page unless explanations were asked for.
        place: String,
        /// The probability that it is main content, from 0 to 1.
        score: f32,
        /// Whether it is kept, and why.
        decision: Decision,
    }

    /// What was decided about a block.
    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is of use")]
    struct Decision {
        /// Whether it is kept.
        keep: bool,
        /// What it is, if it is not kept.
        label: Option<String>,
        /// Who decided: `model`, or the name of a pass.
        by: String,
        /// Why.
        reason: String,
    }

    pub(super) fn of_document() -> Value {
        let settings = SchemaSettings::draft2020_12().for_serialize();
        let mut schema = settings.into_generator().into_root_schema_for::<Document>().to_value();
        if let Some(fields) = schema.as_object_mut() {
            let id = format!("https://dechaff.example/schema/document-v{SCHEMA_VERSION}.json");
            fields.insert("$id".to_owned(), json!(id));
            fields.insert("title".to_owned(), json!("A page as dechaff gives it in JSON"));
        }
        schema
    }
}
