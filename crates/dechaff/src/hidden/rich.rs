//! Texts that editors store as a list of blocks, written as HTML.
//!
//! Portable Text, Contentful, Draft.js, Editor.js, Lexical and Arc all have the same shape: a list of objects that each name their kind and hold strings, directly or as a list of
//! spans. So one walk reads them all, by the names of kinds and fields that they share.

use serde_json::{Map, Value};

use super::data::Data;
use super::keys::{Keys, plain_key};

/// Fields that hold a block's text or its parts, in the order in which they are read.
const PARTS: &[&str] = &[
    "text", "value", "html", "primary", "paragraph", "children", "content", "data", "items",
    "blocks", "widgets", "root",
];
/// Fields that name a block's kind, the most telling first.
const KINDS: &[&str] = &[
    "listItem", "style", "nodeType", "type", "_type", "__typename", "slice_type", "tag", "kind",
    "name",
];
/// How deep a list may be wrapped, as in `{"root": {"children": [...]}}`.
const WRAPPERS: usize = 3;

/// The HTML of a value if it is a list of blocks or of paragraphs. `budget` is how many values
/// and bytes may still be looked at, over all lists of a page.
pub(super) fn html(data: &Data, value: &Value, keys: &Keys, budget: &mut usize) -> Option<String> {
    let blocks = unwrap(data, value)?;
    let teasers = blocks.iter().filter(|block| is_teaser(data.get(block))).count();
    if teasers * 3 > blocks.len() || !blocks.iter().all(|block| is_block(data, data.get(block))) {
        return None;
    }
    let mut writer = Writer { data, keys, html: String::new(), steps: Vec::new(), in_list: false };
    writer.push_all(blocks, true);
    while let Some(step) = writer.steps.pop() {
        let bytes = match step {
            Step::Visit(value, _) => data.get(value).as_str().map_or(1, |text| text.len() + 1),
            Step::Close(_) => 1,
        };
        *budget = budget.checked_sub(bytes)?;
        match step {
            Step::Visit(value, top) => writer.visit(data.get(value), top),
            Step::Close(name) => writer.tag("</", name),
        }
    }
    writer.list(false);
    (!writer.html.is_empty()).then_some(writer.html)
}

/// The list of blocks within its wrappers.
fn unwrap<'d>(data: &'d Data, value: &'d Value) -> Option<&'d [Value]> {
    let mut value = data.get(value);
    for _ in 0..WRAPPERS {
        match value {
            Value::Array(_) => break,
            Value::Object(fields) => {
                let inside = ["blocks", "content", "children", "widgets", "root", "document"];
                value = data.get(inside.iter().find_map(|name| fields.get(*name))?);
            }
            _ => return None,
        }
    }
    value.as_array().filter(|blocks| !blocks.is_empty()).map(Vec::as_slice)
}

/// Whether a value can be a block: a string, or an object that names its kind.
fn is_block(data: &Data, value: &Value) -> bool {
    match value {
        Value::String(_) => true,
        Value::Object(fields) => KINDS.iter().any(|kind| text_of(data, fields, kind).is_some()),
        _ => false,
    }
}

/// Whether a value tells of another page.
fn is_teaser(value: &Value) -> bool {
    ["title", "headline", "slug", "href"].iter().any(|name| value.get(*name).is_some())
}

fn text_of<'d>(data: &'d Data, fields: &'d Map<String, Value>, name: &str) -> Option<&'d str> {
    fields.get(name).and_then(|value| data.get(value).as_str())
}

enum Step<'d> {
    /// A value, and whether it is a block of the list itself.
    Visit(&'d Value, bool),
    Close(&'static str),
}

struct Writer<'d> {
    data: &'d Data,
    keys: &'d Keys,
    html: String,
    steps: Vec<Step<'d>>,
    in_list: bool,
}

impl<'d> Writer<'d> {
    fn push_all(&mut self, values: &'d [Value], top: bool) {
        self.steps.extend(values.iter().rev().map(|value| Step::Visit(value, top)));
    }

    fn visit(&mut self, value: &'d Value, top: bool) {
        match value {
            Value::String(text) => {
                if top {
                    self.list(false);
                    self.tag("<", "p");
                }
                self.text(text);
            }
            Value::Array(values) => self.push_all(values, false),
            Value::Object(fields) => self.block(fields, top),
            _ => {}
        }
    }

    fn block(&mut self, fields: &'d Map<String, Value>, top: bool) {
        let kinds = KINDS.iter().filter_map(|name| text_of(self.data, fields, name));
        let mut element = None;
        let mut is_list = false;
        for kind in kinds.map(plain_key) {
            if self.keys.is_refused(&kind) || kind.contains("image") || kind.contains("embed") {
                return;
            }
            is_list |= kind.ends_with("list");
            element = element.or(element_of(&kind));
        }
        if fields.contains_key("listItem") {
            element = Some("li");
        }
        let element = element.or((top && !is_list).then_some("p"));
        if let Some(name) = element {
            // A paragraph within an item does not end the list.
            if top || name == "li" {
                self.list(name == "li");
            }
            self.tag("<", name);
            self.steps.push(Step::Close(name));
        }
        for part in PARTS.iter().rev() {
            if let Some(value) = fields.get(*part) {
                self.steps.push(Step::Visit(value, false));
            }
        }
    }

    /// Begins or ends a list where the next block asks for it.
    fn list(&mut self, wanted: bool) {
        if wanted != self.in_list {
            self.tag(if wanted { "<" } else { "</" }, "ul");
            self.in_list = wanted;
        }
    }

    fn tag(&mut self, open: &str, name: &str) {
        self.html.push_str(open);
        self.html.push_str(name);
        self.html.push('>');
    }

    fn text(&mut self, text: &str) {
        if text.contains("</") || text.contains("<br") {
            self.html.push_str(text);
            return;
        }
        for character in text.chars() {
            match character {
                '<' => self.html.push_str("&lt;"),
                '&' => self.html.push_str("&amp;"),
                '\n' => self.html.push_str("<br>"),
                _ => self.html.push(character),
            }
        }
    }
}

/// The element for a kind of block; none for spans and unknown kinds.
fn element_of(kind: &str) -> Option<&'static str> {
    match kind {
        "h1" | "h2" | "headerone" | "headertwo" => Some("h2"),
        "h4" | "h5" | "h6" => Some("h4"),
        _ if kind == "h3" || kind.contains("header") || kind.contains("heading") => Some("h3"),
        "li" | "bullet" | "number" => Some("li"),
        _ if kind.contains("listitem") => Some("li"),
        _ if kind.contains("quote") => Some("blockquote"),
        _ if kind.contains("code") => Some("pre"),
        "p" | "paragraph" | "normal" | "unstyled" => Some("p"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hidden::data::Data;

    fn written(json: &str) -> Option<String> {
        let data = Data::read(json, false).unwrap();
        let keys = Keys::read(include_str!("../../data/hidden_keys.tsv")).unwrap();
        html(&data, data.root(), &keys, &mut 1000)
    }

    #[test]
    fn portable_text_is_read() {
        let json = r#"[
            {"_type": "block", "style": "h2", "children": [{"_type": "span", "text": "A & b"}]},
            {"_type": "block", "style": "normal", "children": [{"text": "One "}, {"text": "two"}]},
            {"_type": "block", "style": "normal", "listItem": "bullet", "children": [{"text": "x"}]},
            {"_type": "imageBlock", "text": "credit"}]"#;
        let html = "<h2>A &amp; b</h2><p>One two</p><ul><li>x</li></ul>";
        assert_eq!(written(json).as_deref(), Some(html));
    }

    #[test]
    fn contentful_and_editors_like_it_are_read() {
        let json = r#"{"nodeType": "document", "content": [{"nodeType": "paragraph", "content":
            [{"nodeType": "text", "value": "One"}]}]}"#;
        assert_eq!(written(json).as_deref(), Some("<p>One</p>"));
        let json = r#"{"blocks": [{"type": "unstyled", "text": "One"},
            {"type": "unordered-list-item", "text": "x"}], "entityMap": {}}"#;
        assert_eq!(written(json).as_deref(), Some("<p>One</p><ul><li>x</li></ul>"));
        let json = r#"{"blocks": [{"type": "paragraph", "data": {"text": "a <b>c</b>"}}]}"#;
        assert_eq!(written(json).as_deref(), Some("<p>a <b>c</b></p>"));
    }

    #[test]
    fn strings_are_paragraphs_and_teasers_are_not() {
        assert_eq!(written(r#"["One", "two"]"#).as_deref(), Some("<p>One<p>two"));
        assert_eq!(written(r#"[{"type": "post", "title": "a", "text": "b"}]"#), None);
        assert_eq!(written("[1, 2]"), None);
        assert_eq!(written("[]"), None);
    }

    #[test]
    fn the_work_is_bounded() {
        let data = Data::read(&format!("[{}\"x\"]", "\"x\",".repeat(2000)), false).unwrap();
        assert_eq!(html(&data, data.root(), &Keys::default(), &mut 1000), None);
        // A flat list whose numbers lead back to themselves.
        let data = Data::read(r#"[{"type": 1, "content": 2}, "p", [2, 2]]"#, true).unwrap();
        let keys = Keys::default();
        assert_eq!(html(&data, data.root(), &keys, &mut 1000), None);
    }
}
