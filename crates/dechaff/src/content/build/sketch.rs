//! Content as one short line, for tests to compare.

use url::Url;

use crate::Options;
use crate::block;
use crate::content::{Cell, Content, ContentNode, Inline, Part, Run};
use crate::dom::{self, Document};

/// The content of a page of which the blocks without `gone` in them are kept.
pub(super) fn content_with(html: &str, options: &Options) -> Content {
    let (html, _) = dom::parse(html, &options.limits);
    let document = Document::new(&html);
    let blocks = block::segment(&document);
    let keep: Vec<bool> = blocks.blocks.iter().map(|block| !block.text.contains("gone")).collect();
    let base = Url::parse("https://a.example/b/").ok();
    super::build(&document, &blocks, &keep, base.as_ref(), options).0
}

pub(super) fn content(html: &str) -> Content {
    content_with(html, &Options::default())
}

pub(super) fn sketch(html: &str) -> String {
    nodes(&content(html).nodes)
}

pub(super) fn nodes(all: &[ContentNode]) -> String {
    all.iter().map(|node| part(&node.part)).collect::<Vec<_>>().join(" ")
}

pub(super) fn part(part: &Part) -> String {
    match part {
        Part::Heading { level, runs } => format!("h{level}({})", line(runs)),
        Part::Paragraph { runs } => format!("p({})", line(runs)),
        Part::List(list) => {
            let start = list.numbering.map(|numbering| {
                format!("{}{}", numbering.start, if numbering.reversed { "-" } else { "" })
            });
            let items = list.items.iter().map(|item| {
                let value = item.value.map(|value| format!("={value}")).unwrap_or_default();
                let check = item.checked.map_or("", |done| if done { "+" } else { "-" });
                format!("{value}{check}[{}]", nodes(&item.nodes))
            });
            format!("list{}({})", start.unwrap_or_default(), items.collect::<Vec<_>>().join(" "))
        }
        Part::Definitions { entries } => {
            let entries = entries.iter().map(|entry| {
                let terms: Vec<_> = entry.terms.iter().map(|term| line(term)).collect();
                let details: Vec<_> = entry.details.iter().map(|detail| nodes(detail)).collect();
                format!("{}:{}", terms.join(","), details.join(","))
            });
            format!("dl({})", entries.collect::<Vec<_>>().join(" "))
        }
        Part::Quote { nodes: inner, cite } => {
            format!("quote{}({})", cite.as_deref().unwrap_or_default(), nodes(inner))
        }
        Part::Code { language, text } => {
            format!("code {}({text})", language.as_deref().unwrap_or_default())
        }
        Part::Math { tex } => format!("math({tex})"),
        Part::Table(table) => {
            let row = |row: &Vec<Cell>| row.iter().map(cell).collect::<Vec<_>>().join("|");
            let rows: Vec<_> = table.rows.iter().map(row).collect();
            format!("table{}({})", line(&table.caption), rows.join(" / "))
        }
        Part::Figure { nodes: inner, caption, credit } => {
            format!("figure({} : {} : {})", nodes(inner), line(caption), line(credit))
        }
        Part::Image(image) => format!("img({} {})", image.src, image.alt),
        Part::Media(media) => format!("{:?}({})", media.media, media.url),
        Part::Callout { kind, title, nodes: inner } => {
            format!("{kind}({} : {})", line(title), nodes(inner))
        }
        Part::Details { summary, nodes: inner } => {
            format!("details({} : {})", line(summary), nodes(inner))
        }
        Part::Rule => "rule".to_owned(),
        Part::Footnotes { notes } => {
            let notes = notes.iter().map(|note| format!("{}: {}", note.label, nodes(&note.nodes)));
            format!("notes({})", notes.collect::<Vec<_>>().join(" "))
        }
        Part::Post(post) => {
            let [author, date] =
                [&post.author, &post.date].map(|fact| fact.as_deref().unwrap_or("?"));
            format!("post({author} {date} : {})", nodes(&post.nodes))
        }
        Part::Lines { .. } => "lines".to_owned(),
    }
}

pub(super) fn cell(cell: &Cell) -> String {
    let mark = if cell.header { "*" } else { "" };
    let span = if (cell.columns, cell.rows) == (1, 1) {
        String::new()
    } else {
        format!("{}x{} ", cell.columns, cell.rows)
    };
    let text = nodes(&cell.nodes);
    let text = text.strip_prefix("p(").and_then(|text| text.strip_suffix(')')).unwrap_or(&text);
    format!("{mark}{span}{text}")
}

pub(super) fn line(runs: &[Run]) -> String {
    let mut shown = String::new();
    for run in runs {
        let text = match &run.inline {
            Inline::Text(text) => text.replace('\n', "/"),
            Inline::Code(text) => format!("`{text}`"),
            Inline::Math(tex) => format!("${tex}$"),
            Inline::Image(image) => format!("!{}", image.src),
            Inline::Note(label) => format!("^{label}"),
            Inline::Ruby { base, reading } => format!("{{{base}|{reading}}}"),
        };
        let marks = [
            (run.strong, "b"),
            (run.emphasis, "i"),
            (run.strike, "s"),
            (run.mark, "m"),
            (run.sub, "_"),
            (run.sup, "^"),
        ];
        let marks: String = marks.iter().filter(|(on, _)| *on).map(|(_, mark)| *mark).collect();
        let link = run.link.as_ref().map(|link| format!("->{link}")).unwrap_or_default();
        if marks.is_empty() && link.is_empty() {
            shown.push_str(&text);
        } else {
            shown.extend([&marks, "<", &text, &link, ">"]);
        }
    }
    shown
}
