//! Content as Markdown: CommonMark with the tables of GitHub Flavored Markdown.

use crate::content::{Cell, Content, ContentNode, Run};

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
        writer.out.push_str("# ");
        writer.escaped(title);
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
        for (number, node) in nodes.iter().enumerate() {
            if number > 0 {
                self.blank_line(prefix);
            }
            self.node(node, prefix);
        }
    }

    fn blank_line(&mut self, prefix: &str) {
        self.out.push('\n');
        self.out.push_str(prefix.trim_end());
        self.out.push('\n');
        self.out.push_str(prefix);
    }

    fn node(&mut self, node: &ContentNode, prefix: &str) {
        match node {
            ContentNode::Heading { level, runs } => {
                self.out.push_str(&"#".repeat(usize::from(*level)));
                self.out.push(' ');
                self.runs(runs, " ", false);
            }
            ContentNode::Paragraph { runs } => {
                self.runs(runs, &format!("\\\n{prefix}"), true);
            }
            ContentNode::Quote { nodes } => {
                self.out.push_str("> ");
                self.nodes(nodes, &format!("{prefix}> "));
            }
            ContentNode::Code { language, text } => self.code(language.as_deref(), text, prefix),
            ContentNode::List { start, items } => self.list(*start, items, prefix),
            ContentNode::Table { rows } => self.table(rows, prefix),
            ContentNode::Lines { lines } => {
                for (number, line) in lines.iter().enumerate() {
                    if number > 0 {
                        self.out.push_str(&"\n".repeat(line.blank_before as usize + 1));
                    }
                    self.out.push_str(&line.text);
                }
            }
        }
    }

    fn list(&mut self, start: Option<u32>, items: &[Vec<ContentNode>], prefix: &str) {
        for (number, item) in items.iter().enumerate() {
            if number > 0 {
                self.out.push('\n');
                self.out.push_str(prefix);
            }
            let mark = match start {
                Some(start) => format!("{}. ", u64::from(start) + number as u64),
                None => "- ".to_owned(),
            };
            self.out.push_str(&mark);
            let inner = format!("{prefix}{}", " ".repeat(mark.len()));
            for (part, node) in item.iter().enumerate() {
                if part > 0 && matches!(node, ContentNode::List { .. }) {
                    self.out.push('\n');
                    self.out.push_str(&inner);
                } else if part > 0 {
                    self.blank_line(&inner);
                }
                self.node(node, &inner);
            }
        }
    }

    fn code(&mut self, language: Option<&str>, text: &str, prefix: &str) {
        // The fence is longer than any run of backticks inside.
        let fence = "`".repeat((longest_run(text, '`') + 1).max(3));
        self.out.push_str(&fence);
        let word = |c: &char| c.is_alphanumeric() || matches!(c, '+' | '#' | '-' | '_' | '.');
        self.out.extend(language.unwrap_or_default().chars().take_while(word));
        for line in text.split('\n') {
            self.out.push('\n');
            self.out.push_str(if line.is_empty() { prefix.trim_end() } else { prefix });
            self.out.push_str(line);
        }
        self.out.push('\n');
        self.out.push_str(prefix);
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
        self.row(head, width);
        self.out.push('\n');
        self.out.push_str(prefix);
        self.out.push('|');
        self.out.push_str(&" --- |".repeat(width));
        for row in body {
            self.out.push('\n');
            self.out.push_str(prefix);
            self.row(row, width);
        }
    }

    fn row(&mut self, cells: &[Cell], width: usize) {
        self.out.push('|');
        for place in 0..width {
            self.out.push(' ');
            if let Some(cell) = cells.get(place) {
                let from = self.out.len();
                self.runs(&cell.runs, "<br>", false);
                let written = self.out.split_off(from).replace('|', "\\|");
                self.out.push_str(&written);
            }
            self.out.push_str(" |");
        }
    }

    /// Writes runs, with `line_break` for each line break, each style's marks around its words.
    fn runs(&mut self, runs: &[Run], line_break: &str, at_line_start: bool) {
        let from = self.out.len();
        let mut rest = runs;
        while let Some(first) = rest.first() {
            // Runs of one link are written inside one pair of brackets.
            let count = match &first.link {
                Some(_) => rest.iter().take_while(|run| run.link == first.link).count(),
                None => 1,
            };
            let (group, after) = rest.split_at(count);
            rest = after;
            let target = first.link.as_deref().filter(|_| self.links);
            if target.is_some() {
                self.out.push('[');
            }
            for run in group {
                self.run(run, line_break);
            }
            if let Some(target) = target {
                self.out.push_str("](");
                self.out.push_str(&target.replace('(', "%28").replace(')', "%29"));
                self.out.push(')');
            }
        }
        if at_line_start {
            let written = self.out.split_off(from);
            self.out.push_str(&escaped_start(&written));
        }
    }

    fn run(&mut self, run: &Run, line_break: &str) {
        let text = run.text.trim();
        let (before, after) = run.text.split_at(run.text.len() - run.text.trim_start().len());
        self.out.push_str(if before.is_empty() { "" } else { " " });
        if text.is_empty() {
            return;
        }
        let marks = match (run.strong, run.emphasis) {
            (true, true) => "***",
            (true, false) => "**",
            (false, true) => "*",
            (false, false) => "",
        };
        self.out.push_str(marks);
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.out.push_str(line_break);
            }
            if run.code {
                self.inline_code(line);
            } else {
                self.escaped(line);
            }
        }
        self.out.push_str(marks);
        let tail = after.split_at(after.trim_end().len()).1;
        if tail.contains('\n') {
            self.out.push_str(line_break);
        } else if !tail.is_empty() {
            self.out.push(' ');
        }
    }

    fn inline_code(&mut self, text: &str) {
        let fence = "`".repeat(longest_run(text, '`') + 1);
        let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
        for part in [fence.as_str(), pad, text, pad, fence.as_str()] {
            self.out.push_str(part);
        }
    }

    /// Text with the characters escaped that would read as marks.
    fn escaped(&mut self, text: &str) {
        let mut before = ' ';
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            let next = characters.peek().copied().unwrap_or(' ');
            let mark = match character {
                '\\' | '`' | '*' | '[' | ']' => true,
                // Inside a word an underscore marks nothing, and alone a `<` does not either.
                '_' => !(before.is_alphanumeric() && next.is_alphanumeric()),
                '<' => next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?'),
                '&' => next.is_ascii_alphabetic() || next == '#',
                '~' => next == '~' || before == '~',
                _ => false,
            };
            if mark {
                self.out.push('\\');
            }
            self.out.push(character);
            before = character;
        }
    }
}

/// Escapes what would make a paragraph a heading, a list or a quote.
fn escaped_start(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    if (1..=9).contains(&digits) && (rest.starts_with(". ") || rest.starts_with(") ")) {
        return format!("{number}\\{rest}");
    }
    let hashes = text.bytes().take_while(|&byte| byte == b'#').count();
    let heading = (1..=6).contains(&hashes) && text.split_at(hashes).1.starts_with(' ');
    let item = ["- ", "+ "].iter().any(|mark| text.starts_with(mark));
    let rule = text.len() >= 3 && text.bytes().all(|byte| matches!(byte, b'-' | b'=' | b' '));
    if heading || item || rule || text.starts_with('>') {
        return format!("\\{text}");
    }
    text.to_owned()
}

fn longest_run(text: &str, wanted: char) -> usize {
    let (mut longest, mut run) = (0, 0);
    for character in text.chars() {
        run = if character == wanted { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}
