//! Content as plain text: what there is to read, without images, videos and where links lead.
//!
//! Formulas stand between dollar signs, references to notes in brackets and the reading of ruby
//! in parentheses. The author and date of a post are left out.

use super::flat;
use crate::content::{
    Cell, Content, ContentNode, Footnote, Inline, Item, Line, List, Part, Run, Table,
};

/// The content alone: paragraphs parted by a blank line, lists and tables a line an entry.
pub(crate) fn body(content: &Content) -> String {
    let mut writer = Writer { out: String::new(), tasks: Vec::new(), due: 0 };
    writer.put_all(&content.nodes, 0);
    writer.run();
    writer.out
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

/// What is still to be written, the next last.
enum Task<'c> {
    /// A part, and how far its further lines are indented.
    Node(&'c ContentNode, usize),
    Runs(&'c [Run], usize),
    Item {
        item: &'c Item,
        mark: String,
        indent: usize,
    },
    Note(&'c Footnote, usize),
    /// At least so many line breaks come before what is next.
    Gap(usize),
    /// Spaces, once there is something to write.
    Indent(usize),
}

struct Writer<'c> {
    out: String,
    tasks: Vec<Task<'c>>,
    /// Line breaks that are due before more is written.
    due: usize,
}

impl<'c> Writer<'c> {
    fn run(&mut self) {
        let mut indent_due = 0;
        while let Some(task) = self.tasks.pop() {
            match task {
                Task::Gap(breaks) => self.due = self.due.max(breaks),
                Task::Indent(indent) => indent_due = indent,
                Task::Item { item, mark, indent } => {
                    self.begin(&mut 0);
                    self.spaces(indent);
                    self.out.push_str(&mark);
                    indent_due = 0;
                    self.item(item, indent + mark.len());
                }
                Task::Note(note, indent) => {
                    self.begin(&mut indent_due);
                    self.out.extend(["[", note.label.as_str(), "] "]);
                    self.put_all(&note.nodes, indent);
                }
                Task::Runs(runs, indent) => self.paragraph(runs, indent, &mut indent_due),
                Task::Node(node, indent) => self.node(node, indent, &mut indent_due),
            }
        }
    }

    /// Writes the line breaks and the indentation that are due.
    fn begin(&mut self, indent: &mut usize) {
        let breaks = std::mem::take(&mut self.due);
        if !self.out.is_empty() {
            self.out.extend(std::iter::repeat_n('\n', breaks));
        }
        self.spaces(std::mem::take(indent));
    }

    fn spaces(&mut self, count: usize) {
        self.out.extend(std::iter::repeat_n(' ', count));
    }

    /// Parts with a blank line between them.
    fn put_all(&mut self, nodes: &'c [ContentNode], indent: usize) {
        for (number, node) in nodes.iter().enumerate().rev() {
            self.tasks.push(Task::Node(node, indent));
            if number > 0 {
                self.tasks.push(Task::Gap(2));
            }
        }
    }

    fn node(&mut self, node: &'c ContentNode, indent: usize, indent_due: &mut usize) {
        match &node.part {
            Part::Heading { runs, .. } | Part::Paragraph { runs } => {
                self.paragraph(runs, indent, indent_due);
            }
            Part::Code { text, .. } => {
                self.begin(indent_due);
                self.out.push_str(text);
            }
            Part::Math { tex } => {
                self.begin(indent_due);
                self.out.extend(["$$", tex, "$$"]);
            }
            Part::List(list) => self.list(list, indent),
            Part::Table(table) => self.table(table, indent, indent_due),
            Part::Lines { lines } => {
                self.begin(indent_due);
                self.lines(lines);
            }
            Part::Quote { nodes, .. } => self.put_all(nodes, indent),
            Part::Post(post) => self.put_all(&post.nodes, indent),
            Part::Footnotes { notes } => {
                for (number, note) in notes.iter().enumerate().rev() {
                    self.tasks.push(Task::Note(note, indent));
                    if number > 0 {
                        self.tasks.push(Task::Gap(2));
                    }
                }
            }
            Part::Definitions { entries } => {
                for entry in entries.iter().rev() {
                    for nodes in entry.details.iter().rev() {
                        self.put_all(nodes, indent);
                        self.tasks.push(Task::Gap(2));
                    }
                    for term in entry.terms.iter().rev() {
                        self.tasks.push(Task::Runs(term, indent));
                        self.tasks.push(Task::Gap(2));
                    }
                }
            }
            Part::Figure { nodes, caption, credit } => {
                for runs in [credit, caption] {
                    self.put_runs(runs, indent);
                }
                self.put_all(nodes, indent);
            }
            Part::Callout { title: runs, nodes, .. } | Part::Details { summary: runs, nodes } => {
                self.put_all(nodes, indent);
                self.tasks.push(Task::Gap(2));
                self.put_runs(runs, indent);
            }
            Part::Image(_) | Part::Media(_) | Part::Rule => {}
        }
    }

    fn put_runs(&mut self, runs: &'c [Run], indent: usize) {
        if !runs.is_empty() {
            self.tasks.push(Task::Runs(runs, indent));
            self.tasks.push(Task::Gap(2));
        }
    }

    fn list(&mut self, list: &'c List, indent: usize) {
        let numbers = list.numbers();
        let shown = list.items.iter().enumerate().filter(|(_, item)| has_text(&item.nodes));
        let shown: Vec<_> = shown.collect();
        for (place, (number, item)) in shown.into_iter().enumerate().rev() {
            let mark = match numbers.as_ref().and_then(|numbers| numbers.get(number)) {
                Some(number) => format!("{number}. "),
                None => "- ".to_owned(),
            };
            self.tasks.push(Task::Item { item, mark, indent });
            if place > 0 {
                self.tasks.push(Task::Gap(1));
            }
        }
    }

    fn item(&mut self, item: &'c Item, indent: usize) {
        if let Some(checked) = item.checked {
            self.out.push_str(if checked { "[x] " } else { "[ ] " });
        }
        for (number, node) in item.nodes.iter().enumerate().rev() {
            self.tasks.push(Task::Node(node, indent));
            if number > 0 {
                if !matches!(node.part, Part::List(_)) {
                    self.tasks.push(Task::Indent(indent));
                }
                self.tasks.push(Task::Gap(1));
            }
        }
    }

    fn table(&mut self, table: &'c Table, indent: usize, indent_due: &mut usize) {
        self.begin(indent_due);
        if !table.caption.is_empty() {
            self.runs(&table.caption, indent);
            self.out.push('\n');
        }
        for (number, row) in table.rows.iter().enumerate() {
            if number > 0 {
                self.out.push('\n');
            }
            self.row(row);
        }
    }

    fn row(&mut self, row: &[Cell]) {
        for (place, cell) in row.iter().enumerate() {
            if place > 0 {
                self.out.push_str(" | ");
            }
            for run in flat::runs(&cell.nodes) {
                let start = self.out.len();
                push_inline(&mut self.out, &run.inline);
                let text = self.out.split_off(start);
                self.out.push_str(&text.replace('\n', " "));
            }
        }
    }

    /// A line of text, unless there is nothing to read in it.
    fn paragraph(&mut self, runs: &[Run], indent: usize, indent_due: &mut usize) {
        if runs.iter().any(is_shown) {
            self.begin(indent_due);
            self.runs(runs, indent);
        }
    }

    fn runs(&mut self, runs: &[Run], indent: usize) {
        let start = self.out.len();
        for run in runs {
            push_inline(&mut self.out, &run.inline);
        }
        if indent > 0 {
            let text = self.out.split_off(start);
            for (number, line) in text.split('\n').enumerate() {
                if number > 0 {
                    self.out.push('\n');
                    self.spaces(indent);
                }
                self.out.push_str(line);
            }
        }
    }

    fn lines(&mut self, lines: &[Line]) {
        for (number, line) in lines.iter().enumerate() {
            if number > 0 {
                self.out.push_str(&"\n".repeat(line.blank_before as usize + 1));
            }
            self.out.push_str(&line.text);
        }
    }
}

/// Whether there is something to read in a run.
fn is_shown(run: &Run) -> bool {
    match &run.inline {
        Inline::Image(_) => false,
        Inline::Note(_) => true,
        inline => !inline.shown().trim().is_empty(),
    }
}

/// Whether there is something to read in parts.
fn has_text(nodes: &[ContentNode]) -> bool {
    let mut rest: Vec<&ContentNode> = nodes.iter().collect();
    while let Some(node) = rest.pop() {
        let is_text =
            matches!(node.part, Part::Code { .. } | Part::Math { .. } | Part::Lines { .. });
        if is_text || node.part.runs().into_iter().flatten().any(is_shown) {
            return true;
        }
        rest.extend(node.part.children().into_iter().flatten());
    }
    false
}

fn push_inline(out: &mut String, inline: &Inline) {
    match inline {
        Inline::Text(text) | Inline::Code(text) => out.push_str(text),
        Inline::Math(tex) => out.extend(["$", tex, "$"]),
        Inline::Image(_) => {}
        Inline::Note(label) => out.extend(["[", label, "]"]),
        Inline::Ruby { base, reading } => out.extend([base, "(", reading, ")"]),
    }
}
