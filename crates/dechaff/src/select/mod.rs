//! From scores to decisions: what is kept, and what each dropped block is.
//!
//! A flat list of passes over the blocks. The first chooses by expected F1; each of the others
//! has a name, which stands in the decisions it made.

#[cfg(test)]
mod construct_tests;
mod expected_f1;
mod label;
pub(crate) mod line_passes;
mod passes;
mod shared_doubt;
mod surrounded;
mod whole;
pub(crate) mod wording_passes;

use serde::Serialize;

pub(crate) use expected_f1::choose;
pub(crate) use label::{Evidence, GroupLabels, Labeller};
pub(crate) use passes::{drop_named_boxes, drop_repeats, drop_title, inherit_selectors};

pub(crate) use surrounded::keep_surrounded;
pub(crate) use whole::keep_whole;

use crate::Label;

/// What was decided about a block, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Decision {
    /// Whether the block is kept.
    pub keep: bool,
    /// What the block is, if it is dropped.
    pub label: Option<Label>,
    /// Name of the pass that decided: `model`, or the rule's name.
    pub by: &'static str,
    /// What spoke for it, in words.
    pub reason: String,
}

/// The decision on one block while the passes run.
#[derive(Debug, Clone)]
pub(crate) struct Verdict {
    pub(crate) keep: bool,
    pub(crate) by: &'static str,
    /// What the pass knows of the block; the model knows nothing.
    pub(crate) label: Option<Label>,
    pub(crate) reason: String,
}

impl Verdict {
    /// The model's own verdict.
    pub(crate) fn by_model(keep: bool) -> Self {
        Self { keep, by: "model", label: None, reason: String::new() }
    }

    /// Overrules what was decided before.
    pub(crate) fn overrule(
        &mut self,
        keep: bool,
        by: &'static str,
        label: Option<Label>,
        reason: impl Into<String>,
    ) {
        *self = Self { keep, by, label, reason: reason.into() };
    }
}
