//! The pipeline for pages: from a parsed tree to an extraction.

use scraper::Html;

use crate::block::{self, PageBlocks, TextBlock};
use crate::clock::Deadline;
use crate::content;
use crate::dom::{Document, NodeData};
use crate::extractor::Extractor;
use crate::feature::{Measures, Page, PageRows};
use crate::metadata::{JsonLd, Judged, Metadata, Reading, Seen};
use crate::score::{Scoring, Weight};
use crate::select::wording_passes::{self, Scored};
use crate::select::{self, Decision, Evidence, Labeller, Verdict};
use crate::{Extraction, Hint, JudgedBlock, Label, Limit, PageKind, Warning, clock, hidden};

/// Blocks of a page that are explained by what weighed most: each costs as much as all its scores.
pub(crate) const MOST_EXPLAINED: usize = 20_000;

/// Bytes of the text that its language is told from.
const LANGUAGE_BYTES: usize = 4000;

/// The probabilities of a page's blocks.
pub(crate) fn scores(extractor: &Extractor, html: &Html) -> Vec<f32> {
    let knowledge = &extractor.knowledge;
    let document = Document::with_limits(html, &extractor.options.limits);
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
    let document = Document::with_limits(html, &options.limits);
    let blocks = block::segment(&document);
    let hits = knowledge.search(&blocks.blocks);
    let page = Page::new(&document, &blocks, &hits, &knowledge.class_groups);
    let features = Measures::new(&page);
    let surroundings = features.surroundings();
    let scoring = Scoring::new(&extractor.models.page, &features, &surroundings, deadline);
    let (scores, in_time) = scoring.probabilities();
    let kinds = scoring.page_kinds();
    let url = hint.url.as_ref();
    let mut reading = Reading::new(&document, url, &knowledge.metadata, &options.limits);
    let title = reading.title(&blocks.blocks, kinds.first().map(|&(kind, _)| kind));
    let base = reading.base();
    let words: Vec<f32> = blocks.blocks.iter().map(|block| block.words as f32).collect();
    let choice = select::choose(&scores, &words, options.focus);

    let mut verdicts = choice.verdicts();
    pass_over(&page, &scores, title.as_deref(), &mut verdicts);
    let mut warnings = use_selectors(extractor, html, &page, &mut verdicts);

    let keep: Vec<bool> = verdicts.iter().map(|verdict| verdict.keep).collect();
    let (content, mut reached) = content::build(&document, &blocks, &keep, base.as_ref(), options);
    let evidence = Evidence {
        document: &document,
        blocks: &blocks,
        hits: &hits,
        lexicon: &knowledge.lexicon,
        groups: &page.names.groups,
        group_labels: &knowledge.group_labels,
    };
    let decisions = decide(extractor, &evidence, &verdicts, &scoring, choice.threshold);
    let (comments, more) = if options.comments {
        let keep = are_comments(&decisions);
        content::build(&document, &blocks, &keep, base.as_ref(), options)
    } else {
        Default::default()
    };
    let (metadata, json_ld) = complete(reading, &page, &keep, &kinds, hint);
    warnings.extend(json_ld.warnings.iter().cloned());
    reached.extend(document.over().iter().chain(&more));
    reached.extend((!in_time).then_some(Limit::TotalTime));
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
    for limit in reached {
        extraction.warn(Warning::hit(limit, &options.limits));
    }
    let (document, base, json_ld) = (&document, base.as_ref(), &json_ld);
    hidden::Source { document, base, knowledge, options, json_ld, deadline }
        .supplement(&mut extraction);
    extraction
}

/// The passes that need no more than the page and its scores.
fn pass_over(page: &Page<'_, '_>, scores: &[f32], title: Option<&str>, verdicts: &mut [Verdict]) {
    let blocks = &page.blocks.blocks;
    wording_passes::drop_appeals(&Scored { blocks, hits: page.hits, scores }, verdicts);
    select::drop_named_boxes(page, verdicts);
    select::drop_title(blocks, title, verdicts);
    select::drop_repeats(blocks, verdicts);
    select::keep_whole(page, verdicts);
    select::keep_surrounded(page, verdicts);
}

/// Which blocks are comments of readers.
fn are_comments(decisions: &[Decision]) -> Vec<bool> {
    decisions.iter().map(|decision| decision.label == Some(Label::Comment)).collect()
}

/// Chooses the page's metadata, now that it is known which blocks are its text.
fn complete(
    reading: Reading<'_>,
    page: &Page<'_, '_>,
    keep: &[bool],
    kinds: &[(PageKind, f32)],
    hint: &Hint,
) -> (Metadata, JsonLd) {
    let blocks = &page.blocks.blocks;
    let text = text_of(blocks, keep);
    let judged = Judged {
        kinds,
        fetched: clock::day(hint.fetched),
        text: &text,
        words: words_of(blocks, keep),
    };
    let seen = Seen {
        document: page.document,
        blocks: page.blocks,
        layout: &page.layout,
        groups: &page.names.groups,
        keep,
    };
    reading.finish(seen, &judged)
}

/// The beginning of the kept blocks, that their language is told from.
pub(crate) fn text_of(blocks: &[TextBlock], keep: &[bool]) -> String {
    let mut text = String::new();
    for (block, _) in blocks.iter().zip(keep).filter(|(_, keep)| **keep) {
        text.push_str(&block.text);
        text.push('\n');
        if text.len() > LANGUAGE_BYTES {
            break;
        }
    }
    text
}

/// Words of the kept blocks.
pub(crate) fn words_of(blocks: &[TextBlock], keep: &[bool]) -> usize {
    let kept = blocks.iter().zip(keep).filter(|(_, keep)| **keep);
    kept.map(|(block, _)| block.words as usize).sum()
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
            if extractor.options.explain && block < MOST_EXPLAINED {
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
