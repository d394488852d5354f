//! From the tree and the decisions to the content.

use url::Url;

use super::inline::{Inline, Style};
use super::{Cell, Content, ContentNode, Line, MAX_NESTING, table};
use crate::Limits;
use crate::block::{BlockIndex, PageBlocks, Place, TextBlock};
use crate::dom::{Document, Flow, Node, NodeData, NodeIndex, Tag};
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
        cells_left: limits.table_cells,
        frames: vec![Frame { end: NodeIndex::MAX, kind: FrameKind::Root, nodes: Vec::new() }],
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
    builder.finish()
}

/// The kept lines of a plain text, with the blank lines that stood between them.
pub(crate) fn from_lines(blocks: &[TextBlock], keep: &[bool]) -> Content {
    let mut lines: Vec<Line> = Vec::new();
    // A dropped run leaves the widest gap that stood in it.
    let mut gap = 0;
    for (block, &keep) in blocks.iter().zip(keep) {
        if let Place::Line { blank_before, .. } = block.place {
            gap = gap.max(blank_before);
        }
        if keep {
            lines.push(Line { blank_before: gap, text: block.text.clone() });
            gap = 0;
        }
    }
    let nodes = if lines.is_empty() { vec![] } else { vec![ContentNode::Lines { lines }] };
    Content { nodes }
}

/// Paragraphs of a text that has no markup: one for each of its lines.
pub(crate) fn from_text(text: &str) -> Content {
    let mut inline = Inline::default();
    let paragraphs = text.lines().filter(|line| !line.trim().is_empty()).map(|line| {
        inline.text(line, &Style::default());
        ContentNode::Paragraph { runs: inline.take() }
    });
    Content { nodes: paragraphs.filter(|node| *node != ContentNode::Paragraph { runs: vec![] }).collect() }
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

/// A part of the content that others are put into.
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
    Table { rows: Vec<Vec<Cell>> },
    Cell { header: bool },
}

struct Builder<'b, 'a> {
    document: &'b Document<'a>,
    blocks: &'b PageBlocks,
    keep: &'b [bool],
    base: Option<&'b Url>,
    cells_left: usize,
    frames: Vec<Frame>,
    /// Open elements that are not frames: where they end, and which they are.
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
        match tag {
            Tag::Br if self.current.is_some() => self.inline.line_break(),
            _ if tag.flow() == Flow::Skipped => {
                self.inline.gap();
                return node.end;
            }
            _ => {}
        }
        // An inline element's text may belong to a block that began before it.
        let inline = matches!(tag.flow(), Flow::Inline | Flow::Apart);
        if !inline && !kept.any_in(index) {
            self.end_paragraph();
            return node.end;
        }
        if tag == Tag::Pre {
            return self.code(index);
        }
        if tag.flow() == Flow::Apart {
            self.inline.gap();
        }
        if !inline {
            self.end_paragraph();
            self.open_frame(index, tag);
        }
        self.style.turn(&node, true, self.base);
        self.open.push(index);
        index + 1
    }

    fn open_frame(&mut self, index: NodeIndex, tag: Tag) {
        let node = *self.document.node(index);
        let kind = match tag {
            Tag::Ul | Tag::Menu => FrameKind::List { start: None, items: Vec::new() },
            Tag::Ol => FrameKind::List { start: Some(list_start(&node)), items: Vec::new() },
            Tag::Li if matches!(self.top_kind(), FrameKind::List { .. }) => FrameKind::Item,
            Tag::Blockquote => FrameKind::Quote,
            Tag::Table if table::holds_data(self.document, index) => {
                FrameKind::Table { rows: Vec::new() }
            }
            Tag::Tr => {
                if let Some(Frame { kind: FrameKind::Table { rows }, .. }) = self.frames.last_mut()
                {
                    rows.push(Vec::new());
                }
                return;
            }
            Tag::Td | Tag::Th
                if matches!(self.top_kind(), FrameKind::Table { .. }) && self.cells_left > 0 =>
            {
                self.cells_left -= 1;
                FrameKind::Cell { header: tag == Tag::Th }
            }
            _ => return,
        };
        if self.frames.len() <= MAX_NESTING || matches!(kind, FrameKind::Item | FrameKind::Cell { .. })
        {
            self.frames.push(Frame { end: node.end, kind, nodes: Vec::new() });
        }
    }

    fn top_kind(&self) -> &FrameKind {
        self.frames.last().map_or(&FrameKind::Root, |frame| &frame.kind)
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
                Flow::Block => self.end_paragraph(),
                Flow::Apart => self.inline.gap(),
                _ => {}
            }
            if self.frames.len() > 1 && self.frames.last().is_some_and(|top| top.end == node.end) {
                self.close_frames(node.end, node.tag());
            }
        }
    }

    /// Closes the top frame if it is the one of an element with this tag.
    fn close_frames(&mut self, end: NodeIndex, tag: Tag) {
        let closes = self.frames.last().is_some_and(|top| {
            top.end == end
                && match top.kind {
                    FrameKind::Root => false,
                    FrameKind::List { .. } => matches!(tag, Tag::Ul | Tag::Ol | Tag::Menu),
                    FrameKind::Item => tag == Tag::Li,
                    FrameKind::Quote => tag == Tag::Blockquote,
                    FrameKind::Table { .. } => tag == Tag::Table,
                    FrameKind::Cell { .. } => matches!(tag, Tag::Td | Tag::Th),
                }
        });
        if closes {
            self.close_frame();
        }
    }

    fn close_frame(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        let node = match frame.kind {
            FrameKind::Root => return,
            FrameKind::Item => {
                match self.frames.last_mut() {
                    Some(Frame { kind: FrameKind::List { items, .. }, .. })
                        if !frame.nodes.is_empty() => items.push(frame.nodes),
                    Some(other) => other.nodes.extend(frame.nodes),
                    None => {}
                }
                return;
            }
            FrameKind::Cell { header } => {
                let cell = Cell { header, runs: flatten(frame.nodes) };
                if let Some(Frame { kind: FrameKind::Table { rows }, .. }) = self.frames.last_mut()
                {
                    match rows.last_mut() {
                        Some(row) => row.push(cell),
                        None => rows.push(vec![cell]),
                    }
                }
                return;
            }
            FrameKind::List { start, mut items } => {
                // Text of the list outside of its items is kept as an item.
                if !frame.nodes.is_empty() {
                    items.push(frame.nodes);
                }
                ContentNode::List { start, items }
            }
            FrameKind::Quote => ContentNode::Quote { nodes: frame.nodes },
            FrameKind::Table { mut rows } => {
                rows.retain(|row| row.iter().any(|cell| !cell.runs.is_empty()));
                self.put_all(frame.nodes);
                ContentNode::Table { rows }
            }
        };
        let empty = match &node {
            ContentNode::List { items, .. } => items.is_empty(),
            ContentNode::Quote { nodes } => nodes.is_empty(),
            ContentNode::Table { rows } => rows.is_empty(),
            _ => false,
        };
        if !empty {
            self.put(node);
        }
    }

    fn put(&mut self, node: ContentNode) {
        if let Some(frame) = self.frames.last_mut() {
            frame.nodes.push(node);
        }
    }

    fn put_all(&mut self, nodes: Vec<ContentNode>) {
        for node in nodes {
            self.put(node);
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
        let Some(block) = self.current.take() else {
            self.inline.take();
            return;
        };
        let runs = self.inline.take();
        if runs.is_empty() {
            return;
        }
        let container = self.blocks.blocks.get(block as usize).map_or(0, TextBlock::container);
        let level = std::iter::once(container)
            .chain(self.document.ancestors(container).take(3))
            .find_map(|at| self.document.node(at).tag().heading_level());
        self.put(match level {
            Some(level) => ContentNode::Heading { level, runs },
            None => ContentNode::Paragraph { runs },
        });
    }

    /// Takes a `<pre>` as a whole, if its text is kept.
    fn code(&mut self, index: NodeIndex) -> NodeIndex {
        self.end_paragraph();
        let mut text = String::new();
        for (at, node) in self.document.inside(index) {
            match node.data {
                NodeData::Text(part) => {
                    let owner = self.blocks.owner(at);
                    let dropped = owner.is_some_and(|block| {
                        self.keep.get(block as usize) == Some(&false)
                    });
                    if !dropped {
                        text.push_str(part);
                    }
                }
                NodeData::Element(Tag::Br, _) => text.push('\n'),
                _ => {}
            }
        }
        let text = text.trim_end().trim_start_matches('\n').to_owned();
        if !text.trim().is_empty() {
            let language = code_language(self.document, index);
            self.put(ContentNode::Code { language, text });
        }
        self.document.node(index).end
    }

    fn finish(mut self) -> Content {
        self.end_paragraph();
        while self.frames.len() > 1 {
            self.close_frame();
        }
        Content { nodes: self.frames.pop().map(|frame| frame.nodes).unwrap_or_default() }
    }
}

fn list_start(node: &Node<'_>) -> u32 {
    node.attr("start").and_then(|start| start.trim().parse().ok()).unwrap_or(1)
}

/// The paragraphs of a cell as one text, parted by line breaks.
fn flatten(nodes: Vec<ContentNode>) -> Vec<super::Run> {
    let mut all: Vec<super::Run> = Vec::new();
    let mut push = |runs: Vec<super::Run>| {
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
                push(vec![super::Run { text, code: true, ..super::Run::default() }]);
            }
            ContentNode::List { items, .. } => rest.extend(items.into_iter().flatten().rev()),
            ContentNode::Quote { nodes } => rest.extend(nodes.into_iter().rev()),
            ContentNode::Table { .. } | ContentNode::Lines { .. } => {}
        }
    }
    all
}

/// The language of a code block, from the class names that highlighters use.
fn code_language(document: &Document<'_>, pre: NodeIndex) -> Option<String> {
    let inside = document.inside(pre).map(|(_, node)| node).find(|node| node.tag() == Tag::Code);
    let around = document.ancestors(pre).take(2).map(|at| document.node(at));
    let nodes = std::iter::once(document.node(pre)).chain(inside).chain(around);
    for node in nodes {
        if let Some(language) = node.attr("data-lang").or(node.attr("data-language")) {
            return Some(language.to_owned());
        }
        for class in node.attr("class").unwrap_or_default().split_ascii_whitespace() {
            for prefix in ["language-", "lang-", "highlight-source-", "brush:"] {
                if let Some(language) = class.strip_prefix(prefix)
                    && !language.is_empty()
                {
                    return Some(language.to_owned());
                }
            }
        }
    }
    None
}
