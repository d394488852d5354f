//! Lists of items and of definitions.

use serde::Serialize;

use super::{ContentNode, Run};

/// A list, numbered or not.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct List {
    /// How the items are numbered, if they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub numbering: Option<Numbering>,
    /// The items.
    pub items: Vec<Item>,
}

/// How the items of a list are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Numbering {
    /// The number of the first item.
    pub start: i64,
    /// Whether the numbers fall.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub reversed: bool,
}

impl Default for Numbering {
    fn default() -> Self {
        Self { start: 1, reversed: false }
    }
}

/// An item of a list.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Item {
    /// The number that the markup gives it, where that is not simply the next one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<i64>,
    /// For a task: whether it is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked: Option<bool>,
    /// What it holds.
    pub nodes: Vec<ContentNode>,
}

/// One or more terms and their details.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Definition {
    /// The terms.
    pub terms: Vec<Vec<Run>>,
    /// The details, one list of parts for each.
    pub details: Vec<Vec<ContentNode>>,
}

impl List {
    /// The number of each item; nothing for a list that is not numbered.
    pub fn numbers(&self) -> Option<Vec<i64>> {
        let Numbering { start, reversed } = self.numbering?;
        let mut next = start;
        let numbers = self.items.iter().map(|item| {
            let number = item.value.unwrap_or(next);
            next = number.saturating_add(if reversed { -1 } else { 1 });
            number
        });
        Some(numbers.collect())
    }
}

impl From<Vec<ContentNode>> for Item {
    fn from(nodes: Vec<ContentNode>) -> Self {
        Self { nodes, ..Self::default() }
    }
}
