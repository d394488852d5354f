//! The account of a page's blocks.

use std::fmt::{self, Write};
use std::io::{self, IsTerminal};

use anstyle::{AnsiColor, Style};
use dechaff::{Extraction, JudgedBlock};
use terminal_size::{Width, terminal_size};

/// Width of a listing that does not go to a terminal.
const USUAL_WIDTH: usize = 100;
/// Kinds of page that are less probable are not listed.
const LIKELY: f32 = 0.05;
const KEPT: Style = AnsiColor::Green.on_default();
const DROPPED: Style = AnsiColor::Red.on_default();
const INDENT: &str = "    ";

/// Every block: `+` for kept or `-` for dropped, score, label and place, then who decided it and
/// why, then its text, in full or cut to the width of a line.
pub(crate) fn listing(extraction: &Extraction, full: bool, colored: bool) -> String {
    let width = (!full).then(line_width);
    let mut text = String::new();
    for block in &extraction.blocks {
        // Writing to a String cannot fail.
        let _ = entry(&mut text, block, width, colored);
    }
    let _ = summary(&mut text, extraction);
    let _ = contests(&mut text, extraction, width);
    text
}

fn entry(
    out: &mut String,
    block: &JudgedBlock,
    width: Option<usize>,
    colored: bool,
) -> fmt::Result {
    let decision = &block.decision;
    let mark = if decision.keep { '+' } else { '-' };
    let label = match decision.label {
        Some(label) => label.name(),
        None if decision.keep => "content",
        None => "unlabelled",
    };
    let (score, place) = (block.score, &block.place);
    let start = format!("{mark} {score:.2} {label:<14} ");
    let room = width.map_or(usize::MAX, |width| width.saturating_sub(start.len()));
    let style = match (colored, decision.keep) {
        (false, _) => Style::new(),
        (true, true) => KEPT,
        (true, false) => DROPPED,
    };
    let place = visible(place);
    writeln!(out, "{style}{start}{style:#}{}", end_of(&place, room))?;
    line(out, INDENT, &format!("{}: {}", decision.by, decision.reason), width)?;
    line(out, INDENT, &block.text, width)
}

/// One line of text, cut where it would be longer than `width`.
fn line(out: &mut String, indent: &str, text: &str, width: Option<usize>) -> fmt::Result {
    let room = width.map_or(usize::MAX, |width| width.saturating_sub(indent.len()));
    let text = visible(text);
    if text.chars().nth(room).is_none() {
        return writeln!(out, "{indent}{text}");
    }
    let cut: String = text.chars().take(room.saturating_sub(1)).collect();
    writeln!(out, "{indent}{cut}…")
}

/// The text in one line. A page must not steer the terminal that it is shown on.
fn visible(text: &str) -> String {
    let shown = |letter: char| match letter {
        '\n' | '\r' | '\t' => ' ',
        letter if letter.is_control() => '\u{fffd}',
        letter => letter,
    };
    text.chars().map(shown).collect()
}

/// The text, cut at its start where it is longer than `room`: a place says most at its end.
fn end_of(text: &str, room: usize) -> String {
    let length = text.chars().count();
    if length <= room {
        return text.to_owned();
    }
    let end = text.chars().skip(length - room.saturating_sub(1));
    std::iter::once('…').chain(end).collect()
}

fn summary(out: &mut String, extraction: &Extraction) -> fmt::Result {
    let blocks = &extraction.blocks;
    let kept = || blocks.iter().filter(|block| block.decision.keep);
    let words: usize = blocks.iter().map(|block| block.words).sum();
    let kept_words: usize = kept().map(|block| block.words).sum();
    let kept_blocks = kept().count();
    writeln!(out, "{kept_blocks} of {} blocks kept, {kept_words} of {words} words", blocks.len())?;
    let kinds: Vec<String> = extraction
        .page_kinds
        .iter()
        .filter(|(_, probability)| *probability >= LIKELY)
        .map(|(kind, probability)| format!("{} {probability:.2}", kind.name()))
        .collect();
    if !kinds.is_empty() {
        writeln!(out, "kind of page: {}", kinds.join(", "))?;
    }
    if let Some(confidence) = extraction.confidence {
        writeln!(out, "confidence: {confidence:.2}")?;
    }
    Ok(())
}

/// Each field of the metadata with where it is from, and what other sources say that differs.
fn contests(out: &mut String, extraction: &Extraction, width: Option<usize>) -> fmt::Result {
    for (field, contest) in &extraction.metadata.sources {
        line(out, "", &format!("{field}: {} [{}]", contest.value, contest.source), width)?;
        for other in &contest.others {
            line(out, INDENT, &format!("not {} [{}]", other.value, other.source), width)?;
        }
    }
    Ok(())
}

fn line_width() -> usize {
    let of_terminal = || terminal_size().map(|(Width(width), _)| usize::from(width));
    if io::stdout().is_terminal() { of_terminal().unwrap_or(USUAL_WIDTH) } else { USUAL_WIDTH }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_between_characters() {
        let mut out = String::new();
        line(&mut out, "  ", "käse\nbrot", Some(9)).unwrap();
        line(&mut out, "  ", "käsebrot", Some(9)).unwrap();
        line(&mut out, "  ", "käsebrot", None).unwrap();
        assert_eq!(out, "  käse b…\n  käsebr…\n  käsebrot\n");
        assert_eq!(end_of("käsebrot", 5), "…brot");
        assert_eq!(end_of("käsebrot", 8), "käsebrot");
        assert_eq!(visible("a\u{1b}[2J\tb"), "a\u{fffd}[2J b");
    }
}
