//! Tables of data: told from tables that only lay out the page, and put in rows and columns.

use crate::content::{Cell, ContentNode, Part, Table};
use crate::dom::{Document, Node, NodeData, NodeIndex, Tag};

/// Cells longer than this, in characters, hold a page's columns rather than data.
const LONG_CELL: usize = 600;

/// Whether a table holds data: rows of small cells, or one that says so by its markup.
pub(super) fn holds_data(document: &Document<'_>, table: NodeIndex) -> bool {
    if matches!(document.node(table).attr("role"), Some("presentation" | "none")) {
        return false;
    }
    let (mut rows, mut cells, mut headers, mut cell_size) = (0usize, 0usize, 0usize, 0usize);
    for (_, node) in document.inside(table) {
        match node.tag() {
            // A table around a table, or around a page's parts, lays out.
            Tag::Table | Tag::Article | Tag::Main | Tag::Form | Tag::H1 => return false,
            Tag::Tr => rows += 1,
            Tag::Th | Tag::Td => {
                cells += 1;
                cell_size = 0;
                headers += usize::from(node.tag() == Tag::Th);
            }
            Tag::Caption | Tag::Thead => headers += 1,
            _ => {}
        }
        if let NodeData::Text(text) = node.data {
            cell_size += text.trim().len();
            if cell_size > LONG_CELL && headers == 0 {
                return false;
            }
        }
    }
    headers > 0 || rows >= 2 && cells >= rows * 2
}

/// How many columns and rows a cell takes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    columns: usize,
    rows: usize,
}

impl Span {
    /// As the cell's attributes say, up to `limit`.
    pub(super) fn of(node: &Node<'_>, limit: usize) -> Self {
        let read = |name: &str| {
            let span = node.attr(name).and_then(|span| span.trim().parse::<usize>().ok());
            span.unwrap_or(1).clamp(1, limit.max(1))
        };
        Self { columns: read("colspan"), rows: read("rowspan") }
    }
}

/// The rows of a table in the making. Cells that span several columns or rows leave empty cells
/// in them, and so do dropped cells: what stands in a column stays in it.
#[derive(Debug, Default)]
pub(super) struct Grid {
    rows: Vec<Vec<Cell>>,
    /// The number of the row in the making, from 1, dropped rows counted.
    row: usize,
    /// For each column the first row that no cell from above reaches into.
    free_from: Vec<usize>,
}

impl Grid {
    pub(super) fn begin_row(&mut self) {
        self.row += 1;
        self.rows.push(Vec::new());
    }

    /// Counts a row that is dropped.
    pub(super) fn skip_row(&mut self) {
        self.row += 1;
    }

    /// Adds a cell to the row. `budget` is how many empty cells may be filled in.
    pub(super) fn add(&mut self, cell: Cell, span: Span, budget: &mut usize) {
        if self.rows.is_empty() {
            self.begin_row();
        }
        let Some(row) = self.rows.last_mut() else {
            return;
        };
        while self.free_from.get(row.len()).is_some_and(|&free| free > self.row) && *budget > 0 {
            *budget -= 1;
            row.push(Cell::default());
        }
        let empty = (1..span.columns.min(*budget)).map(|_| Cell::default());
        for cell in std::iter::once(cell).chain(empty) {
            *budget = budget.saturating_sub(1);
            if span.rows > 1 {
                self.free_from.resize(self.free_from.len().max(row.len() + 1), 0);
                if let Some(free) = self.free_from.get_mut(row.len()) {
                    *free = self.row + span.rows;
                }
            }
            row.push(cell);
        }
    }

    /// Adds an empty cell in the place of one that is dropped.
    pub(super) fn skip_cell(&mut self, span: Span, budget: &mut usize) {
        self.add(Cell::default(), span, budget);
    }

    /// The table, without rows and columns that hold nothing; paragraphs where it has no more
    /// than one column without a header.
    pub(super) fn finish(mut self, budget: &mut usize) -> Vec<ContentNode> {
        let is_empty = |cell: &Cell| cell.nodes.is_empty();
        self.rows.retain(|row| !row.iter().all(is_empty));
        let mut used = Vec::new();
        for row in &self.rows {
            used.resize(row.len().max(used.len()), false);
            for (used, cell) in used.iter_mut().zip(row) {
                *used |= !is_empty(cell);
            }
        }
        let width = used.iter().filter(|&&used| used).count();
        for row in &mut self.rows {
            let mut columns = used.iter();
            row.retain(|_| columns.next() == Some(&true));
            let missing = (width - row.len()).min(*budget);
            *budget -= missing;
            row.extend((0..missing).map(|_| Cell::default()));
        }
        let cells = || self.rows.iter().flatten();
        if width == 1 && !cells().any(|cell| cell.header) {
            let cells = self.rows.into_iter().flatten();
            return cells.flat_map(|cell| cell.nodes).collect();
        }
        if self.rows.is_empty() {
            return vec![];
        }
        let table = Table { caption: Vec::new(), rows: self.rows };
        vec![ContentNode::of(Part::Table(table))]
    }
}
