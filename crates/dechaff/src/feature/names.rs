//! The names of each element, read once for all that look at them.

use super::class_group::{ClassGroups, HIDDEN, tokens};
use crate::dom::{Document, Node, NodeData, NodeIndex, Tag};
use crate::feature::Layout;
use crate::word;

/// The names of each element that holds a block.
pub(crate) struct Names {
    /// Hashes of the parts of the names, of whole names, and of those with the tag.
    tokens: Vec<u64>,
    /// For each node where its tokens end.
    ends: Vec<u32>,
    /// For each node the groups that its names belong to, as bits.
    pub(crate) groups: Vec<u64>,
    /// For each node a hash of its tag and the parts of its classes, in whatever order; zero for
    /// those that hold no block.
    pub(super) signatures: Vec<u64>,
}

/// What the parts of an attribute's value are read for.
#[derive(Debug, Clone, Copy)]
struct Uses {
    tokens: bool,
    groups: bool,
    signature: bool,
}

impl Uses {
    fn of(attribute: &str) -> Option<Self> {
        let (tokens, groups) = match attribute {
            "class" | "id" | "role" | "itemprop" | "data-testid" => (true, true),
            "data-component" => (false, true),
            "aria-label" => (true, false),
            _ => return None,
        };
        Some(Self { tokens, groups, signature: attribute == "class" })
    }
}

impl Names {
    pub(super) fn new(document: &Document<'_>, layout: &Layout, groups: &ClassGroups) -> Self {
        let count = document.nodes().len();
        let mut names = Self {
            tokens: Vec::with_capacity(count * 4),
            ends: Vec::with_capacity(count),
            groups: vec![0; count],
            signatures: vec![0; count],
        };
        for (index, node) in document.nodes().iter().enumerate() {
            // Inline elements right around the text hold the first text of a block too.
            if layout.has_blocks(index as NodeIndex) {
                let (bits, signature) = names.add(node, groups);
                if let Some(slot) = names.groups.get_mut(index) {
                    *slot = bits;
                }
                if let Some(slot) = names.signatures.get_mut(index) {
                    *slot = signature;
                }
            }
            names.ends.push(names.tokens.len() as u32);
        }
        names
    }

    /// The tokens of one element.
    pub(super) fn tokens(&self, element: NodeIndex) -> &[u64] {
        let at = |index: usize| self.ends.get(index).map_or(0, |&end| end as usize);
        let element = element as usize;
        let start = element.checked_sub(1).map_or(0, at);
        self.tokens.get(start..at(element)).unwrap_or_default()
    }

    /// Adds the element's tag, the parts of its names, and each name as a whole, with its tag and
    /// without. Gives the groups and the signature.
    fn add(&mut self, node: &Node<'_>, known: &ClassGroups) -> (u64, u64) {
        let NodeData::Element(tag, _) = node.data else { return (0, 0) };
        let tag_hash = word::join_hash(word::FNV_OFFSET, tag as u64 + 1);
        self.tokens.push(tag_hash);
        let (mut bits, mut classes) = (0, 0u64);
        for (attribute, value) in node.attrs() {
            if hides(attribute, value) {
                bits |= HIDDEN;
            }
            let Some(uses) = Uses::of(attribute) else { continue };
            for name in value.split_ascii_whitespace() {
                let mut whole = word::FNV_OFFSET;
                let mut parts = 0;
                for part in tokens(name).map(word::hash) {
                    whole = word::join_hash(whole, part);
                    parts += 1;
                    if uses.tokens {
                        self.tokens.push(part);
                    }
                    if uses.groups {
                        bits |= known.of_token(part);
                    }
                    if uses.signature {
                        classes = classes.wrapping_add(part);
                    }
                }
                if uses.tokens && parts > 1 {
                    self.tokens.push(whole);
                }
                if uses.tokens && parts > 0 {
                    self.tokens.push(word::join_hash(whole, tag_hash));
                }
            }
        }
        // The page's own frame is named for its template, not for what it holds.
        if matches!(tag, Tag::Html | Tag::Body) {
            bits = 0;
        }
        (bits, word::join_hash(classes, tag as u64 + 1))
    }
}

/// Whether an attribute says that its element is not shown.
fn hides(attribute: &str, value: &str) -> bool {
    match attribute {
        "hidden" => true,
        "aria-hidden" => value == "true",
        "style" => value.contains("display:none") || value.contains("display: none"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::{Limits, Measurer, dom};

    #[test]
    fn a_name_is_known_in_parts_and_as_a_whole() {
        let tokens = |html: &str| {
            let (html, _) = dom::parse(html, &Limits::default());
            Measurer::new().unwrap().with_page(&html, |page, _| {
                let mut nodes = page.document.nodes().iter();
                let named = nodes.position(|node| node.attr("class").is_some()).unwrap();
                page.names.tokens(named as u32).to_vec()
            })
        };
        let one = tokens("<div class='product-card'>Words</div>");
        let other = tokens("<div class='card'>Words</div>");
        assert_eq!(one.len(), 5);
        assert_eq!(one.iter().filter(|token| other.contains(token)).count(), 2);
    }
}
