//! What the lexicons find in the block and around it, as labels only.

use super::{Page, flag};
use crate::Label;
use crate::lexicon::BlockHits;

pub(super) const NAMES: &[&str] =
    &["says_any", "near3_says_any", "near8_says_any", "before_says_share", "heading_says_comment"];

/// The labels in the order of their columns.
pub(super) const LABELS: [Label; 19] = [
    Label::Navigation,
    Label::Breadcrumb,
    Label::SiteHeader,
    Label::Related,
    Label::Share,
    Label::Newsletter,
    Label::Donation,
    Label::Subscription,
    Label::Consent,
    Label::CommentPrompt,
    Label::AuthorBio,
    Label::Byline,
    Label::ImageCredit,
    Label::Advert,
    Label::Legal,
    Label::SiteFooter,
    Label::Search,
    Label::Pagination,
    Label::Widget,
];

const SILENT: BlockHits = BlockHits::SILENT;

pub(super) struct Section {
    /// Running count of the blocks that say anything.
    said_before: Vec<f32>,
    /// For each block the last heading before it.
    headings: Vec<Option<usize>>,
}

impl Section {
    pub(super) fn new(page: &Page<'_, '_>) -> Self {
        let mut said = 0.0;
        let mut said_before = vec![said];
        let mut heading = None;
        let mut headings = Vec::with_capacity(page.stats.len());
        for (block, stats) in page.stats.iter().enumerate() {
            said += flag(hits(page, block).best_strength() > 0);
            said_before.push(said);
            headings.push(heading);
            if stats.tag.heading_level().is_some() {
                heading = Some(block);
            }
        }
        Self { said_before, headings }
    }

    pub(super) fn append(&self, page: &Page<'_, '_>, block: usize, row: &mut Vec<f32>) {
        let own = hits(page, block);
        row.push(f32::from(own.best_strength()));
        for reach in [3, 8] {
            row.push(self.said(block.saturating_sub(reach), block + reach + 1));
        }
        row.push(super::share(self.said(0, block), block as f32));
        let heading = self.headings.get(block).copied().flatten();
        let heading = heading.map_or(&SILENT, |at| hits(page, at));
        row.push(f32::from(heading.strength(Label::CommentPrompt)));
    }

    fn said(&self, start: usize, end: usize) -> f32 {
        let last = self.said_before.len().saturating_sub(1);
        let at = |index: usize| self.said_before.get(index.min(last)).copied().unwrap_or(0.0);
        at(end) - at(start)
    }
}

fn hits<'p>(page: &'p Page<'_, '_>, block: usize) -> &'p BlockHits {
    page.hits.get(block).unwrap_or(&SILENT)
}
