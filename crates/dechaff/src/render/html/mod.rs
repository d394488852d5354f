//! Content as HTML, written anew from the tree: nothing of a page's markup is carried over, and
//! each element, attribute and scheme is looked up in `data/html_allowed.tsv`.

mod allowed;
mod inline;
mod page;
mod tags;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use self::tags::Tags;
use super::elements::Elements;
use super::made;
use crate::content::{
    Cell, Content, ContentNode, Definition, Footnote, Item, Line, List, Media, Part, Post, Run,
    Table,
};
use crate::metadata::Metadata;

/// What HTML output shows.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct HtmlOptions {
    /// Whether the title stands first, as a heading of level 1. Default true.
    pub title: bool,
    /// Whether the output is a page by itself, with a small style sheet, title, byline, date and
    /// source, that loads nothing but images. Default false.
    pub standalone: bool,
}

impl Default for HtmlOptions {
    fn default() -> Self {
        Self { title: true, standalone: false }
    }
}

/// The title and the content, or a page with them.
pub(crate) fn document(metadata: &Metadata, content: &Content, options: &HtmlOptions) -> String {
    if options.standalone {
        return page::page(metadata, content, options);
    }
    let mut tags = Tags::new(false);
    if let Some(title) = metadata.title.as_deref().filter(|_| options.title) {
        tags.open("h1", &[]);
        tags.text(title);
        tags.close("h1");
        tags.line();
    }
    write(&mut tags, content);
    tags.out
}

/// The content alone.
pub(crate) fn body(content: &Content) -> String {
    let mut tags = Tags::new(false);
    write(&mut tags, content);
    tags.out
}

/// A table, in lines none of which is empty, as it may stand in Markdown.
pub(super) fn table(table: &Table, links: bool) -> String {
    let mut tags = Tags::new(true);
    let labels = BTreeSet::new();
    let mut writer = Writer { tags: &mut tags, tasks: Vec::new(), notes: &labels, links };
    writer.table(table);
    writer.run();
    tags.out.trim_end().to_owned()
}

fn write(tags: &mut Tags, content: &Content) {
    let labels = made::note_labels(content);
    let mut writer = Writer { tags, tasks: Vec::new(), notes: &labels, links: true };
    writer.put_all(&content.nodes);
    writer.run();
}

/// What is still to be written, the next last.
enum Task<'c> {
    Node(&'c ContentNode),
    /// A part of a figure, where an image needs no figure of its own.
    InFigure(&'c ContentNode),
    /// Parts in an item or a cell: one paragraph alone needs no element.
    Inside(&'c [ContentNode]),
    Item(&'c Item),
    Row(&'c [Cell]),
    Cell(&'c Cell),
    Note(&'c Footnote),
    /// An element with a line of text.
    Element(&'static str, &'c [Run]),
    Caption(&'c [Run], &'c [Run]),
    Open(&'static str),
    /// Ends an element, and the line.
    Close(&'static str),
}

struct Writer<'c, 'w> {
    tags: &'w mut Tags,
    tasks: Vec<Task<'c>>,
    notes: &'w BTreeSet<&'w str>,
    links: bool,
}

impl<'c> Elements<'c> for Writer<'c, '_> {
    fn open_parts(&mut self, name: &'static str, attributes: &[(&'static str, &str)]) {
        self.tags.open(name, attributes);
        self.tags.line();
    }

    fn put_close(&mut self, name: &'static str) {
        self.tasks.push(Task::Close(name));
    }

    fn put_all(&mut self, nodes: &'c [ContentNode]) {
        self.tasks.extend(nodes.iter().rev().map(Task::Node));
    }
}

impl<'c> Writer<'c, '_> {
    fn run(&mut self) {
        while let Some(task) = self.tasks.pop() {
            match task {
                Task::InFigure(ContentNode { part: Part::Image(image), .. }) => {
                    self.image(image);
                    self.tags.line();
                }
                Task::Node(node) | Task::InFigure(node) => self.node(node),
                Task::Inside(nodes) => self.inside(nodes),
                Task::Item(item) => self.item(item),
                Task::Row(cells) => {
                    self.tags.open("tr", &[]);
                    self.tasks.push(Task::Close("tr"));
                    self.tasks.extend(cells.iter().rev().map(Task::Cell));
                }
                Task::Cell(cell) => self.cell(cell),
                Task::Note(note) => {
                    self.tags.open("li", &[("id", &format!("fn-{}", note.label))]);
                    self.tasks.push(Task::Close("li"));
                    self.tasks.push(Task::Inside(&note.nodes));
                }
                Task::Element(name, runs) => {
                    self.tags.open(name, &[]);
                    self.runs(runs);
                    self.close(name);
                }
                Task::Caption(caption, credit) => self.caption(caption, credit),
                Task::Open(name) => {
                    self.tags.open(name, &[]);
                    // What is in a detail may be a line of text.
                    if name != "dd" {
                        self.tags.line();
                    }
                }
                Task::Close(name) => self.close(name),
            }
        }
    }

    fn close(&mut self, name: &'static str) {
        self.tags.close(name);
        if !matches!(name, "td" | "th") {
            self.tags.line();
        }
    }

    fn node(&mut self, node: &'c ContentNode) {
        match &node.part {
            Part::Heading { level, runs } => {
                let name = ["h1", "h2", "h3", "h4", "h5", "h6"];
                let name = name.get(usize::from(level.clamp(&1, &6) - 1)).copied();
                self.tasks.push(Task::Element(name.unwrap_or("h6"), runs));
            }
            Part::Paragraph { runs } => self.tasks.push(Task::Element("p", runs)),
            Part::List(list) => self.list(list),
            Part::Definitions { entries } => self.definitions(entries),
            Part::Quote { nodes, cite } => {
                let cite = cite.as_deref().map(|cite| ("cite", cite));
                self.around("blockquote", cite.as_slice(), nodes);
            }
            Part::Code { language, text } => self.code(language.as_deref(), text),
            Part::Math { tex } => {
                self.tags.open("div", &[("class", "math display")]);
                self.tags.lines(&format!("\\[{tex}\\]"));
                self.close("div");
            }
            Part::Table(table) => self.table(table),
            Part::Figure { nodes, caption, credit } => {
                self.tags.open("figure", &[]);
                self.tags.line();
                self.tasks.push(Task::Close("figure"));
                self.tasks.push(Task::Caption(caption, credit));
                self.tasks.extend(nodes.iter().rev().map(Task::InFigure));
            }
            // A figure of its own, to be told from an image in a line.
            Part::Image(image) => {
                self.tags.open("figure", &[]);
                self.image(image);
                self.close("figure");
            }
            Part::Media(media) => self.media(media),
            Part::Callout { kind, title, nodes } => self.callout(kind, title, nodes),
            Part::Details { summary, nodes } => {
                self.around("details", &[], nodes);
                if !summary.is_empty() {
                    self.tasks.push(Task::Element("summary", summary));
                }
            }
            Part::Rule => {
                self.tags.open("hr", &[]);
                self.tags.line();
            }
            Part::Footnotes { notes } => self.footnotes(notes),
            Part::Post(post) => self.post(post),
            Part::Lines { lines } => self.plain(lines),
        }
    }

    fn definitions(&mut self, entries: &'c [Definition]) {
        self.tags.open("dl", &[]);
        self.tags.line();
        self.tasks.push(Task::Close("dl"));
        for entry in entries.iter().rev() {
            for nodes in entry.details.iter().rev() {
                self.tasks.push(Task::Close("dd"));
                self.tasks.push(Task::Inside(nodes));
                self.tasks.push(Task::Open("dd"));
            }
            let terms = entry.terms.iter().rev();
            self.tasks.extend(terms.map(|term| Task::Element("dt", term)));
        }
    }

    fn footnotes(&mut self, notes: &'c [Footnote]) {
        self.tags.open("section", &[("class", "footnotes"), ("role", "doc-endnotes")]);
        self.tags.line();
        self.tasks.push(Task::Close("section"));
        self.tasks.push(Task::Close("ol"));
        self.tasks.extend(notes.iter().rev().map(Task::Note));
        self.tasks.push(Task::Open("ol"));
    }

    fn inside(&mut self, nodes: &'c [ContentNode]) {
        if let [ContentNode { part: Part::Paragraph { runs }, .. }] = nodes {
            self.runs(runs);
        } else {
            self.put_all(nodes);
        }
    }

    fn list(&mut self, list: &'c List) {
        let name = if list.numbering.is_some() { "ol" } else { "ul" };
        let numbering = list.numbering.unwrap_or_default();
        let start = numbering.start.to_string();
        let mut attributes = Vec::new();
        if numbering.start != 1 {
            attributes.push(("start", start.as_str()));
        }
        if numbering.reversed {
            attributes.push(("reversed", ""));
        }
        self.tags.open(name, &attributes);
        self.tags.line();
        self.tasks.push(Task::Close(name));
        self.tasks.extend(list.items.iter().rev().map(Task::Item));
    }

    fn item(&mut self, item: &'c Item) {
        let value = item.value.map(|value| value.to_string());
        let value = value.as_deref().map(|value| ("value", value));
        self.tags.open("li", value.as_slice());
        if let Some(checked) = item.checked {
            let mut attributes = vec![("type", "checkbox"), ("disabled", "")];
            if checked {
                attributes.push(("checked", ""));
            }
            self.tags.open("input", &attributes);
            self.tags.text(" ");
        }
        self.tasks.push(Task::Close("li"));
        self.tasks.push(Task::Inside(&item.nodes));
    }

    fn table(&mut self, table: &'c Table) {
        self.tags.open("table", &[]);
        self.tags.line();
        self.tasks.push(Task::Close("table"));
        let is_head = |row: &&Vec<Cell>| !row.is_empty() && row.iter().all(|cell| cell.header);
        // A table of headers alone has them in its body.
        let head = table.rows.iter().take_while(is_head).count();
        let head = if head == table.rows.len() { 0 } else { head };
        let (head, body) = table.rows.split_at_checked(head).unwrap_or_default();
        for (name, rows) in [("tbody", body), ("thead", head)] {
            if !rows.is_empty() {
                self.tasks.push(Task::Close(name));
                self.tasks.extend(rows.iter().rev().map(|row| Task::Row(row)));
                self.tasks.push(Task::Open(name));
            }
        }
        if !table.caption.is_empty() {
            self.tasks.push(Task::Element("caption", &table.caption));
        }
    }

    fn cell(&mut self, cell: &'c Cell) {
        let name = if cell.header { "th" } else { "td" };
        let (columns, rows) = (cell.columns.to_string(), cell.rows.to_string());
        let mut attributes = Vec::new();
        if cell.columns > 1 {
            attributes.push(("colspan", columns.as_str()));
        }
        if cell.rows > 1 {
            attributes.push(("rowspan", rows.as_str()));
        }
        self.tags.open(name, &attributes);
        self.tasks.push(Task::Close(name));
        self.tasks.push(Task::Inside(&cell.nodes));
    }

    fn code(&mut self, language: Option<&str>, text: &str) {
        self.tags.open("pre", &[]);
        let class = language.map(|language| format!("language-{language}"));
        let class = class.as_deref().map(|class| ("class", class));
        self.tags.open("code", class.as_slice());
        self.tags.lines(text);
        self.tags.close("code");
        self.close("pre");
    }

    fn caption(&mut self, caption: &[Run], credit: &[Run]) {
        if caption.is_empty() && credit.is_empty() {
            return;
        }
        self.tags.open("figcaption", &[]);
        self.runs(caption);
        if !credit.is_empty() {
            if !caption.is_empty() {
                self.tags.text(" ");
            }
            self.tags.open("span", &[("class", "credit")]);
            self.runs(credit);
            self.tags.close("span");
        }
        self.close("figcaption");
    }

    fn media(&mut self, media: &Media) {
        let kind = made::media_kind(media.media);
        self.tags.open("p", &[]);
        self.tags.open("a", &[("href", &media.url), ("data-media", kind)]);
        self.tags.text(media.title.as_deref().filter(|title| !title.is_empty()).unwrap_or(kind));
        self.tags.close("a");
        self.close("p");
    }

    fn callout(&mut self, kind: &str, title: &'c [Run], nodes: &'c [ContentNode]) {
        self.around("div", &[("class", "callout"), ("data-callout", kind)], nodes);
        if !title.is_empty() {
            self.tags.open("div", &[("class", "callout-title")]);
            self.runs(title);
            self.close("div");
        }
    }

    fn post(&mut self, post: &'c Post) {
        self.around("article", &[("class", "post")], &post.nodes);
        let author = post.author.as_deref().filter(|author| !author.is_empty());
        let date = post.date.as_deref().filter(|date| !date.is_empty());
        if author.is_none() && date.is_none() {
            return;
        }
        self.tags.open("header", &[]);
        if let Some(author) = author {
            self.tags.open("span", &[("class", "author")]);
            self.tags.text(author);
            self.tags.close("span");
        }
        if let Some(date) = date {
            if author.is_some() {
                self.tags.text(" ");
            }
            self.tags.open("time", &[("datetime", date)]);
            self.tags.text(date);
            self.tags.close("time");
        }
        self.close("header");
    }

    /// The lines of a plain text: paragraphs where blank lines part them.
    fn plain(&mut self, lines: &[Line]) {
        for (number, line) in lines.iter().enumerate() {
            let begins = number == 0 || line.blank_before > 0;
            if begins && number > 0 {
                self.close("p");
            }
            self.tags.open(if begins { "p" } else { "br" }, &[]);
            self.tags.text(line.text.trim());
        }
        if !lines.is_empty() {
            self.close("p");
        }
    }
}
