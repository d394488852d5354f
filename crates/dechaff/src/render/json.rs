//! An extraction as JSON.

use std::borrow::Cow;

use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use url::Url;

use crate::content::Content;
use crate::metadata::Metadata;
use crate::{Extraction, JudgedBlock, PageKind, Warning};

/// Version of the fields below; it changes when one is renamed, removed or means something else.
pub(crate) const SCHEMA_VERSION: u32 = 2;

/// What JSON output holds.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct JsonOptions {
    /// Whether each part of the content names the blocks that its text is from, as positions in
    /// `blocks`. Default false.
    pub with_blocks: bool,
    /// Name of the file, URL or the like that the page was read from, for the field `source`.
    pub source: Option<String>,
    /// Whether text is written with a field a line. Default false.
    pub pretty: bool,
}

/// The flat record of one page.
#[derive(Serialize)]
struct Record<'e> {
    schema_version: u32,
    source: Option<&'e str>,
    url: &'e Option<Url>,
    title: &'e Option<String>,
    authors: &'e [String],
    date: &'e Option<String>,
    date_modified: &'e Option<String>,
    site_name: &'e Option<String>,
    description: &'e Option<String>,
    image: Option<&'e str>,
    tags: &'e [String],
    language: &'e Option<String>,
    detected_language: Option<&'e str>,
    page_kind: Option<PageKind>,
    #[serde(serialize_with = "page_kinds")]
    page_kinds: &'e [(PageKind, f32)],
    confidence: Option<f32>,
    text: String,
    warnings: &'e [Warning],
}

/// The record with all metadata and their sources, the content tree and the account of every
/// block.
#[derive(Serialize)]
struct Document<'e> {
    #[serde(flatten)]
    record: Record<'e>,
    metadata: &'e Metadata,
    content: Cow<'e, Content>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comments: Option<Cow<'e, Content>>,
    blocks: &'e [JudgedBlock],
}

impl<'e> Record<'e> {
    fn of(extraction: &'e Extraction, source: Option<&'e str>) -> Self {
        let metadata = &extraction.metadata;
        Self {
            schema_version: SCHEMA_VERSION,
            source,
            url: &metadata.url,
            title: &metadata.title,
            authors: &metadata.authors,
            date: &metadata.date,
            date_modified: &metadata.date_modified,
            site_name: &metadata.site_name,
            description: &metadata.description,
            image: metadata.image.as_ref().map(|image| image.url.as_str()),
            tags: &metadata.tags,
            language: &metadata.language,
            detected_language: metadata.detected_language.as_ref().map(|detected| detected.tag),
            page_kind: extraction.page_kind,
            page_kinds: &extraction.page_kinds,
            confidence: extraction.confidence,
            text: extraction.to_text(),
            warnings: &extraction.warnings,
        }
    }
}

impl<'e> Document<'e> {
    fn of(extraction: &'e Extraction, options: &'e JsonOptions) -> Self {
        let tree = |content: &'e Content| {
            if options.with_blocks {
                Cow::Borrowed(content)
            } else {
                Cow::Owned(content.clone().without_blocks())
            }
        };
        Self {
            record: Record::of(extraction, options.source.as_deref()),
            metadata: &extraction.metadata,
            content: tree(&extraction.content),
            comments: (!extraction.comments.is_empty()).then(|| tree(&extraction.comments)),
            blocks: &extraction.blocks,
        }
    }
}

/// The kinds of page by name, with three decimals of their probabilities.
fn page_kinds<S: Serializer>(kinds: &[(PageKind, f32)], to: S) -> Result<S::Ok, S::Error> {
    let rounded = |probability: f32| (f64::from(probability) * 1e3).round() / 1e3;
    to.collect_map(kinds.iter().map(|(kind, probability)| (kind.name(), rounded(*probability))))
}

/// The flat record as a value.
pub(crate) fn record(extraction: &Extraction) -> Value {
    json!(Record::of(extraction, None))
}

/// The flat record as a line of text.
pub(crate) fn record_line(extraction: &Extraction, source: Option<&str>) -> String {
    text(&Record::of(extraction, source), false)
}

/// The whole document as a value.
pub(crate) fn document(extraction: &Extraction, options: &JsonOptions) -> Value {
    json!(Document::of(extraction, options))
}

/// The whole document as text, which takes a fraction of the time of making a value of it.
pub(crate) fn document_text(extraction: &Extraction, options: &JsonOptions) -> String {
    text(&Document::of(extraction, options), options.pretty)
}

/// JSON as text. It cannot fail: all names of fields are strings, and nothing is read.
fn text(of: &impl Serialize, pretty: bool) -> String {
    let written = if pretty { serde_json::to_string_pretty(of) } else { serde_json::to_string(of) };
    written.unwrap_or_default()
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
        warnings: Vec<Value>,
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
