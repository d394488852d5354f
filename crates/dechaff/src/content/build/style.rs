//! The style that the elements around a text give to it.

use super::links::{Budget, Links};
use super::names;
use crate::Options;
use crate::content::{Inline, Run};
use crate::dom::{Node, Tag};

/// Names of the places in a caption that say who made a picture.
const CREDITS: &[&str] = &["credit", "credits", "copyright", "photographer", "attribution"];

/// What one element adds to the style of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Strong,
    Emphasis,
    Strike,
    Highlight,
    Sub,
    Sup,
    Code,
    Credit,
    /// Its line breaks are shown.
    Lines,
}

const MARKS: usize = 9;

/// The style that the open elements give to text.
#[derive(Debug, Default)]
pub(super) struct Style {
    counts: [usize; MARKS],
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
        for mark in marks(node).into_iter().flatten() {
            if let Some(count) = self.counts.get_mut(mark as usize) {
                *count = if enter { *count + 1 } else { count.saturating_sub(1) };
            }
        }
    }

    fn has(&self, mark: Mark) -> bool {
        self.counts.get(mark as usize).is_some_and(|count| *count > 0)
    }

    /// Whether text says who made a picture.
    pub(super) fn is_credit(&self) -> bool {
        self.in_figure && self.has(Mark::Credit)
    }

    /// Whether text is program text.
    pub(super) fn is_code(&self) -> bool {
        self.has(Mark::Code)
    }

    /// Whether line breaks in text are shown as such.
    pub(super) fn keeps_lines(&self) -> bool {
        self.has(Mark::Lines)
    }

    fn link(&self) -> Option<String> {
        let link = self.links.last()?.as_ref()?;
        self.budget.take(link.len()).then(|| link.clone())
    }

    /// A run of text in this style.
    pub(super) fn text(&self, text: String) -> Run {
        let is_code = self.has(Mark::Code) && !self.is_bare;
        self.run(if is_code { Inline::Code(text) } else { Inline::Text(text) })
    }

    /// A run of anything in this style.
    pub(super) fn run(&self, inline: Inline) -> Run {
        let has = |mark| !self.is_bare && self.has(mark);
        Run {
            inline,
            strong: has(Mark::Strong),
            emphasis: has(Mark::Emphasis),
            strike: has(Mark::Strike),
            mark: has(Mark::Highlight),
            sub: has(Mark::Sub),
            sup: has(Mark::Sup),
            link: self.link(),
        }
    }
}

/// What an element adds: by its name, and by its own `style`.
fn marks(node: &Node<'_>) -> [Option<Mark>; 4] {
    let named = match node.tag() {
        Tag::Strong | Tag::B => Some(Mark::Strong),
        Tag::Em | Tag::I => Some(Mark::Emphasis),
        Tag::Del | Tag::S | Tag::Strike => Some(Mark::Strike),
        Tag::Mark => Some(Mark::Highlight),
        Tag::Sub => Some(Mark::Sub),
        Tag::Sup => Some(Mark::Sup),
        Tag::Code | Tag::Kbd | Tag::Samp | Tag::Tt => Some(Mark::Code),
        Tag::Cite | Tag::Small | Tag::Span | Tag::Div | Tag::P if is_credit(node) => {
            Some(Mark::Credit)
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
        .map(|_| Mark::Lines);
    let slant = names::style(node, "font-style").filter(|value| value == "italic" && is_inline);
    [
        named.filter(|mark| !(*mark == Mark::Strong && is_light)),
        (is_heavy && is_inline).then_some(Mark::Strong),
        slant.map(|_| Mark::Emphasis),
        lines,
    ]
}

fn is_credit(node: &Node<'_>) -> bool {
    node.attr("class").is_some() && names::has_word(node, CREDITS)
        || node.attr("itemprop") == Some("copyrightHolder")
}
