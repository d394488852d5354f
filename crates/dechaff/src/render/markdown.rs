//! Content as Markdown: CommonMark with the tables of GitHub Flavored Markdown.

use super::{flat, inline};
use crate::content::{Cell, Content, ContentNode, List, Part, Run};

/// What Markdown output shows.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MarkdownOptions {
    /// Whether the title stands first, as a heading of level 1. Default true.
    pub title: bool,
    /// Whether links keep their targets. Default true.
    pub links: bool,
}

impl Default for MarkdownOptions {
    fn default() -> Self {
        Self { title: true, links: true }
    }
}

/// The title and the content.
pub(crate) fn document(
    title: Option<&str>,
    content: &Content,
    options: &MarkdownOptions,
) -> String {
    let mut writer = Writer { out: String::new(), links: options.links };
    if let Some(title) = title.filter(|_| options.title) {
        let title = Run::plain(title);
        writer.heading(1, &[title]);
        if !content.is_empty() {
            writer.out.push_str("\n\n");
        }
    }
    writer.nodes(&content.nodes, "");
    writer.out
}

struct Writer {
    out: String,
    links: bool,
}

impl Writer {
    fn nodes(&mut self, nodes: &[ContentNode], prefix: &str) {
        let mut marks = Marks::default();
        let shown = nodes.iter().filter(|node| !flat::is_silent(&node.part));
        for (number, node) in shown.enumerate() {
            if number > 0 {
                self.blank_line(prefix);
            }
            self.node(node, prefix, marks.next(node));
        }
    }

    fn new_line(&mut self, prefix: &str) {
        self.out.push('\n');
        self.out.push_str(prefix);
    }

    fn blank_line(&mut self, prefix: &str) {
        self.new_line(prefix.trim_end());
        self.new_line(prefix);
    }

    fn node(&mut self, node: &ContentNode, prefix: &str, other_marks: bool) {
        match &node.part {
            Part::Heading { level, runs } => self.heading(*level, runs),
            Part::Paragraph { runs } => {
                let text = inline::write(runs, self.links);
                for (number, line) in text.split('\n').enumerate() {
                    if number > 0 {
                        self.out.push('\\');
                        self.new_line(prefix);
                    }
                    self.out.push_str(&escaped_start(line));
                }
            }
            Part::Quote { nodes, .. } => {
                self.out.push_str("> ");
                self.nodes(nodes, &format!("{prefix}> "));
            }
            Part::Code { language, text } => self.code(language.as_deref(), text, prefix),
            Part::List(list) => self.list(list, prefix, other_marks),
            Part::Table(table) => self.table(&table.rows, prefix),
            Part::Lines { lines } => {
                for (number, line) in lines.iter().enumerate() {
                    if number > 0 {
                        self.out.push_str(&"\n".repeat(line.blank_before as usize + 1));
                    }
                    self.out.push_str(&line.text);
                }
            }
            part => self.nodes(&flat::parts(part).nodes, prefix),
        }
    }

    fn heading(&mut self, level: u8, runs: &[Run]) {
        self.out.push_str(&"#".repeat(usize::from(level.clamp(1, 6))));
        self.out.push(' ');
        let text = inline::write(runs, self.links).replace('\n', " ");
        // A run of `#` at the end would be taken off.
        let body = text.trim_end_matches('#');
        if body.len() < text.len() && (body.is_empty() || body.ends_with(' ')) {
            self.out.push_str(body);
            self.out.push('\\');
            self.out.push_str(text.split_at(body.len()).1);
        } else {
            self.out.push_str(&text);
        }
    }

    fn list(&mut self, list: &List, prefix: &str, other_marks: bool) {
        // Markdown knows numbers of up to nine digits.
        let start = list.numbering.map(|numbering| {
            u64::try_from(numbering.start).ok().filter(|start| *start <= 900_000_000).unwrap_or(1)
        });
        for (number, item) in list.items.iter().enumerate() {
            if number > 0 {
                self.new_line(prefix);
            }
            let mark = match (start, other_marks) {
                (Some(start), false) => format!("{}. ", start + number as u64),
                (Some(start), true) => format!("{}) ", start + number as u64),
                (None, false) => "- ".to_owned(),
                (None, true) => "+ ".to_owned(),
            };
            self.out.push_str(&mark);
            let inner = format!("{prefix}{}", " ".repeat(mark.len()));
            let mut marks = Marks::default();
            for (part, node) in item.nodes.iter().enumerate() {
                let other_marks = marks.next(node);
                if part > 0 {
                    // Only a list that begins with 1 may follow a paragraph without a gap.
                    match &node.part {
                        Part::List(list)
                            if !other_marks
                                && list.numbering.is_none_or(|numbers| numbers.start == 1) =>
                        {
                            self.new_line(&inner);
                        }
                        _ => self.blank_line(&inner),
                    }
                }
                self.node(node, &inner, other_marks);
            }
        }
    }

    fn code(&mut self, language: Option<&str>, text: &str, prefix: &str) {
        // The fence is longer than any run of backticks inside.
        let fence = "`".repeat((inline::longest_run(text, '`') + 1).max(3));
        self.out.push_str(&fence);
        let word = |c: &char| c.is_alphanumeric() || matches!(c, '+' | '#' | '-' | '_' | '.');
        self.out.extend(language.unwrap_or_default().chars().take_while(word));
        for line in text.split('\n') {
            self.new_line(if line.is_empty() { prefix.trim_end() } else { prefix });
            self.out.push_str(line);
        }
        self.new_line(prefix);
        self.out.push_str(&fence);
    }

    fn table(&mut self, rows: &[Vec<Cell>], prefix: &str) {
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let headed = rows.first().is_some_and(|row| row.iter().all(|cell| cell.header));
        let empty: Vec<Cell> = Vec::new();
        // A table without a header row gets an empty one: Markdown has no other tables.
        let (head, body) = match rows.split_first() {
            Some((head, body)) if headed => (head, body),
            _ => (&empty, rows),
        };
        self.row(head);
        // The head says how many columns there are; other rows may be shorter.
        self.out.push_str(&"  |".repeat(width - head.len()));
        self.new_line(prefix);
        self.out.push('|');
        self.out.push_str(&" --- |".repeat(width));
        for row in body {
            self.new_line(prefix);
            self.row(row);
        }
    }

    fn row(&mut self, cells: &[Cell]) {
        self.out.push('|');
        for cell in cells {
            let text = inline::write(&flat::runs(&cell.nodes), self.links);
            self.out.push(' ');
            self.out.push_str(&text.replace('|', "\\|").replace('\n', "<br>"));
            self.out.push_str(" |");
        }
    }
}

/// Which marks a list gets: other ones than the list right before it, or both would be one.
#[derive(Default)]
struct Marks {
    /// Whether the node before is a numbered list, if it is one, and which marks it has.
    before: Option<(bool, bool)>,
}

impl Marks {
    /// Whether the next node needs the other marks.
    fn next(&mut self, node: &ContentNode) -> bool {
        let Part::List(list) = &node.part else {
            self.before = None;
            return false;
        };
        let numbered = list.numbering.is_some();
        let other = self.before == Some((numbered, false));
        self.before = Some((numbered, other));
        other
    }
}

/// Escapes what would make a line of a paragraph a heading, a list or a quote.
fn escaped_start(text: &str) -> String {
    let ends_mark = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    if (1..=9).contains(&digits) && rest.strip_prefix(['.', ')']).is_some_and(ends_mark) {
        return format!("{number}\\{rest}");
    }
    let hashes = text.bytes().take_while(|&byte| byte == b'#').count();
    let heading = (1..=6).contains(&hashes) && ends_mark(text.split_at(hashes).1);
    let item = text.strip_prefix(['-', '+']).is_some_and(ends_mark);
    let rule = !text.is_empty() && text.bytes().all(|byte| matches!(byte, b'-' | b'=' | b' '));
    if heading || item || rule || text.starts_with('>') {
        return format!("\\{text}");
    }
    text.to_owned()
}
