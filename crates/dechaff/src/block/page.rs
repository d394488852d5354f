//! From the tree to text blocks.

use super::{BlockIndex, Place, TextBlock};
use crate::dom::{Document, Flow, NodeData, NodeIndex, Tag};
use crate::white_space::{Piece, pieces};
use crate::word;

/// The text blocks of a page, and which text node belongs to which.
#[derive(Debug, Default)]
pub struct PageBlocks {
    /// The blocks, in document order.
    pub blocks: Vec<TextBlock>,
    /// For each node of the document the block it belongs to, if it is text of one.
    owner: Vec<Option<BlockIndex>>,
}

impl PageBlocks {
    /// The block that the text node at `node` belongs to.
    pub fn owner(&self, node: NodeIndex) -> Option<BlockIndex> {
        self.owner.get(node as usize).copied().flatten()
    }
}

/// Cuts a page into text blocks.
///
/// Elements that a browser lays out as blocks bound a block, and so do two `<br>` in a row. A
/// table cell is a block. Text without a single letter or digit makes no block.
pub fn segment(document: &Document<'_>) -> PageBlocks {
    let mut cutter = Cutter::new(document);
    let mut index: NodeIndex = 1;
    let count = document.nodes().len() as NodeIndex;
    while index < count {
        cutter.leave_until(index);
        let node = document.node(index);
        index = match node.data {
            NodeData::Text(text) => {
                cutter.text(index, text);
                index + 1
            }
            NodeData::Element(tag, _) if tag.flow() == Flow::Skipped => {
                cutter.gap();
                node.end
            }
            NodeData::Element(tag, _) => {
                cutter.enter(index, tag);
                index + 1
            }
            NodeData::Root => index + 1,
        };
    }
    cutter.leave_until(count);
    cutter.flush();
    PageBlocks { blocks: cutter.blocks, owner: cutter.owner }
}

/// An element that has been entered and not left.
struct Open {
    end: NodeIndex,
    tag: Tag,
}

struct Cutter<'d, 'a> {
    document: &'d Document<'a>,
    open: Vec<Open>,
    blocks: Vec<TextBlock>,
    owner: Vec<Option<BlockIndex>>,
    run: Run,
    /// How many `<a>`, and how many `<pre>`, stand open.
    links_open: u32,
    pre_open: u32,
    breaks: u32,
}

/// The block in the making.
#[derive(Default)]
struct Run {
    text: String,
    nodes: Vec<NodeIndex>,
    linked_words: u32,
    links: u32,
    space_due: bool,
}

impl<'d, 'a> Cutter<'d, 'a> {
    fn new(document: &'d Document<'a>) -> Self {
        Self {
            document,
            open: Vec::new(),
            blocks: Vec::new(),
            owner: vec![None; document.nodes().len()],
            run: Run::default(),
            links_open: 0,
            pre_open: 0,
            breaks: 0,
        }
    }

    fn enter(&mut self, index: NodeIndex, tag: Tag) {
        match tag.flow() {
            Flow::Block => self.flush(),
            Flow::Apart => self.gap(),
            _ => {}
        }
        match tag {
            Tag::Br => self.line_break(),
            Tag::A => {
                self.links_open += 1;
                self.run.links += 1;
            }
            Tag::Pre => self.pre_open += 1,
            _ => {}
        }
        let end = self.document.node(index).end;
        self.open.push(Open { end, tag });
    }

    /// Leaves every element that ends at or before `index`.
    fn leave_until(&mut self, index: NodeIndex) {
        while self.open.last().is_some_and(|open| open.end <= index) {
            let Some(open) = self.open.pop() else { break };
            match open.tag.flow() {
                Flow::Block => self.flush(),
                Flow::Apart => self.gap(),
                _ => {}
            }
            match open.tag {
                Tag::A => self.links_open -= 1,
                Tag::Pre => self.pre_open -= 1,
                _ => {}
            }
        }
    }

    fn line_break(&mut self) {
        if self.pre_open > 0 {
            self.run.text.push('\n');
            return;
        }
        self.breaks += 1;
        if self.breaks > 1 {
            let breaks = self.breaks;
            self.flush();
            self.breaks = breaks;
        }
        self.gap();
    }

    fn gap(&mut self) {
        self.run.space_due = true;
    }

    fn text(&mut self, index: NodeIndex, text: &str) {
        if self.pre_open > 0 {
            self.run.text.push_str(text);
        } else if !self.run.append_collapsed(text) {
            return;
        }
        self.breaks = 0;
        if self.links_open > 0 {
            self.run.linked_words += word::count(text) as u32;
        }
        self.run.nodes.push(index);
    }

    /// Ends the block in the making.
    fn flush(&mut self) {
        self.breaks = 0;
        if self.run.nodes.is_empty() {
            // A link around whole blocks counts for the first of them.
            self.run.space_due = false;
            self.run.text.clear();
            return;
        }
        let words = word::count(&self.run.text) as u32;
        if words > 0 {
            self.push_block(words);
        }
        self.run.clear();
    }

    /// Makes a block of the run, which has so many words.
    fn push_block(&mut self, words: u32) {
        let block = self.blocks.len() as BlockIndex;
        for node in &self.run.nodes {
            if let Some(owner) = self.owner.get_mut(*node as usize) {
                *owner = Some(block);
            }
        }
        let first = self.run.nodes.first().copied().unwrap_or(0);
        let inner = self.document.node(first).parent;
        let text = &self.run.text;
        let text = if text.ends_with([' ', '\n']) { text.trim_end() } else { text };
        self.blocks.push(TextBlock {
            text: text.to_owned(),
            words,
            linked_words: self.run.linked_words.min(words),
            links: self.run.links,
            place: Place::Page { container: self.container(inner), inner, first },
        });
    }

    /// The nearest element around `inner`, or itself, that is laid out as a block.
    fn container(&self, inner: NodeIndex) -> NodeIndex {
        std::iter::once(inner)
            .chain(self.document.ancestors(inner))
            .find(|&at| self.document.node(at).tag().flow() == Flow::Block)
            .unwrap_or(0)
    }
}

impl Run {
    /// Makes it as new; the room is used again.
    fn clear(&mut self) {
        self.text.clear();
        self.nodes.clear();
        self.linked_words = 0;
        self.links = 0;
        self.space_due = false;
    }

    /// Appends text with white space collapsed; false when it had nothing to show.
    fn append_collapsed(&mut self, text: &str) -> bool {
        let mut shown = false;
        for piece in pieces(text) {
            match piece {
                Piece::Space => self.space_due = true,
                Piece::Shown(piece) => {
                    if self.space_due && !self.text.is_empty() {
                        self.text.push(' ');
                    }
                    self.space_due = false;
                    self.text.push_str(piece);
                    shown = true;
                }
            }
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Limits, dom};

    fn texts(html: &str) -> Vec<String> {
        let (html, _) = dom::parse(html, &Limits::default());
        let document = Document::new(&html);
        segment(&document).blocks.into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn inline_elements_do_not_cut() {
        assert_eq!(texts("<p>a <b>bo</b>ld\n <a href=x>link</a>, end</p>"), ["a bold link, end"]);
    }

    #[test]
    fn two_line_breaks_cut_and_one_does_not() {
        assert_eq!(
            texts("<div>one<br>two<br><br>three<br> <br>four</div>"),
            ["one two", "three", "four"]
        );
    }

    #[test]
    fn cells_and_items_are_blocks() {
        assert_eq!(texts("<table><tr><td>a<td>b</table><ul><li>c<li>d</ul>"), ["a", "b", "c", "d"]);
    }

    #[test]
    fn buttons_stand_apart() {
        assert_eq!(texts("<div><button>Like</button><button>Reply</button></div>"), ["Like Reply"]);
    }

    #[test]
    fn preformatted_text_keeps_its_lines() {
        assert_eq!(texts("<pre>if x:\n    y()</pre>"), ["if x:\n    y()"]);
    }

    #[test]
    fn scripts_and_marks_make_no_block() {
        assert_eq!(texts("<p>a</p><script>b</script><p>***</p>"), ["a"]);
    }

    #[test]
    fn containers_hold_their_blocks() {
        let (html, _) = dom::parse("<div>x<p>y <i>z</i></p>w</div>", &Limits::default());
        let document = Document::new(&html);
        let found: Vec<_> = segment(&document)
            .blocks
            .iter()
            .map(|block| document.node(block.container()).tag())
            .collect();
        assert_eq!(found, [Tag::Div, Tag::P, Tag::Div]);
    }
}
