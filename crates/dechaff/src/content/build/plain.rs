//! Content of texts that have no tree.

use url::Url;

use super::paragraph::{Finished, Paragraph};
use super::style::Style;
use crate::block::{self, BlockIndex, Place, TextBlock};
use crate::clock::Deadline;
use crate::content::{Content, ContentNode, Line, Part};
use crate::dom::{self, Document};
use crate::{Options, Warning};

/// The kept lines of a plain text, with the blank lines that stood between them.
pub(crate) fn from_lines(blocks: &[TextBlock], keep: &[bool]) -> Content {
    let mut lines: Vec<Line> = Vec::new();
    // A dropped run leaves the widest gap that stood in it.
    let mut gap = 0;
    let mut numbers = Vec::new();
    for ((number, block), &keep) in (0..).zip(blocks).zip(keep) {
        if let Place::Line { blank_before, .. } = block.place {
            gap = gap.max(blank_before);
        }
        if keep {
            lines.push(Line { blank_before: gap, text: block.text.clone() });
            numbers.push(number as BlockIndex);
            gap = 0;
        }
    }
    let is_empty = lines.is_empty();
    let node = ContentNode { part: Part::Lines { lines }, blocks: numbers };
    let nodes = if is_empty { vec![] } else { vec![node] };
    Content { nodes }
}

/// The content of a text out of a page's data: a paragraph for each of its lines, or what its
/// markup says where it has some. `base` is what its links are relative to.
/// What limits cut off is told.
pub(crate) fn from_text(
    text: &str,
    base: Option<&Url>,
    options: &Options,
    deadline: Deadline,
) -> (Content, Vec<Warning>) {
    if is_markup(text) {
        return from_html(text, base, options, deadline);
    }
    if has_entity(text) {
        let html = text.replace('\n', "<br><br>");
        let (parsed, _) = dom::parse_until(deadline, &html, &options.limits);
        let plain = Document::with_limits(&parsed, &options.limits).text(0);
        // Markup that was escaped on its way into the data.
        let is_escaped = is_markup(&plain) || has_entity(&plain);
        return from_html(if is_escaped { &plain } else { &html }, base, options, deadline);
    }
    let mut paragraph = Paragraph::default();
    let paragraphs = text.lines().flat_map(|line| {
        paragraph.text(line, &Style::default());
        paragraph.take().into_iter().filter_map(|finished| match finished {
            Finished::Runs(runs) => Some(Part::Paragraph { runs }.into()),
            _ => None,
        })
    });
    (Content { nodes: paragraphs.collect() }, Vec::new())
}

pub(crate) fn from_html(
    html: &str,
    base: Option<&Url>,
    options: &Options,
    deadline: Deadline,
) -> (Content, Vec<Warning>) {
    let (html, mut warnings) = dom::parse_until(deadline, html, &options.limits);
    let document = Document::with_limits(&html, &options.limits);
    let blocks = block::segment(&document);
    let keep = vec![true; blocks.blocks.len()];
    let (content, hits) = super::build(&document, &blocks, &keep, base, options);
    warnings.extend(hits.into_iter().map(|limit| Warning::hit(limit, &options.limits)));
    (content.without_blocks(), warnings)
}

fn is_markup(text: &str) -> bool {
    ["</", "<p>", "<br>", "<br/>", "<br />"].iter().any(|tag| text.contains(tag))
}

/// Whether there is something like `&amp;` or `&#39;` in it.
fn has_entity(text: &str) -> bool {
    text.split('&').skip(1).any(|rest| {
        let name = rest.trim_start_matches('#').split(';').next().unwrap_or_default();
        rest.contains(';')
            && (2..=8).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}
