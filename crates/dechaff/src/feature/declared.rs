//! How much of a block the page says elsewhere of itself: in its title and its description.

use std::collections::HashSet;

use super::stats::KeepHash;
use super::{Page, share};
use crate::dom::{NodeData, NodeIndex, Tag};
use crate::word;

pub(super) const NAMES: &[&str] =
    &["in_title", "title_covered", "in_description", "near_title_match"];

type Hashes = HashSet<u64, KeepHash>;

pub(super) struct Section {
    title: Hashes,
    /// Runs of three words.
    description: Hashes,
    /// The first block that has most of the title's words.
    title_block: Option<usize>,
}

impl Section {
    pub(super) fn new(page: &Page<'_, '_>) -> Self {
        let mut section =
            Self { title: Hashes::default(), description: Hashes::default(), title_block: None };
        for (index, node) in page.document.nodes().iter().enumerate() {
            match node.data {
                NodeData::Element(Tag::Title, _) if section.title.is_empty() => {
                    let text = page.document.text(index as NodeIndex);
                    section.title.extend(word::hashes(&text));
                }
                NodeData::Element(Tag::Meta, _) => {
                    let name = node.attr("name").or(node.attr("property")).unwrap_or_default();
                    if name.ends_with("description") {
                        add_triples(&mut section.description, node.attr("content"));
                    }
                }
                _ => {}
            }
        }
        let covered = |block: &usize| section.title_covered(page, *block) >= 0.5;
        section.title_block = (0..page.stats.len()).find(covered);
        section
    }

    fn title_covered(&self, page: &Page<'_, '_>, block: usize) -> f32 {
        let mut own = page
            .hashes_of(block)
            .iter()
            .filter(|hash| self.title.contains(hash))
            .collect::<Vec<_>>();
        own.sort_unstable();
        own.dedup();
        share(own.len() as f32, self.title.len() as f32)
    }

    pub(super) fn append(&self, page: &Page<'_, '_>, block: usize, row: &mut Vec<f32>) {
        let hashes = page.hashes_of(block);
        let in_title = hashes.iter().filter(|hash| self.title.contains(hash)).count();
        let far = 200.0;
        row.extend_from_slice(&[
            share(in_title as f32, hashes.len() as f32),
            if in_title > 0 { self.title_covered(page, block) } else { 0.0 },
            triples_in(&self.description, hashes),
            self.title_block.map_or(far, |at| (block as f32 - at as f32).clamp(-far, far)),
        ]);
    }
}

fn triple(words: &[u64]) -> u64 {
    words.iter().fold(word::FNV_OFFSET, |state, &part| word::join_hash(state, part))
}

fn add_triples(set: &mut Hashes, text: Option<&str>) {
    let hashes: Vec<u64> = word::hashes(text.unwrap_or_default()).collect();
    set.extend(hashes.windows(3).map(triple));
}

/// The share of a block's runs of three words that are in the set; of a shorter block, none.
fn triples_in(set: &Hashes, hashes: &[u64]) -> f32 {
    if hashes.len() < 3 || set.is_empty() {
        return 0.0;
    }
    let found = hashes.windows(3).filter(|words| set.contains(&triple(words))).count();
    share(found as f32, (hashes.len() - 2) as f32)
}
