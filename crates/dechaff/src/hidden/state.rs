//! The page's text in the data that it embeds for its scripts, such as `__NEXT_DATA__`.
//!
//! Such data holds everything a site knows, so this is strict: a text is prose under a key for
//! texts, nothing above it is refused, and the title beside it is the page's or it stands alone.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::data::{Data, is_json};
use super::keys::{Keys, plain_key};
use super::prose::{self, Prose};
use super::rich;
use crate::lexicon::Lexicon;
use crate::metadata;
use crate::word;

/// A shorter text is not taken for the page's.
const LEAST_WORDS: usize = 50;
/// Nor is one shorter than this without the page's title.
const LEAST_UNTITLED_WORDS: usize = 100;
/// Nor one shorter than this under another title, which may be a longer form of the page's.
const LEAST_OTHER_WORDS: usize = 300;
/// A first line with more words is no heading.
const HEADING_WORDS: usize = 8;
/// A page's title with fewer words may be that of the site alone, as in the shell of an app.
const TITLE_WORDS: usize = 3;

/// What is known of the title beside a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Titled {
    /// It speaks of cookies, shipping or the like.
    Refused,
    /// It is another one than the page's.
    Other,
    /// There is none.
    No,
    /// It is the page's.
    Page,
}

/// A text found in the data.
#[derive(Debug)]
pub(super) struct Found<'d> {
    pub(super) text: Cow<'d, str>,
    pub(super) words: usize,
    hash: u64,
    titled: Titled,
    /// The object that it is a field of.
    owner: usize,
}

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'w> {
    pub(super) keys: &'w Keys,
    pub(super) lexicon: &'w Lexicon,
    pub(super) title: Option<&'w str>,
}

/// The text of the page in its data, if there is one beyond doubt. `limit` is how many bytes of
/// data there are at the most.
pub(super) fn find<'d>(data: &'d [Data], limit: usize, wanted: Wanted<'_>) -> Option<Found<'d>> {
    // Lists of blocks may name each other in loops: of values and bytes in them no more is looked
    // at than there are bytes.
    let mut budget = limit;
    let mut found = Vec::new();
    for data in data {
        let mut walk = Walk { data, wanted, found: &mut found, budget: &mut budget };
        walk.all();
    }
    choose(found, wanted.title)
}

/// The longest text with the page's title; without any, one that stands alone.
fn choose<'d>(mut found: Vec<Found<'d>>, title: Option<&str>) -> Option<Found<'d>> {
    // Of two with the same words the one with markup, which says how they are laid out.
    found.sort_by_key(|text| (text.titled, text.words, text.text.contains("</")));
    let best = found.pop()?;
    if best.titled == Titled::Page {
        return Some(best);
    }
    found.push(best);
    found.sort_by_key(|text| (text.words, text.text.contains("</")));
    let best = found.pop()?;
    let is_full_title = title.is_some_and(|title| word::count(title) >= TITLE_WORDS);
    let (least, times) = match best.titled {
        Titled::Other if is_full_title => (LEAST_OTHER_WORDS, 4),
        _ => (LEAST_UNTITLED_WORDS, 2),
    };
    let is_rival = |other: &Found<'_>| {
        other.owner != best.owner && other.hash != best.hash && other.words * times > best.words
    };
    (best.words >= least && !found.iter().any(is_rival)).then_some(best)
}

struct Walk<'w, 'd> {
    data: &'d Data,
    wanted: Wanted<'w>,
    found: &'w mut Vec<Found<'d>>,
    budget: &'w mut usize,
}

/// A value to look into, and what is known of the title in the object that it is a field of.
struct Open<'d> {
    value: &'d Value,
    titled: Titled,
}

impl<'d> Walk<'_, 'd> {
    fn all(&mut self) {
        let mut seen = std::collections::HashSet::new();
        let mut open = vec![Open { value: self.data.root(), titled: Titled::No }];
        while let Some(Open { value, titled }) = open.pop() {
            let value = self.data.get(value);
            match value {
                Value::Array(values) if seen.insert(std::ptr::from_ref(value)) => {
                    // The title of a page with many parts says nothing of each.
                    let inside = values.iter();
                    open.extend(inside.map(|value| Open { value, titled: Titled::No }));
                }
                Value::Object(fields) if seen.insert(std::ptr::from_ref(value)) => {
                    self.object(fields, titled, &mut open);
                }
                _ => {}
            }
        }
    }

    fn object(&mut self, fields: &'d Map<String, Value>, titled: Titled, open: &mut Vec<Open<'d>>) {
        let own = self.title_of(fields);
        if own == Titled::Refused || own != Titled::Page && self.is_refused(fields) {
            return;
        }
        // As for `{"title": "...", "content": {"rendered": "..."}}`.
        let titled = if own == Titled::No { titled } else { own };
        let owner = std::ptr::from_ref(fields) as usize;
        for (key, value) in fields {
            let key = plain_key(key);
            if self.wanted.keys.is_refused(&key) {
                continue;
            }
            if self.wanted.keys.is_body(&key) {
                self.text(value, titled, owner);
            }
            open.push(Open { value, titled: own });
        }
    }

    /// Whether an object says that it is a comment, an author, a teaser or the like.
    fn is_refused(&self, fields: &Map<String, Value>) -> bool {
        ["type", "_type", "@type", "__typename", "component"].iter().any(|name| {
            let kind = fields.get(*name).and_then(|value| self.data.get(value).as_str());
            kind.is_some_and(|kind| self.wanted.keys.is_refused(&plain_key(kind)))
        })
    }

    fn title_of(&self, fields: &Map<String, Value>) -> Titled {
        let Some(title) = self.wanted.title else { return Titled::No };
        let mut titled = Titled::No;
        for (key, value) in fields {
            let key = plain_key(key);
            if !self.wanted.keys.is_title(&key) {
                continue;
            }
            let value = self.data.get(value);
            let value = value.get("rendered").map_or(value, |inside| self.data.get(inside));
            let Some(own) = value.as_str().filter(|own| !own.trim().is_empty()) else { continue };
            if is_title_of_page(own, title) {
                return Titled::Page;
            }
            if self.wanted.keys.is_refused(&plain_key(own)) {
                titled = Titled::Refused;
            } else if key != "name" && titled == Titled::No {
                titled = Titled::Other;
            }
        }
        titled
    }

    /// Whether a text begins with a heading for cookies, shipping or the like.
    fn is_headed_refused(&self, text: &str) -> bool {
        let plain = prose::without_tags(text);
        let first = plain.lines().next().unwrap_or_default();
        word::count(first) <= HEADING_WORDS && self.wanted.keys.is_refused(&plain_key(first))
    }

    fn text(&mut self, value: &'d Value, titled: Titled, owner: usize) {
        let text = match self.data.get(value) {
            Value::String(text) if !is_json(text) => Cow::Borrowed(text.as_str()),
            Value::String(_) => return,
            list => {
                let html = rich::html(self.data, list, self.wanted.keys, self.budget);
                let Some(html) = html else { return };
                Cow::Owned(html)
            }
        };
        let prose = Prose::of(&text, self.wanted.lexicon);
        if prose.is_text(LEAST_WORDS) && !(titled != Titled::Page && self.is_headed_refused(&text))
        {
            let Prose { words, hash, .. } = prose;
            self.found.push(Found { text, words, hash, titled, owner });
        }
    }
}

/// Whether a title in the data is the page's, which may have the site's name besides.
fn is_title_of_page(own: &str, title: &str) -> bool {
    metadata::is_same_title(own, title)
        || word::count(own).min(word::count(title)) >= TITLE_WORDS
            && metadata::overlap(own, title) >= 0.8
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENTENCE: &str = "The old bridge over the river, closed since the flood in spring, was \
        opened again on Monday, and the first to cross it was a herd of sheep. ";

    fn found(json: &str, flat: bool, title: &str) -> Option<String> {
        let data = [Data::read(json, flat).unwrap()];
        let keys = Keys::read(include_str!("../../data/hidden_keys.tsv")).unwrap();
        let lexicon = Lexicon::built_in().unwrap();
        let wanted = Wanted { keys: &keys, lexicon: &lexicon, title: Some(title) };
        find(&data, 1 << 20, wanted).map(|found| found.text.into_owned())
    }

    fn text(first: &str) -> String {
        format!("{first} {}", SENTENCE.repeat(4))
    }

    #[test]
    fn the_text_with_the_title_of_the_page_is_taken() {
        let (own, other) = (text("Own."), text("Other.") + SENTENCE);
        let json = format!(
            r#"{{"props": {{"posts": [
                {{"title": "Ferry strike ends after a week", "content": "{other}"}},
                {{"title": {{"rendered": "The bridge is open"}},
                  "content": {{"rendered": "{own}"}}}}]}}}}"#
        );
        assert_eq!(found(&json, false, "The bridge is open").as_deref(), Some(own.as_str()));
        assert_eq!(found(&json, false, "Quite another title here"), None);
        let alone = format!(r#"{{"title": "Ferry strike ends", "body": "{own}"}}"#);
        assert_eq!(found(&alone, false, "Quite another title here"), None);
        // Two that are alike, and no way to tell which.
        assert_eq!(found(&json, false, "News"), None);
    }

    #[test]
    fn without_titles_a_text_must_stand_alone() {
        let (one, two) = (text("One."), text("Two."));
        let json = format!(r#"{{"a": {{"body": "{one}"}}, "b": {{"body": "{two}"}}}}"#);
        assert_eq!(found(&json, false, "News"), None);
        let json = format!(r#"{{"a": {{"body": "{one}"}}, "b": {{"body": "{one}"}}}}"#);
        assert_eq!(found(&json, false, "News").as_deref(), Some(one.as_str()));
    }

    #[test]
    fn what_is_not_the_text_of_the_page_is_refused() {
        let text = text("One.");
        for json in [
            format!(r#"{{"comments": [{{"body": "{text}"}}]}}"#),
            format!(r#"{{"related_posts": {{"content": "{text}"}}}}"#),
            format!(r#"{{"privacyPolicy": {{"html": "{text}"}}}}"#),
            format!(r#"{{"x": {{"__typename": "Comment", "text": "{text}"}}}}"#),
            format!(r#"{{"section": {{"title": "Shipping and returns", "text": "{text}"}}}}"#),
            format!(r#"{{"x": [{{"text": ["Free shipping", "{text}"]}}]}}"#),
            format!(r#"{{"unknown": "{text}"}}"#),
            format!(r#"{{"body": "{}"}}"#, "red green blue ".repeat(40)),
        ] {
            assert_eq!(found(&json, false, "News"), None, "{json}");
        }
    }

    #[test]
    fn flat_data_is_followed_and_loops_end() {
        let text = text("One.");
        let json = format!(
            r#"[["Reactive", 1], {{"page": 2, "self": 1}}, {{"title": 3, "body": 4}},
                "The bridge is open", "{text}"]"#
        );
        assert_eq!(found(&json, true, "The bridge is open").as_deref(), Some(text.as_str()));
    }

    #[test]
    fn of_the_same_words_those_with_markup_are_taken() {
        let text = text("One.");
        let json = format!(r#"{{"content_html": "<p>{text}</p>", "content_text": "{text}"}}"#);
        assert!(found(&json, false, "News").unwrap().starts_with("<p>"));
    }
}
