//! Content as plain text.

use crate::content::{Cell, Content, ContentNode, Line, Run};

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
        [ContentNode::Lines { lines }] => {
            lines.first().map_or(0, |line| line.blank_before as usize) + 1
        }
        _ => 2,
    };
    let gap = if body.is_empty() { 0 } else { gap };
    format!("{title}{}{body}", "\n".repeat(gap))
}

fn append_nodes(text: &mut String, nodes: &[ContentNode], indent: usize) {
    for (number, node) in nodes.iter().enumerate() {
        if number > 0 {
            text.push_str("\n\n");
        }
        append_node(text, node, indent);
    }
}

fn append_node(text: &mut String, node: &ContentNode, indent: usize) {
    match node {
        ContentNode::Heading { runs, .. } | ContentNode::Paragraph { runs } => {
            append_runs(text, runs, indent);
        }
        ContentNode::Quote { nodes } => append_nodes(text, nodes, indent),
        ContentNode::Code { text: code, .. } => text.push_str(code),
        ContentNode::List { start, items } => append_list(text, *start, items, indent),
        ContentNode::Table { rows } => append_table(text, rows),
        ContentNode::Lines { lines } => append_lines(text, lines),
    }
}

fn append_runs(text: &mut String, runs: &[Run], indent: usize) {
    for run in runs {
        for (number, line) in run.text.split('\n').enumerate() {
            if number > 0 {
                text.push('\n');
                text.push_str(&" ".repeat(indent));
            }
            text.push_str(line);
        }
    }
}

fn append_list(text: &mut String, start: Option<u32>, items: &[Vec<ContentNode>], indent: usize) {
    for (number, item) in items.iter().enumerate() {
        if number > 0 {
            text.push('\n');
        }
        text.push_str(&" ".repeat(indent));
        let mark = match start {
            Some(start) => format!("{}. ", u64::from(start) + number as u64),
            None => "- ".to_owned(),
        };
        text.push_str(&mark);
        for (part, node) in item.iter().enumerate() {
            if part > 0 {
                text.push('\n');
                if !matches!(node, ContentNode::List { .. }) {
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
            for run in &cell.runs {
                text.push_str(&run.text.replace('\n', " "));
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
