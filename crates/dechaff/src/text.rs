//! The pipeline for plain text: from lines to an extraction.

use crate::block::{self, Place};
use crate::clock::Deadline;
use crate::extractor::Extractor;
use crate::select::wording_passes::Scored;
use crate::select::{self, Decision, Verdict, line_passes};
use crate::{Extraction, Hint, Label, Warning, content, feature, metadata, page, score};

/// Extracts from the lines of a plain text.
pub(crate) fn extract(extractor: &Extractor, text: &str, hint: &Hint) -> Extraction {
    let knowledge = &extractor.knowledge;
    let limit = extractor.options.limits.nodes;
    let (blocks, complete) = block::plain::segment(text, limit);
    let hits = knowledge.search(&blocks);
    let features = feature::plain::Measures::new(&blocks, &hits);
    let deadline = Deadline::after(extractor.options.limits.total_time);
    let (scores, in_time) = score::score(&features, &knowledge.text_model, deadline);
    let words: Vec<f32> = blocks.iter().map(|block| block.words as f32).collect();
    let choice = select::choose(&scores, &words, extractor.options.focus);
    let mut verdicts: Vec<Verdict> =
        choice.keep.iter().map(|&keep| Verdict::by_model(keep)).collect();
    let lines = Scored { blocks: &blocks, hits: &hits, scores: &scores };
    line_passes::run(&lines, &mut verdicts);

    let mut kept = blocks.iter().zip(&verdicts).filter(|(_, verdict)| verdict.keep);
    let kept: Vec<_> = kept.by_ref().map(|(block, _)| block).collect();
    let title = metadata::of_lines(&kept).map(|block| (block.place, block.text.trim().to_owned()));
    if let Some((Place::Line { number: title_line, .. }, _)) = title {
        for (block, verdict) in blocks.iter().zip(&mut verdicts) {
            if matches!(block.place, Place::Line { number, .. } if number == title_line) {
                verdict.overrule(false, "title", Some(Label::Title), "is the text's title");
            }
        }
    }

    let keep: Vec<bool> = verdicts.iter().map(|verdict| verdict.keep).collect();
    let mut decisions = Vec::with_capacity(verdicts.len());
    for (line, verdict) in verdicts.iter().enumerate() {
        let (label, told) = line_passes::label(&knowledge.lexicon, &hits, &verdicts, line);
        let mut reason = verdict.reason.clone();
        if verdict.by == "model" {
            reason = if verdict.keep { String::new() } else { told };
            if extractor.options.explain {
                let weights = score::explain(&features, &knowledge.text_model, line, 3);
                reason = page::join_weights(reason, &weights, choice.threshold);
            }
        }
        let label = (!verdict.keep).then(|| verdict.label.unwrap_or(label));
        decisions.push(Decision { keep: verdict.keep, label, by: verdict.by, reason });
    }
    let places = blocks
        .iter()
        .map(|block| match block.place {
            Place::Line { number, .. } => format!("line {number}"),
            Place::Page { .. } => String::new(),
        })
        .collect();
    let mut warnings = Vec::new();
    if !in_time {
        warnings.push(Warning::out_of_time(&extractor.options.limits));
    }
    if !complete {
        warnings.push(Warning::LimitHit { limit: "nodes", value: limit as u64 });
    }
    let content = content::from_lines(&blocks, &keep);
    let mut metadata = metadata::Metadata { url: hint.url.clone(), ..Default::default() };
    metadata.title = title.map(|(_, title)| title);
    Extraction {
        metadata,
        content,
        blocks: page::judge(blocks, places, &scores, decisions),
        page_kind: None,
        confidence: Some(choice.expected),
        warnings,
    }
}
