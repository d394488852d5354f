//! The HTML that dechaff writes, to content: each form of it and nothing else, by the tree that
//! html5ever makes of it.

use dechaff::content::{
    Cell, Content, ContentNode, Definition, Footnote, Image, Inline, Item, List, Media, MediaKind,
    Numbering, Part, Post, Run, Table,
};
use dechaff::dom;

use super::dom_tree::{Element, Node};
use crate::promise::limits;

/// The content that HTML of ours was written from, and what is none of ours.
pub fn read_html(html: &str) -> (Content, Vec<String>) {
    let (parsed, _) = dom::parse(html, &limits());
    let body = Node::body(&parsed);
    let mut reader = Reader { unknown: Vec::new() };
    let nodes = reader.nodes(&body);
    (Content { nodes }, reader.unknown)
}

struct Reader {
    unknown: Vec<String>,
}

/// Elements that stand in a line of text.
const INLINE: [&str; 12] =
    ["a", "strong", "em", "s", "mark", "sub", "sup", "code", "ruby", "span", "br", "img"];

impl Reader {
    /// Parts; a line of text among them, as in an item, is a paragraph.
    fn nodes(&mut self, nodes: &[Node]) -> Vec<ContentNode> {
        let mut parts: Vec<ContentNode> = Vec::new();
        let mut line: Vec<&Node> = Vec::new();
        let flush = |reader: &mut Self, line: &mut Vec<&Node>, parts: &mut Vec<ContentNode>| {
            let runs = reader.runs(line.drain(..));
            if !runs.is_empty() {
                parts.push(Part::Paragraph { runs }.into());
            }
        };
        for node in nodes {
            match node {
                Node::Element(element) if !is_inline(node) => {
                    flush(self, &mut line, &mut parts);
                    parts.extend(self.part(element).map(ContentNode::from));
                }
                _ => line.push(node),
            }
        }
        flush(self, &mut line, &mut parts);
        parts
    }

    fn part(&mut self, element: &Element) -> Option<Part> {
        let inside = &element.nodes;
        Some(match element.name.as_str() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = element.name.trim_start_matches('h').parse().unwrap_or(0);
                Part::Heading { level, runs: self.line(inside) }
            }
            "p" => self.paragraph(element),
            "ul" | "ol" => self.list(element),
            "dl" => self.definitions(element),
            "blockquote" => Part::Quote {
                nodes: self.nodes(inside),
                cite: element.attribute("cite").map(str::to_owned),
            },
            "pre" => code(element),
            "div" if element.attribute("class") == Some("math display") => {
                let tex = element.text();
                let tex = tex.strip_prefix("\\[").and_then(|tex| tex.strip_suffix("\\]"));
                Part::Math { tex: tex.unwrap_or("?").to_owned() }
            }
            "div" => self.callout(element),
            "table" => self.table(element),
            "figure" => self.figure(element),
            "details" => {
                let summary = element.child("summary").map(|summary| self.line(&summary.nodes));
                let nodes = self.nodes(&element.without("summary"));
                Part::Details { summary: summary.unwrap_or_default(), nodes }
            }
            "hr" => Part::Rule,
            "section" => self.footnotes(element),
            "article" => self.post(element),
            name => {
                self.unknown.push(name.to_owned());
                return None;
            }
        })
    }

    fn paragraph(&mut self, element: &Element) -> Part {
        if let [Node::Element(link)] = element.nodes.as_slice()
            && let Some(kind) = link.attribute("data-media")
        {
            let media = match kind {
                "video" => MediaKind::Video,
                "audio" => MediaKind::Audio,
                _ => MediaKind::Embed,
            };
            let title = Some(link.text()).filter(|title| title != kind);
            let url = link.attribute("href").unwrap_or_default().to_owned();
            return Part::Media(Media { media, url, title });
        }
        Part::Paragraph { runs: self.line(&element.nodes) }
    }

    fn list(&mut self, element: &Element) -> Part {
        let number = |name| element.attribute(name).and_then(|number| number.parse().ok());
        let numbering = (element.name == "ol").then(|| Numbering {
            start: number("start").unwrap_or(1),
            reversed: element.attribute("reversed").is_some(),
        });
        let mut items = Vec::new();
        for item in element.children("li") {
            let task = item.child("input");
            let checked = task.map(|task| task.attribute("checked").is_some());
            let value = item.attribute("value").and_then(|value| value.parse().ok());
            items.push(Item { value, checked, nodes: self.nodes(&item.without("input")) });
        }
        Part::List(List { numbering, items })
    }

    fn definitions(&mut self, element: &Element) -> Part {
        let mut entries: Vec<Definition> = Vec::new();
        for node in &element.nodes {
            let Node::Element(member) = node else { continue };
            match (member.name.as_str(), entries.last_mut()) {
                ("dt", Some(entry)) if entry.details.is_empty() => {
                    entry.terms.push(self.line(&member.nodes));
                }
                ("dt", _) => entries.push(Definition {
                    terms: vec![self.line(&member.nodes)],
                    details: Vec::new(),
                }),
                ("dd", Some(entry)) => entry.details.push(self.nodes(&member.nodes)),
                ("dd", None) => entries.push(Definition {
                    terms: Vec::new(),
                    details: vec![self.nodes(&member.nodes)],
                }),
                (name, _) => self.unknown.push(name.to_owned()),
            }
        }
        Part::Definitions { entries }
    }

    fn table(&mut self, element: &Element) -> Part {
        let caption = element.child("caption").map(|caption| self.line(&caption.nodes));
        let mut rows = Vec::new();
        for group in ["thead", "tbody"].into_iter().flat_map(|name| element.children(name)) {
            for row in group.children("tr") {
                let cells = row.nodes.iter().filter_map(|node| match node {
                    Node::Element(cell) => Some(cell),
                    Node::Text(_) => None,
                });
                rows.push(cells.map(|cell| self.cell(cell)).collect());
            }
        }
        Part::Table(Table { caption: caption.unwrap_or_default(), rows })
    }

    fn cell(&mut self, cell: &Element) -> Cell {
        let span = |name| cell.attribute(name).and_then(|span| span.parse().ok()).unwrap_or(1);
        Cell {
            header: cell.name == "th",
            columns: span("colspan"),
            rows: span("rowspan"),
            nodes: self.nodes(&cell.nodes),
        }
    }

    fn figure(&mut self, element: &Element) -> Part {
        let (mut caption, mut credit) = (Vec::new(), Vec::new());
        if let Some(below) = element.child("figcaption") {
            let is_credit = |node: &&Node| matches!(node, Node::Element(span) if span.attribute("class") == Some("credit"));
            caption = self.runs(below.nodes.iter().filter(|node| !is_credit(node)));
            if let Some(Node::Element(span)) = below.nodes.iter().find(is_credit) {
                credit = self.line(&span.nodes);
            }
        }
        let mut nodes: Vec<ContentNode> = Vec::new();
        for node in element.without("figcaption") {
            match &node {
                Node::Element(inner) if inner.name == "img" => {
                    nodes.push(Part::Image(image(inner)).into());
                }
                _ => nodes.extend(self.nodes(std::slice::from_ref(&node))),
            }
        }
        match nodes.as_slice() {
            [ContentNode { part: Part::Image(image), .. }]
                if caption.is_empty() && credit.is_empty() =>
            {
                Part::Image(image.clone())
            }
            _ => Part::Figure { nodes, caption, credit },
        }
    }

    fn callout(&mut self, element: &Element) -> Part {
        let Some(kind) = element.attribute("data-callout") else {
            self.unknown.push("div".to_owned());
            return Part::Rule;
        };
        let is_title = |node: &Node| matches!(node, Node::Element(one) if one.attribute("class") == Some("callout-title"));
        let title = element.nodes.iter().find(|node| is_title(node));
        let title = match title {
            Some(Node::Element(title)) => self.line(&title.nodes),
            _ => Vec::new(),
        };
        let rest: Vec<Node> =
            element.nodes.iter().filter(|node| !is_title(node)).cloned().collect();
        Part::Callout { kind: kind.to_owned(), title, nodes: self.nodes(&rest) }
    }

    fn footnotes(&mut self, element: &Element) -> Part {
        let mut notes = Vec::new();
        for item in element.children("ol").into_iter().flat_map(|list| list.children("li")) {
            let label = item.attribute("id").unwrap_or_default().trim_start_matches("fn-");
            notes.push(Footnote { label: label.to_owned(), nodes: self.nodes(&item.nodes) });
        }
        Part::Footnotes { notes }
    }

    fn post(&mut self, element: &Element) -> Part {
        let header = element.child("header");
        let text = |name| header.and_then(|header| header.child(name)).map(Element::text);
        Part::Post(Post {
            author: text("span"),
            date: text("time"),
            nodes: self.nodes(&element.without("header")),
        })
    }

    fn line(&mut self, nodes: &[Node]) -> Vec<Run> {
        self.runs(nodes.iter())
    }

    fn runs<'n>(&mut self, nodes: impl Iterator<Item = &'n Node>) -> Vec<Run> {
        let mut runs = Vec::new();
        for node in nodes {
            self.inline(node, &Run::default(), &mut runs);
        }
        Run::normal_form(runs)
    }

    fn inline(&mut self, node: &Node, style: &Run, runs: &mut Vec<Run>) {
        let mut put = |inline: Inline| runs.push(Run { inline, ..style.clone() });
        let element = match node {
            Node::Text(text) => {
                // A line break of the markup is a space.
                put(Inline::Text(text.replace('\n', " ")));
                return;
            }
            Node::Element(element) => element,
        };
        let mut inner = style.clone();
        match (element.name.as_str(), element.attribute("class")) {
            ("br", _) => return put(Inline::Text("\n".to_owned())),
            ("img", _) => return put(Inline::Image(image(element))),
            ("code", _) => return put(Inline::Code(element.text())),
            ("span", Some("math inline")) => {
                let tex = element.text();
                let tex = tex.strip_prefix("\\(").and_then(|tex| tex.strip_suffix("\\)"));
                return put(Inline::Math(tex.unwrap_or("?").to_owned()));
            }
            ("sup", Some("footnote-ref")) => return put(Inline::Note(element.text())),
            ("ruby", _) => {
                let base = element.nodes.iter().filter_map(|node| match node {
                    Node::Text(text) => Some(text.as_str()),
                    Node::Element(_) => None,
                });
                let reading = element.child("rt").map(Element::text).unwrap_or_default();
                return put(Inline::Ruby { base: base.collect(), reading });
            }
            ("a", _) => inner.link = element.attribute("href").map(str::to_owned),
            ("strong", _) => inner.strong = true,
            ("em", _) => inner.emphasis = true,
            ("s", _) => inner.strike = true,
            ("mark", _) => inner.mark = true,
            ("sub", _) => inner.sub = true,
            ("sup", _) => inner.sup = true,
            (name, _) => self.unknown.push(name.to_owned()),
        }
        for node in &element.nodes {
            self.inline(node, &inner, runs);
        }
    }
}

fn is_inline(node: &Node) -> bool {
    match node {
        Node::Text(_) => true,
        Node::Element(element) => INLINE.contains(&element.name.as_str()),
    }
}

fn image(element: &Element) -> Image {
    let number = |name| element.attribute(name).and_then(|number| number.parse().ok());
    Image {
        src: element.attribute("src").unwrap_or_default().to_owned(),
        alt: element.attribute("alt").unwrap_or_default().to_owned(),
        title: element.attribute("title").map(str::to_owned),
        width: number("width"),
        height: number("height"),
    }
}

fn code(element: &Element) -> Part {
    let class = element.child("code").and_then(|code| code.attribute("class"));
    let language = class.and_then(|class| class.strip_prefix("language-")).map(str::to_owned);
    Part::Code { language, text: element.text() }
}
