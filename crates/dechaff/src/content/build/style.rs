//! The style that the elements around a text give to it.

use super::links::{Budget, Links};
use super::name_table::Names;
use super::names;
use crate::Options;
use crate::content::{Inline, Mark, Run};
use crate::dom::{Node, Tag};

/// Names of the places in a caption that say who made a picture.
static CREDITS: Names = Names::of("credit");

/// What one element adds to the style of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Marked(Mark),
    Code,
    Credit,
    /// Its line breaks are shown.
    Lines,
}

/// The style that the open elements give to text.
#[derive(Debug, Default)]
pub(super) struct Style {
    /// How many open elements give each mark, in the order of [`Mark::ALL`].
    marks: [usize; Mark::COUNT],
    /// How many of program text, of credits, and of lines that are shown as such stand open.
    code: usize,
    credit: usize,
    lines: usize,
    links: Vec<Option<String>>,
    /// Each run in a link has the link's address.
    pub(super) budget: Budget,
    /// Whether marks are not wanted.
    is_bare: bool,
    /// Whether links are not wanted.
    without_links: bool,
    /// Whether the text stands in a figure, which may have a credit.
    pub(super) in_figure: bool,
}

impl Style {
    /// Plain text without marks or links where those are not wanted.
    pub(super) fn new(options: &Options) -> Self {
        Self {
            is_bare: !options.formatting,
            without_links: !options.links,
            budget: Budget::new(options.limits.link_bytes),
            ..Self::default()
        }
    }

    /// Enters or leaves an element.
    pub(super) fn turn(&mut self, node: &Node<'_>, enter: bool, links: Links<'_>) {
        if node.tag() == Tag::A {
            if enter {
                let wanted = !self.without_links;
                let href = node.attr("href").filter(|_| wanted);
                self.links.push(href.and_then(|href| links.target(href)));
            } else {
                self.links.pop();
            }
        }
        for look in looks(node).into_iter().flatten() {
            let count = match look {
                Look::Marked(mark) => self.marks.get_mut(mark as usize),
                Look::Code => Some(&mut self.code),
                Look::Credit => Some(&mut self.credit),
                Look::Lines => Some(&mut self.lines),
            };
            if let Some(count) = count {
                *count = if enter { *count + 1 } else { count.saturating_sub(1) };
            }
        }
    }

    /// Whether text says who made a picture.
    pub(super) fn is_credit(&self) -> bool {
        self.in_figure && self.credit > 0
    }

    /// Whether text is program text.
    pub(super) fn is_code(&self) -> bool {
        self.code > 0
    }

    /// Whether line breaks in text are shown as such.
    pub(super) fn keeps_lines(&self) -> bool {
        self.lines > 0
    }

    fn link(&self) -> Option<String> {
        let link = self.links.last()?.as_ref()?;
        self.budget.take(link.len()).then(|| link.clone())
    }

    /// A run of text in this style.
    pub(super) fn text(&self, text: String) -> Run {
        let is_code = self.is_code() && !self.is_bare;
        self.run(if is_code { Inline::Code(text) } else { Inline::Text(text) })
    }

    /// A run of anything in this style.
    pub(super) fn run(&self, inline: Inline) -> Run {
        let mut run = Run::from(inline);
        run.link = self.link();
        for (mark, count) in Mark::ALL.into_iter().zip(self.marks) {
            if count > 0 && !self.is_bare {
                mark.put_on(&mut run);
            }
        }
        run
    }
}

/// What an element adds: by its name, and by its own `style`.
fn looks(node: &Node<'_>) -> [Option<Look>; 4] {
    let named = match node.tag() {
        Tag::Strong | Tag::B => Some(Look::Marked(Mark::Strong)),
        Tag::Em | Tag::I => Some(Look::Marked(Mark::Emphasis)),
        Tag::Del | Tag::S | Tag::Strike => Some(Look::Marked(Mark::Strike)),
        Tag::Mark => Some(Look::Marked(Mark::Highlight)),
        Tag::Sub => Some(Look::Marked(Mark::Sub)),
        Tag::Sup => Some(Look::Marked(Mark::Sup)),
        Tag::Code | Tag::Kbd | Tag::Samp | Tag::Tt => Some(Look::Code),
        Tag::Cite | Tag::Small | Tag::Span | Tag::Div | Tag::P if is_credit(node) => {
            Some(Look::Credit)
        }
        _ => None,
    };
    if node.attr("style").is_none() {
        return [named, None, None, None];
    }
    let weight = names::style(node, "font-weight");
    let is_light = matches!(weight.as_deref(), Some("normal" | "400" | "300"));
    let is_heavy =
        matches!(weight.as_deref(), Some("bold" | "bolder" | "600" | "700" | "800" | "900"));
    // A heading is heavy anyway.
    let is_inline = node.tag() == Tag::Span || node.tag() == Tag::Font;
    let lines = names::style(node, "white-space")
        .filter(|value| value.starts_with("pre") || value == "break-spaces")
        .map(|_| Look::Lines);
    let slant = names::style(node, "font-style").filter(|value| value == "italic" && is_inline);
    [
        named.filter(|look| !(*look == Look::Marked(Mark::Strong) && is_light)),
        (is_heavy && is_inline).then_some(Look::Marked(Mark::Strong)),
        slant.map(|_| Look::Marked(Mark::Emphasis)),
        lines,
    ]
}

fn is_credit(node: &Node<'_>) -> bool {
    node.attr("class").is_some() && names::has_word(node, &CREDITS)
        || node.attr("itemprop") == Some("copyrightHolder")
}
