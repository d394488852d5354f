//! From the tree and the decisions to the content.

use url::Url;

use super::frame::Frames;
use super::inline::{Inline, Style};
use super::{Content, ContentNode, Run, code};
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
        inline: Inline::default(),
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
    inline: Inline,
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
            self.inline.gap();
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
            Tag::Br if self.current.is_some() => self.inline.line_break(),
            _ if tag.flow() == Flow::Apart => self.inline.gap(),
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
                Flow::Apart => self.inline.gap(),
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
                    self.inline.text(text, &self.style);
                    if text.chars().all(char::is_whitespace) {
                        self.inline.gap();
                    }
                }
            }
            None => self.end_paragraph(),
            Some(block) => {
                if self.current != Some(block) {
                    self.end_paragraph();
                    self.current = Some(block);
                }
                self.inline.text(text, &self.style);
            }
        }
    }

    fn end_paragraph(&mut self) {
        let mut runs = self.inline.take();
        let Some(block) = self.current.take() else {
            return;
        };
        let container = self.blocks.blocks.get(block as usize).map_or(0, TextBlock::container);
        let level = std::iter::once(container)
            .chain(self.document.ancestors(container).take(3))
            .find_map(|at| self.document.node(at).tag().heading_level());
        if level.is_some() {
            tidy_heading(&mut runs);
        }
        if runs.is_empty() {
            return;
        }
        self.frames.put(match level {
            Some(level) => ContentNode::Heading { level, runs },
            None => ContentNode::Paragraph { runs },
        });
    }
}

/// Takes off the marks that link a heading to itself, and emphasis that all of it has.
fn tidy_heading(runs: &mut Vec<Run>) {
    let is_mark = |run: &Run| {
        run.link.is_some() && !run.text.contains(|character: char| character.is_alphanumeric())
    };
    while runs.last().is_some_and(is_mark) {
        runs.pop();
    }
    let marks = runs.iter().take_while(|run| is_mark(run)).count();
    runs.drain(..marks);
    if let Some(last) = runs.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    if let Some(first) = runs.first_mut().filter(|_| marks > 0) {
        first.text = first.text.trim_start().to_owned();
    }
    if runs.iter().all(|run| run.strong || run.text.trim().is_empty()) {
        for run in runs {
            run.strong = false;
        }
    }
}
