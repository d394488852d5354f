//! Tables of data put in rows and columns.

use crate::content::{Cell, ContentNode, Part, Run, Table};
use crate::dom::Node;

/// How many columns and rows a cell takes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    columns: usize,
    rows: usize,
    /// Whether the attributes ask for more than the limit.
    pub(super) is_cut: bool,
}

impl Span {
    /// As the cell's attributes say, up to `limit`. No rows at all means all that are left.
    pub(super) fn of(node: &Node<'_>, limit: usize) -> Self {
        let read = |name: &str| node.attr(name).and_then(|span| span.trim().parse::<usize>().ok());
        // A number beyond all bounds is still a number.
        let is_vast = |name: &str| {
            let digits = node.attr(name).map(str::trim).unwrap_or_default();
            digits.len() > 18 && digits.bytes().all(|byte| byte.is_ascii_digit())
        };
        let span = |name: &str| if is_vast(name) { limit } else { read(name).unwrap_or(1) };
        let rows = match span("rowspan") {
            0 => limit,
            rows => rows,
        };
        let limit = limit.max(1);
        let columns = span("colspan");
        let is_cut = columns > limit || rows > limit || is_vast("colspan") || is_vast("rowspan");
        Self { columns: columns.clamp(1, limit), rows: rows.clamp(1, limit), is_cut }
    }
}

/// A cell in its place.
#[derive(Debug)]
struct Placed {
    column: usize,
    span: Span,
    cell: Cell,
}

/// The rows of a table in the making. Cells that are dropped leave empty ones: what stands in a
/// column stays in it.
#[derive(Debug, Default)]
pub(super) struct Grid {
    rows: Vec<Vec<Placed>>,
    /// For each column the first row that no cell from above reaches into.
    free_from: Vec<usize>,
    /// The column where the next cell begins, if none from above stands there.
    column: usize,
    caption: Vec<Run>,
}

impl Grid {
    /// Begins a row, also one of which all is dropped.
    pub(super) fn begin_row(&mut self) {
        self.rows.push(Vec::new());
        self.column = 0;
    }

    pub(super) fn set_caption(&mut self, caption: Vec<Run>) {
        if self.caption.is_empty() {
            self.caption = caption;
        }
    }

    /// Adds a cell to the row; an empty one in the place of one that is dropped. `budget` is how
    /// many places of the grid may be taken.
    pub(super) fn add(&mut self, cell: Cell, span: Span, budget: &mut usize) {
        if self.rows.is_empty() {
            self.begin_row();
        }
        let row = self.rows.len() - 1;
        while *budget > 0 && self.reaches(self.column, row) {
            *budget -= 1;
            self.column += 1;
        }
        let mut columns = 0;
        // A cell ends where another from above stands in its way.
        while columns < span.columns && (columns == 0 || *budget > 0) {
            let column = self.column + columns;
            if columns > 0 && self.reaches(column, row) {
                break;
            }
            if span.rows > 1 {
                self.free_from.resize(self.free_from.len().max(column + 1), 0);
                if let Some(free) = self.free_from.get_mut(column) {
                    *free = row + span.rows;
                }
            }
            columns += 1;
            *budget = budget.saturating_sub(1);
        }
        let placed = Placed { column: self.column, span: Span { columns, ..span }, cell };
        self.column += columns;
        if let Some(row) = self.rows.last_mut() {
            row.push(placed);
        }
    }

    /// Whether a cell from a row above stands in the column.
    fn reaches(&self, column: usize, row: usize) -> bool {
        self.free_from.get(column).is_some_and(|&free| free > row)
    }

    /// The table, without rows and columns in which nothing begins; the parts of its cells where
    /// it has no more than one column without a header.
    pub(super) fn finish(self, budget: &mut usize) -> Vec<ContentNode> {
        let Self { mut rows, caption, .. } = self;
        // For each row and column how many used ones come before it.
        let is_used = |row: &Vec<Placed>| row.iter().any(|placed| !placed.cell.nodes.is_empty());
        let used_rows = running(rows.iter().map(is_used));
        let mut used = Vec::new();
        for placed in rows.iter().flatten().filter(|placed| !placed.cell.nodes.is_empty()) {
            used.resize(used.len().max(placed.column + placed.span.columns), false);
            if let Some(used) = used.get_mut(placed.column) {
                *used = true;
            }
        }
        let used_columns = running(used.into_iter());
        let width = used_columns.last().copied().unwrap_or(0);
        for (number, row) in rows.iter_mut().enumerate() {
            row.retain(|placed| !placed.cell.nodes.is_empty());
            for placed in row {
                let end = placed.column + placed.span.columns;
                placed.cell.columns = between(&used_columns, placed.column, end);
                placed.cell.rows = between(&used_rows, number, number + placed.span.rows);
                placed.column = used_columns.get(placed.column).copied().unwrap_or(0);
            }
        }
        rows.retain(|row| !row.is_empty());
        let cells = || rows.iter().flatten().map(|placed| &placed.cell);
        if width <= 1 && !cells().any(|cell| cell.header) {
            let caption = (!caption.is_empty()).then(|| Part::Paragraph { runs: caption }.into());
            let cells = rows.into_iter().flatten().flat_map(|placed| placed.cell.nodes);
            return caption.into_iter().chain(cells).collect();
        }
        if rows.is_empty() {
            return vec![];
        }
        let rows = filled(rows, width, budget);
        vec![ContentNode::of(Part::Table(Table { caption, rows }))]
    }
}

/// For each position how many before it are true, and for the end.
fn running(used: impl Iterator<Item = bool>) -> Vec<usize> {
    let mut count = 0;
    let mut before = vec![0];
    before.extend(used.map(|used| {
        count += usize::from(used);
        count
    }));
    before
}

/// How many used ones there are from `start` to before `end`, one at least.
fn between(before: &[usize], start: usize, end: usize) -> u32 {
    let last = before.last().copied().unwrap_or(0);
    let at = |position: usize| before.get(position).copied().unwrap_or(last);
    (at(end) - at(start)).max(1) as u32
}

/// The rows with empty cells wherever none stands and none from above reaches.
fn filled(rows: Vec<Vec<Placed>>, width: usize, budget: &mut usize) -> Vec<Vec<Cell>> {
    let mut free_from: Vec<usize> = Vec::new();
    let mut filled = Vec::with_capacity(rows.len());
    // Empty cells of the rows of headers at the top are headers.
    let mut in_head = true;
    for (number, row) in rows.into_iter().enumerate() {
        in_head &= row.iter().all(|placed| placed.cell.header);
        let mut cells: Vec<Cell> = Vec::with_capacity(row.len());
        let mut column = 0;
        let mut fill = |cells: &mut Vec<Cell>, from: usize, to: usize, free_from: &[usize]| {
            for column in from..to {
                if *budget == 0 {
                    return;
                }
                *budget -= 1;
                if free_from.get(column).is_none_or(|&free| free <= number) {
                    cells.push(Cell { header: in_head, ..Cell::default() });
                }
            }
        };
        for Placed { column: start, cell, .. } in row {
            fill(&mut cells, column, start, &free_from);
            column = start + cell.columns as usize;
            if cell.rows > 1 {
                free_from.resize(free_from.len().max(column), 0);
                for free in free_from.iter_mut().take(column).skip(start) {
                    *free = number + cell.rows as usize;
                }
            }
            cells.push(cell);
        }
        fill(&mut cells, column, width, &free_from);
        filled.push(cells);
    }
    filled
}
