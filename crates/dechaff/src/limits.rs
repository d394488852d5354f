//! Bounds on what one page may cost. All are on by default.

use std::fmt;
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
    /// Nodes of the tree, or lines of a plain text. Default 250,000.
    pub nodes: usize,
    /// Attributes of one element; more are left out. Default 1,000.
    pub attributes: usize,
    /// How often the parser may look at an open element: a bound on its work that is the same on
    /// every machine. Default 50,000,000.
    pub parse_steps: usize,
    /// Time for parsing. Default 2 s.
    pub parse_time: Duration,
    /// Time for the whole extraction. Default 5 s. Parsing and scoring, which take nearly all of
    /// it, stop before the last quarter, so that the rest can be done.
    pub total_time: Duration,
    /// Columns or rows that one table cell may span. Default 1,000.
    pub table_span: usize,
    /// Cells of a page's tables after spans are filled in. Default 100,000.
    pub table_cells: usize,
    /// Bytes of all addresses of links and images in the content, since one base makes each of them
    /// longer. Default 16 MiB.
    pub link_bytes: usize,
    /// Bytes of one JSON-LD block, and of all data that a page embeds for its scripts; all blocks
    /// together may have four times as many. Default 1 MiB.
    pub json_ld_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            input_bytes: 16 << 20,
            depth: 512,
            nodes: 250_000,
            attributes: 1_000,
            parse_steps: 50_000_000,
            parse_time: Duration::from_secs(2),
            total_time: Duration::from_secs(5),
            table_span: 1_000,
            table_cells: 100_000,
            link_bytes: 16 << 20,
            json_ld_bytes: 1 << 20,
        }
    }
}

/// One of the bounds of [`Limits`], by the name of its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Limit {
    /// [`Limits::input_bytes`].
    InputBytes,
    /// [`Limits::depth`].
    Depth,
    /// [`Limits::nodes`].
    Nodes,
    /// [`Limits::attributes`].
    Attributes,
    /// [`Limits::parse_steps`].
    ParseSteps,
    /// [`Limits::parse_time`].
    ParseTime,
    /// [`Limits::total_time`].
    TotalTime,
    /// [`Limits::table_span`].
    TableSpan,
    /// [`Limits::table_cells`].
    TableCells,
    /// [`Limits::link_bytes`].
    LinkBytes,
    /// [`Limits::json_ld_bytes`].
    JsonLdBytes,
}

impl Limit {
    /// All limits, in the order of the fields.
    pub const ALL: [Self; 11] = [
        Self::InputBytes,
        Self::Depth,
        Self::Nodes,
        Self::Attributes,
        Self::ParseSteps,
        Self::ParseTime,
        Self::TotalTime,
        Self::TableSpan,
        Self::TableCells,
        Self::LinkBytes,
        Self::JsonLdBytes,
    ];

    /// The name of the field, which is also its name in JSON and, after `--max-` and with hyphens,
    /// in the command.
    pub fn name(self) -> &'static str {
        match self {
            Self::InputBytes => "input_bytes",
            Self::Depth => "depth",
            Self::Nodes => "nodes",
            Self::Attributes => "attributes",
            Self::ParseSteps => "parse_steps",
            Self::ParseTime => "parse_time",
            Self::TotalTime => "total_time",
            Self::TableSpan => "table_span",
            Self::TableCells => "table_cells",
            Self::LinkBytes => "link_bytes",
            Self::JsonLdBytes => "json_ld_bytes",
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Limits {
    /// The bound itself, times in milliseconds.
    pub fn value(&self, limit: Limit) -> u64 {
        let millis = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        match limit {
            Limit::InputBytes => count(self.input_bytes),
            Limit::Depth => count(self.depth),
            Limit::Nodes => count(self.nodes),
            Limit::Attributes => count(self.attributes),
            Limit::ParseSteps => count(self.parse_steps),
            Limit::ParseTime => millis(self.parse_time),
            Limit::TotalTime => millis(self.total_time),
            Limit::TableSpan => count(self.table_span),
            Limit::TableCells => count(self.table_cells),
            Limit::LinkBytes => count(self.link_bytes),
            Limit::JsonLdBytes => count(self.json_ld_bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_has_one_name_in_code_and_data() {
        let fields = serde_json::to_value(Limits::default()).unwrap();
        let fields = fields.as_object().unwrap();
        assert_eq!(fields.len(), Limit::ALL.len());
        for limit in Limit::ALL {
            assert!(fields.contains_key(limit.name()), "{limit}");
            assert_eq!(serde_json::to_value(limit).unwrap(), limit.name());
        }
    }

    #[test]
    fn times_are_told_in_milliseconds() {
        let limits = Limits::default();
        assert_eq!(limits.value(Limit::ParseTime), 2_000);
        assert_eq!(limits.value(Limit::Depth), 512);
    }
}
