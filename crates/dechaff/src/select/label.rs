//! What a dropped block is, told from its wording and its place.
//!
//! Evidence is asked in a fixed order, the firmest first; the first that speaks decides.

mod group;
mod names;
mod place;
#[cfg(test)]
mod tests;

pub(crate) use self::group::GroupLabels;
use self::names::{COMMENT, DONATE, FRAME, OVERLAY};
use self::place::{Surroundings, Told};
use super::Verdict;
use crate::Label;
use crate::block::{PageBlocks, TextBlock};
use crate::dom::{Document, Tag};
use crate::lexicon::{BlockHits, Lexicon};

/// What labels are told from.
pub(crate) struct Evidence<'e, 'a> {
    pub(crate) document: &'e Document<'a>,
    pub(crate) blocks: &'e PageBlocks,
    pub(crate) hits: &'e [BlockHits],
    pub(crate) lexicon: &'e Lexicon,
    /// Class groups of each element, as bits.
    pub(crate) groups: &'e [u64],
    pub(crate) group_labels: &'e GroupLabels,
}

/// Tells what dropped blocks are, one after the other.
pub(crate) struct Labeller<'e, 'a> {
    evidence: &'e Evidence<'e, 'a>,
    verdicts: &'e [Verdict],
    around: Surroundings<'e, 'a>,
    first_kept: usize,
    last_kept: usize,
    /// The last block that was the page's title.
    title: Option<usize>,
    /// The last dropped heading, or line that stands over others like one.
    heading: Option<usize>,
}

impl<'e, 'a> Labeller<'e, 'a> {
    pub(crate) fn new(evidence: &'e Evidence<'e, 'a>, verdicts: &'e [Verdict]) -> Self {
        let none = verdicts.len();
        Self {
            evidence,
            verdicts,
            around: Surroundings::new(evidence, verdicts),
            first_kept: verdicts.iter().position(|verdict| verdict.keep).unwrap_or(none),
            last_kept: verdicts.iter().rposition(|verdict| verdict.keep).unwrap_or(none),
            title: None,
            heading: None,
        }
    }

    /// The label of a block, if it is dropped, and what it was told from. To be asked for every
    /// block in order.
    pub(crate) fn label(&mut self, block: usize) -> (Option<Label>, String) {
        let Some(verdict) = self.verdicts.get(block) else {
            return (None, String::new());
        };
        let is_heading = self.around.is_heading(block);
        if verdict.keep {
            self.heading = self.heading.filter(|_| !is_heading);
            return (None, String::new());
        }
        if verdict.label == Some(Label::Title) {
            self.title = Some(block);
        }
        let told = verdict.label.map(|label| (label, String::new()));
        let (label, reason) = told.unwrap_or_else(|| self.tell(block));
        if is_heading || self.introduces(block) {
            self.heading = Some(block);
        }
        (Some(label), reason)
    }

    fn tell(&self, block: usize) -> Told {
        let Some(text) = self.evidence.blocks.blocks.get(block) else {
            return (Label::Other, String::new());
        };
        let form = self.around.in_tag(block, &[Tag::Form]);
        if self.around.in_consent(block) && !(form && self.around.in_group(block, COMMENT)) {
            return (Label::Consent, "stands in an element named for consent".to_owned());
        }
        if self.around.is_sponsored(block) {
            return (Label::Advert, "its link is marked as sponsored".to_owned());
        }
        self.of_wording(block, 3)
            .or_else(|| self.of_comments(block))
            .or_else(|| self.of_wording(block, 2))
            .or_else(|| self.of_use(text, block))
            .or_else(|| self.around.named(block, 3))
            .or_else(|| self.of_wording(block, 1))
            .or_else(|| self.of_shape(text, block))
            .or_else(|| self.of_heading(block))
            .or_else(|| self.around.named(block, 2))
            .or_else(|| self.of_neighbours(text, block))
            .or_else(|| self.of_next(block))
            .or_else(|| self.around.named(block, 1))
            .unwrap_or_else(|| self.of_position(text, block))
    }

    /// Whether a line that is no heading stands over others like one.
    fn introduces(&self, block: usize) -> bool {
        let linked = self.evidence.blocks.blocks.get(block).is_none_or(|text| text.links > 0);
        let told = self.of_wording(block, 3).filter(|_| !linked);
        told.is_some_and(|(label, _)| matches!(label, Label::Advert | Label::Related))
    }

    /// From the block's own words, if they say it as firmly as asked.
    fn of_wording(&self, block: usize, strength: u8) -> Option<Told> {
        let hits = self.evidence.hits.get(block).filter(|hits| hits.best_strength() == strength)?;
        let (label, phrase, language) = self.evidence.lexicon.best(hits)?;
        let fits = match label {
            // A path stands above what it leads to.
            Label::Breadcrumb => block < self.first_kept,
            // By a field for a mail address the same words ask for the address.
            Label::SiteHeader | Label::Subscription | Label::Widget => {
                !self.around.newsletter_box(block)
            }
            _ => true,
        };
        fits.then(|| (label, format!("says {phrase:?} ({language})")))
    }

    /// From an element named for comments.
    fn of_comments(&self, block: usize) -> Option<Told> {
        if !self.around.in_group(block, COMMENT) {
            return None;
        }
        let hits = self.evidence.hits.get(block).copied().unwrap_or_default();
        let asks = hits.strength(Label::CommentPrompt) > 0;
        Some(if asks || self.around.in_tag(block, &[Tag::Form]) {
            (Label::CommentPrompt, "asks for a comment".to_owned())
        } else {
            (Label::Comment, "stands in an element named for comments".to_owned())
        })
    }

    /// From what its links and the fields close by are for.
    fn of_use(&self, text: &TextBlock, block: usize) -> Option<Told> {
        if self.around.holds_share_link(block) {
            return Some((Label::Share, "has a link to share the page".to_owned()));
        }
        let told = || (Label::Newsletter, "stands by a field for a mail address".to_owned());
        let asks = text.link_density() < 0.5 && !self.around.in_group(block, DONATE);
        (asks && self.around.newsletter_box(block)).then(told)
    }

    /// From signs in the text: the arrows of a path, the name of cookies.
    fn of_shape(&self, text: &TextBlock, block: usize) -> Option<Told> {
        let arrows = text.text.chars().filter(|c| matches!(c, '»' | '›' | '>' | '→' | '▸')).count();
        if block < self.first_kept && arrows > 0 && text.links > 0 && text.words <= 40 {
            return Some((Label::Breadcrumb, "is a path of links".to_owned()));
        }
        // Elsewhere a cookie may well be one to eat.
        let asks = self.around.in_group(block, OVERLAY) || self.around.beside_button(block);
        let cookies = asks && text.words <= 80 && text.text.to_lowercase().contains("cookie");
        cookies.then(|| (Label::Consent, "speaks of cookies beside a button".to_owned()))
    }

    /// From the wording of a dropped heading, which speaks for what stands under it.
    fn of_heading(&self, block: usize) -> Option<Told> {
        let heading = self.heading.filter(|&heading| self.around.is_under(block, heading))?;
        let (label, phrase, _) = self.evidence.lexicon.best(self.evidence.hits.get(heading)?)?;
        Some((label, format!("under the heading {phrase:?}")))
    }

    /// From what shares a small element with the block, and where its link leads.
    fn of_neighbours(&self, text: &TextBlock, block: usize) -> Option<Told> {
        let linked = text.link_density() > 0.5;
        let frame = self.around.in_tag(block, &[Tag::Nav, Tag::Header, Tag::Footer])
            || self.around.in_group(block, FRAME);
        let in_text = self.title.is_some() || block > self.first_kept;
        let (label, reason) = if linked && text.links >= 3 {
            (Label::Navigation, "is a row of links")
        } else if frame {
            return None;
        } else if linked && (in_text && text.words >= 4 || self.around.is_heading(block)) {
            (Label::Related, "is the title of another page")
        } else if !linked && in_text && self.around.beside_image(block) {
            (Label::ImageCredit, "stands by an image")
        } else if !linked && self.around.beside_button(block) {
            (Label::Widget, "stands by a button")
        } else {
            return None;
        };
        Some((label, reason.to_owned()))
    }

    /// Of a heading, from the first block under it.
    fn of_next(&self, block: usize) -> Option<Told> {
        let next = block + 1;
        let dropped = self.verdicts.get(next).is_some_and(|verdict| !verdict.keep);
        if !dropped || !self.around.is_heading(block) || !self.around.is_under(next, block) {
            return None;
        }
        let (label, reason) = self.of_neighbours(self.evidence.blocks.blocks.get(next)?, next)?;
        Some((label, format!("stands over what {reason}")))
    }

    /// From where the block stands to the title and to what is kept.
    fn of_position(&self, text: &TextBlock, block: usize) -> Told {
        let linked = text.link_density() > 0.5;
        let before = block < self.first_kept;
        let after = block > self.last_kept;
        let near_end = block + 4 > self.verdicts.len();
        let (label, reason) = match (linked, before, after) {
            (true, true, _) => (Label::Navigation, "links before the content"),
            (true, _, true) => (Label::Related, "links after the content"),
            (true, ..) => (Label::Navigation, "links apart from the content"),
            (false, true, _) if self.title.is_some() && text.words <= 15 => {
                (Label::Byline, "stands between the title and the text")
            }
            (false, true, _) if self.title.is_none() && text.words <= 15 => {
                (Label::SiteHeader, "stands above the title")
            }
            (false, _, true) if near_end => (Label::SiteFooter, "closes the page"),
            _ => (Label::Other, "unlike the content"),
        };
        (label, reason.to_owned())
    }
}
