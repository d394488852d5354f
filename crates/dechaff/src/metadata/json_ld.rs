//! JSON-LD, as far as the content needs it.

use std::collections::HashSet;

use serde_json::Value;

use crate::dom::{Document, NodeIndex, Tag};
use crate::word;

/// A shorter body is no article.
const BODY_WORDS: usize = 50;
/// How many words make a phrase, to look for a text in another.
const PHRASE: usize = 5;

/// The longest text of an article among the page's JSON-LD, and whether some of it was passed
/// over because it was longer than `limit` bytes.
pub(crate) fn article_body(document: &Document<'_>, limit: usize) -> (Option<String>, bool) {
    let mut best: Option<String> = None;
    let mut over_limit = false;
    for (index, node) in document.nodes().iter().enumerate() {
        if node.tag() != Tag::Script || node.attr("type") != Some("application/ld+json") {
            continue;
        }
        let json = document.text(index as NodeIndex);
        if json.len() > limit {
            over_limit = true;
        } else if json.contains("articleBody")
            && let Some(body) = longest_body(&json)
            && best.as_ref().is_none_or(|best| best.len() < body.len())
        {
            best = Some(body);
        }
    }
    (best, over_limit)
}

/// Whether a body is an article that the page's texts do not show: they have fewer than half of
/// its phrases.
pub(crate) fn is_hidden_article<'t>(body: &str, shown: impl Iterator<Item = &'t str>) -> bool {
    if word::count(body) < BODY_WORDS {
        return false;
    }
    let shown: HashSet<u64> = shown.flat_map(phrases).collect();
    let phrases = phrases(body);
    let found = phrases.iter().filter(|phrase| shown.contains(phrase)).count();
    found * 2 < phrases.len()
}

/// Hashes of each few words in a row.
fn phrases(text: &str) -> Vec<u64> {
    let words: Vec<u64> = word::words(text).map(word::hash).collect();
    let join = |words: &[u64]| words.iter().copied().fold(word::FNV_OFFSET, word::join_hash);
    words.windows(PHRASE).map(join).collect()
}

/// The longest text of an article that a JSON-LD block holds in full.
fn longest_body(json: &str) -> Option<String> {
    // serde_json refuses what nests deeper than 128, so the walk below is bounded.
    let root: Value = serde_json::from_str(json.trim()).ok()?;
    let mut open = vec![&root];
    let mut best: Option<&str> = None;
    while let Some(value) = open.pop() {
        match value {
            Value::Array(values) => open.extend(values),
            Value::Object(fields) => {
                if let Some(body) = fields.get("articleBody").and_then(Value::as_str)
                    && best.is_none_or(|best| best.len() < body.len())
                {
                    best = Some(body);
                }
                open.extend(fields.values());
            }
            _ => {}
        }
    }
    best.map(str::to_owned).filter(|body| !body.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_body_is_found_at_any_depth() {
        let json = r#"{"@graph": [{"articleBody": "a"}, {"x": {"articleBody": "a b"}}]}"#;
        assert_eq!(longest_body(json).as_deref(), Some("a b"));
        assert_eq!(longest_body(r#"{"articleBody": " "}"#), None);
        assert_eq!(longest_body("{broken"), None);
    }

    #[test]
    fn depth_is_bounded() {
        let json = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(longest_body(&json), None);
    }

    #[test]
    fn a_body_that_the_page_shows_is_not_hidden() {
        let numbers = |from: u32| {
            let words: Vec<_> = (from..from + 60).map(|number| number.to_string()).collect();
            words.join(" ")
        };
        assert!(is_hidden_article(&numbers(0), std::iter::empty()));
        assert!(is_hidden_article(&numbers(0), [numbers(100).as_str()].into_iter()));
        assert!(!is_hidden_article(&numbers(0), [numbers(0).as_str()].into_iter()));
        assert!(!is_hidden_article("too short", std::iter::empty()));
    }
}
