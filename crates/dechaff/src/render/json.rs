//! An extraction as JSON.

use serde_json::{Value, json};

use crate::Extraction;

/// Version of the fields below; it changes when one is renamed, removed or means something else.
pub(crate) const SCHEMA_VERSION: u32 = 1;

/// The flat record of one page. `source` is for the caller to fill in.
pub(crate) fn record(extraction: &Extraction) -> Value {
    let metadata = &extraction.metadata;
    let detected = metadata.detected_language.as_ref().map(|detected| detected.tag);
    json!({
        "schema_version": SCHEMA_VERSION,
        "source": null,
        "url": metadata.url,
        "title": metadata.title,
        "authors": metadata.authors,
        "date": metadata.date,
        "date_modified": metadata.date_modified,
        "site_name": metadata.site_name,
        "description": metadata.description,
        "image": metadata.image.as_ref().map(|image| &image.url),
        "tags": metadata.tags,
        "language": metadata.language,
        "detected_language": detected,
        "page_kind": extraction.page_kind,
        "page_kinds": page_kinds(extraction),
        "confidence": extraction.confidence,
        "text": extraction.to_text(),
        "warnings": extraction.warnings,
    })
}

/// The kinds of page by name, with three decimals of their probabilities.
fn page_kinds(extraction: &Extraction) -> Value {
    let kinds = extraction.page_kinds.iter().map(|(kind, probability)| {
        (kind.name().to_owned(), json!((f64::from(*probability) * 1e3).round() / 1e3))
    });
    Value::Object(kinds.collect())
}

/// The record with all metadata and their sources, the content tree and the account of every block.
pub(crate) fn document(extraction: &Extraction) -> Value {
    let mut value = record(extraction);
    if let Value::Object(fields) = &mut value {
        fields.insert("metadata".to_owned(), json!(extraction.metadata));
        fields.insert("content".to_owned(), json!(extraction.content));
        fields.insert("blocks".to_owned(), json!(extraction.blocks));
    }
    value
}
