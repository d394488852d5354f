//! What is shown of one page.

use std::collections::HashSet;

use dechaff::{Extraction, HtmlOptions, JsonOptions, JsonView, MarkdownOptions};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::settings::View;
use crate::{explain, report};

/// Put before a field of ours whose name a field of the input has.
pub(crate) const PREFIX: &str = "dechaff_";

/// The page in the form that was asked for, ending in one line break if there is anything.
/// `fields` are those of the record that the page was in.
pub(crate) fn page(
    extraction: &Extraction,
    source: &str,
    fields: Option<Map<String, Value>>,
    view: View,
) -> String {
    let mut text = match view {
        View::Wet { title } => {
            return if title { extraction.to_text_with_title() } else { extraction.to_text() };
        }
        View::Links { .. } => links(extraction),
        View::Text { title, metadata } => {
            let text = if title { extraction.to_text_with_title() } else { extraction.to_text() };
            with_front_matter(extraction, metadata, text)
        }
        View::Markdown { title, metadata } => {
            let mut options = MarkdownOptions::default();
            options.title = title;
            with_front_matter(extraction, metadata, extraction.to_markdown(&options))
        }
        View::Html { title, standalone } => {
            let mut options = HtmlOptions::default();
            (options.title, options.standalone) = (title, standalone);
            extraction.to_html(&options)
        }
        View::Xml => extraction.to_xml(),
        View::Document { blocks } => {
            let mut options = JsonOptions::default();
            options.with_blocks = blocks;
            json(extraction.json(&options).with_source(source), fields, true)
        }
        View::Record => json(extraction.json_record().with_source(source), fields, false),
        View::Listing { full, colored } => explain::listing(extraction, full, colored),
        View::Report => report::page(extraction, source),
        View::Account { pretty } => {
            json(extraction.json_account().with_source(source), None, pretty)
        }
    };
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

/// The links of the content, each once, one a line.
fn links(extraction: &Extraction) -> String {
    let content = serde_json::to_value(&extraction.content).unwrap_or_default();
    let mut seen = HashSet::new();
    let mut lines = Vec::new();
    // A stack and not recursion. What is pushed last is seen first, so all goes on it backwards.
    let mut values = vec![&content];
    while let Some(value) = values.pop() {
        match value {
            Value::Object(fields) => {
                if let Some(Value::String(link)) = fields.get("link")
                    && seen.insert(link)
                {
                    lines.push(format!("{link}\n"));
                }
                values.extend(fields.values().rev());
            }
            Value::Array(items) => values.extend(items.iter().rev()),
            _ => {}
        }
    }
    lines.concat()
}

fn with_front_matter(extraction: &Extraction, wanted: bool, text: String) -> String {
    if wanted { extraction.front_matter() + &text } else { text }
}

/// JSON in one line, or on as many as it takes to be read. What is written beside the fields of
/// the input becomes a value first; all else goes straight into the text, which takes a part of
/// the memory.
fn json(view: JsonView<'_>, fields: Option<Map<String, Value>>, pretty: bool) -> String {
    let text = match fields {
        Some(fields) => {
            let ours = serde_json::to_value(view).unwrap_or_default();
            written(&beside(fields, ours), pretty)
        }
        None => written(&view, pretty),
    };
    // All keys are strings, so there is nothing that JSON cannot say.
    text.unwrap_or_default()
}

fn written(value: &impl Serialize, pretty: bool) -> serde_json::Result<String> {
    if pretty { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) }
}

/// The fields of the input as they are, and then ours, under another name where one is taken.
fn beside(mut fields: Map<String, Value>, ours: Value) -> Value {
    if let Value::Object(ours) = ours {
        for (name, value) in ours {
            let name = if fields.contains_key(&name) { format!("{PREFIX}{name}") } else { name };
            fields.insert(name, value);
        }
    }
    Value::Object(fields)
}

/// A field of ours in a record, whatever it is called there.
pub(crate) fn our_field<'a>(record: &'a Value, name: &str) -> Option<&'a Value> {
    record.get(format!("{PREFIX}{name}")).or_else(|| record.get(name))
}
