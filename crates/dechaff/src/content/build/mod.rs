//! From the tree and the decisions to the content.

mod cards;
mod code;
mod frame;
mod grid;
mod paragraph;
mod plain;

use frame::Frames;
use paragraph::{Paragraph, Style};
pub(crate) use plain::{from_html, from_lines, from_text};
use url::Url;

use super::{Content, ContentNode, Part, Run, normal};
use crate::Limits;
use crate::block::{BlockIndex, PageBlocks, TextBlock};
use crate::dom::{Document, Flow, NodeData, NodeIndex, Tag};
use crate::feature::Layout;

/// Builds the content of a page from its kept blocks. `keep` says of each block whether it is.
pub(crate) fn build(
    document: &Document<'_>,
    blocks: &PageBlocks,
    keep: &[bool],
    base: Option<&Url>,
    limits: &Limits,
) -> Content {
    let mut builder = Builder {
        document,
        blocks,
        keep,
        base,
        frames: Frames::new(limits),
        open: Vec::new(),
        style: Style::default(),
        paragraph: Paragraph::default(),
        current: None,
    };
    let layout = Layout::new(document, &blocks.blocks);
    let kept = Kept::new(&layout, keep);
    let count = document.nodes().len() as NodeIndex;
    let mut index = 1;
    while index < count {
        builder.leave_until(index);
        index = builder.visit(index, &kept);
    }
    builder.leave_until(count);
    builder.end_paragraph();
    Content { nodes: builder.frames.finish() }
}

/// How many kept blocks begin before each block, to pass over what holds none.
struct Kept<'l> {
    layout: &'l Layout,
    before: Vec<u32>,
}

impl<'l> Kept<'l> {
    fn new(layout: &'l Layout, keep: &[bool]) -> Self {
        let mut count = 0;
        let mut before = vec![0];
        before.extend(keep.iter().map(|&keep| {
            count += u32::from(keep);
            count
        }));
        Self { layout, before }
    }

    fn any_in(&self, node: NodeIndex) -> bool {
        let blocks = self.layout.blocks_in(node);
        self.before.get(blocks.start) != self.before.get(blocks.end)
    }
}

struct Builder<'b, 'a> {
    document: &'b Document<'a>,
    blocks: &'b PageBlocks,
    keep: &'b [bool],
    base: Option<&'b Url>,
    frames: Frames,
    /// The elements that stand open.
    open: Vec<NodeIndex>,
    style: Style,
    paragraph: Paragraph,
    /// The block that the paragraph in the making belongs to.
    current: Option<BlockIndex>,
}

impl Builder<'_, '_> {
    /// Takes in one node and says which is next.
    fn visit(&mut self, index: NodeIndex, kept: &Kept<'_>) -> NodeIndex {
        let node = *self.document.node(index);
        let tag = match node.data {
            NodeData::Text(text) => {
                self.text(index, text);
                return index + 1;
            }
            NodeData::Element(tag, _) => tag,
            NodeData::Root => return index + 1,
        };
        // An inline element's text may belong to a block that began before it.
        let inline = matches!(tag.flow(), Flow::Inline | Flow::Apart);
        if tag.flow() == Flow::Skipped || inline && node.attr("hidden").is_some() {
            self.paragraph.gap();
            return node.end;
        }
        if !inline {
            self.end_paragraph();
            if !kept.any_in(index) {
                self.frames.pass_over(&node);
                return node.end;
            }
            if tag == Tag::Pre {
                if let Some(code) = code::of(self.document, self.blocks, self.keep, index) {
                    self.frames.put(code);
                }
                return node.end;
            }
            self.frames.enter(self.document, index, tag);
        }
        match tag {
            Tag::Br if self.current.is_some() => self.paragraph.line_break(),
            _ if tag.flow() == Flow::Apart => self.paragraph.gap(),
            _ => {}
        }
        self.style.turn(&node, true, self.base);
        self.open.push(index);
        index + 1
    }

    /// Closes everything that ends at or before `index`.
    fn leave_until(&mut self, index: NodeIndex) {
        while let Some(&open) = self.open.last() {
            let node = *self.document.node(open);
            if node.end > index {
                break;
            }
            self.open.pop();
            self.style.turn(&node, false, self.base);
            match node.tag().flow() {
                Flow::Block => {
                    self.end_paragraph();
                    self.frames.leave(node.end, node.tag());
                }
                Flow::Apart => self.paragraph.gap(),
                _ => {}
            }
        }
    }

    fn text(&mut self, index: NodeIndex, text: &str) {
        let owner = self.blocks.owner(index);
        let kept = owner.filter(|&block| self.keep.get(block as usize) == Some(&true));
        match kept {
            None if owner.is_none() => {
                // White space between the parts of a block, or marks that make no block.
                if self.current.is_some() {
                    self.paragraph.text(text, &self.style);
                    if text.chars().all(char::is_whitespace) {
                        self.paragraph.gap();
                    }
                }
            }
            None => self.end_paragraph(),
            Some(block) => {
                if self.current != Some(block) {
                    self.end_paragraph();
                    self.current = Some(block);
                }
                self.paragraph.text(text, &self.style);
            }
        }
    }

    fn end_paragraph(&mut self) {
        let mut runs = self.paragraph.take();
        let Some(block) = self.current.take() else {
            return;
        };
        let container = self.blocks.blocks.get(block as usize).map_or(0, TextBlock::container);
        let level = std::iter::once(container)
            .chain(self.document.ancestors(container).take(3))
            .find_map(|at| self.document.node(at).tag().heading_level());
        if level.is_some() {
            runs = tidy_heading(runs);
        }
        if runs.is_empty() {
            return;
        }
        let part = match level {
            Some(level) => Part::Heading { level, runs },
            None => Part::Paragraph { runs },
        };
        self.frames.put(ContentNode { part, blocks: vec![block] });
    }
}

/// Takes off the marks that link a heading to itself, and emphasis that all of it has.
fn tidy_heading(mut runs: Vec<Run>) -> Vec<Run> {
    let is_text = |run: &Run| run.inline.shown().contains(char::is_alphanumeric);
    let is_mark =
        |run: &Run| !is_text(run) && (run.link.is_some() || run.inline.shown().trim().is_empty());
    while runs.last().is_some_and(is_mark) {
        runs.pop();
    }
    let marks = runs.iter().take_while(|run| is_mark(run)).count();
    runs.drain(..marks);
    if runs.iter().all(|run| run.strong || run.inline.shown().trim().is_empty()) {
        for run in &mut runs {
            run.strong = false;
        }
    }
    normal::one_line(runs)
}
