//! What is shown of one page.

use std::collections::HashSet;

use dechaff::{Extraction, HtmlOptions, JsonOptions, MarkdownOptions};
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
        View::Links { .. } => links(&extraction.to_json(&JsonOptions::default())),
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
            format!("{:#}", beside(fields, with_source(extraction.to_json(&options), source)))
        }
        View::Record => {
            beside(fields, with_source(extraction.to_json_record(), source)).to_string()
        }
        View::Listing { full, colored } => explain::listing(extraction, full, colored),
        View::Report => report::page(extraction, source),
        View::Account { pretty } => {
            let account = with_source(explain::account(extraction), source);
            if pretty { format!("{account:#}") } else { account.to_string() }
        }
    };
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

/// The links of the content, each once, one a line.
fn links(document: &Value) -> String {
    let mut seen = HashSet::new();
    let mut lines = Vec::new();
    // A stack and not recursion. What is pushed last is seen first, so all goes on it backwards.
    let mut values = Vec::from_iter(document.get("content"));
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

/// The fields of the input as they are, and then ours, under another name where one is taken.
fn beside(fields: Option<Map<String, Value>>, ours: Value) -> Value {
    match (fields, ours) {
        (Some(mut fields), Value::Object(ours)) => {
            for (name, value) in ours {
                let name =
                    if fields.contains_key(&name) { format!("{PREFIX}{name}") } else { name };
                fields.insert(name, value);
            }
            Value::Object(fields)
        }
        (_, ours) => ours,
    }
}

/// A field of ours in a record, whatever it is called there.
pub(crate) fn our_field<'a>(record: &'a Value, name: &str) -> Option<&'a Value> {
    record.get(format!("{PREFIX}{name}")).or_else(|| record.get(name))
}

/// The library knows no names of files: the source is filled in here.
fn with_source(mut value: Value, source: &str) -> Value {
    if let Some(fields) = value.as_object_mut() {
        fields.insert("source".into(), source.into());
    }
    value
}
