//! The passes over the lines of a plain text, after the model.
//!
//! Each has one thing to say that the model, which sees a line at a time, cannot.

use super::Verdict;
use super::wording_passes::{self, SURE, Scored};
use crate::Label;
use crate::lexicon::{BlockHits, Lexicon};

/// Runs every pass, in order.
pub(crate) fn run(lines: &Scored<'_>, verdicts: &mut [Verdict]) {
    keep_between(lines, verdicts);
    keep_headings(lines, verdicts);
    keep_closing(lines, verdicts);
    wording_passes::run(lines, verdicts);
    drop_orphan_headings(lines, verdicts);
    keep_headlines(lines, verdicts);
}

/// How many lines between kept ones are kept with them, and how likely each must be.
const BETWEEN_LINES: usize = 3;
const BETWEEN_SCORE: f32 = 0.25;

/// Pass `between`: keeps a few short lines between kept ones, such as a heading or a list's
/// items, unless their wording speaks against it.
fn keep_between(lines: &Scored<'_>, verdicts: &mut [Verdict]) {
    let mut start = 0;
    while start < verdicts.len() {
        let dropped = verdicts.iter().skip(start).take_while(|verdict| !verdict.keep).count();
        let end = start + dropped;
        let likely = (start..end).all(|line| {
            lines.score(line) >= BETWEEN_SCORE
                && lines.hits.get(line).is_some_and(|hits| hits.best_strength() == 0)
        });
        let inside = start > 0 && end < verdicts.len();
        if inside && (1..=BETWEEN_LINES).contains(&dropped) && likely {
            for verdict in verdicts.get_mut(start..end).unwrap_or_default() {
                verdict.overrule(true, "between", None, "stands between lines that are kept");
            }
        }
        start = end + 1;
    }
}

/// A paragraph of this many words can have a heading of its own.
const HEADED_WORDS: u32 = 20;

/// Pass `heading`: keeps a likely heading right before a paragraph that is kept, though an
/// advertisement or the like stands before it.
fn keep_headings(lines: &Scored<'_>, verdicts: &mut [Verdict]) {
    let Some(first) = verdicts.iter().position(|verdict| verdict.keep) else {
        return;
    };
    for line in first + 1..verdicts.len() {
        let heads = lines.blocks.get(line + 1).is_some_and(|block| block.words >= HEADED_WORDS)
            && verdicts.get(line + 1).is_some_and(|verdict| verdict.keep);
        if heads
            && lines.score(line) >= BETWEEN_SCORE
            && lines.is_headline(line, true)
            && let Some(verdict) = verdicts.get_mut(line).filter(|verdict| !verdict.keep)
        {
            verdict.overrule(true, "heading", None, "heads a paragraph that is kept");
        }
    }
}

/// How many lines of plain boilerplate the closing sentence may stand behind.
const CLOSING_REACH: usize = 2;

/// Pass `closing`: keeps a likely sentence right after the last kept line. The last paragraph is
/// often short, and what follows it speaks against it.
fn keep_closing(lines: &Scored<'_>, verdicts: &mut [Verdict]) {
    let Some(last) = verdicts.iter().rposition(|verdict| verdict.keep) else {
        return;
    };
    for line in last + 1..=last + 1 + CLOSING_REACH {
        let hits = lines.hits.get(line).copied().unwrap_or_default();
        if hits.best_strength() >= 2 {
            continue;
        }
        let sentence = lines.blocks.get(line).is_some_and(|block| {
            block.words >= 6 && block.text.trim_end().ends_with(['.', '!', '?', '。', '”', '"'])
        });
        if sentence
            && hits.best_strength() == 0
            && lines.score(line) >= BETWEEN_SCORE
            && let Some(verdict) = verdicts.get_mut(line)
        {
            verdict.overrule(true, "closing", None, "closes the text");
        }
        return;
    }
}

/// How far a heading may stand from what it heads.
const HEADING_REACH: usize = 3;

/// Pass `orphan-heading`: drops an unsure heading when nothing that it could head is kept.
///
/// In a list of headlines none of them heads anything, so only texts of paragraphs are gone over.
fn drop_orphan_headings(lines: &Scored<'_>, verdicts: &mut [Verdict]) {
    let count = lines.blocks.len();
    let kept_words = |least: u32| -> u32 {
        let kept = lines.blocks.iter().zip(&*verdicts).filter(|(_, verdict)| verdict.keep);
        kept.map(|(block, _)| block.words).filter(|&words| words >= least).sum()
    };
    if kept_words(HEADED_WORDS) < kept_words(0) / 2 {
        return;
    }
    for line in (1..count).rev() {
        let unsure = lines.score(line) < SURE && lines.is_headline(line, true);
        let kept = |at: usize| verdicts.get(at).is_some_and(|verdict| verdict.keep);
        let heads_nothing = !(line + 1..=line + HEADING_REACH).any(kept);
        if unsure && kept(line) && heads_nothing {
            let reason = "heads nothing that is kept";
            if let Some(verdict) = verdicts.get_mut(line) {
                verdict.overrule(false, "orphan-heading", None, reason);
            }
        }
    }
}

/// How far before the first paragraph a headline is looked for.
const HEADLINE_REACH: usize = 6;

/// Pass `headline`: keeps the headlines right before the first paragraph.
///
/// The text's title is content here, while on a page it is metadata; so the model, which learned
/// from texts without their titles, leaves it to this pass.
fn keep_headlines(lines: &Scored<'_>, verdicts: &mut [Verdict]) {
    let longest = lines.blocks.iter().zip(&*verdicts).filter(|(_, verdict)| verdict.keep);
    let paragraph = longest.map(|(block, _)| block.words).max().unwrap_or(0).min(20);
    let first = lines
        .blocks
        .iter()
        .zip(&*verdicts)
        .position(|(block, verdict)| verdict.keep && block.words >= paragraph);
    let Some(first) = first else { return };
    let mut found = false;
    for line in (first.saturating_sub(HEADLINE_REACH)..first).rev() {
        if lines.is_barrier(line) {
            return;
        }
        let nearest = !found;
        if lines.is_headline(line, nearest) {
            found = true;
            if let Some(verdict) = verdicts.get_mut(line).filter(|verdict| !verdict.keep) {
                verdict.overrule(true, "headline", None, "heads the first paragraph");
            }
        }
    }
}

impl Scored<'_> {
    /// Whether no headline of the text stands before this line: it is plain boilerplate.
    fn is_barrier(&self, line: usize) -> bool {
        let hits = self.hits.get(line).copied().unwrap_or_default();
        let about_the_text = [Label::Byline, Label::ImageCredit, Label::Share, Label::Widget];
        hits.best_strength() >= 2 && !about_the_text.iter().any(|&label| hits.strength(label) >= 2)
    }

    /// Whether a line reads as a headline. Only the nearest to the text may be very short.
    fn is_headline(&self, line: usize, nearest: bool) -> bool {
        let Some(block) = self.blocks.get(line) else {
            return false;
        };
        let text = block.text.trim();
        let size: usize =
            text.chars().map(|c| if crate::word::is_ideograph(c) { 3 } else { 1 }).sum();
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let said = self.hits.get(line).is_some_and(|hits| hits.best_strength() > 0);
        let ended = text.trim_end_matches(['"', '”', '’', '»', '」']);
        let least = if nearest { 16 } else { 30 };
        if said || digits * 5 >= size || !(least..=220).contains(&size) {
            return false;
        }
        let menu = text.chars().any(crate::word::is_ideograph) && text.matches(' ').count() >= 3;
        !menu
            && !ended.ends_with(['.', ':', ';', ',', '。', '：', '，'])
            && !text.contains(['|', '»', '›', '>', '@', '/', '©'])
            && (nearest || !text.ends_with('!'))
    }
}

/// What a dropped line is, and what it was told from.
pub(crate) fn label(
    lexicon: &Lexicon,
    hits: &[BlockHits],
    verdicts: &[Verdict],
    line: usize,
) -> (Label, String) {
    let own = hits.get(line).copied().unwrap_or_default();
    if let Some((label, phrase, language)) = lexicon.best(&own) {
        return (label, format!("says {phrase:?} ({language})"));
    }
    // A run of dropped lines is one thing more often than not. Only its last few lines are
    // looked at, so that a long run costs no more than a short one.
    let before = (line.saturating_sub(30)..line)
        .rev()
        .take_while(|&at| verdicts.get(at).is_some_and(|verdict| !verdict.keep))
        .find_map(|at| lexicon.best(hits.get(at)?));
    match before {
        Some((label, phrase, _)) => (label, format!("follows {phrase:?}")),
        None => (Label::Other, "unlike the content".to_owned()),
    }
}
