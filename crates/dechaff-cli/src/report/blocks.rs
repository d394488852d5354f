//! The blocks of a page, and what they can be chosen by.

use std::collections::HashMap;
use std::fmt::{self, Write};

use dechaff::{Extraction, JudgedBlock};

use super::label::{self, Labels};
use super::markup::escaped;

/// A box to tick for each label of the page: content first, then the most frequent.
pub(super) fn filters(extraction: &Extraction, labels: &Labels) -> String {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for block in &extraction.blocks {
        *counts.entry(label::name(block)).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|&(name, count)| (name != "content", std::cmp::Reverse(count), name));
    let boxes = counts.into_iter().map(|(name, count)| {
        let shown = labels.of(name);
        format!(
            "<label class=\"{group}\" title=\"{meaning}\"><input type=\"checkbox\" checked \
             data-label=\"{name}\">{name} <b>{count}</b></label>\n",
            group = shown.group,
            meaning = escaped(shown.meaning),
        )
    });
    boxes.collect::<Vec<_>>().concat()
}

/// The blocks in their order.
pub(super) fn list(extraction: &Extraction, labels: &Labels) -> String {
    let mut out = "<ol class=\"list\">\n".to_owned();
    for (number, block) in extraction.blocks.iter().enumerate() {
        // Writing to a String cannot fail.
        let _ = entry(&mut out, number + 1, block, labels);
    }
    out + "</ol>"
}

fn entry(out: &mut String, number: usize, block: &JudgedBlock, labels: &Labels) -> fmt::Result {
    let keep = if block.decision.keep { "kept" } else { "dropped" };
    let mark = if block.decision.keep { "Kept" } else { "Dropped" };
    let name = label::name(block);
    let shown = labels.of(name);
    let reasons: Vec<&str> = block.decision.reason.split("; ").collect();
    write!(
        out,
        "<li class=\"block {keep} {group}\" data-block=\"{number}\" data-keep=\"{keep}\" \
         data-label=\"{name}\"><details><summary>\
         <span class=\"number\" aria-hidden=\"true\">{number}</span>\
         <span class=\"name\"><span class=\"unseen\">{mark}: </span>{name}</span> \
         <span class=\"score\"><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" \
         aria-hidden=\"true\"><rect width=\"{width:.0}\" height=\"10\"/></svg>\
         <span class=\"unseen\">score </span>{score:.2}</span> \
         <span class=\"text\" dir=\"auto\">{text}</span>\
         <span class=\"hint\" aria-hidden=\"true\">{hint}</span></summary>",
        group = shown.group,
        width = block.score * 100.0,
        score = block.score,
        text = escaped(&block.text),
        hint = escaped(&hint(block, &reasons)),
    )?;
    details(out, block, shown.meaning, &reasons)?;
    out.push_str("</details></li>\n");
    Ok(())
}

/// What is shown while the pointer rests on a block.
fn hint(block: &JudgedBlock, reasons: &[&str]) -> String {
    format!("{:.2} · {}: {}", block.score, block.decision.by, reasons.join(" · "))
}

fn details(out: &mut String, block: &JudgedBlock, meaning: &str, reasons: &[&str]) -> fmt::Result {
    let decision = &block.decision;
    write!(out, "<dl class=\"why\"><dt>It is</dt><dd>{}</dd>", escaped(meaning))?;
    write!(out, "<dt>Decided by</dt><dd>{}</dd>", escaped(decision.by))?;
    out.push_str("<dt>Because</dt><dd><ul>");
    for reason in reasons {
        let class = match pull(reason) {
            Some(pull) if pull < 0.0 => " class=\"against\"",
            Some(_) => " class=\"for\"",
            None => "",
        };
        write!(out, "<li{class}>{}</li>", escaped(reason))?;
    }
    out.push_str("</ul></dd>");
    write!(
        out,
        "<dt>Score</dt><dd>{:.4}</dd><dt>Words</dt><dd>{}</dd><dt>Place</dt><dd><code>{}</code></dd></dl>",
        block.score,
        block.words,
        escaped(&block.place)
    )
}

/// By how much a reason moved the score, where it is a measure: `name = 1.5 (+0.30)`.
fn pull(reason: &str) -> Option<f32> {
    let (_, number) = reason.strip_suffix(')')?.rsplit_once('(')?;
    let signed = number.starts_with(['+', '-']);
    number.parse().ok().filter(|_| signed && reason.contains(" = "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_told_from_other_reasons() {
        assert_eq!(pull("first_own = -5 (-0.87)"), Some(-0.87));
        assert_eq!(pull("first_own = 4.66 (+1.40)"), Some(1.4));
        for other in ["kept from 0.74 on", "is a title (again)", "a = b (2)", ")"] {
            assert_eq!(pull(other), None, "{other}");
        }
    }
}
