//! One pass over a page for all that its elements declare.

use super::clean;
use super::embedded::{Items, short_text};
use super::statement::{Field, Source, SourceKind, Statement, Statements};
use super::tables::{Role, Tables};
use crate::dom::{Document, Node, NodeData, NodeIndex, Tag};

/// Headings that are read.
const MOST_HEADINGS: usize = 200;
/// Bytes of the window's title that are read.
const MOST_WINDOW: usize = 1000;
/// Links of a kind that are kept.
const MOST_LINKS: usize = 200;

/// A heading of the page.
#[derive(Debug, Clone)]
pub(super) struct Heading {
    pub(super) tag: Tag,
    pub(super) text: String,
}

/// A link to another form of the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Alternate<'a> {
    pub(super) href: &'a str,
    pub(super) language: Option<&'a str>,
    pub(super) kind: Option<&'a str>,
    pub(super) title: Option<&'a str>,
}

/// What the elements of a page declare.
#[derive(Debug, Default)]
pub(super) struct Elements<'a> {
    pub(super) statements: Statements,
    pub(super) items: Vec<(SourceKind, serde_json::Value)>,
    pub(super) window: Option<String>,
    pub(super) headings: Vec<Heading>,
    pub(super) base: Option<&'a str>,
    pub(super) feeds: Vec<Alternate<'a>>,
    pub(super) alternates: Vec<Alternate<'a>>,
    pub(super) times: Vec<NodeIndex>,
    /// Whether an item says that the page is a text with a date.
    pub(super) is_dated_text: bool,
    /// Twitter's labels by their number, until their data come.
    labels: [Option<&'a str>; 2],
}

impl<'a> Elements<'a> {
    pub(super) fn read(document: &Document<'a>, tables: &Tables) -> Self {
        let mut found = Self::default();
        let mut items = Items::default();
        for (index, node) in document.nodes().iter().enumerate() {
            let NodeData::Element(tag, _) = node.data else { continue };
            let index = index as NodeIndex;
            items.enter(document, index, node);
            match tag {
                Tag::Html => found.add_root(node),
                Tag::Body => found.state(
                    Field::Direction,
                    node.attr("dir"),
                    SourceKind::Html,
                    "body dir",
                    20,
                ),
                Tag::Title if found.window.is_none() => {
                    let mut window = clean(&document.text(index));
                    super::shorten(&mut window, MOST_WINDOW);
                    found.window = Some(window).filter(|title| !title.is_empty());
                }
                Tag::Meta => found.add_meta(node, tables),
                Tag::Link | Tag::A => found.add_link(document, index, node, tag),
                Tag::Base => found.base = found.base.or(node.attr("href")),
                Tag::Time => found.times.push(index),
                Tag::H1 | Tag::H2 if found.headings.len() < MOST_HEADINGS => {
                    let text = clean(&short_text(document, index));
                    if !text.is_empty() {
                        found.headings.push(Heading { tag, text });
                    }
                }
                _ => {}
            }
        }
        found.items = items.finish();
        found
    }

    fn state(
        &mut self,
        field: Field,
        value: Option<&str>,
        kind: SourceKind,
        name: impl Into<std::borrow::Cow<'static, str>>,
        rank: u8,
    ) {
        if let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) {
            let source = Source::new(kind, name);
            self.statements.add(Statement { field, value: clean(value), source, rank, node: None });
        }
    }

    fn add_root(&mut self, node: &Node<'a>) {
        let language = node.attr("lang").or(node.attr("xml:lang"));
        self.state(Field::Language, language, SourceKind::Html, "html lang", 10);
        self.state(Field::Direction, node.attr("dir"), SourceKind::Html, "html dir", 10);
    }

    fn add_meta(&mut self, node: &Node<'a>, tables: &Tables) {
        let Some(content) = node.attr("content").filter(|content| !content.trim().is_empty())
        else {
            return;
        };
        for attribute in ["property", "name", "itemprop", "http-equiv"] {
            let Some(names) = node.attr(attribute) else { continue };
            for name in names.split_ascii_whitespace() {
                let name = name.to_ascii_lowercase();
                self.add_labelled(&name, content, tables);
                if let Some((field, rank)) = tables.meta(&name) {
                    self.state(field, Some(content), SourceKind::Meta, name, rank);
                    return;
                }
            }
        }
    }

    /// Twitter cards may hold two facts with a label for each: "Written by", "Reading time".
    fn add_labelled(&mut self, name: &str, content: &'a str, tables: &Tables) {
        let Some(number) = name.strip_prefix("twitter:") else { return };
        let (kind, number) =
            number.split_at_checked(number.len().saturating_sub(1)).unwrap_or_default();
        let at = usize::from(number == "2");
        if kind == "label" {
            if let Some(slot) = self.labels.get_mut(at) {
                *slot = Some(content);
            }
        } else if kind == "data"
            && let Some(label) = self.labels.get(at).copied().flatten()
            && matches!(tables.byline_start(label), Some((Role::By, "", _)))
        {
            self.state(Field::Author, Some(content), SourceKind::Meta, "twitter:data", 28);
        }
    }

    fn add_link(&mut self, document: &Document<'a>, index: NodeIndex, node: &Node<'a>, tag: Tag) {
        let Some(href) = node.attr("href") else { return };
        let Some(rel) = node.attr("rel") else {
            if href.contains("creativecommons.org/") && is_licence(href) {
                self.state(Field::Licence, Some(href), SourceKind::Link, "a href", 60);
            }
            return;
        };
        let in_head = tag == Tag::Link;
        for name in rel.split_ascii_whitespace() {
            let (field, rank) = match name.to_ascii_lowercase().as_str() {
                "canonical" if in_head => (Field::Canonical, 10),
                "shorturl" | "shortlink" if in_head => (Field::Canonical, 90),
                "amphtml" if in_head => (Field::Amp, 10),
                "next" => (Field::Next, if in_head { 10 } else { 20 }),
                "prev" | "previous" => (Field::Previous, if in_head { 10 } else { 20 }),
                "icon" if in_head => (Field::Favicon, 10),
                "apple-touch-icon" | "apple-touch-icon-precomposed" if in_head => {
                    (Field::Favicon, 30)
                }
                "image_src" if in_head => (Field::Image, 35),
                "license" => (Field::Licence, if in_head { 20 } else { 30 }),
                "tag" if !in_head => {
                    let text = short_text(document, index);
                    self.state(Field::Tag, Some(&text), SourceKind::Link, "a rel=tag", 50);
                    continue;
                }
                "alternate" if in_head => {
                    self.add_alternate(href, node);
                    continue;
                }
                _ => continue,
            };
            self.state(field, Some(href), SourceKind::Link, format!("rel={name}"), rank);
        }
    }

    fn add_alternate(&mut self, href: &'a str, node: &Node<'a>) {
        let kind = node.attr("type");
        let link =
            Alternate { href, language: node.attr("hreflang"), kind, title: node.attr("title") };
        let is_feed = kind.is_some_and(|kind| {
            ["rss", "atom", "feed+json", "rdf"].iter().any(|name| kind.contains(name))
        });
        if is_feed {
            if self.feeds.len() < MOST_LINKS {
                self.feeds.push(link);
            }
        } else if link.language.is_some() {
            if self.alternates.len() < MOST_LINKS {
                self.alternates.push(link);
            }
        } else if node.attr("media").is_some_and(|media| media.contains("print")) {
            self.state(Field::Print, Some(href), SourceKind::Link, "rel=alternate media=print", 10);
        }
    }
}

fn is_licence(href: &str) -> bool {
    href.contains("/licenses/") || href.contains("/publicdomain/")
}
