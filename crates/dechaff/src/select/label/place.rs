//! What the elements around a block say about it.

use super::{Evidence, Verdict};
use crate::Label;
use crate::block::{Place, TextBlock};
use crate::dom::{Node, NodeData, NodeIndex, Tag};
use crate::feature::GROUPS;

/// How far up the names of elements speak for a block.
const REACH: usize = 12;

/// How far up an element is still about the block alone.
const NEAR: usize = 4;

/// Parts of names that cookie banners alone have, inside longer words too.
const CONSENT_NAMES: [&str; 5] = ["cookie", "consent", "gdpr", "ccpa", "onetrust"];

/// Parts of links that share a page.
const SHARE_LINKS: [&str; 9] = [
    "mailto:?", "/sharer", "/intent/tweet", "/intent/post", "/shareArticle", "/share?",
    "/pin/create", "//wa.me/?", "reddit.com/submit",
];

/// A label and why.
pub(super) type Told = (Label, String);

/// What is known of a page's elements beforehand, so that each block is told in few steps.
pub(super) struct Surroundings<'e, 'a> {
    evidence: &'e Evidence<'e, 'a>,
    /// The first text of each block, and the words and the kept words before each block.
    firsts: Vec<NodeIndex>,
    words_before: Vec<u32>,
    kept_before: Vec<u32>,
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
            kept_before: vec![0],
            consent: Vec::new(),
            share_links: Vec::new(),
            images: Vec::new(),
            buttons: Vec::new(),
            address_fields: Vec::new(),
            other_fields: Vec::new(),
        };
        let (mut words, mut kept) = (0, 0);
        for (block, verdict) in evidence.blocks.blocks.iter().zip(verdicts) {
            if let Place::Page { first, .. } = block.place {
                found.firsts.push(first);
                words += block.words;
                kept += if verdict.keep { block.words } else { 0 };
                found.words_before.push(words);
                found.kept_before.push(kept);
            }
        }
        for (index, node) in (0..).zip(evidence.document.nodes()) {
            found.note(index, node);
        }
        found
    }

    fn note(&mut self, index: NodeIndex, node: &Node<'_>) {
        let NodeData::Element(tag, _) = node.data else { return };
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
                if SHARE_LINKS.iter().any(|part| href.contains(part)) {
                    self.share_links.push(index);
                }
            }
            Tag::Html | Tag::Body => {}
            _ => {
                let names = [node.attr("class"), node.attr("id")].into_iter().flatten();
                let asks = |name: &str| CONSENT_NAMES.iter().any(|part| name.contains(part));
                if names.map(str::to_ascii_lowercase).any(|name| asks(&name)) {
                    self.consent.push(index);
                }
            }
        }
    }

    /// The elements around a block, the nearest first, up to one that holds most of the content:
    /// from there on they are about the page.
    fn path(&self, block: usize) -> impl Iterator<Item = NodeIndex> + '_ {
        let inner = match self.evidence.blocks.blocks.get(block).map(|block| block.place) {
            Some(Place::Page { inner, .. }) => inner,
            _ => 0,
        };
        let around = self.evidence.document.ancestors(inner);
        let path = std::iter::once(inner).chain(around).take(REACH);
        path.take_while(|&element| element != 0 && !self.holds_content(element))
    }

    fn container(&self, block: usize) -> NodeIndex {
        self.evidence.blocks.blocks.get(block).map_or(0, TextBlock::container)
    }

    fn holds_content(&self, element: NodeIndex) -> bool {
        let kept = |at: usize| self.kept_before.get(at).copied().unwrap_or(0);
        let (from, until) = self.blocks_in(element);
        (kept(until) - kept(from)) * 2 > self.kept_before.last().copied().unwrap_or(0)
    }

    fn node(&self, element: NodeIndex) -> &Node<'a> {
        self.evidence.document.node(element)
    }

    /// Whether one of `sorted` stands inside the element.
    fn holds(&self, element: NodeIndex, sorted: &[NodeIndex]) -> bool {
        let from = sorted.partition_point(|&at| at <= element);
        sorted.get(from).is_some_and(|&at| at < self.node(element).end)
    }

    /// Blocks and words in the element.
    fn size(&self, element: NodeIndex) -> (usize, u32) {
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
        self.path(block).any(|element| {
            self.consent.binary_search(&element).is_ok() && self.size(element).1 <= 400
        })
    }

    /// Whether the block, or the link that it begins in, is marked as paid for.
    pub(super) fn is_sponsored(&self, block: usize) -> bool {
        self.path(block).take(NEAR).any(|element| {
            let rel = self.node(element).attr("rel").unwrap_or_default();
            self.node(element).tag() == Tag::A && rel.split(' ').any(|word| word == "sponsored")
        })
    }

    /// The label of the group with this name, if an element around the block is named for it.
    pub(super) fn in_group(&self, block: usize, group: &str) -> bool {
        let bit = group_bit(group);
        self.path(block).any(|element| self.groups(element) & bit != 0)
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

    fn groups(&self, element: NodeIndex) -> u64 {
        let groups = self.evidence.groups.get(element as usize).copied().unwrap_or(0);
        // As a role a banner is the header of the site.
        match self.node(element).attr("role") {
            Some("banner") => groups & !group_bit("advert"),
            _ => groups,
        }
    }

    /// From the nearest element whose name or tag speaks as firmly as asked.
    pub(super) fn named(&self, block: usize, firmness: u8) -> Option<Told> {
        self.path(block).find_map(|element| {
            self.of_name(block, element, firmness).or_else(|| self.of_element(element, firmness))
        })
    }

    fn of_name(&self, block: usize, element: NodeIndex, firmness: u8) -> Option<Told> {
        let (label, group) = self.evidence.group_labels.of(self.groups(element), firmness)?;
        let words = self.size(element).1;
        let (label, fits) = match label {
            // A box says more of an author than the name.
            Label::AuthorBio if words <= 8 => (Label::Byline, true),
            Label::ImageCredit => (label, words <= 100 && self.is_credit(block)),
            label => (label, words <= most_words(label)),
        };
        fits.then(|| (label, format!("stands in an element named for {group}")))
    }

    /// Whether a block in an element named for images, captions or copyright is about an image:
    /// no title of another page, and not what a footer says of copyright.
    fn is_credit(&self, block: usize) -> bool {
        let text = self.evidence.blocks.blocks.get(block);
        let is_title = self.is_heading(block) || text.is_some_and(|text| text.link_density() > 0.5);
        !is_title && !self.in_tag(block, &[Tag::Footer]) && !self.in_group(block, "footer")
    }

    fn of_element(&self, element: NodeIndex, firmness: u8) -> Option<Told> {
        let node = self.node(element);
        let role = node.attr("role").unwrap_or_default();
        let (label, firm) = match (node.tag(), role) {
            (_, "banner") => (Label::SiteHeader, 1),
            (_, "search") => (Label::Search, 2),
            (Tag::Nav | Tag::Menu, _) => (Label::Navigation, 1),
            (Tag::Footer, _) if !self.is_in_text(element) => (Label::SiteFooter, 1),
            (Tag::Header, _) if !self.is_in_text(element) => (Label::SiteHeader, 1),
            (Tag::Aside, _) => (Label::Related, 1),
            (Tag::Figcaption | Tag::Figure, _) => (Label::ImageCredit, 2),
            (Tag::Button | Tag::Form | Tag::Label | Tag::Dialog, _) => (Label::Widget, 1),
            (Tag::Time | Tag::Address, _) => (Label::Byline, 2),
            _ => return None,
        };
        let told = match role {
            "banner" | "search" => format!("stands in an element with the role of {role}"),
            _ => format!("stands in <{}>", node.tag().name()),
        };
        (firm == firmness).then_some((label, told))
    }

    /// Whether the element is inside the page's text, whose parts have headers too.
    fn is_in_text(&self, element: NodeIndex) -> bool {
        let mut around = self.evidence.document.ancestors(element).take(REACH);
        around.any(|at| matches!(self.node(at).tag(), Tag::Article | Tag::Main))
    }
}

fn group_bit(group: &str) -> u64 {
    GROUPS.iter().position(|known| *known == group).map_or(0, |place| 1 << place)
}

/// The most words that an element named for this may hold and still be of one piece.
fn most_words(label: Label) -> u32 {
    match label {
        Label::Pagination | Label::Breadcrumb => 60,
        Label::Share | Label::Byline | Label::Search => 100,
        Label::Advert => 150,
        Label::AuthorBio => 250,
        Label::Newsletter | Label::Donation | Label::Subscription => 400,
        _ => u32::MAX,
    }
}
