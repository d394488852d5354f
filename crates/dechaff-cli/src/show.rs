//! What is shown of one page.

use std::collections::HashSet;

use dechaff::{Extraction, HtmlOptions, JsonOptions, MarkdownOptions};
use serde_json::Value;

use crate::explain;
use crate::settings::View;

/// The page in the form that was asked for, ending in one line break if there is anything.
pub(crate) fn page(extraction: &Extraction, source: &str, view: View) -> String {
    let mut text = match view {
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
            (options.with_blocks, options.pretty) = (blocks, true);
            options.source = Some(source.to_owned());
            extraction.to_json_string(&options)
        }
        View::Record => extraction.to_json_line(Some(source)),
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

fn with_front_matter(extraction: &Extraction, wanted: bool, text: String) -> String {
    if wanted { extraction.front_matter() + &text } else { text }
}

/// The library knows no names of files: the source is filled in here.
fn with_source(mut value: Value, source: &str) -> Value {
    if let Some(fields) = value.as_object_mut() {
        fields.insert("source".into(), source.into());
    }
    value
}
