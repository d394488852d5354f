//! Content as XML: a document of the Text Encoding Initiative (TEI P5), valid against its schema.
//!
//! Headings make nested divisions (`div` with `head`), and posts are divisions of the type
//! `post`. Marks are `hi` with `rend`, links `ref`, notes `note` in the `back`. A callout or a
//! part that folds is a `note` with a `type`, and so is a post within a quote or an item; a
//! heading there is a paragraph with `rend`. Program text is `code`, a formula `formula` in TeX,
//! a video, audio or embed a `ref` with its kind as `type`.

mod header;
mod inline;
mod sections;
mod tags;
#[cfg(test)]
mod tests;

use self::sections::Sections;
use self::tags::{Tags, pointer, word};
use super::elements::Elements;
use super::made;
use crate::content::{
    Cell, Content, ContentNode, Definition, Footnote, Line, List, Media, Part, Post, Run, Table,
};
use crate::metadata::Metadata;

/// The whole document.
pub(crate) fn document(metadata: &Metadata, content: &Content) -> String {
    let labels: Vec<&str> = made::note_labels(content).into_iter().collect();
    let mut writer = Writer {
        tags: Tags::default(),
        sections: Sections::new(),
        tasks: Vec::new(),
        notes: Vec::new(),
        labels,
    };
    let tags = &mut writer.tags;
    tags.out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    tags.open("TEI", &[("xmlns", "http://www.tei-c.org/ns/1.0")]);
    tags.line();
    header::header(tags, metadata);
    tags.open("text", &[]);
    tags.line();
    tags.open("body", &[]);
    tags.line();
    writer.put_sections(&content.nodes);
    writer.run();
    if content.nodes.is_empty() {
        writer.sections.part(&mut writer.tags);
        writer.tags.leaf("p", &[], "");
    }
    writer.sections.end(1, &mut writer.tags);
    writer.tags.close("body");
    writer.tags.line();
    writer.back();
    writer.tags.close("text");
    writer.tags.line();
    writer.tags.close("TEI");
    writer.tags.line();
    writer.tags.out
}

/// What is still to be written, the next last.
enum Task<'c> {
    /// A part of a division.
    Section(&'c ContentNode),
    EndSections(usize),
    /// A part of a quote, an item or the like, where there are no divisions.
    Node(&'c ContentNode),
    /// Parts in an item or a cell: one paragraph alone needs no element.
    Inside(&'c [ContentNode]),
    Item(&'c [ContentNode], Option<String>, Option<bool>),
    Definition(&'c Definition),
    Row(&'c [Cell]),
    Cell(&'c Cell),
    Element(&'static str, Option<&'static str>, &'c [Run]),
    Close(&'static str),
}

struct Writer<'c> {
    tags: Tags,
    sections: Sections,
    tasks: Vec<Task<'c>>,
    /// Notes that were met, for the end.
    notes: Vec<&'c Footnote>,
    /// The labels of all notes, in order; a note's number makes its identifier.
    labels: Vec<&'c str>,
}

impl<'c> Elements<'c> for Writer<'c> {
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

impl<'c> Writer<'c> {
    fn run(&mut self) {
        while let Some(task) = self.tasks.pop() {
            match task {
                Task::Section(node) => self.section(node),
                Task::EndSections(depth) => self.sections.end(depth, &mut self.tags),
                Task::Node(node) => self.node(node),
                Task::Inside(nodes) => self.inside(nodes),
                Task::Item(nodes, number, checked) => self.item(nodes, number.as_deref(), checked),
                Task::Definition(definition) => self.definition(definition),
                Task::Row(cells) => self.row(cells),
                Task::Cell(cell) => self.cell(cell),
                Task::Element(name, rend, runs) => {
                    let rend = rend.map(|rend| ("rend", rend));
                    self.tags.open(name, rend.as_slice());
                    self.runs(runs);
                    self.close(name);
                }
                Task::Close(name) => self.close(name),
            }
        }
    }

    fn close(&mut self, name: &'static str) {
        self.tags.close(name);
        self.tags.line();
    }

    fn put_sections(&mut self, nodes: &'c [ContentNode]) {
        self.tasks.extend(nodes.iter().rev().map(Task::Section));
    }

    fn section(&mut self, node: &'c ContentNode) {
        match &node.part {
            Part::Heading { level, runs } => {
                self.sections.head((*level).clamp(1, 6), &mut self.tags);
                self.tasks.push(Task::Element("head", None, runs));
            }
            Part::Post(post) => {
                let depth = self.sections.post(&mut self.tags);
                self.byline(post, "byline");
                self.tasks.push(Task::EndSections(depth));
                self.put_sections(&post.nodes);
            }
            Part::Footnotes { notes } => self.notes.extend(notes),
            _ => {
                self.sections.part(&mut self.tags);
                self.node(node);
            }
        }
    }

    fn node(&mut self, node: &'c ContentNode) {
        match &node.part {
            Part::Heading { level, runs } => {
                let rend = ["h1", "h2", "h3", "h4", "h5", "h6"];
                let rend = rend.get(usize::from((*level).clamp(1, 6) - 1)).copied();
                self.tasks.push(Task::Element("p", rend, runs));
            }
            Part::Paragraph { runs } => self.tasks.push(Task::Element("p", None, runs)),
            Part::List(list) => self.list(list),
            Part::Definitions { entries } if !entries.is_empty() => {
                self.tags.open("list", &[("type", "gloss")]);
                self.tags.line();
                self.tasks.push(Task::Close("list"));
                self.tasks.extend(entries.iter().rev().map(Task::Definition));
            }
            Part::Definitions { .. } => {}
            Part::Quote { nodes, cite } => {
                let source = cite.as_deref().map(pointer);
                let source = source.as_deref().map(|source| ("source", source));
                self.around("quote", source.as_slice(), nodes);
            }
            Part::Code { language, text } => self.code(language.as_deref(), text),
            Part::Math { tex } => {
                self.tags.open("p", &[]);
                self.tags.leaf("formula", &[("notation", "TeX"), ("rend", "display")], tex);
                self.close("p");
            }
            Part::Table(table) => self.table(table),
            Part::Figure { nodes, caption, credit } => self.figure(nodes, caption, credit),
            Part::Image(image) => {
                self.tags.open("figure", &[]);
                self.graphic(image);
                self.close("figure");
            }
            Part::Media(media) => self.media(media),
            Part::Callout { kind, title, nodes } => {
                self.note(&[("type", "callout"), ("subtype", &word(kind))], title, nodes);
            }
            Part::Details { summary, nodes } => self.note(&[("type", "details")], summary, nodes),
            Part::Rule => {
                self.tags.empty("milestone", &[("unit", "section"), ("rend", "rule")]);
                self.tags.line();
            }
            Part::Footnotes { notes } => self.notes.extend(notes),
            Part::Post(post) => {
                self.around("note", &[("type", "post")], &post.nodes);
                self.byline(post, "p");
            }
            Part::Lines { lines } => self.plain(lines),
        }
    }

    fn note(
        &mut self,
        attributes: &[(&'static str, &str)],
        label: &'c [Run],
        nodes: &'c [ContentNode],
    ) {
        self.around("note", attributes, nodes);
        if !label.is_empty() {
            self.tasks.push(Task::Element("label", None, label));
        }
    }

    fn inside(&mut self, nodes: &'c [ContentNode]) {
        if let [ContentNode { part: Part::Paragraph { runs }, .. }] = nodes {
            self.runs(runs);
        } else {
            self.put_all(nodes);
        }
    }

    fn list(&mut self, list: &'c List) {
        if list.items.is_empty() {
            return;
        }
        let numbers = list.numbers();
        let rend = if numbers.is_some() { "numbered" } else { "bulleted" };
        self.tags.open("list", &[("rend", rend)]);
        self.tags.line();
        self.tasks.push(Task::Close("list"));
        for (at, item) in list.items.iter().enumerate().rev() {
            let number = numbers.as_ref().and_then(|numbers| numbers.get(at));
            let number = number.map(i64::to_string);
            self.tasks.push(Task::Item(&item.nodes, number, item.checked));
        }
    }

    fn item(&mut self, nodes: &'c [ContentNode], number: Option<&str>, checked: Option<bool>) {
        let mut attributes = Vec::new();
        attributes.extend(number.map(|number| ("n", number)));
        let state = checked.map(|checked| if checked { "checked" } else { "unchecked" });
        attributes.extend(state.map(|state| ("rend", state)));
        self.tags.open("item", &attributes);
        self.tasks.push(Task::Close("item"));
        self.tasks.push(Task::Inside(nodes));
    }

    /// A label and an item: TEI takes them in pairs.
    fn definition(&mut self, definition: &'c Definition) {
        self.tags.open("label", &[]);
        for (number, term) in definition.terms.iter().enumerate() {
            if number > 0 {
                self.tags.empty("lb", &[]);
            }
            self.runs(term);
        }
        self.close("label");
        self.tags.open("item", &[]);
        self.tasks.push(Task::Close("item"));
        match definition.details.as_slice() {
            [nodes] => self.tasks.push(Task::Inside(nodes)),
            details => {
                for nodes in details.iter().rev() {
                    self.put_all(nodes);
                }
            }
        }
    }

    fn code(&mut self, language: Option<&str>, text: &str) {
        let language = language.map(word);
        let mut attributes = vec![("rend", "block"), ("xml:space", "preserve")];
        attributes.extend(language.as_deref().map(|language| ("lang", language)));
        self.tags.open("p", &[]);
        self.tags.leaf("code", &attributes, text);
        self.close("p");
    }

    fn table(&mut self, table: &'c Table) {
        if table.rows.iter().all(Vec::is_empty) {
            return;
        }
        self.tags.open("table", &[]);
        self.tags.line();
        self.tasks.push(Task::Close("table"));
        let rows = table.rows.iter().rev().filter(|row| !row.is_empty());
        self.tasks.extend(rows.map(|row| Task::Row(row)));
        if !table.caption.is_empty() {
            self.tasks.push(Task::Element("head", None, &table.caption));
        }
    }

    fn row(&mut self, cells: &'c [Cell]) {
        let is_head = cells.iter().all(|cell| cell.header);
        let role = is_head.then_some(("role", "label"));
        self.tags.open("row", role.as_slice());
        self.tasks.push(Task::Close("row"));
        self.tasks.extend(cells.iter().rev().map(Task::Cell));
    }

    fn cell(&mut self, cell: &'c Cell) {
        let (columns, rows) = (cell.columns.to_string(), cell.rows.to_string());
        let mut attributes = Vec::new();
        if cell.header {
            attributes.push(("role", "label"));
        }
        if cell.columns > 1 {
            attributes.push(("cols", columns.as_str()));
        }
        if cell.rows > 1 {
            attributes.push(("rows", rows.as_str()));
        }
        self.tags.open("cell", &attributes);
        self.tasks.push(Task::Close("cell"));
        self.tasks.push(Task::Inside(&cell.nodes));
    }

    fn figure(&mut self, nodes: &'c [ContentNode], caption: &'c [Run], credit: &'c [Run]) {
        self.tags.open("figure", &[]);
        self.tags.line();
        self.tasks.push(Task::Close("figure"));
        if !credit.is_empty() {
            self.tasks.push(Task::Element("p", Some("credit"), credit));
        }
        if !caption.is_empty() {
            self.tasks.push(Task::Element("p", Some("caption"), caption));
        }
        self.put_all(nodes);
    }

    fn media(&mut self, media: &Media) {
        let kind = made::media_kind(media.media);
        let title = media.title.as_deref().filter(|title| !title.is_empty()).unwrap_or(kind);
        self.tags.open("p", &[]);
        self.tags.leaf("ref", &[("type", kind), ("target", &pointer(&media.url))], title);
        self.close("p");
    }

    fn byline(&mut self, post: &Post, name: &'static str) {
        let author = post.author.as_deref().filter(|author| !author.is_empty());
        let date = post.date.as_deref().filter(|date| !date.is_empty());
        if author.is_none() && date.is_none() {
            return;
        }
        let rend = (name == "p").then_some(("rend", "byline"));
        self.tags.open(name, rend.as_slice());
        if let Some(author) = author {
            self.tags.leaf("name", &[], author);
        }
        if let Some(date) = date {
            if author.is_some() {
                self.tags.text(" ");
            }
            header::date_element(&mut self.tags, date);
        }
        self.close(name);
    }

    /// The lines of a plain text: paragraphs where blank lines part them.
    fn plain(&mut self, lines: &[Line]) {
        for (number, line) in lines.iter().enumerate() {
            if number == 0 {
                self.tags.open("p", &[]);
            } else if line.blank_before > 0 {
                self.close("p");
                self.tags.open("p", &[]);
            } else {
                self.tags.empty("lb", &[]);
            }
            self.tags.text(&line.text);
        }
        if !lines.is_empty() {
            self.close("p");
        }
    }

    /// The notes, after the body.
    fn back(&mut self) {
        if self.notes.is_empty() {
            return;
        }
        self.tags.open("back", &[]);
        self.tags.open("div", &[("type", "notes")]);
        self.tags.line();
        let mut met = std::collections::BTreeSet::new();
        for note in std::mem::take(&mut self.notes) {
            let number = self.labels.iter().position(|label| *label == note.label);
            if !met.insert(note.label.as_str()) {
                continue;
            }
            let name = format!("note-{}", number.map_or(0, |number| number + 1));
            self.tags.open("note", &[("xml:id", &name), ("n", &note.label)]);
            self.tasks.push(Task::Close("note"));
            self.tasks.push(Task::Inside(&note.nodes));
            self.run();
        }
        self.tags.close("div");
        self.tags.close("back");
        self.tags.line();
    }
}
