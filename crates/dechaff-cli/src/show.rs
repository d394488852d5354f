//! What is shown of one page.

use std::collections::HashSet;

use dechaff::{Extraction, HtmlOptions, JsonOptions, JsonView, MarkdownOptions};
use serde_json::Value;

use crate::explain;
use crate::settings::View;

/// The page in the form that was asked for, ending in one line break if there is anything.
pub(crate) fn page(extraction: &Extraction, source: &str, view: View) -> String {
    let mut text = match view {
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
            json(extraction.json(&options).with_source(source), true)
        }
        View::Record => json(extraction.json_record().with_source(source), false),
        View::Listing { full } => explain::listing(extraction, full),
        View::Account { pretty } => json(extraction.json_account().with_source(source), pretty),
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

/// JSON in one line, or on as many as it takes to be read.
fn json(view: JsonView<'_>, pretty: bool) -> String {
    let text =
        if pretty { serde_json::to_string_pretty(&view) } else { serde_json::to_string(&view) };
    // All keys are strings, so there is nothing that JSON cannot say.
    text.unwrap_or_default()
}
