//! The pipeline for pages: from a parsed tree to an extraction.

use scraper::Html;

use crate::block::{self, PageBlocks, TextBlock};
use crate::clock::Deadline;
use crate::content::{self, Content};
use crate::dom::{Document, NodeData};
use crate::extractor::Extractor;
use crate::feature::{Measures, Page, PageRows};
use crate::score::{Scoring, Weight};
use crate::select::wording_passes::{self, Scored};
use crate::select::{self, Decision, Evidence, Labeller, Verdict};
use crate::{Extraction, Hint, JudgedBlock, Label, Warning, hidden, metadata};

/// The probabilities of a page's blocks.
pub(crate) fn scores(extractor: &Extractor, html: &Html) -> Vec<f32> {
    let knowledge = &extractor.knowledge;
    let document = Document::with_limit(html, extractor.options.limits.nodes);
    let blocks = block::segment(&document);
    let hits = knowledge.search(&blocks.blocks);
    let page = Page::new(&document, &blocks, &hits, &knowledge.class_groups);
    let features = Measures::new(&page);
    let surroundings = features.surroundings();
    let deadline = Deadline::after(extractor.options.limits.total_time);
    Scoring::new(&extractor.models.page, &features, &surroundings, deadline).probabilities().0
}

/// Extracts from a parsed page.
pub(crate) fn extract(
    extractor: &Extractor,
    html: &Html,
    hint: &Hint,
    deadline: Deadline,
) -> Extraction {
    let knowledge = &extractor.knowledge;
    let options = &extractor.options;
    let document = Document::with_limit(html, options.limits.nodes);
    let blocks = block::segment(&document);
    let hits = knowledge.search(&blocks.blocks);
    let page = Page::new(&document, &blocks, &hits, &knowledge.class_groups);
    let features = Measures::new(&page);
    let surroundings = features.surroundings();
    let scoring = Scoring::new(&extractor.models.page, &features, &surroundings, deadline);
    let (scores, in_time) = scoring.probabilities();
    let kinds = scoring.page_kinds();
    let (metadata, base) = metadata::read(&document, hint.url.as_ref());
    let words: Vec<f32> = blocks.blocks.iter().map(|block| block.words as f32).collect();
    let choice = select::choose(&scores, &words, options.focus);

    let mut verdicts = choice.verdicts();
    let judged = Scored { blocks: &blocks.blocks, hits: &hits, scores: &scores };
    wording_passes::drop_appeals(&judged, &mut verdicts);
    select::drop_named_boxes(&page, &mut verdicts);
    select::drop_title(&blocks.blocks, metadata.title.as_deref(), &mut verdicts);
    select::drop_repeats(&blocks.blocks, &mut verdicts);
    let mut warnings = use_selectors(extractor, html, &page, &mut verdicts);
    if !in_time {
        warnings.push(Warning::out_of_time(&options.limits));
    }

    let keep: Vec<bool> = verdicts.iter().map(|verdict| verdict.keep).collect();
    let content = content::build(&document, &blocks, &keep, base.as_ref(), options);
    let evidence = Evidence {
        document: &document,
        blocks: &blocks,
        hits: &hits,
        lexicon: &knowledge.lexicon,
        groups: &page.names.groups,
        group_labels: &knowledge.group_labels,
    };
    let decisions = decide(extractor, &evidence, &verdicts, &scoring, choice.threshold);
    let comments = if options.comments {
        let is_comment = |decision: &Decision| decision.label == Some(Label::Comment);
        let keep: Vec<bool> = decisions.iter().map(is_comment).collect();
        content::build(&document, &blocks, &keep, base.as_ref(), options)
    } else {
        Content::default()
    };
    let places = places(extractor, &document, &blocks);
    let mut extraction = Extraction {
        metadata,
        content,
        comments,
        blocks: judge(blocks.blocks, places, &scores, decisions),
        page_kind: kinds.first().map(|&(kind, _)| kind),
        page_kinds: kinds,
        confidence: Some(choice.expected),
        warnings,
    };
    hidden::Source { document: &document, base: base.as_ref(), knowledge, options }
        .supplement(&mut extraction);
    extraction
}

/// Lets the caller's selectors overrule; a warning for each that matches nothing.
fn use_selectors(
    extractor: &Extractor,
    html: &Html,
    page: &Page<'_, '_>,
    verdicts: &mut [Verdict],
) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for (selectors, keep) in [(&extractor.keep, true), (&extractor.drop, false)] {
        let (matches, unmatched) = selectors.matches(html, page.document);
        select::inherit_selectors(page.document, &page.layout, &matches, keep, verdicts);
        warnings.extend(
            unmatched
                .into_iter()
                .map(|selector| Warning::SelectorUnmatched { selector: selector.to_owned() }),
        );
    }
    warnings
}

/// Turns verdicts into decisions: a label for each dropped block, and reasons.
fn decide(
    extractor: &Extractor,
    evidence: &Evidence<'_, '_>,
    verdicts: &[Verdict],
    scoring: &Scoring<'_, impl PageRows>,
    threshold: f32,
) -> Vec<Decision> {
    let mut labeller = Labeller::new(evidence, verdicts);
    let mut decisions = Vec::with_capacity(verdicts.len());
    for (block, verdict) in verdicts.iter().enumerate() {
        let (label, told) = labeller.label(block);
        let mut reason = verdict.reason.clone();
        if verdict.by == "model" {
            reason = told;
            if extractor.options.explain {
                let weights = scoring.explain(block, 3);
                reason = join_weights(reason, &weights, threshold);
            }
        }
        decisions.push(Decision { keep: verdict.keep, label, by: verdict.by, reason });
    }
    decisions
}

/// Adds the heaviest measures to a reason.
pub(crate) fn join_weights(reason: String, weights: &[Weight], threshold: f32) -> String {
    let mut parts: Vec<String> = if reason.is_empty() { vec![] } else { vec![reason] };
    parts.push(format!("kept from {threshold:.2} on"));
    parts.extend(
        weights
            .iter()
            .map(|weight| format!("{} = {} ({:+.2})", weight.feature, weight.value, weight.added)),
    );
    parts.join("; ")
}

pub(crate) fn judge(
    blocks: Vec<TextBlock>,
    places: Vec<String>,
    scores: &[f32],
    decisions: Vec<Decision>,
) -> Vec<JudgedBlock> {
    blocks
        .into_iter()
        .zip(places)
        .zip(scores.iter().zip(decisions))
        .map(|((block, place), (&score, decision))| JudgedBlock {
            text: block.text,
            words: block.words as usize,
            place,
            score,
            decision,
        })
        .collect()
}

/// The path of each block's element, such as `body > div.story > p`; only when it is asked for.
fn places(extractor: &Extractor, document: &Document<'_>, blocks: &PageBlocks) -> Vec<String> {
    if !extractor.options.explain {
        return vec![String::new(); blocks.blocks.len()];
    }
    blocks
        .blocks
        .iter()
        .map(|block| {
            let container = block.container();
            let mut path: Vec<String> = std::iter::once(container)
                .chain(document.ancestors(container))
                .take(8)
                .map(|at| step_name(document.node(at)))
                .collect();
            path.reverse();
            path.join(" > ")
        })
        .collect()
}

fn step_name(node: &crate::dom::Node<'_>) -> String {
    let NodeData::Element(_, element) = node.data else {
        return String::new();
    };
    let class = node.attr("class").and_then(|classes| classes.split_ascii_whitespace().next());
    match (node.attr("id"), class) {
        (Some(id), _) => format!("{}#{id}", element.name()),
        (None, Some(class)) => format!("{}.{class}", element.name()),
        (None, None) => element.name().to_owned(),
    }
}
