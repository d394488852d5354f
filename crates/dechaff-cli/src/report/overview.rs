//! The page at a glance.

use std::fmt::Write;

use dechaff::Extraction;

use super::label::{self, Labels};
use super::markup::escaped;

/// Height of the map, and of what is dropped in it.
const FULL: u32 = 24;
const LOW: u32 = 12;

/// What the page was called, and its address where that says more.
pub(super) fn source(extraction: &Extraction, source: &str) -> String {
    match extraction.metadata.url.as_ref().map(ToString::to_string) {
        Some(url) if url != source => format!("{} · {}", escaped(source), escaped(&url)),
        _ => escaped(source),
    }
}

/// The figures of the page.
pub(super) fn facts(extraction: &Extraction) -> String {
    let mut facts = Vec::new();
    let (kept, all) = counts(extraction, |_| 1);
    facts.push(("Blocks kept", kept.to_string(), format!("of {all}")));
    let (kept, all) = counts(extraction, |block| block.words);
    facts.push(("Words kept", kept.to_string(), format!("of {all}")));
    if let Some(confidence) = extraction.confidence {
        facts.push(("Confidence", format!("{confidence:.2}"), String::new()));
    }
    if let Some((kind, probability)) = extraction.page_kinds.first() {
        facts.push(("Kind of page", kind.name().to_owned(), format!("{probability:.2}")));
    }
    if let Some(language) = &extraction.metadata.detected_language {
        facts.push(("Language", language.tag.to_string(), String::new()));
    }
    let mut out = "<dl class=\"facts-list\">".to_owned();
    for (name, value, more) in facts {
        let (value, more) = (escaped(&value), escaped(&more));
        // Writing to a String cannot fail.
        let _ = write!(out, "<div><dt>{name}</dt><dd>{value} <small>{more}</small></dd></div>");
    }
    out + "</dl>"
}

/// How much was kept, in a line.
pub(super) fn kept(extraction: &Extraction) -> String {
    let (kept, all) = counts(extraction, |block| block.words);
    format!("{kept} of {all} words")
}

fn counts(
    extraction: &Extraction,
    size: impl Fn(&dechaff::JudgedBlock) -> usize,
) -> (usize, usize) {
    let all = extraction.blocks.iter().map(&size).sum();
    let kept = extraction.blocks.iter().filter(|block| block.decision.keep).map(&size).sum();
    (kept, all)
}

/// The whole page as a strip: each block as wide as its words, high where it was kept.
pub(super) fn map(extraction: &Extraction, labels: &Labels) -> String {
    if extraction.blocks.is_empty() {
        return String::new();
    }
    let widths = || extraction.blocks.iter().map(|block| block.words.max(2));
    let mut out = format!(
        "<svg class=\"map\" viewBox=\"0 0 {} {FULL}\" preserveAspectRatio=\"none\" role=\"img\" \
         aria-label=\"Map of the page: its blocks from first to last, high where kept\">",
        widths().sum::<usize>()
    );
    let mut at = 0;
    for (block, width) in extraction.blocks.iter().zip(widths()) {
        let name = label::name(block);
        let group = labels.of(name).group;
        let keep = block.decision.keep;
        let (class, height) = if keep { (" kept", FULL) } else { ("", LOW) };
        let top = FULL - height;
        let _ = write!(
            out,
            "<rect class=\"{group}{class}\" data-part x=\"{at}\" y=\"{top}\" width=\"{width}\" \
             height=\"{height}\"><title>{name}</title></rect>"
        );
        at += width;
    }
    out + "</svg>\n<p class=\"map-note\">The page from its first block to its last: high and full \
           is kept, low and pale is dropped. A click leads to the block.</p>"
}

/// What went less than perfectly.
pub(super) fn warnings(extraction: &Extraction) -> String {
    if extraction.warnings.is_empty() {
        return String::new();
    }
    let lines = extraction.warnings.iter();
    let lines: Vec<String> =
        lines.map(|warning| format!("<li>{}</li>", escaped(&warning.to_string()))).collect();
    format!("<ul class=\"warnings\" aria-label=\"Warnings\">{}</ul>", lines.concat())
}
