//! The pipeline for plain text: from lines to an extraction.

use crate::block::{self, Place, TextBlock};
use crate::clock::Deadline;
use crate::content::{self, Content};
use crate::extractor::Extractor;
use crate::feature::Rows;
use crate::select::wording_passes::Scored;
use crate::select::{self, Decision, Verdict, line_passes};
use crate::{Extraction, Hint, Label, Limit, Warning, clock, feature, metadata, page, score};

/// Extracts from the lines of a plain text, which must be scored by the deadline.
pub(crate) fn extract(
    extractor: &Extractor,
    deadline: Deadline,
    text: &str,
    hint: &Hint,
) -> Extraction {
    let knowledge = &extractor.knowledge;
    let limit = extractor.options.limits.nodes;
    let (blocks, complete) = block::plain::segment(text, limit);
    let hits = knowledge.search(&blocks);
    let features = feature::plain::Measures::new(&blocks, &hits);
    let (scores, in_time) = score::score(&features, &extractor.models.text, deadline);
    let words: Vec<f32> = blocks.iter().map(|block| block.words as f32).collect();
    let choice = select::choose(&scores, &words, extractor.options.focus);
    let mut verdicts = choice.verdicts();
    let lines = Scored { blocks: &blocks, hits: &hits, scores: &scores };
    line_passes::run(&lines, &mut verdicts);
    let title = take_title(&blocks, &mut verdicts);

    let keep: Vec<bool> = verdicts.iter().map(|verdict| verdict.keep).collect();
    let decisions = decide(extractor, &lines, &verdicts, &features, choice.threshold);
    let places = blocks
        .iter()
        .map(|block| match block.place {
            Place::Line { number, .. } => format!("line {number}"),
            Place::Page { .. } => String::new(),
        })
        .collect();
    let mut warnings = Vec::new();
    if !in_time {
        warnings.push(Warning::hit(Limit::TotalTime, &extractor.options.limits));
    }
    if !complete {
        warnings.push(Warning::hit(Limit::Nodes, &extractor.options.limits));
    }
    let content = content::from_lines(&blocks, &keep);
    let lines = metadata::Lines {
        blocks: &blocks,
        keep: &keep,
        title,
        url: hint.url.as_ref(),
        fetched: clock::day(hint.fetched),
        text: &page::text_of(&blocks, &keep),
        words: page::words_of(&blocks, &keep),
    };
    let metadata = metadata::of_lines(&lines, &knowledge.metadata);
    Extraction {
        metadata,
        content,
        comments: Content::default(),
        blocks: page::judge(blocks, places, &scores, decisions),
        page_kind: None,
        page_kinds: Vec::new(),
        confidence: Some(choice.expected),
        warnings,
    }
}

/// Finds the title among the kept lines and takes it out of them; gives its place.
fn take_title(blocks: &[TextBlock], verdicts: &mut [Verdict]) -> Option<usize> {
    let kept = blocks.iter().zip(&*verdicts).filter(|(_, verdict)| verdict.keep);
    let kept: Vec<_> = kept.map(|(block, _)| block).collect();
    if !metadata::opens_with_title(&kept) {
        return None;
    }
    let title = kept.first()?.text.trim().to_owned();
    let mut reason = "is the text's title";
    let mut first = None;
    for (at, (block, verdict)) in blocks.iter().zip(verdicts).enumerate() {
        if verdict.keep && block.text.trim() == title {
            first = first.or(Some(at));
            verdict.overrule(false, "title", Some(Label::Title), reason);
            reason = "repeats the text's title";
        }
    }
    first
}

/// Turns verdicts into decisions: a label for each dropped line, and reasons.
fn decide(
    extractor: &Extractor,
    lines: &Scored<'_>,
    verdicts: &[Verdict],
    features: &impl Rows,
    threshold: f32,
) -> Vec<Decision> {
    let knowledge = &extractor.knowledge;
    let mut decisions = Vec::with_capacity(verdicts.len());
    for (line, verdict) in verdicts.iter().enumerate() {
        let (label, told) = line_passes::label(&knowledge.lexicon, lines.hits, verdicts, line);
        let mut reason = verdict.reason.clone();
        if verdict.by == "model" {
            reason = if verdict.keep { String::new() } else { told };
            if extractor.options.explain && line < page::MOST_EXPLAINED {
                let weights = score::explain(features, &extractor.models.text, line, 3);
                reason = page::join_weights(reason, &weights, threshold);
            }
        }
        let label = (!verdict.keep).then(|| verdict.label.unwrap_or(label));
        decisions.push(Decision { keep: verdict.keep, label, by: verdict.by, reason });
    }
    decisions
}
