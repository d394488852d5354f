//! The parts of the content that hold others, while they are being filled.

use super::cards;
use super::grid::{self, Grid, Span};
use crate::Limits;
use crate::content::{Cell, ContentNode, Item, List, MAX_NESTING, Numbering, Part};
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
    List(List),
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
            (Tag::Ul | Tag::Menu, _) => FrameKind::List(List::default()),
            (Tag::Ol, _) => {
                let start = node.attr("start").and_then(|start| start.trim().parse().ok());
                let numbering = Numbering { start: start.unwrap_or(1), reversed: false };
                FrameKind::List(List { numbering: Some(numbering), items: Vec::new() })
            }
            (Tag::Li, Some(FrameKind::List(_))) => FrameKind::Item,
            (Tag::Blockquote, _) => FrameKind::Quote,
            (Tag::Table, _) if grid::holds_data(document, index) => {
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
                    FrameKind::List(_) => matches!(tag, Tag::Ul | Tag::Ol | Tag::Menu),
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
                Some(Frame { kind: FrameKind::List(list), .. }) if !nodes.is_empty() => {
                    list.items.push(nodes.into());
                }
                _ => self.put_all(nodes),
            },
            FrameKind::Cell { header, span } => {
                if let Some(Frame { kind: FrameKind::Table(grid), .. }) = self.open.last_mut() {
                    let cell = Cell { header, nodes, ..Cell::default() };
                    grid.add(cell, span, &mut self.cells_left);
                }
            }
            FrameKind::List(mut list) => {
                // Text of the list outside of its items is kept as an item.
                if !nodes.is_empty() {
                    list.items.push(nodes.into());
                }
                if cards::holds_cards(&list.items) {
                    self.put_all(list.items.into_iter().flat_map(|item: Item| item.nodes));
                } else if !list.items.is_empty() {
                    self.put(ContentNode::of(Part::List(list)));
                }
            }
            FrameKind::Quote => {
                if !nodes.is_empty() {
                    self.put(ContentNode::of(Part::Quote { nodes, cite: None }));
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
