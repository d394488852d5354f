//! What a dropped block is, told from its wording and its place.

use super::Verdict;
use crate::Label;
use crate::block::{PageBlocks, Place};
use crate::dom::{Document, NodeIndex, Tag};
use crate::feature::GROUPS;
use crate::lexicon::{BlockHits, Lexicon};

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

    /// The label of the first of the groups, given as bits, that speaks for one.
    fn of(&self, mut groups: u64) -> Option<(Label, &'static str)> {
        while groups != 0 {
            let place = groups.trailing_zeros() as usize;
            if let (Some(Some(label)), Some(group)) = (self.0.get(place), GROUPS.get(place)) {
                return Some((*label, group));
            }
            groups &= groups - 1;
        }
        None
    }
}

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

/// How far up the names of elements speak for a block.
const REACH: usize = 12;

/// The label of the dropped block at `block`, and what it was told from.
pub(crate) fn of_page_block(
    evidence: &Evidence<'_, '_>,
    verdicts: &[Verdict],
    block: usize,
    heading: Option<usize>,
) -> (Label, String) {
    let hits = evidence.hits.get(block).copied().unwrap_or_default();
    if let Some((label, phrase, language)) = evidence.lexicon.best(&hits) {
        return (label, format!("says {phrase:?} ({language})"));
    }
    if let Some(told) = of_place(evidence, block) {
        return told;
    }
    // A dropped heading speaks for what follows it.
    if let Some(heading) = heading
        && verdicts.get(heading).is_some_and(|verdict| !verdict.keep)
    {
        let hits = evidence.hits.get(heading).copied().unwrap_or_default();
        if let Some((label, phrase, _)) = evidence.lexicon.best(&hits) {
            return (label, format!("under the heading {phrase:?}"));
        }
    }
    of_position(evidence, verdicts, block)
}

/// From the elements around the block and their names.
fn of_place(evidence: &Evidence<'_, '_>, block: usize) -> Option<(Label, String)> {
    let place = evidence.blocks.blocks.get(block)?.place;
    let Place::Page { inner, .. } = place else { return None };
    let path = std::iter::once(inner).chain(evidence.document.ancestors(inner));
    for element in path.take(REACH) {
        let groups = evidence.groups.get(element as usize).copied().unwrap_or(0);
        if let Some((label, group)) = evidence.group_labels.of(groups) {
            return Some((label, format!("stands in an element named for {group}")));
        }
        if let Some((label, tag)) = of_element(evidence.document, element) {
            return Some((label, format!("stands in <{tag}>")));
        }
    }
    None
}

fn of_element(document: &Document<'_>, element: NodeIndex) -> Option<(Label, &'static str)> {
    let tag = document.node(element).tag();
    let label = match tag {
        Tag::Nav | Tag::Menu => Label::Navigation,
        Tag::Footer => Label::SiteFooter,
        Tag::Aside => Label::Related,
        Tag::Figcaption | Tag::Figure => Label::ImageCredit,
        Tag::Button | Tag::Form | Tag::Label | Tag::Dialog => Label::Widget,
        Tag::Time | Tag::Address => Label::Byline,
        _ => return None,
    };
    Some((label, tag.name()))
}

/// From where the block stands to what is kept.
fn of_position(
    evidence: &Evidence<'_, '_>,
    verdicts: &[Verdict],
    block: usize,
) -> (Label, String) {
    let linked =
        evidence.blocks.blocks.get(block).is_some_and(|block| block.link_density() > 0.5);
    let first = verdicts.iter().position(|verdict| verdict.keep);
    let last = verdicts.iter().rposition(|verdict| verdict.keep);
    let (label, reason) = match (first, last) {
        (Some(first), _) if block < first && linked => {
            (Label::Navigation, "links before the content")
        }
        (_, Some(last)) if block > last && linked => (Label::Related, "links after the content"),
        _ if linked => (Label::Navigation, "links apart from the content"),
        _ => (Label::Other, "unlike the content"),
    };
    (label, reason.to_owned())
}
