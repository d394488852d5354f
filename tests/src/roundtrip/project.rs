//! What Markdown can hold of a tree, told apart from the code that writes it.

use std::collections::BTreeSet;

use dechaff::content::{
    Cell, Content, ContentNode, Footnote, Inline, Item, List, MediaKind, Numbering, Part, Post,
    Run, Table,
};

/// The tree as it is to be read back; `markdown` in `dechaff::render` says in words what is lost.
pub(super) fn projected(content: &Content) -> Content {
    let mut labels = BTreeSet::new();
    gather_labels(&content.nodes, &mut labels);
    Content { nodes: Projection { labels }.nodes(&content.nodes) }
}

fn gather_labels(nodes: &[ContentNode], labels: &mut BTreeSet<String>) {
    for node in nodes {
        if let Part::Footnotes { notes } = &node.part {
            labels.extend(notes.iter().map(|note| note.label.clone()));
        }
        for nodes in node.part.children() {
            gather_labels(nodes, labels);
        }
    }
}

struct Projection {
    labels: BTreeSet<String>,
}

impl Projection {
    fn nodes(&self, nodes: &[ContentNode]) -> Vec<ContentNode> {
        let mut out = Vec::new();
        for node in nodes {
            self.part(&node.part, &mut out);
        }
        out
    }

    fn part(&self, part: &Part, out: &mut Vec<ContentNode>) {
        let mut put = |part: Part| out.push(part.into());
        match part {
            Part::Heading { level, runs } => {
                put(Part::Heading { level: *level, runs: one_line(self.runs(runs)) });
            }
            Part::Paragraph { runs } => put(self.paragraph(runs)),
            Part::List(list) => put(Part::List(self.list(list))),
            Part::Quote { nodes, .. } => put(Part::Quote { nodes: self.nodes(nodes), cite: None }),
            Part::Code { language, text } if language.as_deref() == Some("math") => {
                put(Part::Math { tex: text.clone() });
            }
            Part::Math { tex } if fits_dollars(tex) => {
                let tex = tex.split_whitespace().collect::<Vec<_>>().join(" ");
                put(Part::Math { tex });
            }
            Part::Code { .. } | Part::Math { .. } | Part::Rule => put(part.clone()),
            Part::Table(table) => put(Part::Table(self.table(table))),
            Part::Image(image) => put(self.paragraph(&[Inline::Image(image.clone()).into()])),
            Part::Callout { kind, title, nodes } => put(self.callout(kind, title, nodes)),
            Part::Footnotes { notes } => {
                let note = |note: &Footnote| Footnote {
                    label: note.label.clone(),
                    nodes: self.nodes(&note.nodes),
                };
                put(Part::Footnotes { notes: notes.iter().map(note).collect() });
            }
            other => self.unfolded(other, out),
        }
    }

    /// Parts that become several.
    fn unfolded(&self, part: &Part, out: &mut Vec<ContentNode>) {
        let mut line = |runs: &[Run]| {
            if !runs.is_empty() {
                out.push(self.paragraph(runs).into());
            }
        };
        match part {
            Part::Definitions { entries } => {
                for entry in entries {
                    for term in &entry.terms {
                        out.push(self.paragraph(&strong(term)).into());
                    }
                    for nodes in &entry.details {
                        out.extend(self.nodes(nodes));
                    }
                }
            }
            Part::Figure { nodes, caption, credit } => {
                out.extend(self.nodes(nodes));
                for runs in [caption, credit] {
                    if !runs.is_empty() {
                        out.push(self.paragraph(runs).into());
                    }
                }
            }
            Part::Details { summary, nodes } => {
                line(&strong(summary));
                out.extend(self.nodes(nodes));
            }
            Part::Post(post) => {
                line(&byline(post));
                out.extend(self.nodes(&post.nodes));
            }
            Part::Media(media) => {
                let kind = match media.media {
                    MediaKind::Video => "video",
                    MediaKind::Audio => "audio",
                    _ => "embed",
                };
                let title = media.title.as_ref().map(|title| format!(": {title}"));
                let text = format!("{kind}{}", title.unwrap_or_default());
                line(&[Run { link: Some(media.url.clone()), ..Run::plain(text) }]);
            }
            other => out.push(other.clone().into()),
        }
    }

    fn paragraph(&self, runs: &[Run]) -> Part {
        Part::Paragraph { runs: self.runs(runs) }
    }

    fn callout(&self, kind: &str, title: &[Run], nodes: &[ContentNode]) -> Part {
        let mut inner = Vec::new();
        if !title.is_empty() {
            inner.push(self.paragraph(&strong(title)).into());
        }
        inner.extend(self.nodes(nodes));
        let is_known = ["note", "tip", "important", "warning", "caution"].contains(&kind);
        if is_known {
            return Part::Callout { kind: kind.to_owned(), title: Vec::new(), nodes: inner };
        }
        Part::Quote { nodes: inner, cite: None }
    }

    fn list(&self, list: &List) -> List {
        let fits = |number: &i64| (0..=999_999_999).contains(number);
        let numbering = list.numbers().map(|numbers| {
            let first = numbers.first().copied().filter(|_| numbers.iter().all(fits));
            Numbering { start: first.unwrap_or(1), reversed: false }
        });
        let item = |item: &Item| {
            let first = item.nodes.first().map(|node| &node.part);
            let checked = item.checked.filter(|_| matches!(first, Some(Part::Paragraph { .. })));
            Item { value: None, checked, nodes: self.nodes(&item.nodes) }
        };
        List { numbering, items: list.items.iter().map(item).collect() }
    }

    fn table(&self, table: &Table) -> Table {
        let first = table.rows.first().map_or(&[][..], Vec::as_slice);
        let is_headed = first.iter().all(|cell| cell.header);
        let widest = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = if is_headed { first.len() } else { widest };
        let simple = |cell: &Cell| {
            let is_line = match cell.nodes.as_slice() {
                [] => true,
                [node] => match &node.part {
                    Part::Paragraph { runs } => !runs.iter().any(|run| match &run.inline {
                        Inline::Text(text) | Inline::Code(text) | Inline::Math(text) => {
                            text.contains("\\|")
                        }
                        _ => false,
                    }),
                    _ => false,
                },
                _ => false,
            };
            is_line && cell.columns == 1 && cell.rows == 1
        };
        let fits = table.caption.is_empty()
            && !(is_headed && first.iter().all(|cell| cell.nodes.is_empty()))
            && table.rows.iter().all(|row| !row.is_empty() && row.len() <= width)
            && table.rows.iter().flatten().all(simple);
        if !fits {
            let content = Content { nodes: vec![Part::Table(table.clone()).into()] };
            let part = unlinked_but(content, &BTreeSet::new()).nodes.pop().map(|node| node.part);
            return match part {
                Some(Part::Table(table)) => table,
                _ => Table::default(),
            };
        }
        let mut rows = Vec::new();
        for (number, row) in table.rows.iter().enumerate() {
            let cell = |cell: &Cell| Cell {
                header: is_headed && number == 0,
                nodes: self.nodes(&cell.nodes),
                ..Cell::default()
            };
            let mut cells: Vec<Cell> = row.iter().map(cell).collect();
            cells.resize_with(width, Cell::default);
            rows.push(cells);
        }
        Table { caption: Vec::new(), rows }
    }

    fn runs(&self, runs: &[Run]) -> Vec<Run> {
        let mut out: Vec<Run> = Vec::new();
        for run in runs {
            let mut run = Run { mark: false, sub: false, sup: false, ..run.clone() };
            run.inline = match run.inline {
                Inline::Ruby { base, reading } => Inline::Text(format!("{base}({reading})")),
                Inline::Note(label) if !self.labels.contains(&label) => {
                    Inline::Text(format!("[{label}]"))
                }
                Inline::Note(label) => {
                    run.link = None;
                    Inline::Note(label)
                }
                // Program text in a line has no line breaks.
                Inline::Math(tex) if !fits_dollars(&tex) => {
                    Inline::Code(tex.replace(['\n', '\r'], " "))
                }
                Inline::Math(tex) => {
                    Inline::Math(tex.split_whitespace().collect::<Vec<_>>().join(" "))
                }
                Inline::Image(image) => {
                    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
                    let alt = words(&image.alt);
                    Inline::Image(dechaff::content::Image {
                        alt,
                        width: None,
                        height: None,
                        ..image
                    })
                }
                other => other,
            };
            let same = out.last().is_some_and(|last| last.is_styled_as(&run));
            match (out.last_mut().map(|last| &mut last.inline), &run.inline) {
                (Some(Inline::Code(text)), Inline::Code(more)) if same => text.push_str(more),
                (Some(Inline::Math(tex)), Inline::Math(more)) if same => {
                    tex.push(' ');
                    tex.push_str(more);
                }
                (Some(Inline::Note(_)), _) if run.link.is_some() => {
                    out.push(Run::plain(" "));
                    out.push(run);
                }
                _ => out.push(run),
            }
        }
        out
    }
}

/// The tree as HTML holds it: a reference to a note that is not there is text.
pub(super) fn projected_for_html(content: &Content) -> Content {
    let mut labels = BTreeSet::new();
    gather_labels(&content.nodes, &mut labels);
    let mut content = unlinked_but(content.clone(), &labels);
    let mut rest: Vec<&mut ContentNode> = content.nodes.iter_mut().collect();
    while let Some(node) = rest.pop() {
        if let Part::Definitions { entries } = &mut node.part {
            // Details without a term belong to the term before them.
            entries.dedup_by(|next, before| {
                let joins = next.terms.is_empty();
                if joins {
                    before.details.append(&mut next.details);
                }
                joins
            });
        }
        rest.extend(node.part.children_mut().into_iter().flatten());
    }
    content
}

/// The tree without references to notes other than these. A table in Markdown that is written in
/// HTML has none, since only Markdown knows them there.
fn unlinked_but(mut content: Content, labels: &BTreeSet<String>) -> Content {
    let unlinked = |runs: &mut Vec<Run>| {
        for run in runs.iter_mut() {
            if let Inline::Note(label) = &run.inline
                && !labels.contains(label)
            {
                let inline = Inline::Text(format!("[{label}]"));
                *run = Run { link: None, inline, ..run.clone() };
            }
        }
        *runs = Run::normal_form(std::mem::take(runs));
    };
    let mut rest: Vec<&mut ContentNode> = content.nodes.iter_mut().collect();
    while let Some(node) = rest.pop() {
        match &mut node.part {
            Part::Heading { runs, .. }
            | Part::Paragraph { runs }
            | Part::Callout { title: runs, .. }
            | Part::Details { summary: runs, .. }
            | Part::Table(Table { caption: runs, .. }) => unlinked(runs),
            Part::Figure { caption, credit, .. } => {
                unlinked(caption);
                unlinked(credit);
            }
            Part::Definitions { entries } => {
                entries.iter_mut().flat_map(|entry| &mut entry.terms).for_each(unlinked);
            }
            _ => {}
        }
        rest.extend(node.part.children_mut().into_iter().flatten());
    }
    content
}

fn strong(runs: &[Run]) -> Vec<Run> {
    runs.iter().map(|run| Run { strong: true, ..run.clone() }).collect()
}

fn byline(post: &Post) -> Vec<Run> {
    let mut runs = Vec::new();
    if let Some(author) = &post.author {
        runs.push(Run { strong: true, ..Run::plain(author.as_str()) });
    }
    if let Some(date) = &post.date {
        let gap = if runs.is_empty() { "" } else { ", " };
        runs.push(Run::plain(format!("{gap}{date}")));
    }
    runs
}

fn one_line(mut runs: Vec<Run>) -> Vec<Run> {
    for run in &mut runs {
        if let Inline::Text(text) = &mut run.inline {
            *text = text.replace('\n', " ");
        }
    }
    runs
}

/// Whether a formula has no dollar sign, braces in pairs, and no backslash left over at its end.
fn fits_dollars(tex: &str) -> bool {
    let bare = tex.replace("\\\\", "").replace("\\{", "").replace("\\}", "").replace("\\$", "");
    let mut open = 0i32;
    for character in bare.chars() {
        open += i32::from(character == '{') - i32::from(character == '}');
        if open < 0 {
            return false;
        }
    }
    let comment = tex.contains('%') && tex.contains('\n');
    open == 0 && !bare.contains('$') && !bare.ends_with('\\') && !comment
}
