//! How far the last and the next line with a label's wording are, and what the heading says.
//!
//! "Related articles" speaks for all lines up to the next paragraph, and a footer's first line
//! for all after it.

use super::lines::Lines;
use super::{FAR, flag};
use crate::Label;

pub(super) const NAMES: &[&str] = &[
    "since_navigation", "since_related", "since_share", "since_newsletter", "since_comment",
    "since_byline", "since_legal", "since_footer", "since_bio", "since_subscription",
    "since_consent", "until_navigation", "until_related", "until_share", "until_newsletter",
    "until_comment", "until_byline", "until_legal", "until_footer", "until_bio",
    "until_subscription", "until_consent", "heading_gap", "heading_size", "heading_says_any",
    "heading_says_related", "heading_says_comment", "heading_says_newsletter",
];

const LABELS: [Label; 11] = [
    Label::Navigation,
    Label::Related,
    Label::Share,
    Label::Newsletter,
    Label::CommentPrompt,
    Label::Byline,
    Label::Legal,
    Label::SiteFooter,
    Label::AuthorBio,
    Label::Subscription,
    Label::Consent,
];

type Distances = [f32; LABELS.len()];

/// The distances of all lines of a text.
pub(super) struct Section {
    since: Vec<Distances>,
    until: Vec<Distances>,
    headings: Vec<Option<usize>>,
}

impl Section {
    pub(super) fn new(lines: &Lines<'_>) -> Self {
        let mut until = distances(lines, (0..lines.count()).rev());
        until.reverse();
        let mut last = None;
        let headings = (0..lines.count())
            .map(|line| {
                let found = last;
                if lines.is_heading(line) {
                    last = Some(line);
                }
                found
            })
            .collect();
        Self { since: distances(lines, 0..lines.count()), until, headings }
    }

    pub(super) fn append(&self, lines: &Lines<'_>, line: usize, row: &mut Vec<f32>) {
        for list in [&self.since, &self.until] {
            row.extend_from_slice(list.get(line).unwrap_or(&[FAR; LABELS.len()]));
        }
        let Some(heading) = self.headings.get(line).copied().flatten() else {
            row.extend_from_slice(&[FAR, 0.0, 0.0, 0.0, 0.0, 0.0]);
            return;
        };
        let hits = lines.hits(heading);
        row.extend_from_slice(&[
            ((line - heading) as f32).min(FAR),
            lines.stats(heading).size,
            f32::from(hits.best_strength()),
            f32::from(hits.strength(Label::Related)),
            f32::from(hits.strength(Label::CommentPrompt)),
            f32::from(hits.strength(Label::Newsletter)),
        ]);
    }
}

/// For each line, in the order given, how far back each label was last said, itself left out.
fn distances(lines: &Lines<'_>, order: impl Iterator<Item = usize>) -> Vec<Distances> {
    let mut now = [FAR; LABELS.len()];
    order
        .map(|line| {
            let found = now;
            for (distance, label) in now.iter_mut().zip(LABELS) {
                let said = flag(lines.hits(line).strength(label) >= 2);
                *distance = if said > 0.0 { 1.0 } else { (*distance + 1.0).min(FAR) };
            }
            found
        })
        .collect()
}
