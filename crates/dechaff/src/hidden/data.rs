//! The data that a page embeds for its scripts, as values to walk.

use std::collections::HashMap;

use serde_json::{Deserializer, Value};

use super::flight;
use crate::dom::{self, Document, NodeIndex, Tag};

/// Shorter data holds no article.
const LEAST_BYTES: usize = 300;

/// Data in one piece.
#[derive(Debug)]
pub(super) struct Data {
    root: Value,
    links: Links,
}

/// Which of its values stand for other places of a list.
#[derive(Debug)]
enum Links {
    None,
    /// Numbers, as in the data of Nuxt 3.
    Numbers,
    /// Names of rows, as in the stream of Next.js.
    Rows(HashMap<String, usize>),
}

impl Data {
    /// Reads the data of a script; none where it is broken. What nests deeper than 128 is
    /// refused by the parser, so every walk over it is bounded.
    pub(super) fn read(json: &str, flat: bool) -> Option<Self> {
        let first = |json: &str| Deserializer::from_str(json).into_iter::<Value>().next()?.ok();
        let mut root: Value = first(json)?;
        // Data within a string, as for `JSON.parse("...")`.
        if let Value::String(inner) = &root {
            root = first(inner)?;
        }
        let links = if flat && root.is_array() { Links::Numbers } else { Links::None };
        Some(Self { root, links })
    }

    /// The data that its strings hold in turn, as caches of requests do.
    fn inner(&self) -> Vec<Self> {
        let mut found = Vec::new();
        let mut open = vec![&self.root];
        while let Some(value) = open.pop() {
            match value {
                Value::String(text) if text.len() >= LEAST_BYTES && is_json(text) => {
                    found.extend(Self::read(text, false));
                }
                Value::Array(values) => open.extend(values),
                Value::Object(fields) => open.extend(fields.values()),
                _ => {}
            }
        }
        found
    }

    /// Where a walk begins.
    pub(super) fn root(&self) -> &Value {
        match &self.root {
            Value::Array(values) if matches!(self.links, Links::Numbers) => {
                values.first().unwrap_or(&Value::Null)
            }
            root => root,
        }
    }

    /// What a value stands for.
    pub(super) fn get<'d>(&'d self, value: &'d Value) -> &'d Value {
        let place = match &self.links {
            Links::None => None,
            Links::Numbers => value.as_u64().and_then(|place| usize::try_from(place).ok()),
            Links::Rows(places) => {
                let name = value.as_str().and_then(flight::reference);
                name.and_then(|name| places.get(name).copied())
            }
        };
        let Some(place) = place else { return value };
        self.root.get(place).unwrap_or(&Value::Null)
    }
}

/// Whether a string begins as data does, and not as a text.
pub(super) fn is_json(text: &str) -> bool {
    let inside = text.trim_start().strip_prefix(['{', '[']).map(str::trim_start);
    inside.is_some_and(|inside| inside.starts_with(['"', '{', '[']))
}

/// All data of the page, up to `limit` bytes in all, and whether some was passed over.
pub(super) fn read(document: &Document<'_>, limit: usize) -> (Vec<Data>, bool) {
    let mut found = Vec::new();
    let mut over_limit = false;
    let mut left = limit;
    let mut stream = String::new();
    for (index, node) in document.nodes().iter().enumerate() {
        // A script with its text next to it; most have none, since theirs was thrown away.
        if node.tag() != Tag::Script || node.end as usize == index + 1 {
            continue;
        }
        let kind = node.attr("type").unwrap_or_default();
        let text = document.text(index as NodeIndex);
        if let Some(pushed) = dom::pushed_json(&text) {
            if pushed.len() <= left {
                left -= pushed.len();
                stream.push_str(&flight::piece(pushed).unwrap_or_default());
            } else {
                over_limit = true;
            }
            continue;
        }
        if kind.contains("ld+json") || text.len() < LEAST_BYTES {
            continue;
        }
        let json =
            if node.is_json_script() { Some(text.as_str()) } else { dom::assigned_json(&text) };
        let Some(json) = json else { continue };
        if json.len() > left {
            over_limit = true;
            continue;
        }
        left -= json.len();
        found.extend(Data::read(json, node.attr("id") == Some("__NUXT_DATA__")));
    }
    let inner: Vec<Data> = found.iter().flat_map(Data::inner).collect();
    found.extend(inner);
    if !stream.is_empty() {
        let (root, places) = flight::rows(&stream);
        found.push(Data { root, links: Links::Rows(places) });
    }
    (found, over_limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_the_data_is_passed_over() {
        let data = Data::read("{\"a\": 1}; start();", false).unwrap();
        assert_eq!(data.root()["a"], 1);
        assert_eq!(Data::read(r#""{\"a\": 2}""#, false).unwrap().root()["a"], 2);
        assert!(Data::read("{broken", false).is_none());
        assert!(is_json("{ \"a\": 1}") && is_json("[[1]]"));
        assert!(!is_json("[Translated] The bridge") && !is_json(""));
        assert!(Data::read(&"[".repeat(100_000), false).is_none());
    }

    #[test]
    fn numbers_of_a_flat_list_stand_for_its_places() {
        let data = Data::read(r#"[{"body": 1, "none": 9}, "text"]"#, true).unwrap();
        assert_eq!(data.get(&data.root()["body"]), "text");
        assert_eq!(data.get(&data.root()["none"]), &Value::Null);
    }

    #[test]
    fn data_in_strings_of_data_is_read_once() {
        let inner = format!("{{\"body\": \"{}\"}}", "word ".repeat(100));
        let json = serde_json::json!({"cache": {"one": {"data": inner}}}).to_string();
        let script = format!("<script type=application/json>{json}</script>");
        let (html, _) = dom::parse(&script, &crate::Limits::default());
        let (found, _) = read(&Document::new(&html), 1 << 20);
        assert_eq!(found.len(), 2);
        assert!(found[1].root()["body"].is_string());
    }

    #[test]
    fn rows_of_a_stream_stand_for_each_other() {
        let pieces = [r#"0:{\"html\":\"$1\"}\n1:T"#, "4,text"];
        let scripts =
            pieces.map(|piece| format!("<script>self.__next_f.push([1,\"{piece}\"])</script>"));
        let (html, _) = dom::parse(&scripts.concat(), &crate::Limits::default());
        let (found, _) = read(&Document::new(&html), 1 << 20);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].get(&found[0].root()[0]["html"]), "text");
    }

    #[test]
    fn the_bytes_of_all_data_are_bounded() {
        let script =
            format!("<script type=application/json>[\"{}\"]</script>", "word ".repeat(100));
        let (html, _) = dom::parse(&script.repeat(3), &crate::Limits::default());
        let (found, over_limit) = read(&Document::new(&html), 1100);
        assert_eq!((found.len(), over_limit), (2, true));
    }
}
