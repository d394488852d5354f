//! Which parts of the content an element opens.

use super::frame::{Kind, ListFrame};
use super::grid::Span;
use super::name_table::Names;
use super::{Builder, callout, layout_table, names, post, roles};
use crate::content::Numbering;
use crate::dom::{Flow, Node, NodeIndex, Tag};

/// Classes of figures, and of their captions, that are no `<figure>`.
static FIGURES: Names = Names::of("figure");
static CAPTIONS: Names = Names::of("caption");

/// Whether an element is a figure, by its name or its class.
pub(super) fn is_figure(node: &Node<'_>) -> bool {
    node.tag() == Tag::Figure || node.tag() == Tag::Div && names::has_class(node, &FIGURES)
}

impl Builder<'_, '_> {
    /// Opens the parts that an element makes, if it makes any.
    pub(super) fn open_parts(&mut self, index: NodeIndex) {
        if let Some(number) = self.notes.note(index) {
            self.frames.open(index, Kind::Note(number));
            return;
        }
        let by_role = roles::tag(self.document.node(index));
        if let Some(kind) = self.kind_of(index, by_role) {
            self.frames.open(index, kind);
        }
        if self.posts.contains(&index) {
            let (author, date) = post::facts(self.document, index, &self.posts);
            self.frames.open(index, Kind::Post { author, date });
        }
        self.style.in_figure = self.frames.in_figure();
    }

    fn kind_of(&mut self, index: NodeIndex, tag: Tag) -> Option<Kind> {
        let node = *self.document.node(index);
        if let Some(kind) = callout::kind(&node) {
            return Some(Kind::Callout { kind, title: Vec::new() });
        }
        let is_begun = self.frames.is_begun();
        let value = self.item_value(index);
        let checked = self.item_state(index);
        let limit = self.options.limits.table_span;
        match (tag, self.frames.top()?) {
            (_, Kind::Callout { .. }) if !is_begun && callout::is_title(self.document, index) => {
                Some(Kind::CalloutTitle)
            }
            (Tag::Li, Kind::List(list)) => Some(Kind::Item { checked, number: list.number(value) }),
            (Tag::Tr, Kind::Table(grid)) => {
                grid.begin_row();
                None
            }
            (Tag::Td | Tag::Th, Kind::Table(_)) => {
                let header = self.is_header(index, tag);
                let span = Span::of(&node, limit);
                self.frames.take_cell(span).then_some(Kind::Cell { header, span })
            }
            (Tag::Caption, Kind::Table(_)) => Some(Kind::Caption),
            (Tag::Dt, Kind::Definitions(_)) => Some(Kind::Term),
            (Tag::Dd, Kind::Definitions(_)) => Some(Kind::Detail),
            (Tag::Summary, Kind::Details { .. }) => Some(Kind::Summary),
            (Tag::Figcaption, Kind::Figure { .. }) => Some(Kind::FigureCaption),
            (Tag::P | Tag::Div, Kind::Figure { .. }) if names::has_class(&node, &CAPTIONS) => {
                Some(Kind::FigureCaption)
            }
            _ => self.container(index, tag),
        }
    }

    /// The part that an element makes wherever it stands.
    fn container(&self, index: NodeIndex, tag: Tag) -> Option<Kind> {
        let node = self.document.node(index);
        match tag {
            Tag::Ul | Tag::Menu => Some(Kind::List(ListFrame::new(None))),
            Tag::Ol => Some(Kind::List(ListFrame::new(Some(self.numbering(index))))),
            Tag::Blockquote => {
                let cite = node.attr("cite").and_then(|cite| self.links.web(cite));
                Some(Kind::Quote { cite: cite.map(Into::into) })
            }
            Tag::Table if layout_table::holds_data(self.document, index) => {
                Some(Kind::Table(super::grid::Grid::default()))
            }
            Tag::Dl => Some(Kind::Definitions(Vec::new())),
            Tag::Details => Some(Kind::Details { summary: Vec::new() }),
            _ if is_figure(node) => Some(Kind::Figure { caption: Vec::new(), credit: Vec::new() }),
            _ => None,
        }
    }

    fn numbering(&self, list: NodeIndex) -> Numbering {
        let node = self.document.node(list);
        let reversed = node.attr("reversed").is_some();
        let stated = node.attr("start").and_then(|start| start.trim().parse().ok());
        let start = stated.unwrap_or_else(|| if reversed { self.items(list) } else { 1 });
        Numbering { start, reversed }
    }

    /// How many items a list has.
    fn items(&self, list: NodeIndex) -> i64 {
        let end = self.document.node(list).end;
        let (mut at, mut items) = (list + 1, 0);
        while at < end {
            let node = self.document.node(at);
            items += i64::from(node.tag() == Tag::Li);
            at = node.end;
        }
        items
    }

    /// Whether a cell is a header, by its name or because it stands in the table's head.
    fn is_header(&self, index: NodeIndex, tag: Tag) -> bool {
        let row = self.document.node(index).parent;
        let group = roles::tag(self.document.node(self.document.node(row).parent));
        tag == Tag::Th || group == Tag::Thead
    }

    /// Passes over an element of which nothing is kept.
    pub(super) fn pass_over(&mut self, index: NodeIndex) {
        let tag = roles::tag(self.document.node(index));
        let value = self.item_value(index);
        let header = self.is_header(index, tag);
        let span = Span::of(self.document.node(index), self.options.limits.table_span);
        match (tag, self.frames.top()) {
            (Tag::Tr, Some(Kind::Table(grid))) => grid.begin_row(),
            (Tag::Td | Tag::Th, Some(Kind::Table(_))) => self.frames.skip_cell(span, header),
            (Tag::Li, Some(Kind::List(list))) => {
                list.number(value);
            }
            _ => {}
        }
    }

    /// Whether tables of data are not wanted and the element is one.
    pub(super) fn is_unwanted_table(&self, index: NodeIndex, tag: Tag) -> bool {
        !self.options.tables
            && roles::tag(self.document.node(index)) == Tag::Table
            && tag.flow() == Flow::Block
            && layout_table::holds_data(self.document, index)
    }
}
