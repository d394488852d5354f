//! Content as plain text.

use super::flat;
use crate::content::{Cell, Content, ContentNode, Line, List, Part, Run};

/// The content alone: paragraphs parted by a blank line, lists and tables a line an entry.
pub(crate) fn body(content: &Content) -> String {
    let mut text = String::new();
    append_nodes(&mut text, &content.nodes, 0);
    text
}

/// The title, if there is one, and then the content.
pub(crate) fn with_title(title: Option<&str>, content: &Content) -> String {
    let body = body(content);
    let Some(title) = title else { return body };
    let gap = match content.nodes.as_slice() {
        // A text keeps the distance that it had.
        [ContentNode { part: Part::Lines { lines }, .. }] => {
            lines.first().map_or(0, |line| line.blank_before as usize) + 1
        }
        _ => 2,
    };
    let gap = if body.is_empty() { 0 } else { gap };
    format!("{title}{}{body}", "\n".repeat(gap))
}

fn append_nodes(text: &mut String, nodes: &[ContentNode], indent: usize) {
    let shown = nodes.iter().filter(|node| !flat::is_silent(&node.part));
    for (number, node) in shown.enumerate() {
        if number > 0 {
            text.push_str("\n\n");
        }
        append_node(text, node, indent);
    }
}

fn append_node(text: &mut String, node: &ContentNode, indent: usize) {
    match &node.part {
        Part::Heading { runs, .. } | Part::Paragraph { runs } => {
            append_runs(text, runs, indent);
        }
        Part::Quote { nodes, .. } => append_nodes(text, nodes, indent),
        Part::Code { text: code, .. } => text.push_str(code),
        Part::List(list) => append_list(text, list, indent),
        Part::Table(table) => append_table(text, &table.rows),
        Part::Lines { lines } => append_lines(text, lines),
        part => append_nodes(text, &flat::parts(part).nodes, indent),
    }
}

fn append_runs(text: &mut String, runs: &[Run], indent: usize) {
    for run in runs {
        for (number, line) in run.inline.shown().split('\n').enumerate() {
            if number > 0 {
                text.push('\n');
                text.push_str(&" ".repeat(indent));
            }
            text.push_str(line);
        }
    }
}

fn append_list(text: &mut String, list: &List, indent: usize) {
    let numbers = list.numbers();
    for (number, item) in list.items.iter().enumerate() {
        if number > 0 {
            text.push('\n');
        }
        text.push_str(&" ".repeat(indent));
        let mark = match numbers.as_ref().and_then(|numbers| numbers.get(number)) {
            Some(number) => format!("{number}. "),
            None => "- ".to_owned(),
        };
        text.push_str(&mark);
        for (part, node) in item.nodes.iter().enumerate() {
            if part > 0 {
                text.push('\n');
                if !matches!(node.part, Part::List(_)) {
                    text.push_str(&" ".repeat(indent + mark.len()));
                }
            }
            append_node(text, node, indent + mark.len());
        }
    }
}

fn append_table(text: &mut String, rows: &[Vec<Cell>]) {
    for (number, row) in rows.iter().enumerate() {
        if number > 0 {
            text.push('\n');
        }
        for (place, cell) in row.iter().enumerate() {
            if place > 0 {
                text.push_str(" | ");
            }
            for run in flat::runs(&cell.nodes) {
                text.push_str(&run.inline.shown().replace('\n', " "));
            }
        }
    }
}

fn append_lines(text: &mut String, lines: &[Line]) {
    for (number, line) in lines.iter().enumerate() {
        if number > 0 {
            text.push_str(&"\n".repeat(line.blank_before as usize + 1));
        }
        text.push_str(&line.text);
    }
}
