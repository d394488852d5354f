//! Texts of the page as they come: into the paragraph of their block, with the formulas in them.

use super::frame::Kind;
use super::{Builder, math, tex};
use crate::dom::{NodeIndex, Tag};

impl Builder<'_, '_> {
    /// Takes in a text and says which node is next.
    pub(super) fn text(&mut self, index: NodeIndex, text: &str) -> NodeIndex {
        let Some(block) = self.blocks.owner(index) else {
            // White space between the parts of a block, or marks that make no block: in a cell
            // a dash or a tick says something.
            if self.is_begun() || self.frames.in_cell() && !text.trim().is_empty() {
                self.paragraph.text(text, &self.style);
            }
            return index + 1;
        };
        if self.is_kept(block) {
            self.begin(block);
            return self.kept_text(index, text);
        }
        self.end_paragraph();
        index + 1
    }

    /// Takes in text of a kept block, and the formulas in it as such.
    fn kept_text(&mut self, index: NodeIndex, text: &str) -> NodeIndex {
        if !self.shows_tex || self.style.is_code() || !text.contains(tex::SIGNS) {
            self.paragraph.text(text, &self.style);
            return index + 1;
        }
        let document = self.document;
        let mut pieces = tex::split(text);
        let reaching = match pieces.last() {
            Some(tex::Piece::Text(last)) => tex::reaching(document, index, last),
            _ => None,
        };
        let same = |reaching: &tex::Reaching<'_>| {
            self.blocks.owner(reaching.end) == self.blocks.owner(index)
        };
        let reaching = reaching.filter(same);
        if let (Some(reaching), Some(last)) = (&reaching, pieces.last_mut()) {
            *last = tex::Piece::Text(reaching.before);
        }
        self.pieces(pieces);
        let Some(tex::Reaching { tex, display, end, after, .. }) = reaching else {
            return index + 1;
        };
        self.put_formula(math::Formula { tex: math::bare_tex(&tex), display });
        self.pieces(tex::split(after));
        end + 1
    }

    /// The mark that a browser shows at the beginning or end of a `<q>`, unless the text has it.
    pub(super) fn quotation_mark(&mut self, index: NodeIndex, tag: Tag, begins: bool) {
        if tag != Tag::Q {
            return;
        }
        let Some(block) = self.owner(index).filter(|block| self.is_kept(*block)) else { return };
        let is_letter = |c: char| c.is_alphanumeric() || c == '…';
        let text = self.document.text(index);
        if text.trim().starts_with(is_letter) {
            self.begin(block);
            self.paragraph.text(if begins { "“" } else { "”" }, &self.style);
        }
    }

    /// Begins a note in the middle of a paragraph, which goes on after it.
    pub(super) fn begin_side_note(&mut self, index: NodeIndex) {
        let Some((number, label)) = self.notes.side_note(index) else { return };
        let label = label.to_owned();
        self.paragraph.note(&label, &self.style);
        self.set_aside.push((index, std::mem::take(&mut self.paragraph), self.current));
        self.frames.open(index, Kind::Note(number));
    }

    /// Ends it, and goes on with the paragraph around it.
    pub(super) fn end_side_note(&mut self, index: NodeIndex) {
        let Some((_, paragraph, block)) = self.set_aside.pop_if(|(note, ..)| *note == index) else {
            return;
        };
        self.end_paragraph();
        self.frames.leave(index, &mut self.notes);
        (self.paragraph, self.current) = (paragraph, block);
    }

    fn pieces(&mut self, pieces: Vec<tex::Piece<'_>>) {
        for piece in pieces {
            match piece {
                tex::Piece::Text(text) => self.paragraph.text(text, &self.style),
                tex::Piece::Formula { tex, display } => {
                    let tex = math::bare_tex(tex);
                    self.put_formula(math::Formula { tex, display });
                }
            }
        }
    }
}
