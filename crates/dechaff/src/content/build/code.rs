//! Program text: the lines of a listing, and the language it is in.

use super::name_table::Names;
use super::{language, names};
use crate::block::PageBlocks;
use crate::content::{ContentNode, Part};
use crate::dom::{Document, Flow, Node, NodeData, NodeIndex, Tag};

/// Classes of the elements that stand for one line of a listing.
static LINES: Names = Names::of("code-line");

/// Classes of the elements with the numbers of lines.
static NUMBERS: Names = Names::of("code-number");

/// Words in the names of what copies a listing or belongs to its frame.
static TOOLS: Names = Names::of("code-tool");

/// Classes of the elements around listings that are no `<pre>`.
static LISTINGS: Names = Names::of("listing");

/// Classes of `<code>` that is a listing without a `<pre>` around it, where it stands alone.
static ALONE: Names = Names::of("lone-code");

/// Whether an element is named for code, names its language, and holds lines of text and nothing
/// else. A language alone may be that of a translation.
fn is_bare_listing(document: &Document<'_>, index: NodeIndex) -> bool {
    let node = document.node(index);
    let is_named = node.attr("data-lang").or(node.attr("data-language")).is_some()
        && names::has_word(node, &["code", "codeblock", "listing", "snippet"]);
    let is_text = |(_, node): (NodeIndex, &Node<'_>)| {
        matches!(node.data, NodeData::Text(_)) || node.tag() == Tag::Span
    };
    is_named && document.inside(index).all(is_text) && document.text(index).trim().contains('\n')
}

/// Whether the element is a listing, of whatever elements its lines are made.
pub(super) fn is_listing(document: &Document<'_>, index: NodeIndex, tag: Tag) -> bool {
    let node = document.node(index);
    match tag {
        Tag::Pre => true,
        Tag::Div | Tag::Table => {
            node.attr("class").is_some() && names::has_class(node, &LISTINGS)
                || tag == Tag::Div && is_bare_listing(document, index)
        }
        Tag::Code => {
            let shows_lines = names::style(node, "white-space")
                .is_some_and(|value| value.starts_with("pre"))
                || names::style(node, "display").is_some_and(|value| value == "block");
            let parent = document.node(node.parent);
            let is_alone = parent.end == node.end && parent.tag().flow() == Flow::Block;
            (shows_lines || is_alone && names::has_class(node, &ALONE))
                && document.text(index).trim().contains('\n')
        }
        _ => false,
    }
}

/// The kept text of a listing; nothing where there is none, or only the numbers of lines. Where
/// it `folds`, line breaks of the source are white space.
pub(super) fn of(
    document: &Document<'_>,
    blocks: &PageBlocks,
    keep: &[bool],
    listing: NodeIndex,
    folds: bool,
) -> Option<ContentNode> {
    let mut lines = Lines::default();
    let mut owners = Vec::new();
    let mut open: Vec<(NodeIndex, usize)> = Vec::new();
    let end = document.node(listing).end;
    let mut index = listing + 1;
    while index < end {
        while let Some((_, start)) = open.pop_if(|(end, _)| *end <= index) {
            lines.leave(start);
        }
        let node = document.node(index);
        match node.data {
            NodeData::Text(part) => {
                let owner = blocks.owner(index);
                if owner.is_none_or(|block| keep.get(block as usize) != Some(&false)) {
                    if folds {
                        lines.folded(part);
                    } else {
                        lines.text(part);
                    }
                    owners.extend(owner);
                }
            }
            NodeData::Element(Tag::Br, _) => lines.line_break(),
            NodeData::Element(tag, _) if is_no_text(document, index, tag) => {
                index = node.end;
                continue;
            }
            NodeData::Element(tag, _) if is_line(node, tag) => {
                open.push((node.end, lines.enter()));
            }
            _ => {}
        }
        index += 1;
    }
    if folds {
        let shown: Vec<&str> = lines.text.lines().map(str::trim_end).collect();
        lines.text = shown.join("\n");
    }
    let text = lines.text.trim_end().trim_start_matches('\n').to_owned();
    if text.is_empty() || is_line_numbers(&text) {
        return None;
    }
    owners.dedup();
    let language = language::of(document, listing);
    Some(ContentNode { part: Part::Code { language, text }, blocks: owners })
}

/// The lines of a listing as they come together.
#[derive(Default)]
struct Lines {
    text: String,
    /// Whether an element that is a line has ended, and nothing has ended the line yet.
    is_due: bool,
    /// Whether a space is due before the next text of the line.
    is_apart: bool,
}

impl Lines {
    /// Text of which white space falls together, but for spaces that do not break.
    fn folded(&mut self, text: &str) {
        for character in text.chars() {
            if character.is_ascii_whitespace() {
                self.is_apart = true;
                continue;
            }
            if std::mem::take(&mut self.is_due) {
                self.text.push('\n');
            }
            let begins = self.text.is_empty() || self.text.ends_with('\n');
            if std::mem::take(&mut self.is_apart) && !begins {
                self.text.push(' ');
            }
            self.text.push(if character == '\u{a0}' { ' ' } else { character });
        }
    }

    fn text(&mut self, text: &str) {
        if self.is_due {
            self.is_due = false;
            // A line break between two lines' elements is the one that is due.
            if !text.trim_start_matches([' ', '\t', '\r']).starts_with('\n') {
                self.text.push('\n');
            } else if text.trim().is_empty() {
                self.text.push('\n');
                return;
            }
        }
        self.text.extend(text.chars().filter(|c| *c != '\r').map(|c| match c {
            '\u{a0}' => ' ',
            other => other,
        }));
    }

    fn line_break(&mut self) {
        self.is_due = false;
        self.text.push('\n');
    }

    /// Enters an element that is a line; where its text begins.
    fn enter(&mut self) -> usize {
        if self.is_due || !(self.text.is_empty() || self.text.ends_with('\n')) {
            self.text.push('\n');
        }
        self.is_due = false;
        self.text.len()
    }

    /// Leaves an element that is a line. One that ends with a line break of its own has ended.
    fn leave(&mut self, start: usize) {
        self.is_due |= self.text.len() == start || !self.text.ends_with('\n');
    }
}

/// Whether an element is a line of a listing.
fn is_line(node: &Node<'_>, tag: Tag) -> bool {
    match tag {
        Tag::Td | Tag::Th | Tag::Tbody | Tag::Thead | Tag::Table | Tag::Pre => false,
        _ => {
            tag.flow() == Flow::Block
                || node.attr("class").is_some() && names::has_class(node, &LINES)
        }
    }
}

/// Whether an element in a listing is none of its text: buttons that copy it, numbers of lines.
fn is_no_text(document: &Document<'_>, index: NodeIndex, tag: Tag) -> bool {
    let node = document.node(index);
    if tag.flow() == Flow::Skipped || tag == Tag::Button {
        return true;
    }
    if node.attr("class").is_none() && node.attr("data-line-number").is_none() {
        return false;
    }
    let has_letters = || {
        let mut inside = document.inside(index);
        inside.any(|(_, node)| matches!(node.data, NodeData::Text(text) if text.contains(char::is_alphabetic)))
    };
    if names::has_class(node, &NUMBERS) || node.attr("data-line-number").is_some() {
        return !has_letters();
    }
    let is_tool = names::has_word(node, &TOOLS) && matches!(tag, Tag::Div | Tag::Span | Tag::A);
    is_tool && names::short_text(document, index, 24).is_some()
}

/// Whether an element beside a listing does nothing but copy it.
pub(super) fn copies(document: &Document<'_>, index: NodeIndex, tag: Tag) -> bool {
    let node = document.node(index);
    let is_tool = tag == Tag::Button || names::element_name(node) == "clipboard-copy";
    let is_named = || names::has_word(node, &["copy", "clipboard", "copybtn"]);
    let may_copy = is_tool || matches!(tag, Tag::A | Tag::Span | Tag::Div) && is_named();
    if !may_copy {
        return false;
    }
    let label = names::short_text(document, index, 24).unwrap_or_default().to_lowercase();
    let stands_by_listing = || {
        let around = document.ancestors(index).take(3);
        let mut around = around.map(|at| document.inside(at).take(60));
        around.any(|mut inside| inside.any(|(_, node)| node.tag() == Tag::Pre))
    };
    (is_named() || label.starts_with("copy")) && label.len() <= 24 && stands_by_listing()
}

/// Whether the lines are the numbers of lines that stand beside a listing.
fn is_line_numbers(text: &str) -> bool {
    let numbers = text.split_whitespace().map(|word| word.parse::<u32>().ok());
    let mut count = 0;
    for (number, next) in numbers.clone().zip(numbers.skip(1)) {
        if number.is_none() || number.and_then(|number| number.checked_add(1)) != next {
            return false;
        }
        count += 1;
    }
    count > 0
}
