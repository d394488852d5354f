//! Headings as divisions: in TEI a heading stands first in a `div`, and after an inner `div` no
//! paragraph may follow.

use super::tags::Tags;

/// The level of a division without a heading: any heading ends it.
const UNHEADED: u8 = 7;

/// The divisions that stand open.
pub(super) struct Sections {
    open: Vec<Section>,
}

struct Section {
    /// Level of its heading; 0 for the body, or for a post, which no heading in it can end.
    level: u8,
    /// Whether it holds divisions already.
    divided: bool,
}

impl Sections {
    /// The body, which takes nothing but divisions.
    pub(super) fn new() -> Self {
        Self { open: vec![Section { level: 0, divided: true }] }
    }

    /// Opens the division of a heading of this level.
    pub(super) fn head(&mut self, level: u8, tags: &mut Tags) {
        while self.open.last().is_some_and(|section| section.level >= level) {
            self.close(tags);
        }
        self.push(level, &[], tags);
    }

    /// Makes room for a paragraph or the like.
    pub(super) fn part(&mut self, tags: &mut Tags) {
        if self.open.last().is_some_and(|section| section.divided) {
            self.push(UNHEADED, &[], tags);
        }
    }

    /// Opens the division of a post; its end is told by the depth that this returns.
    pub(super) fn post(&mut self, tags: &mut Tags) -> usize {
        while self.open.last().is_some_and(|section| section.level == UNHEADED) {
            self.close(tags);
        }
        let depth = self.open.len();
        self.push(0, &[("type", "post")], tags);
        depth
    }

    /// Closes all divisions beyond this depth.
    pub(super) fn end(&mut self, depth: usize, tags: &mut Tags) {
        while self.open.len() > depth {
            self.close(tags);
        }
    }

    fn push(&mut self, level: u8, attributes: &[(&'static str, &str)], tags: &mut Tags) {
        if let Some(section) = self.open.last_mut() {
            section.divided = true;
        }
        tags.open("div", attributes);
        tags.line();
        self.open.push(Section { level, divided: false });
    }

    fn close(&mut self, tags: &mut Tags) {
        if self.open.pop().is_some() {
            tags.close("div");
            tags.line();
        }
    }
}
