//! What is shown of one page.

use std::collections::HashSet;

use dechaff::{Extraction, JsonOptions, MarkdownOptions};
use serde_json::Value;

use crate::explain;
use crate::settings::View;

/// The page in the form that was asked for, ending in one line break if there is anything.
pub(crate) fn page(extraction: &Extraction, source: &str, view: View) -> String {
    let mut text = match view {
        View::Links { .. } => links(&extraction.to_json(&JsonOptions::default())),
        View::Text { title: true } => extraction.to_text_with_title(),
        View::Text { title: false } => extraction.to_text(),
        View::Markdown { title } => {
            let mut options = MarkdownOptions::default();
            options.title = title;
            extraction.to_markdown(&options)
        }
        View::Document { with_blocks } => {
            let mut options = JsonOptions::default();
            options.with_blocks = with_blocks;
            format!("{:#}", with_source(extraction.to_json(&options), source))
        }
        View::Record => with_source(extraction.to_json_record(), source).to_string(),
        View::Listing { full } => explain::listing(extraction, full),
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

/// The library knows no names of files: the source is filled in here.
fn with_source(mut value: Value, source: &str) -> Value {
    if let Some(fields) = value.as_object_mut() {
        fields.insert("source".into(), source.into());
    }
    value
}
