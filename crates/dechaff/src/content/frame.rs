//! The parts of the content that hold others, while they are being filled.

use super::table::{self, Grid, Span};
use super::{Cell, ContentNode, MAX_NESTING, Run, list};
use crate::Limits;
use crate::dom::{Document, Node, NodeIndex, Tag};

/// A part that others are put into.
struct Frame {
    /// Where its element ends.
    end: NodeIndex,
    kind: FrameKind,
    nodes: Vec<ContentNode>,
}

enum FrameKind {
    Root,
    List { start: Option<u32>, items: Vec<Vec<ContentNode>> },
    Item,
    Quote,
    Table(Grid),
    Cell { header: bool, span: Span },
}

/// The parts that stand open, the outermost first.
pub(super) struct Frames {
    open: Vec<Frame>,
    span_limit: usize,
    cells_left: usize,
}

impl Frames {
    pub(super) fn new(limits: &Limits) -> Self {
        let root = Frame { end: NodeIndex::MAX, kind: FrameKind::Root, nodes: Vec::new() };
        Self { open: vec![root], span_limit: limits.table_span, cells_left: limits.table_cells }
    }

    /// Opens the part that an element makes, if it makes one.
    pub(super) fn enter(&mut self, document: &Document<'_>, index: NodeIndex, tag: Tag) {
        let node = document.node(index);
        let top = self.open.last_mut().map(|frame| &mut frame.kind);
        let kind = match (tag, top) {
            (Tag::Ul | Tag::Menu, _) => FrameKind::List { start: None, items: Vec::new() },
            (Tag::Ol, _) => FrameKind::List { start: Some(list_start(node)), items: Vec::new() },
            (Tag::Li, Some(FrameKind::List { .. })) => FrameKind::Item,
            (Tag::Blockquote, _) => FrameKind::Quote,
            (Tag::Table, _) if table::holds_data(document, index) => {
                FrameKind::Table(Grid::default())
            }
            (Tag::Tr, Some(FrameKind::Table(grid))) => {
                grid.begin_row();
                return;
            }
            (Tag::Td | Tag::Th, Some(FrameKind::Table(_))) if self.cells_left > 0 => {
                self.cells_left -= 1;
                FrameKind::Cell { header: tag == Tag::Th, span: Span::of(node, self.span_limit) }
            }
            _ => return,
        };
        let belongs = matches!(kind, FrameKind::Item | FrameKind::Cell { .. });
        if self.open.len() <= MAX_NESTING || belongs {
            self.open.push(Frame { end: node.end, kind, nodes: Vec::new() });
        }
    }

    /// Passes over an element of which nothing is kept.
    pub(super) fn pass_over(&mut self, node: &Node<'_>) {
        let Some(Frame { kind: FrameKind::Table(grid), .. }) = self.open.last_mut() else {
            return;
        };
        match node.tag() {
            Tag::Tr => grid.skip_row(),
            Tag::Td | Tag::Th if self.cells_left > 0 => {
                self.cells_left -= 1;
                grid.skip_cell(Span::of(node, self.span_limit), &mut self.cells_left);
            }
            _ => {}
        }
    }

    /// Closes the part of an element that ends, if it made one.
    pub(super) fn leave(&mut self, end: NodeIndex, tag: Tag) {
        let closes = self.open.last().is_some_and(|top| {
            top.end == end
                && match top.kind {
                    FrameKind::Root => false,
                    FrameKind::List { .. } => matches!(tag, Tag::Ul | Tag::Ol | Tag::Menu),
                    FrameKind::Item => tag == Tag::Li,
                    FrameKind::Quote => tag == Tag::Blockquote,
                    FrameKind::Table(_) => tag == Tag::Table,
                    FrameKind::Cell { .. } => matches!(tag, Tag::Td | Tag::Th),
                }
        });
        if closes {
            self.close();
        }
    }

    fn close(&mut self) {
        let Some(Frame { kind, mut nodes, .. }) = self.open.pop() else {
            return;
        };
        match kind {
            FrameKind::Root => {}
            FrameKind::Item => match self.open.last_mut() {
                Some(Frame { kind: FrameKind::List { items, .. }, .. }) if !nodes.is_empty() => {
                    items.push(nodes);
                }
                _ => self.put_all(nodes),
            },
            FrameKind::Cell { header, span } => {
                if let Some(Frame { kind: FrameKind::Table(grid), .. }) = self.open.last_mut() {
                    let cell = Cell { header, runs: flatten(nodes) };
                    grid.add(cell, span, &mut self.cells_left);
                }
            }
            FrameKind::List { start, mut items } => {
                // Text of the list outside of its items is kept as an item.
                if !nodes.is_empty() {
                    items.push(nodes);
                }
                if list::holds_cards(&items) {
                    self.put_all(items.into_iter().flatten());
                } else if !items.is_empty() {
                    self.put(ContentNode::List { start, items });
                }
            }
            FrameKind::Quote => {
                if !nodes.is_empty() {
                    self.put(ContentNode::Quote { nodes });
                }
            }
            FrameKind::Table(grid) => {
                // A caption, and what stands between the rows.
                nodes.extend(grid.finish(&mut self.cells_left));
                self.put_all(nodes);
            }
        }
    }

    /// Adds a part to the innermost that stands open.
    pub(super) fn put(&mut self, node: ContentNode) {
        if let Some(frame) = self.open.last_mut() {
            frame.nodes.push(node);
        }
    }

    fn put_all(&mut self, nodes: impl IntoIterator<Item = ContentNode>) {
        if let Some(frame) = self.open.last_mut() {
            frame.nodes.extend(nodes);
        }
    }

    /// Closes everything; the parts of the content.
    pub(super) fn finish(mut self) -> Vec<ContentNode> {
        while self.open.len() > 1 {
            self.close();
        }
        self.open.pop().map(|frame| frame.nodes).unwrap_or_default()
    }
}

fn list_start(node: &Node<'_>) -> u32 {
    node.attr("start").and_then(|start| start.trim().parse().ok()).unwrap_or(1)
}

/// The paragraphs of a cell as one text, parted by line breaks.
fn flatten(nodes: Vec<ContentNode>) -> Vec<Run> {
    let mut all: Vec<Run> = Vec::new();
    let mut push = |runs: Vec<Run>| {
        if let Some(last) = all.last_mut() {
            last.text.push('\n');
        }
        all.extend(runs);
    };
    let mut rest: Vec<ContentNode> = nodes.into_iter().rev().collect();
    while let Some(node) = rest.pop() {
        match node {
            ContentNode::Heading { runs, .. } | ContentNode::Paragraph { runs } => push(runs),
            ContentNode::Code { text, .. } => {
                push(vec![Run { text, code: true, ..Run::default() }]);
            }
            ContentNode::List { items, .. } => rest.extend(items.into_iter().flatten().rev()),
            ContentNode::Quote { nodes } => rest.extend(nodes.into_iter().rev()),
            ContentNode::Table { .. } | ContentNode::Lines { .. } => {}
        }
    }
    all
}
