//! The passes over a page's blocks, after the model.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::ops::Range;

use super::Verdict;
use crate::Label;
use crate::block::TextBlock;
use crate::dom::{Document, NodeIndex};
use crate::feature::{GROUPS, Layout, Page};
use crate::metadata::is_same_title;

/// Shorter texts repeat in earnest: "Yes", "Ingredients", a price.
const REPEAT_WORDS: u32 = 6;

/// Pass `title`: drops each block that is the title, since the title is shown apart.
pub(crate) fn drop_title(blocks: &[TextBlock], title: Option<&str>, verdicts: &mut [Verdict]) {
    let Some(title) = title else { return };
    for (block, verdict) in blocks.iter().zip(verdicts) {
        if is_same_title(&block.text, title) {
            verdict.overrule(false, "title", Some(Label::Title), "is the page's title");
        }
    }
}

/// Pass `repeat`: drops what was kept before in the same words.
pub(crate) fn drop_repeats(blocks: &[TextBlock], verdicts: &mut [Verdict]) {
    let mut seen = HashSet::new();
    for (block, verdict) in blocks.iter().zip(verdicts) {
        if !verdict.keep || block.words < REPEAT_WORDS {
            continue;
        }
        let mut hasher = DefaultHasher::new();
        block.text.hash(&mut hasher);
        if !seen.insert(hasher.finish()) {
            verdict.overrule(false, "repeat", Some(Label::Repeat), "was already kept once");
        }
    }
}

/// Passes `keep-selector` and `drop-selector`: what the caller's selectors match is decided by
/// them.
pub(crate) fn inherit_selectors(
    document: &Document<'_>,
    layout: &Layout,
    matches: &[(NodeIndex, &str)],
    keep: bool,
    verdicts: &mut [Verdict],
) {
    let (by, label) =
        if keep { ("keep-selector", None) } else { ("drop-selector", Some(Label::Other)) };
    let mut done_until = 0;
    for &(element, selector) in matches {
        // What stands inside an element that matched already is done.
        if document.node(element).end <= done_until {
            continue;
        }
        done_until = document.node(element).end;
        let blocks = layout.blocks_in(element);
        for verdict in verdicts.get_mut(blocks).unwrap_or_default() {
            verdict.overrule(keep, by, label, format!("matches {selector:?}"));
        }
    }
}

/// The groups of names that boxes have, and the labels of the wording that confirms them.
const BOX_GROUPS: [&str; 3] = ["newsletter", "donate", "consent"];
const BOX_LABELS: [Label; 6] = [
    Label::Newsletter,
    Label::Donation,
    Label::Subscription,
    Label::Consent,
    Label::Share,
    Label::CommentPrompt,
];

/// Pass `named-box`: drops what stands in an element that is named for a box and also speaks as
/// one. Either alone is weak: a newsletter's archive is named so, and articles quote appeals.
pub(crate) fn drop_named_boxes(page: &Page<'_, '_>, verdicts: &mut [Verdict]) {
    let named = BOX_GROUPS
        .iter()
        .filter_map(|name| GROUPS.iter().position(|group| group == name))
        .fold(0u64, |bits, group| bits | 1 << group);
    let kept: u32 = words_kept(page, verdicts, 0..verdicts.len());
    let mut done_until = 0;
    for (index, &groups) in page.names.groups.iter().enumerate() {
        let element = index as NodeIndex;
        if groups & named == 0 || element < done_until {
            continue;
        }
        let blocks = page.layout.blocks_in(element);
        let said = page.hits.get(blocks.clone()).unwrap_or_default();
        let label = said
            .iter()
            .find_map(|hits| BOX_LABELS.into_iter().find(|&label| hits.strength(label) >= 2));
        let Some(label) = label else { continue };
        // What holds most of the content is no box, whatever it is called.
        if words_kept(page, verdicts, blocks.clone()) * 2 > kept {
            continue;
        }
        done_until = page.document.node(element).end;
        for verdict in verdicts.get_mut(blocks).unwrap_or_default() {
            if verdict.keep {
                let reason = "stands in an element that is named and worded as a box";
                verdict.overrule(false, "named-box", Some(label), reason);
            }
        }
    }
}

fn words_kept(page: &Page<'_, '_>, verdicts: &[Verdict], blocks: Range<usize>) -> u32 {
    let blocks = page
        .blocks
        .blocks
        .get(blocks.clone())
        .into_iter()
        .flatten()
        .zip(verdicts.get(blocks).into_iter().flatten());
    blocks.filter(|(_, verdict)| verdict.keep).map(|(block, _)| block.words).sum()
}
