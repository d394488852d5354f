//! Tables in Markdown, or in HTML where Markdown has no form for them.

use super::Writer;
use super::inline::{self, Setting};
use crate::content::{Cell, Inline, Part, Run, Table};
use crate::render::html;

impl Writer<'_, '_> {
    pub(super) fn table(&mut self, table: &Table) {
        if let Some(shape) = Shape::of(table) {
            self.pipes(table, shape);
            return;
        }
        for (number, line) in html::table(table, self.links).split('\n').enumerate() {
            if number > 0 {
                self.new_line();
            }
            self.out.push_str(line);
        }
    }

    fn pipes(&mut self, table: &Table, shape: Shape) {
        let mut rows = table.rows.iter();
        match shape {
            Shape::Headed => self.row(rows.next().map(Vec::as_slice).unwrap_or_default()),
            Shape::Bare { width } => {
                self.out.push('|');
                self.out.push_str(&"  |".repeat(width));
            }
        }
        let width = match shape {
            Shape::Headed => table.rows.first().map_or(0, Vec::len),
            Shape::Bare { width } => width,
        };
        self.new_line();
        self.out.push('|');
        self.out.push_str(&" --- |".repeat(width));
        for row in rows {
            self.new_line();
            self.row(row);
        }
    }

    fn row(&mut self, cells: &[Cell]) {
        self.out.push('|');
        for cell in cells {
            let setting = Setting { line_break: "<br>", in_cell: true, ..self.setting() };
            let text = runs(cell).map(|runs| inline::write(runs, setting)).unwrap_or_default();
            self.out.push(' ');
            self.out.push_str(&text);
            self.out.push_str(" |");
        }
    }
}

/// What Markdown makes of a table.
#[derive(Debug, Clone, Copy)]
enum Shape {
    /// A row of headers, then rows no longer than it.
    Headed,
    /// Rows without headers above them. Markdown's tables have a row of headers, which is empty.
    Bare { width: usize },
}

impl Shape {
    /// The shape of a table without caption that has at most a line of text in each cell.
    fn of(table: &Table) -> Option<Self> {
        let first = table.rows.first()?;
        let width = table.rows.iter().map(Vec::len).max()?;
        let is_plain = table.caption.is_empty()
            && table.rows.iter().all(|row| !row.is_empty() && row.iter().all(cell_fits));
        if !is_plain {
            return None;
        }
        if !first.iter().all(|cell| cell.header) {
            return Some(Self::Bare { width });
        }
        // Empty headers would read back as none.
        let is_empty = first.iter().all(|cell| cell.nodes.is_empty());
        (first.len() == width && !is_empty).then_some(Self::Headed)
    }
}

fn cell_fits(cell: &Cell) -> bool {
    cell.columns <= 1 && cell.rows <= 1 && runs(cell).is_some_and(|runs| runs.iter().all(run_fits))
}

/// The text of a cell that holds no more than a line of it.
fn runs(cell: &Cell) -> Option<&[Run]> {
    match cell.nodes.as_slice() {
        [] => Some(&[]),
        [node] => match &node.part {
            Part::Paragraph { runs } => Some(runs),
            _ => None,
        },
        _ => None,
    }
}

/// A backslash before a pipe is read in different ways.
fn run_fits(run: &Run) -> bool {
    match &run.inline {
        Inline::Text(text) | Inline::Code(text) | Inline::Math(text) => !text.contains("\\|"),
        _ => true,
    }
}
