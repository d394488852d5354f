//! What readers see of author and date: the lines near the heading, and elements named for them.

use std::ops::Range;

use super::byline::{add_author, add_dates, add_line, add_reporters, push, role_before};
use super::date::Reader;
use super::embedded::short_text;
use super::person;
use super::statement::{Field, Statements};
use super::tables::{Role, Tables};
use super::title::is_same_title;
use crate::block::{PageBlocks, TextBlock};
use crate::dom::{Document, Node, NodeIndex, Tag};
use crate::feature::{GROUPS, Layout};

/// Blocks before and after the heading where a byline is looked for.
const BEFORE: usize = 10;
const AFTER: usize = 20;
/// Blocks right above the heading where a date alone may stand.
const ABOVE: usize = 4;
/// Added to the rank of what stands higher.
const FAR_ABOVE: u8 = 20;
/// A kept block from this many words on begins the text.
const TEXT_WORDS: u32 = 25;
/// A longer line is no byline.
const LINE_WORDS: u32 = 40;
/// Blocks below the heading where a name alone may stand.
const BESIDE: usize = 6;
/// Characters of the text's beginning and end where a reporter may be named.
const LEAD: usize = 60;
/// Groups of names that authors and dates stand in.
const NAMED: [&str; 4] = ["author", "byline", "date", "user"];
/// Blocks after the text where an author is looked for.
const TAIL: usize = 5;

/// A page with what was decided about it.
#[derive(Clone, Copy)]
pub(crate) struct Seen<'s, 'a> {
    pub(crate) document: &'s Document<'a>,
    pub(crate) blocks: &'s PageBlocks,
    pub(crate) layout: &'s Layout,
    /// The groups that the names of each element belong to, as bits.
    pub(crate) groups: &'s [u64],
    pub(crate) keep: &'s [bool],
}

/// The part of the page where its byline stands.
struct Region {
    /// Where the heading is.
    heading: Option<usize>,
    blocks: Range<usize>,
    /// Whether it stands after the text.
    is_tail: bool,
}

impl Seen<'_, '_> {
    /// Puts what is seen near the heading, and after the text, into the list of statements.
    pub(super) fn state(
        self,
        title: Option<&str>,
        times: &[NodeIndex],
        reader: Reader<'_>,
        out: &mut Statements,
    ) {
        let region = self.region(title);
        self.add_lines(&region, reader, out);
        self.add_bare_names(&region, reader, out);
        self.add_named(&region, reader, out);
        self.add_times(&region, times, reader, out);
        let Some(last) = self.keep.iter().rposition(|keep| *keep) else { return };
        let from = region.blocks.end.max(last);
        let to = (last + TAIL).min(self.blocks.blocks.len());
        let tail = Region { heading: None, blocks: from..to, is_tail: true };
        if from < to {
            self.add_lines(&tail, reader, out);
            self.add_named(&tail, reader, out);
        }
        self.add_ends(&region, last, reader, out);
        if out.of(Field::Author).is_empty() {
            self.add_lone_author(reader.tables, out);
        }
    }

    fn add_lines(&self, region: &Region, reader: Reader<'_>, out: &mut Statements) {
        for at in region.blocks.clone() {
            let block = self.blocks.blocks.get(at).filter(|block| block.words <= LINE_WORDS);
            let Some(block) = block.filter(|_| Some(at) != region.heading) else { continue };
            if region.is_tail {
                add_line(&block.text, 110, "line after the text", reader, out, true);
            } else {
                let rank = 60 + region.distance(at);
                // A date high above the heading is that of the visit.
                let far = region.heading.is_some_and(|heading| at + ABOVE < heading);
                add_line(&block.text, rank, "line near the heading", reader, out, far);
            }
        }
    }

    /// Names of reporters where Chinese texts have them: at the beginning and the end.
    fn add_ends(&self, region: &Region, last: usize, reader: Reader<'_>, out: &mut Statements) {
        let blocks = &self.blocks.blocks;
        let kept = |at: &usize| self.keep.get(*at) == Some(&true);
        let first = (region.heading.unwrap_or(0)..blocks.len()).find(kept);
        let name = "reporter named in the text";
        if let Some(block) = first.and_then(|at| blocks.get(at)) {
            let end = block.text.char_indices().nth(LEAD).map_or(block.text.len(), |(at, _)| at);
            add_reporters(block.text.get(..end).unwrap_or_default(), 95, name, reader.tables, out);
        }
        if let Some(block) = blocks.get(last) {
            let count = block.text.chars().count();
            let from =
                block.text.char_indices().nth(count.saturating_sub(LEAD)).map_or(0, |(at, _)| at);
            add_reporters(block.text.get(from..).unwrap_or_default(), 96, name, reader.tables, out);
        }
    }

    /// The one author whom links of the whole page lead to.
    fn add_lone_author(&self, tables: &Tables, out: &mut Statements) {
        let mut found: Option<String> = None;
        for (index, node) in self.document.nodes().iter().enumerate() {
            if node.tag() != Tag::A || !is_author_link(node) {
                continue;
            }
            let text = short_text(self.document, index as NodeIndex);
            let is_name =
                person::reads_as_name(&text, tables) && person::names(&text, tables).len() == 1;
            match &found {
                _ if !is_name => {}
                Some(other) if !person::is_same(other, &text) => return,
                Some(_) => {}
                None => found = Some(text),
            }
        }
        if let Some(name) = found {
            push(Field::Author, &name, 118, "only link to an author", out);
        }
    }

    /// A line that is a name and no more, right beside a line with a date.
    fn add_bare_names(self, region: &Region, reader: Reader<'_>, out: &mut Statements) {
        let blocks = &self.blocks.blocks;
        let line = |at: usize| {
            blocks.get(at).filter(|block| block.words <= 12 && region.blocks.contains(&at))
        };
        let has_date =
            |at: usize| line(at).is_some_and(|block| !reader.find(&block.text).is_empty());
        let from = region.heading.unwrap_or(region.blocks.start);
        for at in from..region.blocks.end.min(from + BESIDE) {
            let Some(block) = line(at).filter(|block| (2..=5).contains(&block.words)) else {
                continue;
            };
            if Some(at) == region.heading
                || self.keep.get(at) == Some(&true)
                || !(has_date(at + 1) || at > 0 && has_date(at - 1))
            {
                continue;
            }
            let words = block.text.split_whitespace().count();
            let capitals = block.text.split_whitespace().all(|word| {
                word.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
            });
            if (2..=4).contains(&words)
                && capitals
                && person::reads_as_name(&block.text, reader.tables)
            {
                push(
                    Field::Author,
                    &block.text,
                    84 + region.distance(at),
                    "line beside the date",
                    out,
                );
            }
        }
    }

    fn region(&self, title: Option<&str>) -> Region {
        let blocks = &self.blocks.blocks;
        let is_text = |at: &usize| {
            self.keep.get(*at) == Some(&true)
                && blocks.get(*at).is_some_and(|block| block.words >= TEXT_WORDS)
        };
        let text = (0..blocks.len()).find(is_text).unwrap_or(blocks.len());
        let heading = self.heading(title, text);
        // A summary may stand above the byline: the text begins with the second such block.
        let from = heading.unwrap_or(0);
        let text = (from..blocks.len()).filter(is_text).nth(1).unwrap_or(blocks.len());
        let end = (text + 1).min(blocks.len());
        let blocks = match heading {
            Some(at) => at.saturating_sub(BEFORE)..end.min(at + AFTER),
            None => end.saturating_sub(AFTER)..end,
        };
        Region { heading, blocks, is_tail: false }
    }

    /// The block that is the title: the last one above the text, since menus and lists of what is
    /// new name it too; else the first one at all.
    fn heading(&self, title: Option<&str>, text: usize) -> Option<usize> {
        let blocks = &self.blocks.blocks;
        let is_title =
            |block: &TextBlock| title.is_some_and(|title| is_same_title(&block.text, title));
        let is_first = |block: &TextBlock| self.heading_tag(block) == Some(Tag::H1);
        let is_heading = |block: &TextBlock| is_title(block) && self.heading_tag(block).is_some();
        let above = blocks.get(..=text).or(blocks.get(..text)).unwrap_or_default();
        above
            .iter()
            .rposition(is_heading)
            .or_else(|| above.iter().rposition(is_title))
            .or_else(|| blocks.iter().position(is_title))
            .or_else(|| blocks.iter().position(is_first))
    }

    /// The heading that a block stands in.
    fn heading_tag(&self, block: &TextBlock) -> Option<Tag> {
        let container = block.container();
        std::iter::once(container)
            .chain(self.document.ancestors(container))
            .take(4)
            .map(|at| self.document.node(at).tag())
            .find(|tag| tag.heading_level().is_some())
    }

    /// Elements whose names say that an author or a date stands there.
    fn add_named(&self, region: &Region, reader: Reader<'_>, out: &mut Statements) {
        let tables = reader.tables;
        let named = NAMED.iter().filter_map(|name| GROUPS.iter().position(|group| group == name));
        let named = named.fold(0u64, |bits, group| bits | 1 << group);
        let (Some(first), Some(last)) = (
            self.first_node(region.blocks.start),
            self.first_node(region.blocks.end - region.blocks.end.min(1)),
        ) else {
            return;
        };
        // The elements around the first block begin before it.
        let outer = self.document.ancestors(first).take(8).last().unwrap_or(first);
        for index in outer..=last {
            let node = self.document.node(index);
            if node.tag() == Tag::A {
                self.add_profile(region, index, node, tables, out);
            }
            if self.groups.get(index as usize).is_none_or(|groups| groups & named == 0) {
                continue;
            }
            let blocks = self.layout.blocks_in(index);
            if blocks.start < region.blocks.start || blocks.len() > 12 || blocks.is_empty() {
                continue;
            }
            let Some((field, rank)) =
                marks(node).filter_map(|part| tables.mark(&part)).min_by_key(|(_, rank)| *rank)
            else {
                continue;
            };
            let text = short_text(self.document, index);
            let rank =
                if region.is_tail { rank + 52 } else { rank + region.distance(blocks.start) / 2 };
            let above = region.heading.is_some_and(|heading| blocks.start + ABOVE < heading);
            let rank = rank + if above { FAR_ABOVE } else { 0 };
            let name = "element named for it";
            if field == Field::Author {
                add_author(&text, rank, name, tables, out);
                continue;
            }
            let stated = [node.attr("datetime"), node.attr("content"), node.attr("title")];
            let texts = stated.into_iter().flatten().chain([text.as_str()]);
            for text in texts {
                if add_dates(text, rank, name, field, reader, out) {
                    break;
                }
            }
        }
    }

    /// A link to the page of an author or member.
    fn add_profile(
        &self,
        region: &Region,
        index: NodeIndex,
        node: &Node<'_>,
        tables: &Tables,
        out: &mut Statements,
    ) {
        let at = self.layout.blocks_in(index).start;
        let leads =
            is_author_link(node) || node.attr("href").is_some_and(|href| tables.is_profile(href));
        if !leads || !region.blocks.contains(&at) || Some(at) == region.heading {
            return;
        }
        let text = short_text(self.document, index);
        let rank = if region.is_tail { 104 } else { 50 + region.distance(at) / 2 };
        add_author(&text, rank, "link to a profile", tables, out);
    }

    fn add_times(
        &self,
        region: &Region,
        times: &[NodeIndex],
        reader: Reader<'_>,
        out: &mut Statements,
    ) {
        for &index in times {
            let at = self.layout.blocks_in(index).start;
            if !region.blocks.contains(&at) {
                continue;
            }
            let node = self.document.node(index);
            let text = short_text(self.document, index);
            let rank = 46 + region.distance(at) / 2;
            let is_update =
                |text: &str| matches!(role_before(text, reader.tables), Some(Role::Modified));
            let before =
                self.blocks.blocks.get(at).map(|block| block.text.as_str()).unwrap_or_default();
            let lead =
                before.find(text.as_str()).and_then(|end| before.get(..end)).unwrap_or_default();
            let names: String = marks(node).collect::<Vec<_>>().join(" ");
            let field = if is_update(lead)
                || is_update(&text)
                || names.contains("updated")
                || names.contains("modified")
            {
                Field::Modified
            } else {
                Field::Published
            };
            let name = "time";
            if !node
                .attr("datetime")
                .is_some_and(|stated| add_dates(stated, rank, name, field, reader, out))
            {
                add_dates(&text, rank + 2, name, field, reader, out);
            }
        }
    }

    fn first_node(&self, block: usize) -> Option<NodeIndex> {
        match self.blocks.blocks.get(block)?.place {
            crate::block::Place::Page { first, .. } => Some(first),
            crate::block::Place::Line { .. } => None,
        }
    }
}

impl Region {
    /// How far from the heading, in steps of ranks.
    fn distance(&self, block: usize) -> u8 {
        let away = match self.heading {
            Some(heading) if block < heading => (heading - block) * 2,
            Some(heading) => block - heading,
            None => self.blocks.end.saturating_sub(block),
        };
        away.min(24) as u8
    }
}

/// Whether a link says that it leads to the page's author.
fn is_author_link(node: &Node<'_>) -> bool {
    let is_author = |rel: &str| rel.split_ascii_whitespace().any(|name| name == "author");
    node.attr("rel").is_some_and(is_author)
        || node.attr("href").is_some_and(|href| href.contains("/author/"))
}

/// The parts of an element's names in lower case.
fn marks<'n>(node: &crate::dom::Node<'n>) -> impl Iterator<Item = String> + use<'n> {
    let names: Vec<&'n str> = node
        .attrs()
        .filter(|(name, _)| {
            matches!(*name, "class" | "id" | "rel" | "itemprop" | "data-testid" | "data-component")
        })
        .map(|(_, value)| value)
        .collect();
    names.into_iter().flat_map(crate::metadata::name_parts)
}
