//! What labels mean, and the colour that each is shown in.

use std::collections::HashMap;

use dechaff::JudgedBlock;

const TABLE: &str = include_str!("../../data/report/labels.tsv");

/// What the report says of labels, by their names.
pub(super) struct Labels(HashMap<&'static str, Shown>);

/// How a label is shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown {
    /// Class of its colour.
    pub(super) group: &'static str,
    /// What it means.
    pub(super) meaning: &'static str,
}

impl Labels {
    pub(super) fn built_in() -> Self {
        let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
        let shown = rows.filter_map(|row| {
            let mut fields = row.split('\t');
            let (name, group, meaning) = (fields.next()?, fields.next()?, fields.next()?);
            Some((name, Shown { group, meaning }))
        });
        Self(shown.collect())
    }

    pub(super) fn of(&self, name: &str) -> Shown {
        self.0.get(name).copied().unwrap_or(Shown { group: "rest", meaning: "" })
    }
}

/// The name of what a block is.
pub(super) fn name(block: &JudgedBlock) -> &'static str {
    match block.decision.label {
        Some(label) => label.name(),
        None if block.decision.keep => "content",
        None => "unlabelled",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dechaff::Label;

    #[test]
    fn every_label_has_a_meaning_and_a_colour() {
        let labels = Labels::built_in();
        let all = Label::ALL.map(Label::name);
        for name in all.into_iter().chain(["content", "unlabelled"]) {
            let shown = labels.of(name);
            assert!(!shown.meaning.is_empty(), "{name}");
            let class = format!(".{} {{ --hue", shown.group);
            assert!(crate::report::STYLE.contains(&class), "{name}: {class}");
        }
        assert_eq!(labels.0.len(), Label::ALL.len() + 2);
    }
}
