//! The account of every block.

use std::collections::{BTreeMap, HashSet};

use dechaff::content::{Content, ContentNode, Inline, Part, Run};
use dechaff::dom::{Document, Flow, Html, NodeData};
use dechaff::{Extraction, JudgedBlock, Label, Warning};

use super::letters_fault;

/// The passes that may decide, and what each may decide: to keep, to drop, or both.
const PASSES: [(&str, bool, bool); 19] = [
    ("model", true, true),
    ("appeal", false, true),
    ("named-box", false, true),
    ("title", false, true),
    ("repeat", false, true),
    ("whole", true, false),
    ("surrounded", true, false),
    ("keep-selector", true, false),
    ("drop-selector", false, true),
    ("json-ld", false, true),
    ("state", false, true),
    ("template", false, true),
    ("between", true, false),
    ("heading", true, false),
    ("closing", true, false),
    ("wording", false, true),
    ("box", false, true),
    ("orphan-heading", false, true),
    ("headline", true, false),
];

/// What is wrong with the account of an extraction: a decision that its pass cannot make, kept
/// blocks that are not in the content, dropped ones that are, or decisions that do not lead to
/// what was kept.
pub fn account_fault(extraction: &Extraction) -> Option<String> {
    let blocks = &extraction.blocks;
    let decision = blocks.iter().find_map(decision_fault);
    decision.or_else(|| threshold_fault(blocks)).or_else(|| repeat_fault(blocks)).or_else(|| {
        let is_hidden = |warning: &Warning| matches!(warning, Warning::HiddenContentUsed { .. });
        let is_elsewhere = extraction.warnings.iter().any(is_hidden);
        let numbers = numbers(&extraction.content);
        let kept =
            |number: &u32| blocks.get(*number as usize).is_some_and(|block| block.decision.keep);
        let stray = numbers.iter().find(|number| !kept(number));
        let stray = stray.map(|number| format!("block {number} is in the content, and dropped"));
        stray.or_else(|| text_fault(extraction).filter(|_| !is_elsewhere))
    })
}

fn decision_fault(block: &JudgedBlock) -> Option<String> {
    let decision = &block.decision;
    let known = PASSES.iter().find(|(name, ..)| *name == decision.by);
    let Some((_, keeps, drops)) = known else {
        return Some(format!("the pass {:?} is not known", decision.by));
    };
    if !(if decision.keep { *keeps } else { *drops }) {
        return Some(format!("{} cannot decide so: {decision:?}", decision.by));
    }
    if decision.keep != decision.label.is_none() {
        return Some(format!("kept with a label or dropped without: {decision:?}"));
    }
    if decision.by == "title" && decision.label != Some(Label::Title)
        || decision.by == "repeat" && decision.label != Some(Label::Repeat)
    {
        return Some(format!("{decision:?}"));
    }
    if block.words == 0 || !(0.0..=1.0).contains(&block.score) {
        return Some(format!("{} words, score {}", block.words, block.score));
    }
    None
}

/// Of the blocks that the model decided on, those that it kept have scores no lower than those
/// that it dropped; and where explanations name the least score, it is what parts them.
fn threshold_fault(blocks: &[JudgedBlock]) -> Option<String> {
    let by_model = || blocks.iter().filter(|block| block.decision.by == "model");
    let kept = by_model().filter(|block| block.decision.keep).map(|block| block.score);
    let dropped = by_model().filter(|block| !block.decision.keep).map(|block| block.score);
    let (least, most) = (kept.reduce(f32::min), dropped.reduce(f32::max));
    if least < most && least.is_some() {
        return Some(format!("kept at {least:?}, dropped at {most:?}"));
    }
    by_model().find_map(|block| {
        let (_, rest) = block.decision.reason.split_once("kept from ")?;
        let threshold: f32 = rest.split(' ').next()?.parse().ok()?;
        // The reason has two places.
        let is_right = if block.decision.keep {
            block.score >= threshold - 0.006
        } else {
            block.score <= threshold + 0.006
        };
        (!is_right).then(|| format!("score {}, {:?}", block.score, block.decision))
    })
}

/// A block is dropped as a repeat of one that was kept before it, and nothing else is.
fn repeat_fault(blocks: &[JudgedBlock]) -> Option<String> {
    let mut seen = HashSet::new();
    for block in blocks {
        if block.decision.by == "repeat" && !seen.contains(block.text.as_str()) {
            return Some(format!("repeats nothing: {:?}", block.text));
        }
        // What was kept when the pass ran may have been dropped since.
        let later = ["keep-selector", "drop-selector", "json-ld", "state", "template"];
        if block.decision.keep || later.contains(&block.decision.by) {
            seen.insert(block.text.as_str());
        }
    }
    None
}

/// The numbers of all blocks that are named in the content.
fn numbers(content: &Content) -> HashSet<u32> {
    let mut numbers = HashSet::new();
    let mut open: Vec<&[ContentNode]> = vec![&content.nodes];
    while let Some(nodes) = open.pop() {
        for node in nodes {
            numbers.extend(node.blocks.iter().copied());
            open.extend(node.part.children());
        }
    }
    numbers
}

/// The content holds the letters of the kept blocks, however they are arranged: nothing that was
/// dropped, and nothing twice.
fn text_fault(extraction: &Extraction) -> Option<String> {
    let kept = extraction.blocks.iter().filter(|block| block.decision.keep);
    let kept: String = kept.map(|block| block.text.as_str()).collect();
    let text = extraction.content.to_text();
    // A formula is written as TeX, which has words of its own.
    if has_formulas(&extraction.content) {
        return None;
    }
    let (kept, given) = (counts(&kept), counts(&text));
    let more = given.iter().find(|(letter, count)| kept.get(letter).is_none_or(|all| all < count));
    more.map(|(letter, count)| format!("{count} times {letter:?} in\n{text}\nout of {kept:?}"))
}

fn has_formulas(content: &Content) -> bool {
    let is_formula = |run: &Run| matches!(run.inline, Inline::Math(_));
    let mut open: Vec<&[ContentNode]> = vec![&content.nodes];
    while let Some(nodes) = open.pop() {
        for node in nodes {
            let is_display = matches!(node.part, Part::Math { .. });
            if is_display || node.part.runs().into_iter().flatten().any(is_formula) {
                return true;
            }
            open.extend(node.part.children());
        }
    }
    false
}

/// How often each letter comes. Digits and `x` are left out: lists have numbers of their own, and
/// tasks that are done a mark.
fn counts(text: &str) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    for letter in text.chars().filter(|letter| letter.is_alphabetic() && *letter != 'x') {
        *counts.entry(letter).or_default() += 1;
    }
    counts
}

/// What is wrong with the blocks of a page: they are its visible text, nothing lost and nothing
/// twice.
pub fn blocks_fault(html: &Html, blocks: &[JudgedBlock]) -> Option<String> {
    let document = Document::new(html);
    let mut visible = String::new();
    let mut index = 1;
    while let Some(node) = document.nodes().get(index as usize) {
        match node.data {
            NodeData::Element(tag, _) if tag.flow() == Flow::Skipped => {
                index = node.end;
                continue;
            }
            NodeData::Text(text) => visible.push_str(text),
            _ => {}
        }
        index += 1;
    }
    let given: String = blocks.iter().map(|block| block.text.as_str()).collect();
    letters_fault("visible text", &visible, &given)
}
