//! The parts of the content that hold others, while they are being filled.

use super::grid::{Grid, Span};
use super::notes::Notes;
use super::{callout, cards, post};
use crate::Limit;
use crate::block::BlockIndex;
use crate::content::{
    Cell, ContentNode, Definition, Item, List, MAX_NESTING, Numbering, Part, Post, Run, normal,
};
use crate::dom::NodeIndex;

/// A part that others are put into.
struct Frame {
    /// The element that makes it.
    element: NodeIndex,
    kind: Kind,
    nodes: Vec<ContentNode>,
    /// Blocks whose text went into runs of the part, and not into parts of their own.
    blocks: Vec<BlockIndex>,
}

/// What a frame becomes.
pub(super) enum Kind {
    Root,
    List(ListFrame),
    Item { checked: Option<bool>, number: i64 },
    Quote { cite: Option<String> },
    Table(Grid),
    Caption,
    Cell { header: bool, span: Span },
    Definitions(Vec<Definition>),
    Term,
    Detail,
    Figure { caption: Vec<Run>, credit: Vec<Run> },
    FigureCaption,
    Callout { kind: String, title: Vec<Run> },
    CalloutTitle,
    Details { summary: Vec<Run> },
    Summary,
    Post { author: Option<String>, date: Option<String> },
    Note(usize),
}

/// A list in the making.
#[derive(Default)]
pub(super) struct ListFrame {
    list: List,
    /// The number of the next item on the page, dropped ones counted.
    next: i64,
    /// The number that the next item would have without any markup of its own.
    expected: Option<i64>,
}

impl ListFrame {
    /// A list with this numbering.
    pub(super) fn new(numbering: Option<Numbering>) -> Self {
        let next = numbering.map_or(1, |numbering| numbering.start);
        Self { list: List { numbering, items: Vec::new() }, next, expected: None }
    }

    /// The number of the next item, which the markup may give.
    pub(super) fn number(&mut self, value: Option<i64>) -> i64 {
        let number = value.unwrap_or(self.next);
        self.next = self.after(number);
        number
    }

    fn after(&self, number: i64) -> i64 {
        let reversed = self.list.numbering.is_some_and(|numbering| numbering.reversed);
        number.saturating_add(if reversed { -1 } else { 1 })
    }

    fn push(&mut self, checked: Option<bool>, number: i64, nodes: Vec<ContentNode>) {
        let mut value = None;
        if let Some(numbering) = &mut self.list.numbering {
            match self.expected {
                None => numbering.start = number,
                Some(expected) => value = (expected != number).then_some(number),
            }
            self.expected = Some(self.after(number));
        }
        self.list.items.push(Item { value, checked, nodes });
    }

    /// Puts what stands between the items into the one before it.
    fn put(&mut self, node: ContentNode) {
        let is_list = matches!(node.part, Part::List(_));
        if let Some(item) = self.list.items.last_mut().filter(|_| is_list) {
            item.nodes.push(node);
            return;
        }
        let number = self.number(None);
        self.push(None, number, vec![node]);
    }
}

/// The parts that stand open, the outermost first.
pub(super) struct Frames {
    open: Vec<Frame>,
    cells_left: usize,
    /// Whether a cell asked for more columns or rows than it may span.
    is_span_cut: bool,
    /// How many figures, and how many notes, stand open.
    figures: usize,
    notes: usize,
}

impl Frames {
    pub(super) fn new(cells: usize) -> Self {
        let root = Frame { element: 0, kind: Kind::Root, nodes: Vec::new(), blocks: Vec::new() };
        Self { open: vec![root], cells_left: cells, is_span_cut: false, figures: 0, notes: 0 }
    }

    /// The innermost part.
    pub(super) fn top(&mut self) -> Option<&mut Kind> {
        self.open.last_mut().map(|frame| &mut frame.kind)
    }

    /// Whether nothing was put into the innermost part yet.
    pub(super) fn is_begun(&self) -> bool {
        self.open.last().is_some_and(|frame| !frame.nodes.is_empty())
    }

    /// Says of the innermost item whether it is done.
    pub(super) fn set_checked(&mut self, done: bool) {
        if let Some(Frame { kind: Kind::Item { checked, .. }, .. }) = self.open.last_mut() {
            *checked = checked.or(Some(done));
        }
    }

    pub(super) fn in_figure(&self) -> bool {
        self.figures > 0
    }

    /// Whether the innermost part is a cell.
    pub(super) fn in_cell(&self) -> bool {
        matches!(self.open.last(), Some(Frame { kind: Kind::Cell { .. }, .. }))
    }

    pub(super) fn in_note(&self) -> bool {
        self.notes > 0
    }

    /// Opens a part. Deep inside others only those are opened without which their parents are
    /// none.
    pub(super) fn open(&mut self, element: NodeIndex, kind: Kind) {
        let belongs = matches!(
            kind,
            Kind::Item { .. }
                | Kind::Cell { .. }
                | Kind::Caption
                | Kind::Term
                | Kind::Detail
                | Kind::FigureCaption
                | Kind::CalloutTitle
                | Kind::Summary
        );
        if self.open.len() > MAX_NESTING && !belongs {
            return;
        }
        self.figures += usize::from(matches!(kind, Kind::Figure { .. }));
        self.notes += usize::from(matches!(kind, Kind::Note(_)));
        self.open.push(Frame { element, kind, nodes: Vec::new(), blocks: Vec::new() });
    }

    /// The limits that tables have hit so far.
    pub(super) fn limits_hit(&self) -> Vec<Limit> {
        let hits = [
            (self.is_span_cut, Limit::TableSpan),
            // A page with exactly as many cells as there may be is taken for one with more.
            (self.cells_left == 0, Limit::TableCells),
        ];
        hits.into_iter().filter_map(|(is_hit, limit)| is_hit.then_some(limit)).collect()
    }

    /// Takes a cell's place in the budget of cells.
    pub(super) fn take_cell(&mut self, span: Span) -> bool {
        self.is_span_cut |= span.is_cut;
        let is_left = self.cells_left > 0;
        self.cells_left = self.cells_left.saturating_sub(1);
        is_left
    }

    /// Leaves the place of a cell that is dropped empty.
    pub(super) fn skip_cell(&mut self, span: Span, header: bool) {
        if !self.take_cell(span) {
            return;
        }
        let Self { open, cells_left, .. } = self;
        if let Some(Frame { kind: Kind::Table(grid), .. }) = open.last_mut() {
            grid.add(Cell { header, ..Cell::default() }, span, cells_left);
        }
    }

    /// Closes the parts that an element made.
    pub(super) fn leave(&mut self, element: NodeIndex, notes: &mut Notes) {
        while self.open.len() > 1 && self.open.last().is_some_and(|top| top.element == element) {
            self.close(notes);
        }
    }

    fn close(&mut self, notes: &mut Notes) {
        let Some(Frame { kind, nodes, blocks, .. }) = self.open.pop() else {
            return;
        };
        match kind {
            Kind::Root => {}
            Kind::Item { .. } | Kind::Cell { .. } | Kind::Term | Kind::Detail => {
                self.close_member(kind, nodes);
            }
            Kind::Caption | Kind::FigureCaption | Kind::CalloutTitle | Kind::Summary => {
                self.close_title(&kind, nodes);
            }
            Kind::List(frame) => {
                if cards::holds_cards(&frame.list.items) {
                    self.put_all(frame.list.items.into_iter().flat_map(|item| item.nodes));
                } else if !frame.list.items.is_empty() {
                    self.put(ContentNode::of(Part::List(frame.list)));
                }
            }
            Kind::Quote { cite } => {
                if !nodes.is_empty() {
                    self.put(ContentNode::of(Part::Quote { nodes, cite }));
                }
            }
            Kind::Table(grid) => {
                // What stands between the rows.
                self.put_all(nodes);
                let parts = grid.finish(&mut self.cells_left);
                self.put_all(with_blocks(parts, &blocks));
            }
            Kind::Definitions(entries) => {
                self.put_all(nodes);
                self.put_all(with_blocks(definitions(entries), &blocks));
            }
            Kind::Figure { caption, credit } => {
                self.figures -= 1;
                self.put_all(with_blocks(figure(nodes, caption, credit), &blocks));
            }
            Kind::Callout { kind, title } => {
                let shown = normal::shown(&title);
                let title = if callout::only_says(&shown, &kind) { Vec::new() } else { title };
                if !nodes.is_empty() || !title.is_empty() {
                    let part = ContentNode::of(Part::Callout { kind, title, nodes });
                    self.put_all(with_blocks(vec![part], &blocks));
                }
            }
            Kind::Details { summary } => {
                self.put_all(with_blocks(details(summary, nodes), &blocks));
            }
            Kind::Post { author, date } => {
                let said = post::without_byline(nodes, author.as_deref(), date.as_deref());
                if !said.is_empty() {
                    self.put(ContentNode::of(Part::Post(Post { author, date, nodes: said })));
                }
            }
            Kind::Note(number) => {
                self.notes -= 1;
                notes.put(number, nodes);
            }
        }
    }

    /// Closes a part that its parent holds in a place of its own.
    fn close_member(&mut self, kind: Kind, nodes: Vec<ContentNode>) {
        let Self { open, cells_left, .. } = self;
        let Some(parent) = open.last_mut() else { return };
        match (kind, &mut parent.kind) {
            (Kind::Cell { header, span }, Kind::Table(grid)) => {
                grid.add(Cell { header, nodes, ..Cell::default() }, span, cells_left);
            }
            (_, _) if nodes.is_empty() => {}
            (Kind::Item { checked, number }, Kind::List(list)) => {
                list.push(checked, number, nodes);
            }
            (Kind::Term, Kind::Definitions(entries)) => {
                parent.blocks.extend(nodes.iter().flat_map(|node| &node.blocks));
                match entries.last_mut().filter(|entry| entry.details.is_empty()) {
                    Some(entry) => entry.terms.push(normal::joined(nodes)),
                    None => entries.push(Definition {
                        terms: vec![normal::joined(nodes)],
                        details: Vec::new(),
                    }),
                }
            }
            (Kind::Detail, Kind::Definitions(entries)) => {
                parent.blocks.extend(nodes.iter().flat_map(|node| &node.blocks));
                if entries.is_empty() {
                    entries.push(Definition::default());
                }
                if let Some(entry) = entries.last_mut() {
                    entry.details.push(nodes);
                }
            }
            _ => parent.nodes.extend(nodes),
        }
    }

    /// Closes a part that becomes runs of its parent.
    fn close_title(&mut self, kind: &Kind, nodes: Vec<ContentNode>) {
        let Some(parent) = self.open.last_mut() else { return };
        let blocks: Vec<BlockIndex> = nodes.iter().flat_map(|node| node.blocks.clone()).collect();
        match (kind, &mut parent.kind) {
            (Kind::Caption, Kind::Table(grid)) => grid.set_caption(normal::joined(nodes)),
            (Kind::FigureCaption, Kind::Figure { caption, .. }) => {
                if !caption.is_empty() && !nodes.is_empty() {
                    caption.push(Run::plain("\n"));
                }
                caption.extend(normal::joined(nodes));
            }
            (Kind::CalloutTitle, Kind::Callout { title: runs, .. })
            | (Kind::Summary, Kind::Details { summary: runs })
                if runs.is_empty() =>
            {
                *runs = normal::one_line(normal::joined(nodes));
            }
            _ => {
                parent.nodes.extend(nodes);
                return;
            }
        }
        parent.blocks.extend(blocks);
    }

    /// Adds a part to the innermost that stands open.
    pub(super) fn put(&mut self, node: ContentNode) {
        if let Some(frame) = self.open.last_mut() {
            match &mut frame.kind {
                Kind::List(list) => list.put(node),
                _ => frame.nodes.push(node),
            }
        }
    }

    fn put_all(&mut self, nodes: impl IntoIterator<Item = ContentNode>) {
        for node in nodes {
            self.put(node);
        }
    }

    /// Adds who made the picture of the innermost figure; gives it back if there is none.
    pub(super) fn put_credit(&mut self, runs: Vec<Run>, block: BlockIndex) -> Option<Vec<Run>> {
        let frames = self.open.iter_mut().rev();
        let figure = frames.into_iter().find_map(|frame| match &mut frame.kind {
            Kind::Figure { credit, .. } => Some((credit, &mut frame.blocks)),
            _ => None,
        });
        let Some((credit, blocks)) = figure else { return Some(runs) };
        if !credit.is_empty() {
            credit.push(Run::plain(" "));
        }
        credit.extend(runs);
        blocks.push(block);
        None
    }

    /// Closes everything; the parts of the content.
    pub(super) fn finish(mut self, notes: &mut Notes) -> Vec<ContentNode> {
        while self.open.len() > 1 {
            self.close(notes);
        }
        self.open.pop().map(|frame| frame.nodes).unwrap_or_default()
    }
}

/// Adds blocks to the first of the parts, or to all if they are one.
fn with_blocks(mut parts: Vec<ContentNode>, blocks: &[BlockIndex]) -> Vec<ContentNode> {
    if let Some(first) = parts.first_mut() {
        first.blocks.extend(blocks);
        first.blocks.sort_unstable();
        first.blocks.dedup();
    }
    parts
}

/// A list of definitions; its parts where it only lays out.
fn definitions(entries: Vec<Definition>) -> Vec<ContentNode> {
    let is_whole = |entry: &Definition| !entry.terms.is_empty() && !entry.details.is_empty();
    if entries.iter().any(is_whole) {
        return vec![ContentNode::of(Part::Definitions { entries })];
    }
    let parts = entries.into_iter().flat_map(|entry| {
        let terms = entry.terms.into_iter().map(|runs| Part::Paragraph { runs }.into());
        terms.chain(entry.details.into_iter().flatten()).collect::<Vec<ContentNode>>()
    });
    parts.collect()
}

/// A figure; its parts where there is no caption, or nothing that it is the caption of.
fn figure(nodes: Vec<ContentNode>, caption: Vec<Run>, credit: Vec<Run>) -> Vec<ContentNode> {
    let (caption, credit) = (normal::runs(caption), normal::runs(credit));
    if caption.is_empty() && credit.is_empty() {
        return nodes;
    }
    let is_text =
        |node: &ContentNode| matches!(node.part, Part::Paragraph { .. } | Part::Heading { .. });
    if nodes.iter().all(is_text) {
        let lines = [caption, credit].into_iter().filter(|runs| !runs.is_empty());
        let lines = lines.map(|runs| Part::Paragraph { runs }.into());
        return nodes.into_iter().chain(lines).collect();
    }
    vec![ContentNode::of(Part::Figure { nodes, caption, credit })]
}

/// A part that can be folded away; its parts where it has no line to show, or nothing else.
fn details(summary: Vec<Run>, nodes: Vec<ContentNode>) -> Vec<ContentNode> {
    if summary.is_empty() {
        return nodes;
    }
    if nodes.is_empty() {
        return vec![Part::Paragraph { runs: summary }.into()];
    }
    vec![ContentNode::of(Part::Details { summary, nodes })]
}
