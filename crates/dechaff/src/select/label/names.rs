//! What the names and tags of the elements around a block say about it.

use super::place::{REACH, Surroundings, Told};
use crate::Label;
use crate::dom::{NodeIndex, Tag};
use crate::feature::GROUPS;

/// Groups of names, as bits.
pub(super) const COMMENT: u64 = group_bit("comment");
pub(super) const DONATE: u64 = group_bit("donate");
pub(super) const OVERLAY: u64 = group_bit("overlay");
const FOOTER: u64 = group_bit("footer");
const ADVERT: u64 = group_bit("advert");
/// The groups of what frames a site.
pub(super) const FRAME: u64 = FOOTER | group_bit("nav") | group_bit("menu") | group_bit("header");

impl Surroundings<'_, '_> {
    /// Whether an element around the block is named for one of the groups.
    pub(super) fn in_group(&self, block: usize, groups: u64) -> bool {
        self.groups_around.get(block).copied().unwrap_or(0) & groups != 0
    }

    pub(super) fn groups(&self, element: NodeIndex) -> u64 {
        let groups = self.evidence.groups.get(element as usize).copied().unwrap_or(0);
        // As a role a banner is the header of the site.
        if self.banners.binary_search(&element).is_ok() { groups & !ADVERT } else { groups }
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
        !is_title && !self.in_tag(block, &[Tag::Footer]) && !self.in_group(block, FOOTER)
    }

    fn of_element(&self, element: NodeIndex, firmness: u8) -> Option<Told> {
        let role = |sorted: &[NodeIndex]| sorted.binary_search(&element).is_ok();
        if firmness == 1 && role(&self.banners) {
            return Some((
                Label::SiteHeader,
                "stands in an element with the role of banner".into(),
            ));
        }
        if firmness == 2 && role(&self.searches) {
            return Some((Label::Search, "stands in an element with the role of search".into()));
        }
        let tag = self.node(element).tag();
        let (label, firm) = match tag {
            Tag::Nav | Tag::Menu => (Label::Navigation, 1),
            Tag::Footer if !self.is_in_text(element) => (Label::SiteFooter, 1),
            Tag::Header if !self.is_in_text(element) => (Label::SiteHeader, 1),
            Tag::Aside => (Label::Related, 1),
            Tag::Figcaption | Tag::Figure => (Label::ImageCredit, 2),
            Tag::Button | Tag::Form | Tag::Label | Tag::Dialog => (Label::Widget, 1),
            Tag::Time | Tag::Address => (Label::Byline, 2),
            _ => return None,
        };
        (firm == firmness).then(|| (label, format!("stands in <{}>", tag.name())))
    }

    /// Whether the element is inside the page's text, whose parts have headers too.
    fn is_in_text(&self, element: NodeIndex) -> bool {
        let mut around = self.evidence.document.ancestors(element).take(REACH);
        around.any(|at| matches!(self.node(at).tag(), Tag::Article | Tag::Main))
    }
}

const fn group_bit(group: &str) -> u64 {
    let mut known: &[&str] = &GROUPS;
    let mut bit = 1;
    while let [first, rest @ ..] = known {
        if is_same(first.as_bytes(), group.as_bytes()) {
            return bit;
        }
        bit <<= 1;
        known = rest;
    }
    0
}

/// Strings can not be compared yet while the program is compiled.
const fn is_same(mut one: &[u8], mut other: &[u8]) -> bool {
    loop {
        match (one, other) {
            ([], []) => return true,
            ([a, rest @ ..], [b, others @ ..]) if *a == *b => {
                one = rest;
                other = others;
            }
            _ => return false,
        }
    }
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
