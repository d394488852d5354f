//! From the tree and the decisions to the content.

mod atoms;
mod callout;
mod cards;
mod code;
mod code_lines;
mod formula_image;
mod frame;
mod grid;
mod image;
mod kept;
mod language;
mod layout_table;
mod links;
mod math;
mod math_letters;
#[cfg(test)]
mod math_tests;
mod math_token;
mod mathjax_boxes;
mod mathml;
mod media;
mod name_table;
mod names;
mod notes;
mod open;
mod paragraph;
mod plain;
mod post;
mod roles;
mod ruby;
mod seam;
#[cfg(test)]
mod sketch;
mod srcset;
mod style;
#[cfg(test)]
mod tests;
mod tex;
mod text;

use std::collections::HashSet;

use url::Url;

use frame::Frames;
pub(crate) use kept::Kept;
use links::{Budget, Links};
use notes::Notes;
use paragraph::{Finished, Paragraph};
pub(crate) use plain::{from_html, from_lines, from_text};
use style::Style;

use super::{Content, ContentNode, Inline, Part, Run, normal};
use crate::block::{BlockIndex, PageBlocks, TextBlock};
use crate::dom::{Document, Flow, NodeData, NodeIndex, Tag};
use crate::feature::Layout;
use crate::{Limit, Options};

/// Builds the content of a page from its kept blocks. `keep` says of each block whether it is,
/// `base` is what links are relative to. The second value says which limits were hit.
pub(crate) fn build(
    document: &Document<'_>,
    blocks: &PageBlocks,
    keep: &[bool],
    base: Option<&Url>,
    options: &Options,
) -> (Content, Vec<Limit>) {
    if !keep.contains(&true) {
        return (Content::default(), Vec::new());
    }
    let layout = Layout::new(document, &blocks.blocks);
    let kept = Kept::new(&layout, keep);
    let notes = Notes::find(document, blocks, keep, |node| kept.any_in(node));
    let budget = Budget::new(options.limits.link_bytes);
    let mut builder = Builder {
        document,
        blocks,
        keep,
        kept,
        options,
        links: Links { base, strip_tracking: options.strip_tracking, budget: &budget },
        posts: post::find(document),
        listings: code_lines::find(document),
        shows_tex: tex::is_shown(document),
        has_listings: document.nodes().iter().any(|node| node.tag() == Tag::Pre),
        notes,
        frames: Frames::new(options.limits.table_cells),
        open: Vec::new(),
        style: Style::new(options),
        paragraph: Paragraph::default(),
        current: None,
        set_aside: Vec::new(),
        images: HashSet::new(),
        last_image: None,
    };
    let count = document.nodes().len() as NodeIndex;
    let mut index = 1;
    while index < count {
        builder.leave_until(index);
        index = builder.visit(index);
    }
    builder.leave_until(count);
    builder.end_paragraph();
    let mut hits = builder.frames.limits_hit();
    if budget.is_over() || builder.style.budget.is_over() {
        hits.push(Limit::LinkBytes);
    }
    (builder.finish(), hits)
}

/// Whether the element is a table of data or a listing, which is nothing in parts.
pub(crate) fn is_one_construct(document: &Document<'_>, index: NodeIndex, tag: Tag) -> bool {
    let is_table = roles::tag(document.node(index)) == Tag::Table;
    if is_table && layout_table::holds_data(document, index) {
        return true;
    }
    code::is_listing(document, index, tag)
}

/// Whether the element is a listing, of whatever elements its lines are made.
pub(crate) fn is_listing(document: &Document<'_>, index: NodeIndex, tag: Tag) -> bool {
    code::is_listing(document, index, tag)
}

/// Whether the element is a formula that is set apart from the text.
pub(crate) fn is_display_formula(document: &Document<'_>, index: NodeIndex) -> bool {
    matches!(math::of(document, index), Some(math::Found::Formula(formula)) if formula.display)
}

struct Builder<'b, 'a> {
    document: &'b Document<'a>,
    blocks: &'b PageBlocks,
    keep: &'b [bool],
    kept: Kept<'b>,
    options: &'b Options,
    links: Links<'b>,
    /// The elements that are posts or comments.
    posts: HashSet<NodeIndex>,
    /// The elements that are listings by what they hold.
    listings: HashSet<NodeIndex>,
    /// Whether a script of the page shows TeX in its text as formulas.
    shows_tex: bool,
    has_listings: bool,
    notes: Notes,
    frames: Frames,
    open: Vec<Open>,
    style: Style,
    paragraph: Paragraph,
    /// The block that the paragraph in the making belongs to.
    current: Option<BlockIndex>,
    /// The paragraphs that go on after a note in their middle, with the note.
    set_aside: Vec<(NodeIndex, Paragraph, Option<BlockIndex>)>,
    /// The addresses of the images that were put.
    images: HashSet<String>,
    last_image: Option<NodeIndex>,
}

/// An element that stands open.
#[derive(Clone, Copy)]
struct Open {
    index: NodeIndex,
    /// Itself or the nearest element around it in which any block begins.
    holder: NodeIndex,
}

impl Builder<'_, '_> {
    /// Takes in one node and says which is next.
    fn visit(&mut self, index: NodeIndex) -> NodeIndex {
        let node = *self.document.node(index);
        let tag = match node.data {
            NodeData::Text(text) => return self.text(index, text),
            NodeData::Element(tag, _) => tag,
            NodeData::Root => return index + 1,
        };
        // An inline element's text may belong to a block that began before it.
        let inline = matches!(tag.flow(), Flow::Inline | Flow::Apart);
        if inline && node.attr("hidden").is_some() {
            self.paragraph.gap();
            return node.end;
        }
        if !inline && tag.flow() != Flow::Skipped && self.is_dropped(index) {
            self.end_paragraph();
            self.pass_over(index);
            return node.end;
        }
        if self.is_unwanted_table(index, tag) || self.atom(index, tag) {
            return node.end;
        }
        if tag.flow() == Flow::Skipped {
            self.paragraph.gap();
            return node.end;
        }
        if inline {
            self.lay_out(index, tag);
            self.begin_side_note(index);
            self.quotation_mark(index, tag, true);
        } else {
            self.end_paragraph();
            self.open_parts(index);
        }
        self.style.turn(&node, true, self.links);
        let holds = self.kept.has_blocks(index) && !self.is_figure_without_text(index);
        let holder = if holds { index } else { self.holder() };
        self.open.push(Open { index, holder });
        index + 1
    }

    /// The space that an inline element takes before and after it.
    fn lay_out(&mut self, index: NodeIndex, tag: Tag) {
        match tag {
            Tag::Br if self.is_begun() => self.paragraph.line_break(),
            _ if tag.flow() == Flow::Apart => self.paragraph.gap(),
            _ => match names::style(self.document.node(index), "display").as_deref() {
                None | Some("inline" | "none" | "contents") => {}
                // The first letter of a text, set large at its side.
                _ if names::style(self.document.node(index), "float").is_some() => {}
                Some(display) if display.starts_with("inline") => self.paragraph.gap(),
                Some(_) if self.is_begun() => self.paragraph.line_break(),
                Some(_) => {}
            },
        }
    }

    /// Whether there is a paragraph in the making.
    fn is_begun(&self) -> bool {
        self.current.is_some() || !self.paragraph.is_empty()
    }

    /// The nearest open element in which any block begins.
    fn holder(&self) -> NodeIndex {
        self.open.last().map_or(0, |open| open.holder)
    }

    /// Whether blocks begin in the element and all of them are dropped.
    fn is_dropped(&self, index: NodeIndex) -> bool {
        self.kept.has_blocks(index)
            && !self.kept.any_in(index)
            && !self.is_figure_without_text(index)
    }

    /// Whether the element is a figure of which only the image may be kept.
    fn is_figure_without_text(&self, index: NodeIndex) -> bool {
        open::is_figure(self.document.node(index)) && !self.kept.any_in(index)
    }

    /// Closes everything that ends at or before `index`.
    fn leave_until(&mut self, index: NodeIndex) {
        while let Some(&open) = self.open.last() {
            let node = *self.document.node(open.index);
            if node.end > index {
                break;
            }
            self.open.pop();
            match node.tag().flow() {
                Flow::Block => {
                    self.end_paragraph();
                    self.frames.leave(open.index, &mut self.notes);
                    self.style.in_figure = self.frames.in_figure();
                }
                _ if node.tag() != Tag::Br => {
                    self.quotation_mark(open.index, node.tag(), false);
                    self.end_side_note(open.index);
                    self.lay_out(open.index, node.tag());
                }
                _ => {}
            }
            if !self.style.is_code() && seam::is_apart(self.document, open.index) {
                self.paragraph.gap();
            }
            self.style.turn(&node, false, self.links);
        }
    }

    fn is_kept(&self, block: BlockIndex) -> bool {
        self.keep.get(block as usize) == Some(&true)
    }

    /// Goes on with the paragraph of a block. Images that stood before its text are part of it.
    fn begin(&mut self, block: BlockIndex) {
        if self.current.is_some_and(|current| current != block) {
            self.end_paragraph();
        }
        self.current = Some(block);
    }

    fn end_paragraph(&mut self) {
        let block = self.current.take();
        if self.paragraph.is_empty() {
            return;
        }
        let blocks: Vec<BlockIndex> = block.into_iter().collect();
        let level = block.and_then(|block| self.heading_level(block));
        for finished in self.paragraph.take() {
            match finished {
                Finished::Part(part) => {
                    let is_text = matches!(part, Part::Math { .. });
                    let blocks = if is_text { blocks.clone() } else { Vec::new() };
                    self.frames.put(ContentNode { part, blocks });
                }
                Finished::Credit(runs) => {
                    let Some(block) = block else { continue };
                    if let Some(runs) = self.frames.put_credit(runs, block) {
                        let blocks = blocks.clone();
                        self.frames.put(ContentNode { part: Part::Paragraph { runs }, blocks });
                    }
                }
                Finished::Runs(runs) => self.put_runs(runs, level, &blocks),
            }
        }
    }

    fn put_runs(&mut self, runs: Vec<Run>, level: Option<u8>, blocks: &[BlockIndex]) {
        // Marks beside images that belong to no block.
        let is_mark = |run: &Run| matches!(run.inline, Inline::Text(_));
        if blocks.is_empty() && runs.iter().all(is_mark) && !self.frames.in_cell() {
            return;
        }
        let runs = if level.is_some() { tidy_heading(runs) } else { runs };
        if runs.is_empty() {
            return;
        }
        let part = match level {
            Some(level) => Part::Heading { level, runs },
            None => Part::Paragraph { runs },
        };
        self.frames.put(ContentNode { part, blocks: blocks.to_vec() });
    }

    fn heading_level(&self, block: BlockIndex) -> Option<u8> {
        let container = self.blocks.blocks.get(block as usize).map_or(0, TextBlock::container);
        std::iter::once(container)
            .chain(self.document.ancestors(container).take(3))
            .find_map(|at| self.document.node(at).tag().heading_level())
    }

    fn finish(self) -> Content {
        let Self { frames, mut notes, .. } = self;
        let mut nodes = frames.finish(&mut notes);
        // A break has something before and after it.
        let mut after_break = true;
        nodes.retain(|node| {
            let is_break = node.part == Part::Rule;
            let is_needless = is_break && after_break;
            after_break = is_break;
            !is_needless
        });
        while nodes.last().is_some_and(|node| node.part == Part::Rule) {
            nodes.pop();
        }
        notes.finish(&mut nodes);
        Content { nodes }
    }
}

/// Takes off the marks that link a heading to itself, and emphasis that all of it has.
fn tidy_heading(mut runs: Vec<Run>) -> Vec<Run> {
    let is_text = |run: &Run| {
        run.inline.shown().contains(char::is_alphanumeric)
            || matches!(run.inline, Inline::Image(_) | Inline::Note(_))
    };
    let is_mark =
        |run: &Run| !is_text(run) && (run.link.is_some() || run.inline.shown().trim().is_empty());
    while runs.last().is_some_and(is_mark) {
        runs.pop();
    }
    let marks = runs.iter().take_while(|run| is_mark(run)).count();
    runs.drain(..marks);
    if runs.iter().all(|run| run.strong || run.inline.shown().trim().is_empty()) {
        for run in &mut runs {
            run.strong = false;
        }
    }
    normal::one_line(runs)
}
