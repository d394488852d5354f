//! What the builder takes as a whole: images, formulas, listings and the like.

use super::image::Shown;
use super::math::{Formula, Found};
use super::name_table::Names;
use super::{Builder, code, code_lines, image, math, media, names, ruby};
use crate::block::BlockIndex;
use crate::content::{Image, Inline, Part};
use crate::dom::{NodeIndex, Tag};
use crate::no_character::is_no_character;

/// What stands in a heading to edit its section or to link to it.
static HEADING_TOOLS: Names = Names::of("heading-tool");

/// Bytes of the text of such a tool at most.
const LONGEST_TOOL: usize = 40;

/// Nodes between a lazy image and the `<noscript>` that shows it once more.
const CLOSE_BY: NodeIndex = 12;

impl Builder<'_, '_> {
    /// Takes in an element whose inside needs no walk; false for any other.
    pub(super) fn atom(&mut self, index: NodeIndex, tag: Tag) -> bool {
        match tag {
            Tag::Hr => self.rule(index),
            Tag::Img => self.image(index),
            Tag::Iframe | Tag::Video | Tag::Audio | Tag::Object | Tag::Embed => self.media(index),
            Tag::Ruby => return self.ruby(index),
            Tag::Input => return self.checkbox(index),
            Tag::Noscript => return self.shows_again(index),
            _ if self.listings.contains(&index) || code::is_listing(self.document, index, tag) => {
                self.end_paragraph();
                let folds =
                    self.listings.contains(&index) && code_lines::folds(self.document, index);
                if let Some(code) = code::of(self.document, self.blocks, self.keep, index, folds) {
                    self.frames.put(code);
                }
            }
            Tag::Span | Tag::A if self.is_heading_tool(index) => {}
            _ => {
                return tag == Tag::A && self.named_media(index)
                    || self.note_mark(index)
                    || self.has_listings && code::copies(self.document, index, tag)
                    || self.formula(index);
            }
        }
        true
    }

    /// Whether an element only edits a section or leads to it, and is not all of its heading.
    fn is_heading_tool(&self, index: NodeIndex) -> bool {
        let node = self.document.node(index);
        names::has_class(node, &HEADING_TOOLS)
            && names::short_text(self.document, index, LONGEST_TOOL)
                .is_some_and(|text| self.document.text(node.parent).trim().len() > text.len())
    }

    /// A thematic break, where it stands between two kept blocks.
    fn rule(&mut self, index: NodeIndex) {
        self.end_paragraph();
        if self.kept.is_between(self.holder(), index) {
            self.frames.put(Part::Rule.into());
        }
    }

    /// Whether what has no text of its own belongs to the content where it stands.
    fn belongs(&self, index: NodeIndex) -> bool {
        self.current.is_some() || self.kept.is_near(self.holder(), index)
    }

    fn image(&mut self, index: NodeIndex) {
        self.paragraph.gap();
        if !self.belongs(index) {
            return;
        }
        match image::of(self.document, index, self.links) {
            Some(Shown::Image(image)) if self.options.images => {
                self.last_image = Some(index);
                if self.images.insert(picture(&image.src).to_owned()) {
                    self.paragraph.inline(Inline::Image(image), &self.style);
                }
            }
            Some(Shown::Emoji(text)) => self.paragraph.text(&text, &self.style),
            Some(Shown::Formula(formula)) => self.put_formula(formula),
            _ => {}
        }
        self.paragraph.gap();
    }

    /// Whether a `<noscript>` only shows the image before it once more.
    fn shows_again(&self, index: NodeIndex) -> bool {
        let is_image =
            |index: NodeIndex| self.document.inside(index).any(|(_, node)| node.tag() == Tag::Img);
        self.last_image.is_some_and(|last| index - last <= CLOSE_BY)
            && !self.kept.has_blocks(index)
            && is_image(index)
    }

    /// A link to a video or the like, as our own HTML has it.
    fn named_media(&mut self, index: NodeIndex) -> bool {
        let Some(media) = media::linked(self.document, index, self.links) else {
            return false;
        };
        if self.options.images && self.belongs(index) {
            self.paragraph.apart(Part::Media(media));
        }
        true
    }

    fn media(&mut self, index: NodeIndex) {
        self.paragraph.gap();
        if !self.options.images || !self.belongs(index) {
            return;
        }
        if let Some(media) = media::of(self.document, index, self.links) {
            self.paragraph.apart(Part::Media(media));
        }
    }

    /// Begins the paragraph of the block that an element's text belongs to. False where that is
    /// dropped, or where there is none and the element does not belong to the content.
    fn claim(&mut self, index: NodeIndex) -> bool {
        match self.owner(index) {
            Some(block) if self.is_kept(block) => {
                self.begin(block);
                true
            }
            Some(_) => {
                self.end_paragraph();
                false
            }
            None => self.belongs(index),
        }
    }

    /// The block that the text in an element belongs to, by the first of it.
    pub(super) fn owner(&self, index: NodeIndex) -> Option<BlockIndex> {
        self.document.inside(index).find_map(|(at, _)| self.blocks.owner(at))
    }

    fn ruby(&mut self, index: NodeIndex) -> bool {
        let Some(inlines) = ruby::of(self.document, index) else { return false };
        if !self.claim(index) {
            return true;
        }
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.paragraph.text(&text, &self.style),
                inline => self.paragraph.inline(inline, &self.style),
            }
        }
        true
    }

    /// A box that is ticked or not at the beginning of an item.
    fn checkbox(&mut self, index: NodeIndex) -> bool {
        let node = self.document.node(index);
        if self.notes.is_toggle(node) {
            return true;
        }
        if node.attr("type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"))
            && self.paragraph.is_blank()
            && !self.frames.is_begun()
        {
            self.frames.set_checked(node.attr("checked").is_some());
        }
        false
    }

    /// A reference to a note, or a link from a note back to the text.
    fn note_mark(&mut self, index: NodeIndex) -> bool {
        if self.notes.is_empty() {
            return false;
        }
        if self.notes.is_toggle(self.document.node(index)) {
            return true;
        }
        if self.notes.is_skipped(self.document, index, self.frames.in_note()) {
            return true;
        }
        let Some(label) = self.notes.reference(index).map(str::to_owned) else {
            return false;
        };
        if self.claim(index) {
            self.paragraph.note(&label, &self.style);
        }
        true
    }

    fn formula(&mut self, index: NodeIndex) -> bool {
        match math::of(self.document, index) {
            Some(Found::Formula(formula)) => {
                if self.claim(index) {
                    self.put_formula(formula);
                }
                true
            }
            Some(Found::Duplicate) => true,
            None => false,
        }
    }

    pub(super) fn put_formula(&mut self, formula: Formula) {
        let Formula { tex, display } = formula;
        let tex = shown_tex(&tex);
        if tex.trim().is_empty() {
            return;
        }
        if display {
            self.paragraph.apart(Part::Math { tex });
        } else {
            self.paragraph.inline(Inline::Math(tex), &self.style);
        }
    }

    /// The number that the markup gives to an item.
    pub(super) fn item_value(&self, index: NodeIndex) -> Option<i64> {
        self.document.node(index).attr("value").and_then(|value| value.trim().parse().ok())
    }

    /// Whether a task is done, where the item's own markup says so.
    pub(super) fn item_state(&self, index: NodeIndex) -> Option<bool> {
        let node = self.document.node(index);
        let state = node.attr("data-task").or(node.attr("data-checked"))?;
        let is_task = names::has_class(node, &["task-list-item", "task"]);
        is_task.then(|| !matches!(state.trim(), "" | "false"))
    }
}

/// The address of an image without what only says in which size it is, where it ends as images
/// do: its query, its ending, and the size that `WordPress` adds to the name of the file.
fn picture(src: &str) -> &str {
    let path = src.split(['?', '#']).next().unwrap_or(src);
    let lower = path.to_ascii_lowercase();
    let ending = Image::ENDINGS.iter().find(|ending| lower.ends_with(*ending));
    let Some(stem) = ending.and_then(|ending| path.get(..path.len() - ending.len())) else {
        return src;
    };
    let is_size = |size: &str| {
        let mut sides = size.split('x').map(|side| side.parse::<u32>().is_ok());
        (sides.next(), sides.next(), sides.next()) == (Some(true), Some(true), None)
    };
    stem.rsplit_once('-').filter(|(_, size)| is_size(size)).map_or(stem, |(stem, _)| stem)
}

/// TeX without what stands for no character, and with no white space but spaces and line breaks.
fn shown_tex(tex: &str) -> String {
    let shown = tex.chars().filter(|character| !is_no_character(*character));
    shown.map(|c| if c.is_whitespace() && c != '\n' { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::picture;

    #[test]
    fn one_picture_in_two_sizes_is_one() {
        assert_eq!(
            picture("https://a.example/b.jpg?w=9"),
            picture("https://a.example/b-150x150.jpg")
        );
        assert_ne!(picture("https://a.example/i?id=1"), picture("https://a.example/i?id=2"));
        assert_ne!(picture("https://a.example/b-1.jpg"), picture("https://a.example/b-2.jpg"));
    }
}
