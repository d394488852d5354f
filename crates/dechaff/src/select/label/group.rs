//! The label that each group of class names speaks for, and how firmly.

use crate::Label;
use crate::feature::GROUPS;

/// Groups whose names are given to nothing else.
const FIRM: [&str; 7] =
    ["breadcrumb", "pagination", "consent", "newsletter", "donate", "advert", "share"];

/// Groups that say where a block stands rather than what it is.
const VAGUE: [&str; 15] = [
    "nav", "menu", "header", "footer", "sidebar", "widget", "overlay", "tag", "form", "button",
    "login", "filter", "legal", "review", "user",
];

/// The label that each class group speaks for, from `data/class_tokens.tsv`.
#[derive(Debug, Clone)]
pub(crate) struct GroupLabels(Vec<Option<Label>>);

impl GroupLabels {
    /// Reads the second column of the table.
    pub(crate) fn read(table: &str) -> Self {
        let mut labels = vec![None; GROUPS.len()];
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            let (Some(group), Some(label)) = (cells.next(), cells.next()) else { continue };
            if let Some(place) = GROUPS.iter().position(|known| *known == group)
                && let Some(slot) = labels.get_mut(place)
            {
                *slot = Label::from_name(label);
            }
        }
        Self(labels)
    }

    /// The label of the first of the groups, given as bits, that speaks for one as firmly as
    /// asked: 3 firmly, 1 vaguely, 2 between.
    pub(super) fn of(&self, groups: u64, firmness: u8) -> Option<(Label, &'static str)> {
        let named = GROUPS.iter().zip(&self.0).enumerate();
        let mut set = named.filter(|(place, _)| groups & (1 << place) != 0);
        set.find_map(|(_, (group, label))| {
            let firm = match group {
                group if FIRM.contains(group) => 3,
                group if VAGUE.contains(group) => 1,
                _ => 2,
            };
            label.filter(|_| firm == firmness).map(|label| (label, *group))
        })
    }
}
