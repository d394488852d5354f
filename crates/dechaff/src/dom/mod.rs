//! The page as a tree, laid out flat for the stages that read it.
//!
//! This is the only module that names `scraper` and `html5ever`.

mod assignment;
mod drawing;
mod guard;
mod long_tag;
mod parse;
mod selection;
mod tag;

pub(crate) use assignment::{assigned_json, pushed_json};
pub use parse::parse;
pub(crate) use parse::parse_until;
pub use scraper::Html;
pub(crate) use selection::Selectors;
pub use tag::{Flow, Tag};

use scraper::Node as TreeNode;
use scraper::node::Element;

use crate::{Limit, Limits};

/// Position of a node in a [`Document`].
pub type NodeIndex = u32;

/// A parsed page as a list of nodes in document order.
///
/// A subtree is a range of that list, so a stage walks the page with one loop and asks what an
/// element holds without descending. Comments, and the insides of `<style>` and `<svg>`, are
/// left out.
#[derive(Debug)]
pub struct Document<'a> {
    nodes: Vec<Node<'a>>,
    /// The limits that the page is over.
    over: Vec<Limit>,
}

/// One node of a [`Document`].
#[derive(Debug, Clone, Copy)]
pub struct Node<'a> {
    /// The element it stands in; the root is its own parent.
    pub parent: NodeIndex,
    /// One past the last node inside it.
    pub end: NodeIndex,
    /// What it is.
    pub data: NodeData<'a>,
}

/// What a node is.
#[derive(Debug, Clone, Copy)]
pub enum NodeData<'a> {
    /// The document itself.
    Root,
    /// An element.
    Element(Tag, &'a Element),
    /// A run of characters.
    Text(&'a str),
}

impl<'a> Node<'a> {
    /// The element's tag; `Other` for what is no element.
    pub fn tag(&self) -> Tag {
        match self.data {
            NodeData::Element(tag, _) => tag,
            _ => Tag::Other,
        }
    }

    /// Whether it is a script that holds JSON by its type.
    pub(crate) fn is_json_script(&self) -> bool {
        self.tag() == Tag::Script && self.attr("type").is_some_and(|kind| kind.contains("json"))
    }

    /// The element's attributes.
    pub fn attrs(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let element = match self.data {
            NodeData::Element(_, element) => Some(element),
            _ => None,
        };
        element.into_iter().flat_map(Element::attrs)
    }

    /// The value of an attribute, by its lower-case name.
    pub fn attr(&self, name: &str) -> Option<&'a str> {
        // Elements have few attributes; a scan is quicker than making an interned name.
        let NodeData::Element(_, element) = self.data else {
            return None;
        };
        element.attrs().find(|(key, _)| *key == name).map(|(_, value)| value)
    }
}

const ROOT: Node<'static> = Node { parent: 0, end: 1, data: NodeData::Root };

impl<'a> Document<'a> {
    /// Lays out a parsed page. Takes time linear in its nodes, however deep they are.
    pub fn new(html: &'a Html) -> Self {
        Self::within(html, usize::MAX, usize::MAX)
    }

    /// As [`new`](Self::new), up to the nodes there may be; elements that are too deep are left
    /// out and what they hold stands in those around them.
    pub(crate) fn with_limits(html: &'a Html, limits: &Limits) -> Self {
        Self::within(html, limits.nodes, limits.depth)
    }

    fn within(html: &'a Html, limit: usize, depth: usize) -> Self {
        use ego_tree::iter::Edge;
        let room = html.tree.values().len().min(limit);
        let mut maker = Maker::with_room(room, depth);
        let mut over = Vec::new();
        for edge in html.tree.root().traverse().skip(1) {
            match edge {
                Edge::Open(_) if maker.nodes.len() >= limit && maker.muted == 0 => {
                    over.push(Limit::Nodes);
                    break;
                }
                Edge::Open(node) => maker.enter(node.value()),
                Edge::Close(node) if node.value().is_element() => maker.leave(),
                Edge::Close(_) => {}
            }
        }
        while !maker.open.is_empty() {
            maker.close();
        }
        if maker.is_deep {
            over.push(Limit::Depth);
        }
        Self { nodes: maker.nodes, over }
    }

    /// The limits that the page is over.
    pub(crate) fn over(&self) -> &[Limit] {
        &self.over
    }

    /// All nodes, in document order.
    pub fn nodes(&self) -> &[Node<'a>] {
        &self.nodes
    }

    /// The node at `index`; the root where there is none.
    pub fn node(&self, index: NodeIndex) -> &Node<'a> {
        self.nodes.get(index as usize).unwrap_or(&ROOT)
    }

    /// The nodes inside the node at `index`, in document order, without itself.
    pub fn inside(&self, index: NodeIndex) -> impl Iterator<Item = (NodeIndex, &Node<'a>)> {
        let end = self.node(index).end;
        (index + 1..end).map(|at| (at, self.node(at)))
    }

    /// The elements around the node at `index`, the nearest first, without the root.
    pub fn ancestors(&self, index: NodeIndex) -> impl Iterator<Item = NodeIndex> + '_ {
        std::iter::successors(Some(self.node(index).parent), |&at| Some(self.node(at).parent))
            .take_while(|&at| at != 0)
    }

    /// What stands inside the node at `index`, as a document of its own.
    pub(crate) fn part(&self, index: NodeIndex) -> Self {
        let root = Node { end: self.node(index).end.saturating_sub(index), ..ROOT };
        let inside = self.inside(index).map(|(_, node)| Node {
            parent: node.parent.saturating_sub(index),
            end: node.end.saturating_sub(index),
            data: node.data,
        });
        Self { nodes: std::iter::once(root).chain(inside).collect(), over: Vec::new() }
    }

    /// All text inside the node at `index`, white space as it stands.
    pub fn text(&self, index: NodeIndex) -> String {
        let mut text = String::new();
        for (_, node) in self.inside(index) {
            if let NodeData::Text(part) = node.data {
                text.push_str(part);
            }
        }
        text
    }
}

/// The tag of an element. A template that a browser turns into a shadow root is shown, as a
/// `<div>` would be.
fn tag_of(element: &Element) -> Tag {
    match Tag::from_name(element.name()) {
        Tag::Template if element.attrs().any(|(name, _)| name == "shadowrootmode") => Tag::Div,
        tag => tag,
    }
}

fn is_raw_markup(nodes: &[Node<'_>], parent: NodeIndex, text: &str) -> bool {
    nodes.get(parent as usize).is_some_and(|node| node.tag() == Tag::Noscript)
        && text.contains("</")
}

/// Lays out a page, node by node.
struct Maker<'a> {
    nodes: Vec<Node<'a>>,
    /// The elements that stand open, the root among them.
    open: Vec<NodeIndex>,
    /// Depth inside an element whose children are left out.
    muted: usize,
    /// How many elements may stand open, and how many more do.
    depth: usize,
    beyond: usize,
    is_deep: bool,
}

impl<'a> Maker<'a> {
    fn with_room(room: usize, depth: usize) -> Self {
        let mut nodes = Vec::with_capacity(room);
        nodes.push(ROOT);
        Self { nodes, open: vec![0], muted: 0, depth, beyond: 0, is_deep: false }
    }

    fn enter(&mut self, node: &'a TreeNode) {
        if self.muted > 0 {
            self.muted += usize::from(node.is_element());
            return;
        }
        let parent = self.open.last().copied().unwrap_or(0);
        let index = self.nodes.len() as NodeIndex;
        match node {
            TreeNode::Element(element) if self.open.len() > self.depth => {
                self.is_deep = true;
                // What is no text of the page must not become one by standing deep.
                if tag_of(element).flow() == Flow::Skipped {
                    self.muted = 1;
                } else {
                    self.beyond += 1;
                }
            }
            TreeNode::Element(element) => {
                let tag = tag_of(element);
                let data = NodeData::Element(tag, element);
                self.nodes.push(Node { parent, end: index + 1, data });
                if matches!(tag, Tag::Svg | Tag::Style) {
                    self.muted = 1;
                } else {
                    self.open.push(index);
                }
            }
            // Parsed for a browser with scripts, <noscript> holds raw markup.
            TreeNode::Text(text) if is_raw_markup(&self.nodes, parent, text) => {}
            TreeNode::Text(text) => {
                let data = NodeData::Text(text);
                self.nodes.push(Node { parent, end: index + 1, data });
            }
            _ => {}
        }
    }

    /// Leaves an element.
    fn leave(&mut self) {
        if self.muted > 0 {
            self.muted -= 1;
        } else if self.beyond > 0 {
            self.beyond -= 1;
        } else {
            self.close();
        }
    }

    fn close(&mut self) {
        let end = self.nodes.len() as NodeIndex;
        if let Some(node) = self.open.pop().and_then(|index| self.nodes.get_mut(index as usize)) {
            node.end = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_stays_so_beyond_the_depth() {
        let (html, _) = parse(
            "<div><div><div><div>a<script type=application/json>b</script><iframe>c</iframe>\
             <p>d</p></div></div>e</div></div>f",
            &Limits::default(),
        );
        let limits = Limits { depth: 4, ..Limits::default() };
        let document = Document::with_limits(&html, &limits);
        assert_eq!(document.text(0), "adef");
        assert_eq!(document.over(), [Limit::Depth]);
    }
}
