//! What the names in `class`, `id`, `role` and `itemprop` say an element is for.
//!
//! Names are cut into tokens at hyphens, underscores and changes of case, and whole tokens are
//! looked up: `widget` is found in `sidebar-widget` and not in `widgetized`.

use std::collections::HashMap;

use super::stats::KeepHash;
use crate::{Error, word};

/// The groups, in the order of their bits; the names are those of `data/class_tokens.tsv`.
pub(crate) const GROUPS: [&str; 48] = [
    "nav", "menu", "breadcrumb", "header", "footer", "sidebar", "widget", "related", "share",
    "newsletter", "donate", "comment", "author", "byline", "credit", "advert", "consent",
    "overlay", "search", "pagination", "login", "tag", "contents", "product", "price", "review",
    "specification", "description", "content", "entry", "main", "title", "card", "list",
    "carousel", "legal", "form", "button", "date", "post", "signature", "user", "quote", "code",
    "filter", "banner", "tab", "hidden",
];

/// The bit of elements that are not shown.
pub(super) const HIDDEN: u64 = 1 << (GROUPS.len() - 1);

/// The tokens of names, and the groups each belongs to, as bits.
#[derive(Debug, Clone)]
pub(crate) struct ClassGroups {
    tokens: HashMap<u64, u64, KeepHash>,
}

impl ClassGroups {
    /// Reads a table of `group <TAB> label <TAB> tokens <TAB> why`, tokens parted by spaces.
    pub(crate) fn read(table: &str) -> Result<Self, Error> {
        let mut tokens: HashMap<u64, u64, KeepHash> = HashMap::default();
        for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let mut cells = line.split('\t');
            let name = cells.next().unwrap_or_default();
            let group = GROUPS.iter().position(|group| *group == name).ok_or_else(|| {
                Error::Data { what: "class tokens", message: format!("no group {name:?}") }
            })?;
            for token in cells.nth(1).unwrap_or_default().split(' ') {
                *tokens.entry(word::hash(token)).or_default() |= 1 << group;
            }
        }
        Ok(Self { tokens })
    }

    /// The groups that a token belongs to, as bits, by the token's hash.
    pub(super) fn of_token(&self, hash: u64) -> u64 {
        self.tokens.get(&hash).copied().unwrap_or(0)
    }
}

/// The tokens of a class attribute: cut at all but letters, and where small letters turn to
/// capitals.
pub(super) fn tokens(value: &str) -> impl Iterator<Item = &str> {
    Tokens(value)
}

struct Tokens<'a>(&'a str);

impl<'a> Iterator for Tokens<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let bytes = self.0.as_bytes();
        let start = bytes.iter().position(u8::is_ascii_alphabetic)?;
        let mut end = start;
        let mut small = false;
        for byte in bytes.iter().skip(start) {
            if !byte.is_ascii_alphabetic() || small && byte.is_ascii_uppercase() {
                break;
            }
            small = byte.is_ascii_lowercase();
            end += 1;
        }
        let (found, rest) = self.0.split_at(end);
        self.0 = rest;
        Some(found.split_at(start).1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_into_whole_tokens() {
        let found: Vec<_> = tokens("td-post_author siteNav widgetized h2").collect();
        assert_eq!(found, ["td", "post", "author", "site", "Nav", "widgetized", "h"]);
    }

    #[test]
    fn only_whole_tokens_belong_to_a_group() {
        let groups = ClassGroups::read("nav\tnavigation\tnav navbar\twhy\n").unwrap();
        let of = |name: &str| -> u64 {
            tokens(name).map(|token| groups.of_token(word::hash(token))).fold(0, |a, b| a | b)
        };
        assert_eq!((of("main-nav"), of("navigate")), (1, 0));
    }

    #[test]
    fn every_group_has_tokens() {
        let table = include_str!("../../data/class_tokens.tsv");
        for group in GROUPS {
            assert!(table.lines().any(|line| line.starts_with(&format!("{group}\t"))), "{group}");
        }
        ClassGroups::read(table).unwrap();
    }
}
