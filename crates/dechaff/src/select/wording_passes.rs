//! The passes that go by wording: over the blocks of pages and texts alike.

use super::Verdict;
use crate::Label;
use crate::block::{Place, TextBlock};
use crate::lexicon::BlockHits;

/// What the passes read.
pub(crate) struct Scored<'s> {
    pub(crate) blocks: &'s [TextBlock],
    pub(crate) hits: &'s [BlockHits],
    pub(crate) scores: &'s [f32],
}

/// Runs every pass, in order.
pub(crate) fn run(scored: &Scored<'_>, verdicts: &mut [Verdict]) {
    drop_appeals(scored, verdicts);
    drop_wording(scored, verdicts);
    drop_boxes(scored, verdicts);
}

/// How many lines an appeal's letter may have between its salutation and its next request.
const LETTER_LINES: usize = 8;

/// Pass `appeal`: drops the letter of an appeal for money.
///
/// Such a letter is prose like an article's. What gives it away is its salutation, a short line
/// with an appeal's wording that ends in a comma or colon, and the requests that follow.
pub(crate) fn drop_appeals(scored: &Scored<'_>, verdicts: &mut [Verdict]) {
    let asks = |line: usize| scored.strength(line, Label::Donation) > 0;
    let mut line = 0;
    while line < scored.blocks.len() {
        if !scored.is_salutation(line) {
            line += 1;
            continue;
        }
        let mut end = line;
        while let Some(next) = (end + 1..=end + LETTER_LINES).find(|&next| asks(next)) {
            end = next;
        }
        let requests = (line + 1..=end).filter(|&at| asks(at)).count();
        if requests >= 2 {
            let label = Some(Label::Donation);
            for verdict in verdicts.get_mut(line..=end).unwrap_or_default() {
                verdict.overrule(false, "appeal", label, "stands in a letter that asks for money");
            }
        }
        line = end + 1;
    }
}

/// Lines of which the model is this sure are content wherever they stand.
pub(super) const SURE: f32 = 0.93;

/// The labels of boxes that stand between the paragraphs of an article.
const BOXES: [Label; 6] = [
    Label::Newsletter,
    Label::Donation,
    Label::Subscription,
    Label::Consent,
    Label::CommentPrompt,
    Label::AuthorBio,
];

/// The labels that single lines between paragraphs have.
const ASIDES: [Label; 5] =
    [Label::ImageCredit, Label::Share, Label::Advert, Label::Legal, Label::Related];

/// Below this score a line that names a photographer anywhere is a caption.
const CAPTION_BELOW: f32 = 0.6;

/// Longer lines are paragraphs, whatever they begin with.
const ASIDE_WORDS: u32 = 40;

/// Pass `wording`: drops an unsure line that begins as boilerplate does, or that ends as a caption
/// with its photographer.
fn drop_wording(scored: &Scored<'_>, verdicts: &mut [Verdict]) {
    for (line, (block, verdict)) in scored.blocks.iter().zip(verdicts).enumerate() {
        let mut labels = BOXES.into_iter().chain(ASIDES);
        let said = labels.find(|&label| {
            let caption = label == Label::ImageCredit && scored.score(line) < CAPTION_BELOW;
            scored.strength(line, label) >= if caption { 1 } else { 2 }
        });
        if let Some(label) = said
            && verdict.keep
            && block.words <= ASIDE_WORDS
            && scored.score(line) < SURE
        {
            verdict.overrule(false, "wording", Some(label), "begins as boilerplate does");
        }
    }
}

/// Pass `box`: drops one or two unsure lines between the heading of a box and another dropped
/// line, and the unsure lines right above the small print of a box.
fn drop_boxes(scored: &Scored<'_>, verdicts: &mut [Verdict]) {
    let kept = |verdicts: &[Verdict], line: usize| verdicts.get(line).is_some_and(|v| v.keep);
    for line in (1..scored.blocks.len()).rev() {
        let small_print = BOXES.into_iter().find(|&label| scored.strength(line, label) >= 2);
        if let Some(label) = small_print
            && !scored.follows_blank(line)
            && kept(verdicts, line - 1)
            && scored.score(line - 1) < SURE
            && let Some(verdict) = verdicts.get_mut(line - 1)
        {
            verdict.overrule(false, "box", Some(label), "stands in a box above its small print");
        }
    }
    for line in 1..scored.blocks.len() {
        let heading = BOXES.into_iter().find(|&label| scored.strength(line - 1, label) >= 2);
        let (Some(label), false, true) = (heading, kept(verdicts, line - 1), kept(verdicts, line))
        else {
            continue;
        };
        let end = (line..scored.blocks.len()).find(|&at| !kept(verdicts, at));
        let end = end.unwrap_or(scored.blocks.len());
        let unsure = (line..end).all(|at| scored.score(at) < SURE);
        if end - line <= 2 && unsure {
            for verdict in verdicts.get_mut(line..end).unwrap_or_default() {
                verdict.overrule(false, "box", Some(label), "stands in a box with its heading");
            }
        }
    }
}

impl Scored<'_> {
    pub(super) fn strength(&self, line: usize, label: Label) -> u8 {
        self.hits.get(line).map_or(0, |hits| hits.strength(label))
    }

    pub(super) fn score(&self, line: usize) -> f32 {
        self.scores.get(line).copied().unwrap_or(0.0)
    }

    fn follows_blank(&self, line: usize) -> bool {
        let place = self.blocks.get(line).map(|block| block.place);
        matches!(place, Some(Place::Line { blank_before, .. }) if blank_before > 0)
    }

    fn is_salutation(&self, line: usize) -> bool {
        self.strength(line, Label::Donation) >= 2
            && self.blocks.get(line).is_some_and(|block| {
                block.words <= 12 && block.text.trim_end().ends_with([',', ':', '，', '：', '،'])
            })
    }
}
