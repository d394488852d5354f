//! What the names in `class`, `id`, `role` and `itemprop` say an element is for.
//!
//! Names are cut into tokens at hyphens, underscores and changes of case, and whole tokens are
//! looked up: `widget` is found in `sidebar-widget` and not in `widgetized`.

use std::collections::HashMap;

use super::Layout;
use super::stats::KeepHash;
use crate::dom::{Document, NodeData, NodeIndex, Tag};
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
const HIDDEN: u64 = 1 << (GROUPS.len() - 1);

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

    /// The groups of each element that holds a block, as bits.
    pub(crate) fn of_elements(&self, document: &Document<'_>, layout: &Layout) -> Vec<u64> {
        let mut groups = vec![0; document.nodes().len()];
        for (index, (node, bits)) in document.nodes().iter().zip(&mut groups).enumerate() {
            if !matches!(node.data, NodeData::Element(..)) {
                continue;
            }
            let index = index as NodeIndex;
            // Inline elements right around the text hold the first text of a block too.
            if !layout.has_blocks(index) {
                continue;
            }
            for (name, value) in node.attrs() {
                *bits |= match name {
                    "class" | "id" | "role" | "itemprop" | "data-testid" | "data-component" => {
                        self.of_name(value)
                    }
                    "hidden" => HIDDEN,
                    "aria-hidden" if value == "true" => HIDDEN,
                    "style" if hides(value) => HIDDEN,
                    _ => 0,
                };
            }
            // The page's own frame is named for its template, not for what it holds.
            if matches!(node.tag(), Tag::Html | Tag::Body) {
                *bits = 0;
            }
        }
        groups
    }

    fn of_name(&self, value: &str) -> u64 {
        let mut bits = 0;
        for token in tokens(value) {
            if let Some(group) = self.tokens.get(&word::hash(token)) {
                bits |= group;
            }
        }
        bits
    }
}

fn hides(style: &str) -> bool {
    style.contains("display:none") || style.contains("display: none")
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
        assert_eq!(groups.of_name("main-nav"), 1);
        assert_eq!(groups.of_name("navigate"), 0);
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
