//! Tables of data told from tables that only lay out the page.

use super::roles;
use crate::dom::{Document, NodeData, NodeIndex, Tag};

/// Cells longer than this, in characters, hold a page's columns rather than data.
const LONG_CELL: usize = 600;

/// Whether a table holds data: rows of small cells, or one that says so by its markup.
pub(super) fn holds_data(document: &Document<'_>, table: NodeIndex) -> bool {
    if matches!(document.node(table).attr("role"), Some("presentation" | "none")) {
        return false;
    }
    let (mut rows, mut cells, mut headers, mut cell_size) = (0usize, 0usize, 0usize, 0usize);
    for (_, node) in document.inside(table) {
        let tag = roles::tag(node);
        match tag {
            // A table around a table, or around a page's parts, lays out.
            Tag::Table | Tag::Article | Tag::Main | Tag::Form | Tag::H1 => return false,
            Tag::Tr => rows += 1,
            Tag::Th | Tag::Td => {
                cells += 1;
                cell_size = 0;
                headers += usize::from(tag == Tag::Th);
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
