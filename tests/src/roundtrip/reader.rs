//! Markdown to content, by pulldown-cmark.

use dechaff::content::{
    Cell, Content, ContentNode, Footnote, Image, Inline, Item, List, Numbering, Part, Run, Table,
};
use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// Markdown as we write it: with tables, footnotes, task lists, strikethrough, alerts and math.
pub fn parser(markdown: &str) -> Parser<'_> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_GFM
        | Options::ENABLE_MATH;
    Parser::new_ext(markdown, options)
}

/// The content of a Markdown text, and the raw HTML in it that is no table.
pub(super) fn read(markdown: &str) -> (Content, Vec<String>) {
    let mut reader = Reader::default();
    reader.open.push(Frame::default());
    for event in parser(markdown) {
        reader.event(event);
    }
    reader.flush();
    let nodes = reader.open.pop().map(|frame| frame.nodes).unwrap_or_default();
    (Content { nodes }, reader.raw)
}

#[derive(Default)]
struct Frame {
    nodes: Vec<ContentNode>,
    items: Vec<Item>,
    rows: Vec<Vec<Cell>>,
    checked: Option<bool>,
    /// Number of a list's first item.
    start: Option<i64>,
    /// Label of a note.
    label: String,
}

#[derive(Default)]
struct Reader {
    open: Vec<Frame>,
    runs: Vec<Run>,
    strong: usize,
    emphasis: usize,
    strike: usize,
    links: Vec<String>,
    image: Option<Image>,
    code: Option<(Option<String>, String)>,
    html: String,
    in_head: bool,
    raw: Vec<String>,
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(text) => self.inline(Inline::Code(text.to_string())),
            Event::InlineMath(tex) => self.inline(Inline::Math(tex.to_string())),
            Event::DisplayMath(tex) => self.inline(Inline::Math(format!("$${tex}"))),
            Event::FootnoteReference(label) => self.inline(Inline::Note(label.to_string())),
            Event::HardBreak => self.text("\n"),
            Event::SoftBreak => self.text("(soft break)"),
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(html) if &*html == "<br>" => self.text("\n"),
            Event::InlineHtml(html) => self.raw.push(html.to_string()),
            Event::Rule => self.put(Part::Rule),
            Event::TaskListMarker(checked) => {
                if let Some(frame) = self.open.last_mut() {
                    frame.checked = Some(checked);
                }
            }
        }
    }

    fn text(&mut self, text: &str) {
        if let Some((_, code)) = &mut self.code {
            code.push_str(text);
        } else if let Some(image) = &mut self.image {
            image.alt.push_str(text);
        } else {
            self.inline(Inline::Text(text.to_owned()));
        }
    }

    fn inline(&mut self, inline: Inline) {
        let run = Run {
            inline,
            strong: self.strong > 0,
            emphasis: self.emphasis > 0,
            strike: self.strike > 0,
            link: self.links.last().cloned(),
            ..Run::default()
        };
        self.runs.push(run);
    }

    /// Ends the paragraph in the making, if there is one.
    fn flush(&mut self) {
        let runs = std::mem::take(&mut self.runs);
        if runs.is_empty() {
            return;
        }
        if let [Run { inline: Inline::Math(tex), .. }] = runs.as_slice()
            && let Some(tex) = tex.strip_prefix("$$")
        {
            self.put_node(Part::Math { tex: tex.to_owned() });
            return;
        }
        self.put_node(Part::Paragraph { runs });
    }

    fn put(&mut self, part: Part) {
        self.flush();
        self.put_node(part);
    }

    fn put_node(&mut self, part: Part) {
        if let Some(frame) = self.open.last_mut() {
            frame.nodes.push(part.into());
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Strong => self.strong += 1,
            Tag::Emphasis => self.emphasis += 1,
            Tag::Strikethrough => self.strike += 1,
            Tag::Link { dest_url, .. } => self.links.push(dest_url.to_string()),
            Tag::Image { dest_url, title, .. } => {
                let title = (!title.is_empty()).then(|| title.to_string());
                self.image = Some(Image { src: dest_url.to_string(), title, ..Image::default() });
            }
            Tag::CodeBlock(kind) => {
                self.flush();
                let language = match kind {
                    CodeBlockKind::Fenced(name) if !name.is_empty() => Some(name.to_string()),
                    CodeBlockKind::Fenced(_) => None,
                    CodeBlockKind::Indented => Some("(indented)".to_owned()),
                };
                self.code = Some((language, String::new()));
            }
            Tag::HtmlBlock => {
                self.flush();
                self.html.clear();
            }
            Tag::Heading { .. } | Tag::Paragraph => self.flush(),
            tag => {
                self.flush();
                self.in_head |= matches!(tag, Tag::TableHead);
                let mut frame = Frame::default();
                match tag {
                    Tag::List(start) => {
                        frame.start = start.and_then(|start| i64::try_from(start).ok());
                    }
                    Tag::FootnoteDefinition(label) => frame.label = label.to_string(),
                    _ => {}
                }
                self.open.push(frame);
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.strong -= 1,
            TagEnd::Emphasis => self.emphasis -= 1,
            TagEnd::Strikethrough => self.strike -= 1,
            TagEnd::Link => drop(self.links.pop()),
            TagEnd::Image => {
                if let Some(image) = self.image.take() {
                    self.inline(Inline::Image(image));
                }
            }
            TagEnd::CodeBlock => {
                let (language, text) = self.code.take().unwrap_or_default();
                let text = text.strip_suffix('\n').unwrap_or(&text).to_owned();
                self.put(match language.as_deref() {
                    Some("math") => Part::Math { tex: text },
                    _ => Part::Code { language, text },
                });
            }
            TagEnd::HtmlBlock => self.html(),
            TagEnd::Paragraph => self.flush(),
            TagEnd::Heading(level) => {
                let runs = std::mem::take(&mut self.runs);
                self.put_node(Part::Heading { level: level as u8, runs });
            }
            tag => {
                self.flush();
                let frame = self.open.pop().unwrap_or_default();
                self.close(tag, frame);
            }
        }
    }

    fn html(&mut self) {
        let html = std::mem::take(&mut self.html);
        if !html.trim_start().starts_with("<table>") {
            self.raw.push(html.clone());
        }
        let (content, unknown) = super::read_html(&html);
        self.raw.extend(unknown);
        for node in content.nodes {
            self.put_node(node.part);
        }
    }

    fn close(&mut self, tag: TagEnd, frame: Frame) {
        let Frame { nodes, items, rows, checked, start, label } = frame;
        let Some(outer) = self.open.last_mut() else { return };
        match tag {
            TagEnd::BlockQuote(kind) => outer.nodes.push(quote(kind, nodes).into()),
            TagEnd::List(_) => {
                let numbering = start.map(|start| Numbering { start, reversed: false });
                outer.nodes.push(Part::List(List { numbering, items }).into());
            }
            TagEnd::Item => outer.items.push(Item { value: None, checked, nodes }),
            TagEnd::FootnoteDefinition => put_note(&mut outer.nodes, Footnote { label, nodes }),
            TagEnd::Table => {
                // An empty row of headers stands for none.
                let is_bare =
                    rows.first().is_some_and(|row| row.iter().all(|cell| cell.nodes.is_empty()));
                let rows = rows.into_iter().skip(usize::from(is_bare)).collect();
                outer.nodes.push(Part::Table(Table { caption: Vec::new(), rows }).into());
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                // Each cell was put down as a row of its own.
                outer.rows.push(rows.into_iter().flatten().collect());
                self.in_head = false;
            }
            TagEnd::TableCell => {
                let cell = Cell { header: self.in_head, nodes, ..Cell::default() };
                outer.rows.push(vec![cell]);
            }
            other => self.raw.push(format!("{other:?}")),
        }
    }
}

fn quote(kind: Option<BlockQuoteKind>, nodes: Vec<ContentNode>) -> Part {
    let kind = match kind {
        None => return Part::Quote { nodes, cite: None },
        Some(BlockQuoteKind::Note) => "note",
        Some(BlockQuoteKind::Tip) => "tip",
        Some(BlockQuoteKind::Important) => "important",
        Some(BlockQuoteKind::Warning) => "warning",
        Some(BlockQuoteKind::Caution) => "caution",
    };
    Part::Callout { kind: kind.to_owned(), title: Vec::new(), nodes }
}

/// A note put after those right before it.
fn put_note(nodes: &mut Vec<ContentNode>, note: Footnote) {
    if let Some(ContentNode { part: Part::Footnotes { notes }, .. }) = nodes.last_mut() {
        notes.push(note);
        return;
    }
    nodes.push(Part::Footnotes { notes: vec![note] }.into());
}
