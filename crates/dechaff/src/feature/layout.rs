//! Which blocks stand in which element.

use std::ops::Range;

use crate::block::{Place, TextBlock};
use crate::dom::{Document, NodeIndex};

/// For each node how many blocks begin before it, so that the blocks inside an element are
/// known by two look-ups.
#[derive(Debug)]
pub(crate) struct Layout {
    begun_before: Vec<u32>,
    ends: Vec<NodeIndex>,
}

impl Layout {
    pub(crate) fn new(document: &Document<'_>, blocks: &[TextBlock]) -> Self {
        let nodes = document.nodes();
        let mut begun_before = Vec::with_capacity(nodes.len() + 1);
        let mut begun = 0u32;
        let mut firsts = blocks
            .iter()
            .map(|block| match block.place {
                Place::Page { first, .. } => first as usize,
                Place::Line { .. } => 0,
            })
            .peekable();
        for index in 0..=nodes.len() {
            begun_before.push(begun);
            while firsts.next_if(|&first| first == index).is_some() {
                begun += 1;
            }
        }
        Self { begun_before, ends: nodes.iter().map(|node| node.end).collect() }
    }

    /// The blocks that begin inside the element at `node`.
    pub(crate) fn blocks_in(&self, node: NodeIndex) -> Range<usize> {
        let end = self.ends.get(node as usize).copied().unwrap_or(node);
        self.before(node)..self.before(end)
    }

    /// Whether any block begins inside the element at `node`.
    pub(crate) fn has_blocks(&self, node: NodeIndex) -> bool {
        !self.blocks_in(node).is_empty()
    }

    fn before(&self, node: NodeIndex) -> usize {
        self.begun_before.get(node as usize).copied().unwrap_or(0) as usize
    }
}
