//! Tables of data.

use serde::Serialize;

use super::{ContentNode, Run};

/// A table of data.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Table {
    /// Its caption.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub caption: Vec<Run>,
    /// The rows. As in HTML, a cell stands in the row and column where it begins, and what it
    /// covers by its spans is not in the rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cell {
    /// Whether it is a header.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub header: bool,
    /// How many columns it takes, from 1.
    #[serde(skip_serializing_if = "is_one")]
    pub columns: u32,
    /// How many rows it takes, from 1; no more than there are.
    #[serde(skip_serializing_if = "is_one")]
    pub rows: u32,
    /// What it holds.
    pub nodes: Vec<ContentNode>,
}

impl Default for Cell {
    fn default() -> Self {
        Self { header: false, columns: 1, rows: 1, nodes: Vec::new() }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_one(span: &u32) -> bool {
    *span == 1
}
