//! What content is written as.

use dechaff::content::{Content, MAX_NESTING, Part};
use dechaff::{Extraction, HtmlOptions, JsonOptions, MarkdownOptions};
use serde_json::Value;

use crate::roundtrip::{fault, html_fault, read_html};
use crate::safety::off_list;
use crate::tei_fault;

/// What is wrong with the outputs of an extraction.
pub fn forms_fault(extraction: &Extraction) -> Option<String> {
    let mut page = HtmlOptions::default();
    page.standalone = true;
    let whole = off_list(&extraction.to_html(&page), true);
    if let Some(found) = whole.first() {
        return Some(format!("not on the list: {found}"));
    }
    let _ = (extraction.to_text_with_title(), extraction.front_matter());
    let _ = extraction.to_markdown(&MarkdownOptions::default());
    tei_fault(&extraction.to_xml())
        .or_else(|| json_fault(extraction))
        .or_else(|| html_content_fault(&extraction.content))
}

/// What is wrong with the JSON of an extraction: it does not read back as it was written.
pub fn json_fault(extraction: &Extraction) -> Option<String> {
    for value in [extraction.to_json(&JsonOptions::default()), extraction.to_json_record()] {
        let line = value.to_string();
        if line.contains('\n') {
            return Some("a record of more than a line".to_owned());
        }
        match serde_json::from_str::<Value>(&line) {
            Ok(read) if is_same(&read, &value) => {}
            Ok(_) => return Some("reads back as another value".to_owned()),
            Err(error) => return Some(error.to_string()),
        }
    }
    None
}

/// Whether two values are the same but for the last place of their numbers, which a quick reader
/// of numbers gets wrong.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            let (one, other) = (one.as_f64().unwrap_or(0.0), other.as_f64().unwrap_or(0.0));
            (one - other).abs() <= one.abs() * 1e-15
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let same = |(name, value)| other.get(name).is_some_and(|other| is_same(value, other));
            one.len() == other.len() && one.iter().all(same)
        }
        _ => one == other,
    }
}

/// What is wrong with the HTML of content that a page was read into: more than the list allows,
/// not the same when it is read and written again.
pub fn html_content_fault(content: &Content) -> Option<String> {
    let html = content.to_html();
    if let Some(found) = off_list(&html, false).first() {
        return Some(format!("not on the list: {found}"));
    }
    // The lines of a text keep white space that no element has.
    if content.nodes.iter().any(|node| matches!(node.part, Part::Lines { .. })) {
        return None;
    }
    let (read, unknown) = read_html(&html);
    if let Some(name) = unknown.first() {
        return Some(format!("an element that is none of ours: {name}"));
    }
    let again = read.to_html();
    if again != html {
        let mut lines = html.lines().zip(again.lines());
        let differ = lines.find(|(one, other)| one != other);
        return Some(format!("not the same when read again: {differ:?}\nin:\n{html}\n{again}"));
    }
    None
}

/// What is wrong with what content of any sort is written as: its HTML and Markdown do not read
/// back as the same tree, or it nests too deep.
pub fn content_fault(content: &Content) -> Option<String> {
    if depth(content) > MAX_NESTING + 1 {
        return Some(format!("nests {} deep", depth(content)));
    }
    html_fault(content).or_else(|| fault(content)).or_else(|| tei_fault(&content.to_xml()))
}

fn depth(content: &Content) -> usize {
    let mut deepest = 0;
    let mut open = vec![(1, content.nodes.as_slice())];
    while let Some((depth, nodes)) = open.pop() {
        if !nodes.is_empty() {
            deepest = deepest.max(depth);
        }
        for node in nodes {
            open.extend(node.part.children().into_iter().map(|nodes| (depth + 1, nodes)));
        }
    }
    deepest
}
