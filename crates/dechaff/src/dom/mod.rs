//! The page as a tree, laid out flat for the stages that read it.
//!
//! This is the only module that names `scraper` and `html5ever`.

mod assignment;
mod drawing;
mod guard;
mod parse;
mod selection;
mod tag;

pub(crate) use assignment::{assigned_json, pushed_json};
pub use parse::parse;
pub use scraper::Html;
pub(crate) use selection::Selectors;
pub use tag::{Flow, Tag};

use scraper::Node as TreeNode;
use scraper::node::Element;

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
        Self::with_limit(html, usize::MAX)
    }

    /// As [`new`](Self::new), but stops after `limit` nodes.
    pub(crate) fn with_limit(html: &'a Html, limit: usize) -> Self {
        use ego_tree::iter::Edge;
        let mut nodes: Vec<Node<'a>> = Vec::with_capacity(html.tree.values().len().min(limit));
        nodes.push(ROOT);
        let mut open: Vec<NodeIndex> = vec![0];
        // Depth inside an element whose children are left out.
        let mut muted = 0usize;
        for edge in html.tree.root().traverse().skip(1) {
            match edge {
                Edge::Open(node) => {
                    if muted > 0 {
                        muted += usize::from(node.value().is_element());
                        continue;
                    }
                    if nodes.len() >= limit {
                        break;
                    }
                    let parent = open.last().copied().unwrap_or(0);
                    let index = nodes.len() as NodeIndex;
                    match node.value() {
                        TreeNode::Element(element) => {
                            let tag = tag_of(element);
                            let data = NodeData::Element(tag, element);
                            nodes.push(Node { parent, end: index + 1, data });
                            if matches!(tag, Tag::Svg | Tag::Style) {
                                muted = 1;
                            } else {
                                open.push(index);
                            }
                        }
                        // Parsed for a browser with scripts, <noscript> holds raw markup.
                        TreeNode::Text(text) if is_raw_markup(&nodes, parent, text) => {}
                        TreeNode::Text(text) => {
                            let data = NodeData::Text(text);
                            nodes.push(Node { parent, end: index + 1, data });
                        }
                        _ => {}
                    }
                }
                Edge::Close(node) if node.value().is_element() => {
                    if muted > 0 {
                        muted -= 1;
                        continue;
                    }
                    close(&mut nodes, &mut open);
                }
                Edge::Close(_) => {}
            }
        }
        while !open.is_empty() {
            close(&mut nodes, &mut open);
        }
        Self { nodes }
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
        Self { nodes: std::iter::once(root).chain(inside).collect() }
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

fn close(nodes: &mut [Node<'_>], open: &mut Vec<NodeIndex>) {
    let end = nodes.len() as NodeIndex;
    if let Some(node) = open.pop().and_then(|index| nodes.get_mut(index as usize)) {
        node.end = end;
    }
}
