//! Footnotes: which links refer to a note, which elements are the notes, and the links back.

use std::collections::{HashMap, HashSet};

use super::name_table::Names;
use super::names;
use crate::block::{BlockIndex, PageBlocks};
use crate::content::{ContentNode, Footnote, Inline, Part, Run, normal};
use crate::dom::{Document, Flow, Node, NodeData, NodeIndex, Tag};

/// Words in the names of references to notes, and of notes.
static REFERENCES: Names = Names::of("note-reference");

/// Words in the names of links from a note back to the text.
static BACK: Names = Names::of("note-back");

/// Signs that lead back to the text, or stand around a note's number.
const SIGNS: &[char] =
    &['[', ']', '(', ')', '.', ':', '^', '↑', '↩', '↵', '⤴', '⏎', '↖', '\u{fe0e}', '\u{fe0f}', ' '];

/// Classes of notes that stand in the text where they are referred to, and are shown at its side.
static SIDE_NOTES: Names = Names::of("side-note");

/// Links looked at; a page with more has no more notes than these.
const MOST: usize = 20_000;

/// Blocks of a note at most; what holds more is a section.
const LONGEST: usize = 40;

/// The notes of a page and the references to them.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// The elements that are references, with the number of their note.
    references: HashMap<NodeIndex, usize>,
    /// The elements that are notes, with their numbers.
    elements: HashMap<NodeIndex, usize>,
    /// The elements that are notes and stand in the text, with their numbers.
    in_text: HashMap<NodeIndex, usize>,
    /// Links from notes to the text, and terms that only hold a note's number.
    skipped: HashSet<NodeIndex>,
    /// By number.
    labels: Vec<String>,
    found: Vec<(usize, Footnote)>,
}

/// A link inside the page.
struct Anchor<'a> {
    at: NodeIndex,
    place: &'a str,
}

impl Notes {
    /// Ties references to notes. `is_kept` says of a node whether kept text begins in it.
    pub(super) fn find(
        document: &Document<'_>,
        blocks: &PageBlocks,
        keep: &[bool],
        is_kept: impl Fn(NodeIndex) -> bool,
    ) -> Self {
        let anchors = anchors(document);
        let mut notes = Self::default();
        let mut used: HashSet<String> = HashSet::new();
        if anchors.is_empty() {
            notes.find_side_notes(document, blocks, keep, &mut used);
            return notes;
        }
        let places = places(document, &anchors);
        let mut reference_places: HashSet<NodeIndex> = HashSet::new();
        for anchor in &anchors {
            let Some(&target) = places.get(anchor.place).filter(|target| **target > anchor.at)
            else {
                continue;
            };
            let Some(label) = label(document, anchor.at) else { continue };
            let owner = document.inside(anchor.at).find_map(|(at, _)| blocks.owner(at));
            if owner.is_some_and(|block| keep.get(block as usize) != Some(&true)) {
                continue;
            }
            let Some(note) = note_of(document, target, anchor.at).filter(|note| is_kept(*note))
            else {
                continue;
            };
            let around: Vec<NodeIndex> =
                std::iter::once(anchor.at).chain(document.ancestors(anchor.at).take(2)).collect();
            let leads_back = || {
                let back = document.inside(note).take(500).filter_map(|(_, node)| {
                    node.attr("href")?.strip_prefix('#').and_then(|place| places.get(place))
                });
                back.into_iter().any(|place| around.contains(place))
            };
            let is_known = notes.elements.contains_key(&note);
            if !is_known && !says_reference(document, anchor.at) && !leads_back() {
                continue;
            }
            let number = *notes.elements.entry(note).or_insert_with(|| {
                notes.labels.push(unused(&label, &mut used));
                notes.labels.len() - 1
            });
            notes.references.insert(outermost(document, anchor.at, &label), number);
            reference_places.extend(around.iter().copied());
            if document.node(target).tag() == Tag::Dt {
                notes.skipped.insert(target);
            }
        }
        if !notes.references.is_empty() {
            notes.skip_ways_back(&anchors, &places, &reference_places);
        }
        notes.find_side_notes(document, blocks, keep, &mut used);
        notes
    }

    /// Numbers the notes that stand in the text.
    fn find_side_notes(
        &mut self,
        document: &Document<'_>,
        blocks: &PageBlocks,
        keep: &[bool],
        used: &mut HashSet<String>,
    ) {
        for (at, node) in (0..).zip(document.nodes()) {
            let is_note = matches!(node.tag(), Tag::Span | Tag::Small)
                && names::has_class(node, &SIDE_NOTES)
                && self.labels.len() < MOST;
            let mut owners = document.inside(at).filter_map(|(at, _)| blocks.owner(at));
            let is_kept = |block: BlockIndex| keep.get(block as usize) == Some(&true);
            if is_note && owners.next().is_some_and(is_kept) {
                self.in_text.insert(at, self.labels.len());
                let free = (self.labels.len() + 1..).map(|number| number.to_string());
                let label = free.into_iter().find(|label| used.insert(label.clone()));
                self.labels.push(label.unwrap_or_default());
            }
        }
    }

    /// The number and label of a note that stands in the text.
    pub(super) fn side_note(&self, index: NodeIndex) -> Option<(usize, &str)> {
        let number = *self.in_text.get(&index)?;
        Some((number, self.labels.get(number)?))
    }

    fn skip_ways_back(
        &mut self,
        anchors: &[Anchor<'_>],
        places: &HashMap<&str, NodeIndex>,
        references: &HashSet<NodeIndex>,
    ) {
        let leads_back = |anchor: &&Anchor<'_>| {
            places
                .get(anchor.place)
                .is_some_and(|place| *place < anchor.at && references.contains(place))
        };
        self.skipped.extend(anchors.iter().filter(leads_back).map(|anchor| anchor.at));
    }

    /// Whether there are none, so that nothing need be asked.
    pub(super) fn is_empty(&self) -> bool {
        self.references.is_empty() && self.in_text.is_empty()
    }

    /// Whether the element only shows a note at the side where there is no room for it.
    pub(super) fn is_toggle(&self, node: &Node<'_>) -> bool {
        !self.in_text.is_empty() && names::has_class(node, &["margin-toggle"])
    }

    /// The label of the note that the element refers to, if it is a reference.
    pub(super) fn reference(&self, index: NodeIndex) -> Option<&str> {
        let number = self.references.get(&index)?;
        self.labels.get(*number).map(String::as_str)
    }

    /// The number of the note that the element is.
    pub(super) fn note(&self, index: NodeIndex) -> Option<usize> {
        self.elements.get(&index).copied()
    }

    /// Whether the element only leads back to the text, or repeats a note's number.
    pub(super) fn is_skipped(
        &self,
        document: &Document<'_>,
        index: NodeIndex,
        in_note: bool,
    ) -> bool {
        if self.skipped.contains(&index) {
            return true;
        }
        let node = document.node(index);
        in_note
            && (node.tag() == Tag::A
                && (node.attr("role") == Some("doc-backlink") || names::has_word(node, &BACK))
                || names::has_class(node, &["mw-cite-backlink"]))
    }

    /// Takes in what a note says.
    pub(super) fn put(&mut self, number: usize, mut nodes: Vec<ContentNode>) {
        let Some(label) = self.labels.get(number) else { return };
        if let Some(ContentNode { part: Part::Paragraph { runs }, .. }) = nodes.first_mut() {
            *runs = without_number(std::mem::take(runs), label);
        }
        if let Some(ContentNode { part: Part::Paragraph { runs }, .. }) = nodes.last_mut() {
            *runs = without_arrow(std::mem::take(runs));
        }
        nodes.retain(|node| !matches!(&node.part, Part::Paragraph { runs } if runs.is_empty()));
        if !nodes.is_empty() {
            self.found.push((number, Footnote { label: label.clone(), nodes }));
        }
    }

    /// The notes in the order of the references. References to what is none become text.
    pub(super) fn finish(mut self, content: &mut Vec<ContentNode>) {
        if self.labels.is_empty() {
            return;
        }
        self.found.sort_by_key(|(number, _)| *number);
        let mut notes: Vec<Footnote> = self.found.into_iter().map(|(_, note)| note).collect();
        notes.dedup_by(|one, other| one.label == other.label);
        let labels: HashSet<String> = notes.iter().map(|note| note.label.clone()).collect();
        if labels.len() < self.labels.len() {
            untie(content, &labels);
            for note in &mut notes {
                untie(&mut note.nodes, &labels);
            }
        }
        if !notes.is_empty() {
            content.push(ContentNode::of(Part::Footnotes { notes }));
        }
    }
}

/// Turns references to notes that are not there into text.
fn untie(nodes: &mut [ContentNode], labels: &HashSet<String>) {
    let mut rest: Vec<&mut ContentNode> = nodes.iter_mut().collect();
    while let Some(node) = rest.pop() {
        for runs in node.part.runs_mut() {
            let mut is_changed = false;
            for run in runs.iter_mut() {
                if let Inline::Note(label) = &run.inline
                    && !labels.contains(label)
                {
                    run.inline = Inline::Text(label.clone());
                    run.sup = true;
                    is_changed = true;
                }
            }
            // It may now be in one style with what stands beside it.
            if is_changed {
                *runs = normal::runs(std::mem::take(runs));
            }
        }
        rest.extend(node.part.children_mut().into_iter().flatten());
    }
}

fn anchors<'a>(document: &Document<'a>) -> Vec<Anchor<'a>> {
    let links = (0..).zip(document.nodes()).filter(|(_, node)| node.tag() == Tag::A);
    let anchors = links.filter_map(|(at, node)| {
        let place = node.attr("href")?.strip_prefix('#').filter(|place| !place.is_empty())?;
        Some(Anchor { at, place })
    });
    anchors.take(MOST).collect()
}

/// The elements that the links lead to.
fn places<'a>(document: &Document<'a>, anchors: &[Anchor<'a>]) -> HashMap<&'a str, NodeIndex> {
    let wanted: HashSet<&str> = anchors.iter().map(|anchor| anchor.place).collect();
    let mut places = HashMap::new();
    for (at, node) in (0..).zip(document.nodes()) {
        if !matches!(node.data, NodeData::Element(..)) {
            continue;
        }
        let name = node.attr("name").filter(|_| node.tag() == Tag::A);
        for id in node.attr("id").into_iter().chain(name).filter(|id| wanted.contains(id)) {
            places.entry(id).or_insert(at);
        }
    }
    places
}

/// The number, letter or sign that a reference shows.
fn label(document: &Document<'_>, anchor: NodeIndex) -> Option<String> {
    let text = names::short_text(document, anchor, 24)?;
    let label = text.trim_matches(SIGNS).trim_start_matches("note ").trim();
    let is_number = label.len() <= 4 && label.bytes().all(|byte| byte.is_ascii_digit());
    let is_sign = label.chars().all(|c| "*†‡§¶#".contains(c)) && label.chars().count() <= 4;
    let is_letter = label.chars().count() == 1 && label.chars().all(char::is_alphabetic);
    let is_roman = label.len() <= 5 && label.bytes().all(|byte| b"ivx".contains(&byte));
    (!label.is_empty() && (is_number || is_sign || is_letter || is_roman)).then(|| label.to_owned())
}

/// A label in the letters that every format takes, which no other note has.
fn unused(label: &str, used: &mut HashSet<String>) -> String {
    let is_plain = label.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let mut candidate = if is_plain { label.to_owned() } else { String::new() };
    let mut number = used.len() + 1;
    while candidate.is_empty() || !used.insert(candidate.clone()) {
        candidate = if is_plain { format!("{label}-{number}") } else { number.to_string() };
        number += 1;
    }
    candidate
}

/// Whether the names and elements around a link say that it refers to a note.
fn says_reference(document: &Document<'_>, anchor: NodeIndex) -> bool {
    let inside = document.inside(anchor).take(2).map(|(_, node)| node);
    let around = document.ancestors(anchor).take(2).map(|at| document.node(at));
    let mut nodes = std::iter::once(document.node(anchor)).chain(inside).chain(around);
    nodes.any(|node| {
        node.tag() == Tag::Sup
            || matches!(node.attr("role"), Some("doc-noteref"))
            || matches!(node.attr("epub:type"), Some("noteref"))
            || node.tag().flow() == Flow::Inline && names::has_word(node, &REFERENCES)
    })
}

/// The element that is the note which `target` marks.
fn note_of(document: &Document<'_>, target: NodeIndex, anchor: NodeIndex) -> Option<NodeIndex> {
    let is_inline = |at: &NodeIndex| document.node(*at).tag().flow() != Flow::Block;
    let mut chain = std::iter::once(target).chain(document.ancestors(target));
    let mut note = chain.find(|at| !is_inline(at))?;
    if document.node(note).tag() == Tag::Dt {
        let mut next = document.node(note).end;
        while matches!(document.node(next).data, NodeData::Text(_)) {
            next += 1;
        }
        note = next;
    }
    let element = document.node(note);
    let is_note = matches!(
        element.tag(),
        Tag::Li | Tag::P | Tag::Div | Tag::Aside | Tag::Dd | Tag::Table | Tag::Section
    );
    let texts = document.inside(note).filter(|(_, node)| node.tag().flow() == Flow::Block);
    (is_note && element.end > anchor && note > anchor && texts.take(LONGEST).count() < LONGEST)
        .then_some(note)
}

/// The outermost inline element that shows no more than the reference and marks around it.
fn outermost(document: &Document<'_>, anchor: NodeIndex, label: &str) -> NodeIndex {
    let mut outermost = anchor;
    for at in document.ancestors(anchor).take(3) {
        let node = document.node(at);
        let is_small = matches!(node.tag(), Tag::Sup | Tag::Span | Tag::Small | Tag::Cite);
        let text = names::short_text(document, at, 24).filter(|_| is_small);
        if text.is_none_or(|text| text.trim_matches(SIGNS) != label) {
            break;
        }
        outermost = at;
    }
    outermost
}

/// Takes a note's own number off its beginning.
fn without_number(mut runs: Vec<Run>, label: &str) -> Vec<Run> {
    while let Some(first) = runs.first_mut() {
        let (Inline::Text(text) | Inline::Note(text)) = &mut first.inline else { break };
        let trimmed = text.trim_start_matches(|c| SIGNS.contains(&c) && c != '(');
        let rest = trimmed
            .strip_prefix(label)
            .filter(|rest| rest.is_empty() || rest.starts_with(['.', ')', ']', ':', ' ']));
        let rest = rest.map_or(trimmed, |rest| rest.trim_start_matches(SIGNS)).to_owned();
        if !rest.is_empty() {
            *text = rest;
            break;
        }
        runs.remove(0);
    }
    normal::runs(runs)
}

/// Takes arrows off a note's end.
fn without_arrow(mut runs: Vec<Run>) -> Vec<Run> {
    let is_arrow = |c: char| SIGNS.contains(&c) && !c.is_ascii();
    while let Some(last) = runs.last_mut() {
        let Inline::Text(text) = &mut last.inline else { break };
        let kept = text.trim_end_matches(|c: char| is_arrow(c) || c.is_whitespace()).len();
        text.truncate(kept);
        if !text.is_empty() {
            break;
        }
        runs.pop();
    }
    normal::runs(runs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_to_no_note_is_one_with_the_text_around_it() {
        let sup = |text: &str| Run { sup: true, ..Run::plain(text) };
        let runs = vec![Run::plain("a "), sup("b"), Inline::Note("1".to_owned()).into(), sup("c")];
        let mut nodes = vec![Part::Paragraph { runs }.into()];
        untie(&mut nodes, &HashSet::new());
        let shown = nodes.first().and_then(|node| node.part.runs().into_iter().next());
        assert_eq!(shown.unwrap(), &[Run::plain("a "), sup("b1c")]);
    }
}
