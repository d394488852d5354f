//! What the elements around a block say about it.

use super::{Evidence, Verdict};
use crate::Label;
use crate::block::{Place, TextBlock};
use crate::dom::{Node, NodeData, NodeIndex, Tag};

/// How far up the names of elements speak for a block.
pub(super) const REACH: usize = 12;

/// How far up an element is still about the block alone.
const NEAR: usize = 4;

/// Parts of names that cookie banners alone have, inside longer words too.
const CONSENT_NAMES: [&str; 5] = ["cookie", "consent", "gdpr", "ccpa", "onetrust"];

/// Elements that are no cookie banner, whatever they are called.
const NO_BANNERS: [Tag; 8] =
    [Tag::Img, Tag::Picture, Tag::Button, Tag::Textarea, Tag::Input, Tag::A, Tag::Html, Tag::Body];

/// Parts of links that share a page, each cut before a slash or colon in it.
const SHARE_LINKS: [(&str, &str); 9] = [
    ("mailto", ":?"),
    ("", "/sharer"),
    ("", "/intent/tweet"),
    ("", "/intent/post"),
    ("", "/shareArticle"),
    ("", "/share?"),
    ("", "/pin/create"),
    ("/", "/wa.me/?"),
    ("reddit.com", "/submit"),
];

/// Whether a link shares a page.
fn shares(href: &str) -> bool {
    memchr::memchr2_iter(b'/', b':', href.as_bytes()).any(|at| {
        let (before, after) = href.split_at(at);
        SHARE_LINKS.iter().any(|(head, tail)| after.starts_with(tail) && before.ends_with(head))
    })
}

/// Whether a name is one of a cookie banner, in any case.
fn names_consent(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.iter().enumerate().any(|(at, byte)| {
        matches!(byte.to_ascii_lowercase(), b'c' | b'g' | b'o')
            && CONSENT_NAMES.iter().any(|part| {
                let here = bytes.get(at..at + part.len());
                here.is_some_and(|here| here.eq_ignore_ascii_case(part.as_bytes()))
            })
    })
}

/// A label and why.
pub(super) type Told = (Label, String);

/// What is known of a page's elements beforehand, so that each block is told in few steps.
pub(super) struct Surroundings<'e, 'a> {
    pub(super) evidence: &'e Evidence<'e, 'a>,
    /// The first text of each block, and the words before each block.
    firsts: Vec<NodeIndex>,
    words_before: Vec<u32>,
    /// The smallest element that holds most of the content.
    core: Option<NodeIndex>,
    /// The elements around each dropped block, one block after the other, and where those of
    /// each block end.
    paths: Vec<NodeIndex>,
    path_ends: Vec<usize>,
    /// For each block the groups of the elements in its path.
    pub(super) groups_around: Vec<u64>,
    pub(super) banners: Vec<NodeIndex>,
    pub(super) searches: Vec<NodeIndex>,
    consent: Vec<NodeIndex>,
    share_links: Vec<NodeIndex>,
    images: Vec<NodeIndex>,
    buttons: Vec<NodeIndex>,
    address_fields: Vec<NodeIndex>,
    other_fields: Vec<NodeIndex>,
}

impl<'e, 'a> Surroundings<'e, 'a> {
    pub(super) fn new(evidence: &'e Evidence<'e, 'a>, verdicts: &[Verdict]) -> Self {
        let mut found = Self {
            evidence,
            firsts: Vec::new(),
            words_before: vec![0],
            core: None,
            paths: Vec::new(),
            path_ends: Vec::with_capacity(verdicts.len()),
            groups_around: Vec::with_capacity(verdicts.len()),
            banners: Vec::new(),
            searches: Vec::new(),
            consent: Vec::new(),
            share_links: Vec::new(),
            images: Vec::new(),
            buttons: Vec::new(),
            address_fields: Vec::new(),
            other_fields: Vec::new(),
        };
        let mut words = 0;
        for block in &evidence.blocks.blocks {
            if let Place::Page { first, .. } = block.place {
                found.firsts.push(first);
                words += block.words;
                found.words_before.push(words);
            }
        }
        found.core = found.core_of(verdicts);
        for (index, node) in (0..).zip(evidence.document.nodes()) {
            found.note(index, node);
        }
        for (block, verdict) in verdicts.iter().enumerate() {
            if !verdict.keep {
                found.add_path(block);
            }
            found.path_ends.push(found.paths.len());
            let groups = found.path(block).fold(0, |groups, at| groups | found.groups(at));
            found.groups_around.push(groups);
        }
        found
    }

    fn note(&mut self, index: NodeIndex, node: &Node<'_>) {
        let NodeData::Element(tag, _) = node.data else {
            return;
        };
        let may_ask = !NO_BANNERS.contains(&tag);
        let mut asks = false;
        for (name, value) in node.attrs() {
            match name {
                "role" if value == "banner" => self.banners.push(index),
                "role" if value == "search" => self.searches.push(index),
                "class" | "id" if may_ask => asks |= names_consent(value),
                _ => {}
            }
        }
        if asks {
            self.consent.push(index);
        }
        match tag {
            Tag::Img | Tag::Picture => self.images.push(index),
            Tag::Button => self.buttons.push(index),
            Tag::Textarea => self.other_fields.push(index),
            Tag::Input => match node.attr("type").unwrap_or_default() {
                "email" => self.address_fields.push(index),
                "password" | "tel" => self.other_fields.push(index),
                "button" | "submit" => self.buttons.push(index),
                _ if node.attr("name").is_some_and(|name| name.contains("mail")) => {
                    self.address_fields.push(index);
                }
                _ => {}
            },
            Tag::A => {
                let href = node.attr("href").unwrap_or_default();
                if shares(href) {
                    self.share_links.push(index);
                }
            }
            _ => {}
        }
    }

    /// The elements around a block, the nearest first, up to one that holds most of the content:
    /// from there on they are about the page.
    pub(super) fn path(&self, block: usize) -> impl Iterator<Item = NodeIndex> + '_ {
        let end_of = |block: usize| self.path_ends.get(block).copied().unwrap_or(0);
        let start = block.checked_sub(1).map_or(0, end_of);
        self.paths.get(start..end_of(block)).unwrap_or_default().iter().copied()
    }

    /// Finds the path of one more block.
    fn add_path(&mut self, block: usize) {
        let inner = match self.evidence.blocks.blocks.get(block).map(|block| block.place) {
            Some(Place::Page { inner, .. }) => inner,
            _ => 0,
        };
        let around = self.evidence.document.ancestors(inner);
        let path = std::iter::once(inner).chain(around).take(REACH);
        let core = self.core;
        let about_block = |&element: &NodeIndex| {
            let end = self.evidence.document.node(element).end;
            element != 0 && !core.is_some_and(|core| (element..end).contains(&core))
        };
        self.paths.extend(path.take_while(about_block));
    }

    fn container(&self, block: usize) -> NodeIndex {
        self.evidence.blocks.blocks.get(block).map_or(0, TextBlock::container)
    }

    /// The smallest element with more than half of the kept words. It holds the one in their
    /// middle.
    fn core_of(&self, verdicts: &[Verdict]) -> Option<NodeIndex> {
        let mut kept_before = vec![0];
        let mut kept = 0;
        for (block, verdict) in self.evidence.blocks.blocks.iter().zip(verdicts) {
            kept += if verdict.keep { block.words } else { 0 };
            kept_before.push(kept);
        }
        let middle = kept_before.partition_point(|&before| before * 2 <= kept).checked_sub(1)?;
        let container = self.container(middle);
        let mut around =
            std::iter::once(container).chain(self.evidence.document.ancestors(container));
        let before = |at: usize| kept_before.get(at).copied().unwrap_or(0);
        around.find(|&element| {
            let (from, until) = self.blocks_in(element);
            (before(until) - before(from)) * 2 > kept
        })
    }

    pub(super) fn node(&self, element: NodeIndex) -> &Node<'a> {
        self.evidence.document.node(element)
    }

    /// Whether one of `sorted` stands inside the element.
    fn holds(&self, element: NodeIndex, sorted: &[NodeIndex]) -> bool {
        let from = sorted.partition_point(|&at| at <= element);
        sorted.get(from).is_some_and(|&at| at < self.node(element).end)
    }

    /// Blocks and words in the element.
    pub(super) fn size(&self, element: NodeIndex) -> (usize, u32) {
        let words = |at: usize| self.words_before.get(at).copied().unwrap_or(0);
        let (from, until) = self.blocks_in(element);
        (until - from, words(until) - words(from))
    }

    fn blocks_in(&self, element: NodeIndex) -> (usize, usize) {
        let end = self.node(element).end;
        let from = self.firsts.partition_point(|&first| first < element);
        (from, self.firsts.partition_point(|&first| first < end))
    }

    /// Whether the block stands in an element of a consent banner.
    pub(super) fn in_consent(&self, block: usize) -> bool {
        !self.consent.is_empty()
            && self.path(block).any(|element| {
                self.consent.binary_search(&element).is_ok() && self.size(element).1 <= 400
            })
    }

    /// Whether the block, or the link that it begins in, is marked as paid for.
    pub(super) fn is_sponsored(&self, block: usize) -> bool {
        self.path(block).take(NEAR).any(|element| {
            let node = self.node(element);
            let says = |rel: &str| rel.split(' ').any(|word| word == "sponsored");
            node.tag() == Tag::A && node.attr("rel").is_some_and(says)
        })
    }

    pub(super) fn in_tag(&self, block: usize, tags: &[Tag]) -> bool {
        self.path(block).any(|element| tags.contains(&self.node(element).tag()))
    }

    /// Whether the block is a heading.
    pub(super) fn is_heading(&self, block: usize) -> bool {
        self.node(self.container(block)).tag().heading_level().is_some()
    }

    /// Whether `block` stands in the part of the page that `heading` is at the top of: the
    /// smallest element that holds more than the heading.
    pub(super) fn is_under(&self, block: usize, heading: usize) -> bool {
        let mut around = self.evidence.document.ancestors(self.container(heading)).take(NEAR);
        let part = around.find(|&element| self.size(element).0 > 1);
        part.is_some_and(|part| (part..self.node(part).end).contains(&self.container(block)))
    }

    /// Whether a link that shares the page stands in the block.
    pub(super) fn holds_share_link(&self, block: usize) -> bool {
        let container = self.container(block);
        self.size(container).0 <= 2
            && (self.holds(container, &self.share_links)
                || self.path(block).take(2).any(|at| self.share_links.binary_search(&at).is_ok()))
    }

    /// A box with a field for a mail address and no other fields.
    pub(super) fn newsletter_box(&self, block: usize) -> bool {
        self.path(block).take(NEAR + 1).any(|element| {
            let (blocks, words) = self.size(element);
            blocks <= 8
                && words <= 80
                && self.holds(element, &self.address_fields)
                && !self.holds(element, &self.other_fields)
        })
    }

    /// Words that share a small element with an image.
    pub(super) fn beside_image(&self, block: usize) -> bool {
        self.path(block).take(3).any(|element| {
            let (blocks, words) = self.size(element);
            blocks <= 2 && words <= 60 && self.holds(element, &self.images)
        })
    }

    /// Words that share a small element with a button.
    pub(super) fn beside_button(&self, block: usize) -> bool {
        self.path(block).take(3).any(|element| {
            let (blocks, words) = self.size(element);
            blocks <= 6 && words <= 40 && self.holds(element, &self.buttons)
        })
    }
}
