//! What a page says about itself, each value with its source.
//!
//! Each kind of source is read once, by a module of its own, into one list of statements: a
//! field, a value, where it stands, and how far it is to be trusted. Then a module for each field
//! chooses. What no source states stays empty.

mod authors;
mod byline;
mod date;
mod dates;
mod embedded;
mod entities;
mod gather;
mod json_ld;
mod json_repair;
mod language;
mod lines;
mod links;
mod person;
mod plain_fields;
mod profile;
mod reading;
mod schema;
mod statement;
mod tables;
#[cfg(test)]
mod tests;
mod things;
mod title;
mod visible;

use std::collections::BTreeMap;

use serde::Serialize;
use url::Url;

pub(crate) use self::json_ld::JsonLd;
pub use self::language::DetectedLanguage;
pub(crate) use self::lines::Lines;
pub(crate) use self::lines::of_lines;
pub use self::links::{Feed, Image, Translation};
pub(crate) use self::reading::{Judged, Reading};
pub use self::statement::{Contest, Field, Source, SourceKind, Stated};
pub(crate) use self::tables::Tables;
pub use self::things::{Event, Product, Recipe, Video};
pub(crate) use self::title::{is_same_title, opens_with_title, overlap};
pub(crate) use self::visible::Seen;

/// What a page says about itself.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Metadata {
    /// The title of the text, without the name of the site.
    pub title: Option<String>,
    /// A second title below it.
    pub subtitle: Option<String>,
    /// The canonical URL if the page states one, else the one it came from.
    pub url: Option<Url>,
    /// Who wrote it: names alone.
    pub authors: Vec<String>,
    /// When it was published, as RFC 3339 with what is known: `2024-05-02`,
    /// `2024-05-02T10:00:00+02:00`, or `2024-05`.
    pub date: Option<String>,
    /// When it was changed last, in the same form.
    pub date_modified: Option<String>,
    /// The language it declares, as a BCP 47 tag.
    pub language: Option<String>,
    /// The language that its text is in.
    pub detected_language: Option<DetectedLanguage>,
    /// The direction its text runs in: `ltr` or `rtl`.
    pub direction: Option<&'static str>,
    /// The name of the site.
    pub site_name: Option<String>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// What it says that it is about.
    pub description: Option<String>,
    /// The image that stands for it.
    pub image: Option<Image>,
    /// The icon of the site.
    pub favicon: Option<Url>,
    /// What it is filed under.
    pub tags: Vec<String>,
    /// The part of the site that it belongs to.
    pub sections: Vec<String>,
    /// The licence of the text: an address, or words where there is none.
    pub licence: Option<String>,
    /// What it declares to be: a type of schema.org, or `og:type`.
    pub declared_kind: Option<String>,
    /// Words of the main content.
    pub word_count: Option<usize>,
    /// Comments, where their number is stated.
    pub comment_count: Option<u64>,
    /// Whether it may be read without paying, where it says so.
    pub is_free: Option<bool>,
    /// News feeds that it names.
    pub feeds: Vec<Feed>,
    /// The same in other languages.
    pub translations: Vec<Translation>,
    /// The same as AMP.
    pub amp_url: Option<Url>,
    /// The same for printing.
    pub print_url: Option<Url>,
    /// The next page of the same thing.
    pub next_url: Option<Url>,
    /// The page before it.
    pub previous_url: Option<Url>,
    /// The product it offers.
    pub product: Option<Product>,
    /// The recipe it gives.
    pub recipe: Option<Recipe>,
    /// The event it announces.
    pub event: Option<Event>,
    /// The film it shows.
    pub video: Option<Video>,
    /// For each field where its value is from, and what other sources say that differs.
    pub sources: BTreeMap<&'static str, Contest>,
}

/// White space collapsed, none at the ends.
pub(crate) fn collapse(text: &str) -> String {
    let mut words = text.split_whitespace();
    let mut out = words.next().unwrap_or_default().to_owned();
    for word in words {
        out.push(' ');
        out.push_str(word);
    }
    out
}

/// Cuts a text between characters where it is longer than `most` bytes.
fn shorten(text: &mut String, most: usize) {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
}

/// A stated value as it is meant: white space collapsed, references that were escaped twice read,
/// and nothing in it that is not shown, least of all what would steer a terminal.
fn clean(text: &str) -> String {
    let text = if text.contains('&') { collapse(&entities::decode(text)) } else { collapse(text) };
    let is_hidden = |c: char| {
        c.is_control() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{200e}' | '\u{200f}' | '\u{ad}')
    };
    if text.contains(is_hidden) {
        return text.chars().filter(|c| !is_hidden(*c)).collect::<String>().trim().to_owned();
    }
    text
}

/// The parts of a name of classes and the like in lower case, cut at everything but letters and
/// at changes of case.
fn name_parts(names: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut was_lower = false;
    let mut begun = false;
    for character in names.chars() {
        if !character.is_ascii_alphabetic() {
            begun = false;
            was_lower = false;
            continue;
        }
        let upper = character.is_ascii_uppercase();
        let lower = character.to_ascii_lowercase();
        match found.last_mut().filter(|_| begun && !(upper && was_lower)) {
            Some(part) => part.push(lower),
            None => found.push(lower.to_string()),
        }
        begun = true;
        was_lower = !upper;
    }
    found
}

#[cfg(test)]
mod name_tests {
    use super::*;

    #[test]
    fn values_hold_nothing_that_is_not_shown() {
        assert_eq!(clean(" A\u{1b}[2J  b\u{200b}\n&amp; c\u{9b}"), "A[2J b & c");
    }

    #[test]
    fn names_are_cut_at_marks_and_changes_of_case() {
        assert_eq!(
            name_parts("entry-date postMeta h1 URL"),
            ["entry", "date", "post", "meta", "h", "url"]
        );
    }
}
