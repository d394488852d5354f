//! Tables in Markdown, or in HTML where Markdown has no form for them.

use super::Writer;
use super::inline::{self, Setting};
use crate::content::{Cell, Inline, Part, Run, Table};
use crate::render::html;

impl Writer<'_, '_> {
    pub(super) fn table(&mut self, table: &Table) {
        if fits(table) {
            self.pipes(table);
            return;
        }
        for (number, line) in html::table(table, self.links).split('\n').enumerate() {
            if number > 0 {
                self.new_line();
            }
            self.out.push_str(line);
        }
    }

    fn pipes(&mut self, table: &Table) {
        let Some((head, body)) = table.rows.split_first() else { return };
        self.row(head);
        self.new_line();
        self.out.push('|');
        self.out.push_str(&" --- |".repeat(head.len()));
        for row in body {
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

/// Whether a table is what Markdown knows as one: a row of headers, then rows no longer than it,
/// and a line of text in each cell.
fn fits(table: &Table) -> bool {
    let Some((head, body)) = table.rows.split_first() else {
        return false;
    };
    table.caption.is_empty()
        && !head.is_empty()
        && head.iter().all(|cell| cell.header)
        && body.iter().all(|row| !row.is_empty() && row.len() <= head.len())
        && table.rows.iter().flatten().all(cell_fits)
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
