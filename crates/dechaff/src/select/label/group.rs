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
pub(crate) struct GroupLabels {
    labels: Vec<Option<Label>>,
    /// The groups of each firmness, as bits: vague, between, firm.
    firmness: [u64; 3],
}

impl GroupLabels {
    /// Reads the second column of the table.
    pub(crate) fn read(table: &str) -> Self {
        let mut labels = vec![None; GROUPS.len()];
        let mut firmness = [0; 3];
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            let (Some(group), Some(label)) = (cells.next(), cells.next()) else {
                continue;
            };
            let Some(place) = GROUPS.iter().position(|known| *known == group) else {
                continue;
            };
            let label = Label::from_name(label);
            let class = match group {
                group if VAGUE.contains(&group) => firmness.first_mut(),
                group if FIRM.contains(&group) => firmness.last_mut(),
                _ => firmness.get_mut(1),
            };
            if let (Some(class), Some(_)) = (class, label) {
                *class |= 1u64 << place;
            }
            if let Some(slot) = labels.get_mut(place) {
                *slot = label;
            }
        }
        Self { labels, firmness }
    }

    /// The label of the first of the groups, given as bits, that speaks for one as firmly as
    /// asked: 3 firmly, 1 vaguely, 2 between.
    pub(super) fn of(&self, groups: u64, firmness: u8) -> Option<(Label, &'static str)> {
        let class = self.firmness.get(usize::from(firmness).checked_sub(1)?)?;
        let found = groups & class;
        if found == 0 {
            return None;
        }
        let place = found.trailing_zeros() as usize;
        let label = self.labels.get(place).copied().flatten()?;
        Some((label, GROUPS.get(place)?))
    }
}
