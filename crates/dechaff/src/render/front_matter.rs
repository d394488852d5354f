//! What a page says about itself as YAML, to stand before text or Markdown.

use serde_json::{Value, json};

use crate::Extraction;

/// The block between two lines of three hyphens, with an empty line after it. Strings are
/// written as in JSON, which YAML reads the same way; fields that nothing is known of are left
/// out.
pub(crate) fn block(extraction: &Extraction) -> String {
    let metadata = &extraction.metadata;
    let fields = [
        ("title", json!(metadata.title)),
        ("authors", json!(metadata.authors)),
        ("date", json!(metadata.date)),
        ("url", json!(metadata.url)),
        ("site_name", json!(metadata.site_name)),
        ("language", json!(metadata.language)),
        ("page_kind", json!(extraction.page_kind)),
    ];
    let mut out = String::from("---\n");
    for (name, value) in fields {
        let is_empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        if !is_empty {
            out.extend([name, ": ", yaml(&value).as_str(), "\n"]);
        }
    }
    out.push_str("---\n\n");
    out
}

/// YAML allows fewer characters than JSON does as they are.
fn yaml(value: &Value) -> String {
    let mut out = String::new();
    for character in value.to_string().chars() {
        match character {
            '\u{7f}'..='\u{9f}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{feff}'
            | '\u{fffe}'
            | '\u{ffff}' => out.extend(["\\u", format!("{:04x}", u32::from(character)).as_str()]),
            _ => out.push(character),
        }
    }
    out
}
