//! Content as Markdown: CommonMark with what GitHub Flavored Markdown adds, which is tables,
//! strikethrough, task lists, footnotes, alerts, and formulas between dollar signs.
//!
//! What is written reads back as the same tree, less what Markdown has no form for:
//!
//! - Subscript, superscript, highlighting and the reading of ruby (put in parentheses) are plain
//!   text, and so is a reference to a note that is not there. Between a reference and a link, and
//!   between two formulas, a space is put.
//! - Terms and the summary of details are strong paragraphs before what belongs to them; captions
//!   and credits are paragraphs after it; author and date of a post are the paragraph before it.
//! - An image on its own is a paragraph with an image, without width and height; a video, audio
//!   or embed a paragraph with a link that names its kind.
//! - A callout of a kind that GitHub does not know is a quote, and a callout's title is its first
//!   paragraph, strong. The source of a quote is lost.
//! - A list counts up from its first number, if that has one to nine digits, and else from 1; the
//!   numbers written are the true ones. A task's mark is kept where a paragraph comes first.
//! - Headings have no line breaks. A table's first row is one of headers if all of its cells are,
//!   and no other cell is a header; short rows are filled up. Where there is no such row, an empty
//!   one stands above the rows.
//! - A formula that dollar signs cannot hold is code, or a fence of the language `math`.
//! - Punctuation and white space at the edge of emphasis may stand in or out of it.
//!
//! A table that Markdown cannot hold (spans, a caption, several parts in a cell) is HTML, and a line break in a cell is `<br>`; there is no other raw HTML. The
//! lines of a plain text are written as they are.

mod escape;
mod inline;
mod marks;
mod table;
mod token;

use std::collections::BTreeSet;

use self::escape::{fits_dollars, line_start, longest_run, one_line};
use self::inline::Setting;
use super::made;
use crate::content::{Content, ContentNode, Footnote, Item, Line, List, Part, Run};

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

/// The kinds of alerts that GitHub knows.
const ALERTS: [&str; 5] = ["note", "tip", "important", "warning", "caution"];

/// Numbers of items have up to nine digits.
const HIGHEST_NUMBER: i64 = 999_999_999;

/// The title and the content.
pub(crate) fn document(
    title: Option<&str>,
    content: &Content,
    options: &MarkdownOptions,
) -> String {
    let labels = made::note_labels(content);
    let mut writer = Writer {
        out: String::new(),
        links: options.links,
        notes: &labels,
        prefix: String::new(),
        levels: vec![Level::default()],
        tasks: Vec::new(),
    };
    if let Some(title) = title.filter(|_| options.title) {
        writer.begin();
        writer.heading(1, &[Run::plain(title)]);
    }
    writer.put_all(&content.nodes);
    writer.run();
    writer.out
}

/// What is still to be written, the next last.
enum Task<'c> {
    Node(&'c ContentNode),
    /// A paragraph made for what Markdown has no form for.
    Paragraph(Vec<Run>),
    Item {
        item: &'c Item,
        mark: String,
        first: bool,
    },
    Note(&'c Footnote),
    /// The end of a quote, an item or a note.
    Leave,
}

/// What comes between the part before and the next.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Gap {
    #[default]
    None,
    Line,
    Blank,
}

/// A quote, an item, a note, or the whole.
#[derive(Debug, Default)]
struct Level {
    /// Length of the prefix outside.
    outside: usize,
    gap: Gap,
    /// If the part before is a list: whether it is numbered, and whether it has the other marks.
    list: Option<(bool, bool)>,
    is_item: bool,
    /// Whether the part before is a paragraph.
    after_paragraph: bool,
}

struct Writer<'c, 's> {
    out: String,
    links: bool,
    notes: &'s BTreeSet<&'s str>,
    /// What each line begins with.
    prefix: String,
    levels: Vec<Level>,
    tasks: Vec<Task<'c>>,
}

impl<'c> Writer<'c, '_> {
    fn run(&mut self) {
        while let Some(task) = self.tasks.pop() {
            match task {
                Task::Node(node) => self.node(node),
                Task::Paragraph(runs) => {
                    self.begin();
                    self.paragraph(&runs);
                }
                Task::Item { item, mark, first } => self.item(item, &mark, first),
                Task::Note(note) => {
                    self.begin();
                    self.out.push_str("[^");
                    self.out.push_str(&note.label);
                    self.out.push_str("]: ");
                    self.enter("    ", Gap::None);
                    self.put_all(&note.nodes);
                }
                Task::Leave => {
                    if let Some(level) = self.levels.pop() {
                        self.prefix.truncate(level.outside);
                    }
                }
            }
        }
    }

    fn put_all(&mut self, nodes: &'c [ContentNode]) {
        self.tasks.extend(nodes.iter().rev().map(Task::Node));
    }

    fn put_paragraph(&mut self, runs: Vec<Run>) {
        if !runs.is_empty() {
            self.tasks.push(Task::Paragraph(runs));
        }
    }

    fn node(&mut self, node: &'c ContentNode) {
        match &node.part {
            Part::Heading { level, runs } => {
                self.begin();
                self.heading(*level, runs);
            }
            Part::Paragraph { runs } => {
                self.begin();
                self.paragraph(runs);
            }
            Part::List(list) => self.list(list),
            Part::Quote { nodes, .. } => {
                self.begin();
                self.out.push_str("> ");
                self.enter("> ", Gap::None);
                self.put_all(nodes);
            }
            Part::Code { language, text } => {
                self.begin();
                self.code(language.as_deref(), text);
            }
            Part::Math { tex } => {
                self.begin();
                self.math(tex);
            }
            Part::Table(table) => {
                self.begin();
                self.table(table);
            }
            Part::Rule => {
                self.begin();
                self.out.push_str("***");
            }
            Part::Lines { lines } => {
                self.begin();
                self.lines(lines);
            }
            Part::Footnotes { notes } => self.tasks.extend(notes.iter().rev().map(Task::Note)),
            Part::Callout { kind, title, nodes } => self.callout(kind, title, nodes),
            part => self.simpler(part),
        }
    }

    /// Parts that Markdown has no form for, in simpler ones.
    fn simpler(&mut self, part: &'c Part) {
        match part {
            Part::Definitions { entries } => {
                for entry in entries.iter().rev() {
                    for nodes in entry.details.iter().rev() {
                        self.put_all(nodes);
                    }
                    for term in entry.terms.iter().rev() {
                        self.put_paragraph(made::strong(term));
                    }
                }
            }
            Part::Figure { nodes, caption, credit } => {
                self.put_paragraph(credit.clone());
                self.put_paragraph(caption.clone());
                self.put_all(nodes);
            }
            Part::Details { summary, nodes } => {
                self.put_all(nodes);
                self.put_paragraph(made::strong(summary));
            }
            Part::Post(post) => {
                self.put_all(&post.nodes);
                self.put_paragraph(made::byline(post));
            }
            Part::Image(image) => self.put_paragraph(made::image(image)),
            Part::Media(media) => self.put_paragraph(made::media(media)),
            part => {
                for nodes in part.children().into_iter().rev() {
                    self.put_all(nodes);
                }
            }
        }
    }

    /// Begins a part: what parts it from the one before.
    fn begin(&mut self) {
        self.begin_as(None, false);
    }

    fn begin_as(&mut self, list: Option<(bool, bool)>, tight: bool) {
        let Some(level) = self.levels.last_mut() else { return };
        let gap = if tight && level.gap == Gap::Blank { Gap::Line } else { level.gap };
        level.gap = Gap::Blank;
        level.list = list;
        level.after_paragraph = false;
        match gap {
            Gap::None => {}
            Gap::Line => self.new_line(),
            Gap::Blank => {
                self.empty_line();
                self.new_line();
            }
        }
    }

    fn new_line(&mut self) {
        self.out.push('\n');
        self.out.push_str(&self.prefix);
    }

    fn empty_line(&mut self) {
        self.out.push('\n');
        self.out.push_str(self.prefix.trim_end());
    }

    /// Enters a quote, an item or a note; what it holds is to be put next.
    fn enter(&mut self, prefix: &str, gap: Gap) {
        let outside = self.prefix.len();
        self.prefix.push_str(prefix);
        self.levels.push(Level { outside, gap, ..Level::default() });
        self.tasks.push(Task::Leave);
    }

    fn setting(&self) -> Setting<'_> {
        Setting { links: self.links, notes: self.notes, line_break: "\n", in_cell: false }
    }

    fn heading(&mut self, level: u8, runs: &[Run]) {
        self.out.push_str(&"#".repeat(usize::from(level.clamp(1, 6))));
        self.out.push(' ');
        let text = inline::write(runs, Setting { line_break: " ", ..self.setting() });
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

    fn paragraph(&mut self, runs: &[Run]) {
        let text = inline::write(runs, self.setting());
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.out.push('\\');
                self.new_line();
            }
            self.out.push_str(&line_start(line));
        }
        if let Some(level) = self.levels.last_mut() {
            level.after_paragraph = true;
        }
    }

    fn callout(&mut self, kind: &str, title: &[Run], nodes: &'c [ContentNode]) {
        self.begin();
        self.out.push_str("> ");
        let alert = ALERTS.iter().find(|alert| alert.eq_ignore_ascii_case(kind));
        if let Some(alert) = alert {
            self.out.extend(["[!", alert.to_ascii_uppercase().as_str(), "]"]);
        }
        let first = nodes.first().map(|node| &node.part);
        let gap = match first {
            _ if alert.is_none() => Gap::None,
            Some(Part::Paragraph { .. }) => Gap::Line,
            _ if !title.is_empty() => Gap::Line,
            // A list that begins with another number than 1 would not begin right after a line.
            _ => Gap::Blank,
        };
        self.enter("> ", gap);
        self.put_all(nodes);
        self.put_paragraph(made::strong(title));
    }

    fn list(&mut self, list: &'c List) {
        let numbers = list.numbers().map(|numbers| {
            let fits = numbers.iter().all(|number| (0..=HIGHEST_NUMBER).contains(number));
            if fits { numbers } else { (1..).take(list.items.len()).collect() }
        });
        let Some(level) = self.levels.last() else { return };
        // Other marks than the list right before, or both would be one.
        let is_numbered = numbers.is_some();
        let other = level.list == Some((is_numbered, false));
        // Only a list that begins with 1 may follow a paragraph without a gap.
        let starts_low = numbers.as_ref().is_none_or(|numbers| numbers.first() == Some(&1));
        let tight = level.is_item && level.after_paragraph && starts_low && !other;
        if list.items.is_empty() {
            return;
        }
        self.begin_as(Some((is_numbered, other)), tight);
        for (number, item) in list.items.iter().enumerate().rev() {
            let given = numbers.as_ref().and_then(|numbers| numbers.get(number));
            let mark = match (given, other) {
                (Some(given), false) => format!("{given}. "),
                (Some(given), true) => format!("{given}) "),
                (None, false) => "- ".to_owned(),
                (None, true) => "+ ".to_owned(),
            };
            self.tasks.push(Task::Item { item, mark, first: number == 0 });
        }
    }

    fn item(&mut self, item: &'c Item, mark: &str, first: bool) {
        if !first {
            self.new_line();
        }
        self.out.push_str(mark);
        let is_paragraph =
            |node: &ContentNode| matches!(&node.part, Part::Paragraph { runs } if !runs.is_empty());
        if let Some(checked) = item.checked
            && item.nodes.first().is_some_and(is_paragraph)
        {
            self.out.push_str(if checked { "[x] " } else { "[ ] " });
        }
        self.enter(&" ".repeat(mark.len()), Gap::None);
        if let Some(level) = self.levels.last_mut() {
            level.is_item = true;
        }
        self.put_all(&item.nodes);
    }

    fn code(&mut self, language: Option<&str>, text: &str) {
        // The fence is longer than any run of backticks inside.
        let fence = "`".repeat((longest_run(text, '`') + 1).max(3));
        self.out.push_str(&fence);
        let word = |c: &char| c.is_alphanumeric() || matches!(c, '+' | '#' | '-' | '_' | '.');
        self.out.extend(language.unwrap_or_default().chars().take_while(word));
        for line in text.replace("\r\n", "\n").split(['\n', '\r']) {
            if line.is_empty() {
                self.empty_line();
            } else {
                self.new_line();
                self.out.push_str(line);
            }
        }
        self.new_line();
        self.out.push_str(&fence);
    }

    fn math(&mut self, tex: &str) {
        if fits_dollars(tex) {
            self.out.extend(["$$", one_line(tex).as_str(), "$$"]);
        } else {
            self.code(Some("math"), tex);
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
