//! A parsed page as plain elements and texts.

use ego_tree::NodeRef;
use scraper::Html;

/// A node of a page.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Text(String),
    Element(Element),
}

/// An element of a page.
#[derive(Debug, Clone)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) nodes: Vec<Node>,
}

impl Node {
    /// What the body of a page holds.
    pub(super) fn body(html: &Html) -> Vec<Self> {
        let mut nodes = Vec::new();
        for child in html.root_element().children() {
            if child.value().as_element().is_some_and(|element| element.name() == "body") {
                nodes = child.children().filter_map(|node| from(&node)).collect();
            }
        }
        nodes
    }
}

fn from(node: &NodeRef<'_, scraper::Node>) -> Option<Node> {
    if let Some(text) = node.value().as_text() {
        return Some(Node::Text(text.to_string()));
    }
    let element = node.value().as_element()?;
    let attributes = element.attrs().map(|(name, value)| (name.to_owned(), value.to_owned()));
    Some(Node::Element(Element {
        name: element.name().to_owned(),
        attributes: attributes.collect(),
        nodes: node.children().filter_map(|node| from(&node)).collect(),
    }))
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        attributes.find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The child elements of this name.
    pub(super) fn children(&self, name: &str) -> Vec<&Self> {
        let elements = self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        });
        elements.filter(|element| element.name == name).collect()
    }

    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children(name).into_iter().next()
    }

    /// What it holds besides elements of this name.
    pub(super) fn without(&self, name: &str) -> Vec<Node> {
        let other = |node: &&Node| !matches!(node, Node::Element(element) if element.name == name);
        self.nodes.iter().filter(other).cloned().collect()
    }

    /// All text in it.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for node in &self.nodes {
            match node {
                Node::Text(more) => text.push_str(more),
                Node::Element(element) => text.push_str(&element.text()),
            }
        }
        text
    }
}
