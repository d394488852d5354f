//! A tree as lines of text, to compare and to show.

use std::fmt::Write;

use dechaff::content::{Content, ContentNode, Inline, Part, Run};

/// One line a part, indented by depth. Marks are shown where they stand on letters and digits,
/// since those on punctuation and white space say nothing; links are shown on all but white
/// space.
pub fn dump(content: &Content) -> String {
    let mut out = String::new();
    nodes(&mut out, &content.clone().without_blocks().nodes, 0);
    // What stands for no character is in no format, and may be there as Rust escapes it.
    out.retain(|c| c == '\n' || !c.is_control() && u32::from(c) & 0xfffe != 0xfffe);
    let mut parts = out.split("\\u{");
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once('}') {
            Some((code, rest)) if u32::from_str_radix(code, 16).is_ok_and(|code| code < 0xa0) => {
                shown.push_str(rest);
            }
            _ => {
                shown.push_str("\\u{");
                shown.push_str(part);
            }
        }
    }
    shown
}

fn nodes(out: &mut String, all: &[ContentNode], depth: usize) {
    for node in all {
        part(out, &node.part, depth);
    }
}

fn line(out: &mut String, depth: usize, text: &str) {
    let _ = writeln!(out, "{}{text}", "  ".repeat(depth));
}

fn part(out: &mut String, part: &Part, depth: usize) {
    match part {
        Part::Heading { level, runs } => line(out, depth, &format!("h{level} {}", shown(runs))),
        Part::Paragraph { runs } => line(out, depth, &format!("p {}", shown(runs))),
        Part::Code { language, text } => line(out, depth, &format!("code {language:?} {text:?}")),
        Part::List(list) => {
            let start = list.numbering.map(|numbering| numbering.start);
            line(out, depth, &format!("list {start:?}"));
            for item in &list.items {
                line(out, depth + 1, &format!("item {:?}", item.checked));
                nodes(out, &item.nodes, depth + 2);
            }
        }
        Part::Table(table) => {
            line(out, depth, &format!("table {}", shown(&table.caption)));
            for row in &table.rows {
                line(out, depth + 1, "row");
                for cell in row {
                    let spans = (cell.columns, cell.rows);
                    line(out, depth + 2, &format!("cell {} {spans:?}", cell.header));
                    nodes(out, &cell.nodes, depth + 3);
                }
            }
        }
        Part::Footnotes { notes } => {
            for note in notes {
                line(out, depth, &format!("note {}", note.label));
                nodes(out, &note.nodes, depth + 1);
            }
        }
        Part::Quote { nodes: inner, .. } => {
            line(out, depth, "quote");
            nodes(out, inner, depth + 1);
        }
        Part::Callout { kind, nodes: inner, .. } => {
            line(out, depth, &format!("callout {kind}"));
            nodes(out, inner, depth + 1);
        }
        other => line(out, depth, &format!("{other:?}")),
    }
}

/// Runs as text with marks: each change of style is shown in braces.
fn shown(runs: &[Run]) -> String {
    let mut out = String::new();
    let mut last = String::new();
    let mut put = |run: &Run, text: &str, strict: bool, link: bool| {
        let mut style = String::new();
        let mut mark = |on: bool, letter: char| {
            if on && strict {
                style.push(letter);
            }
        };
        mark(run.strong, 'b');
        mark(run.emphasis, 'i');
        mark(run.strike, 's');
        mark(run.mark, 'm');
        mark(run.sub, 'd');
        mark(run.sup, 'u');
        let link = run.link.as_deref().filter(|_| link).unwrap_or_default();
        let style = format!("{style}|{link}");
        // What has no style of its own stands in any.
        if style != last && (strict || link.is_empty()) {
            let _ = write!(out, "{{{style}}}");
            last = style;
        }
        out.push_str(text);
    };
    for run in runs {
        match &run.inline {
            Inline::Text(text) => {
                for character in text.chars() {
                    let is_word = character.is_alphanumeric();
                    let text = match character {
                        '\n' => "⏎".to_owned(),
                        _ => character.to_string(),
                    };
                    put(run, &text, is_word, !character.is_whitespace());
                }
            }
            Inline::Image(image) => {
                let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
                let (alt, title) = (words(&image.alt), image.title.as_deref().map(words));
                let title = title.filter(|title| !title.is_empty());
                let shown = (&image.src, alt, title, image.width, image.height);
                put(run, &format!("<{shown:?}>"), true, true);
            }
            other => put(run, &format!("<{other:?}>"), true, true),
        }
    }
    out
}
