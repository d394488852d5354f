//! Repetition: blocks that look alike, and the repeated units they stand in.
//!
//! Menus, cards, posts and comments all repeat an element with the same tag and class. What
//! tells them apart is what the units hold.

use std::collections::HashMap;

use super::stats::KeepHash;
use super::subtree::{self, Sum};
use super::{Page, share};
use crate::dom::{NodeIndex, Tag};
use crate::word;

pub(super) const NAMES: &[&str] = &[
    "alike_blocks", "alike_page_share", "alike_mean_size", "alike_link_density",
    "alike_sentence_share", "alike_long_share", "unit_count", "unit_page_share", "unit_mean_size",
    "unit_link_density", "unit_long_share", "unit_size", "unit_blocks", "unit_own_link_density",
    "unit_size_ratio", "unit_price_rate", "unit_image_rate", "near_unit_count",
    "near_unit_mean_size", "near_unit_link_density", "near_unit_up",
];

/// Elements of one parent with the same signature.
#[derive(Debug, Clone, Copy, Default)]
struct Group {
    count: f32,
    images: f32,
    sum: Sum,
}

/// A repeated unit that an element stands in or is.
#[derive(Debug, Clone, Copy)]
struct Unit {
    element: NodeIndex,
    group: u32,
}

/// Blocks with the same signature.
#[derive(Debug, Clone, Copy, Default)]
struct Alike {
    count: f32,
    size: f32,
    linked: f32,
    sentences: f32,
    long: f32,
}

pub(super) struct Section {
    groups: Vec<Group>,
    /// For each element the strongest and the nearest unit around it.
    strongest: Vec<Option<Unit>>,
    nearest: Vec<Option<Unit>>,
    alike: HashMap<u64, Alike, KeepHash>,
    looks: Vec<u64>,
    page_size: f32,
}

/// How many alike siblings make a repetition.
const REPEATED: f32 = 3.0;

impl Section {
    pub(super) fn new(page: &Page<'_, '_>, sums: &subtree::Section) -> Self {
        let signatures = &page.names.signatures;
        let (groups, own) = group_siblings(page, sums, signatures);
        let (strongest, nearest) = hand_down(page, &groups, &own);
        let mut section = Self {
            groups,
            strongest,
            nearest,
            alike: HashMap::default(),
            looks: Vec::with_capacity(page.stats.len()),
            page_size: sums.page().size,
        };
        section.compare_blocks(page, signatures);
        section
    }

    fn compare_blocks(&mut self, page: &Page<'_, '_>, signatures: &[u64]) {
        let signature = |at: NodeIndex| signatures.get(at as usize).copied().unwrap_or(0);
        for stats in &page.stats {
            let inner = page.document.node(stats.first).parent;
            let parent = page.document.node(stats.container).parent;
            let look = [inner, stats.container, parent]
                .into_iter()
                .fold(word::FNV_OFFSET, |look, at| word::join_hash(look, signature(at)));
            let alike = self.alike.entry(look).or_default();
            alike.count += 1.0;
            alike.size += stats.size;
            alike.linked += stats.linked_size;
            alike.long += stats.long_size;
            alike.sentences += super::flag(stats.ends_sentence);
            self.looks.push(look);
        }
    }

    pub(super) fn append(
        &self,
        page: &Page<'_, '_>,
        sums: &subtree::Section,
        block: usize,
        row: &mut Vec<f32>,
    ) {
        let look = self.looks.get(block).copied().unwrap_or(0);
        let alike = self.alike.get(&look).copied().unwrap_or_default();
        row.extend_from_slice(&[
            alike.count,
            share(alike.size, self.page_size),
            share(alike.size, alike.count),
            share(alike.linked, alike.size),
            share(alike.sentences, alike.count),
            share(alike.long, alike.size),
        ]);
        let container = page.stats(block).container;
        let at = |units: &[Option<Unit>]| units.get(container as usize).copied().flatten();
        self.append_strongest(page, sums, at(&self.strongest), row);
        match at(&self.nearest) {
            None => row.extend_from_slice(&[0.0; 4]),
            Some(unit) => {
                let group = self.group(unit);
                row.extend_from_slice(&[
                    group.count,
                    share(group.sum.size, group.count),
                    group.sum.link_density(),
                    steps_up(page, container, unit.element),
                ]);
            }
        }
    }

    fn append_strongest(
        &self,
        page: &Page<'_, '_>,
        sums: &subtree::Section,
        unit: Option<Unit>,
        row: &mut Vec<f32>,
    ) {
        let Some(unit) = unit else {
            row.extend_from_slice(&[0.0; 11]);
            return;
        };
        let group = self.group(unit);
        let blocks = page.layout.blocks_in(unit.element);
        let own = sums.of(&blocks);
        let mean = share(group.sum.size, group.count);
        row.extend_from_slice(&[
            group.count,
            share(group.sum.size, self.page_size),
            mean,
            group.sum.link_density(),
            share(group.sum.long, group.sum.size),
            own.size,
            blocks.len() as f32,
            own.link_density(),
            share(own.size, mean),
            share(group.sum.prices, group.count),
            share(group.images, group.count),
        ]);
    }

    /// A hash that blocks share which look alike.
    pub(super) fn look(&self, block: usize) -> u64 {
        self.looks.get(block).copied().unwrap_or(0)
    }

    /// The strongest repeated unit that an element stands in, the number of its group, and that
    /// of the nearest unit's group.
    pub(super) fn units(&self, element: NodeIndex) -> (Option<NodeIndex>, u32, u32) {
        let at = |units: &[Option<Unit>]| units.get(element as usize).copied().flatten();
        let number = |unit: Option<Unit>| unit.map_or(u32::MAX, |unit| unit.group);
        let strongest = at(&self.strongest);
        (strongest.map(|unit| unit.element), number(strongest), number(at(&self.nearest)))
    }

    fn group(&self, unit: Unit) -> Group {
        self.groups.get(unit.group as usize).copied().unwrap_or_default()
    }
}

/// The steps from an element up to one around it.
fn steps_up(page: &Page<'_, '_>, from: NodeIndex, to: NodeIndex) -> f32 {
    if from == to {
        return 0.0;
    }
    let steps = page.document.ancestors(from).take(40).take_while(|&at| at != to).count();
    steps as f32 + 1.0
}

/// Groups each parent's children by signature.
fn group_siblings(
    page: &Page<'_, '_>,
    sums: &subtree::Section,
    signatures: &[u64],
) -> (Vec<Group>, Units) {
    let mut numbers: HashMap<(NodeIndex, u64), u32, KeepHash> = HashMap::default();
    let mut groups: Vec<Group> = Vec::new();
    let mut own = vec![None; signatures.len()];
    let images = images_before(page);
    for (index, (&signature, unit)) in signatures.iter().zip(&mut own).enumerate() {
        if signature == 0 {
            continue;
        }
        let element = index as NodeIndex;
        let parent = page.document.node(element).parent;
        let number = *numbers.entry((parent, signature)).or_insert_with(|| {
            groups.push(Group::default());
            groups.len() as u32 - 1
        });
        let Some(group) = groups.get_mut(number as usize) else {
            continue;
        };
        group.count += 1.0;
        group.images += images_in(&images, page, element);
        group.sum.add(sums.of(&page.layout.blocks_in(element)));
        *unit = Some(Unit { element, group: number });
    }
    (groups, own)
}

/// For each node how many images come before it.
fn images_before(page: &Page<'_, '_>) -> Vec<u32> {
    let mut count = 0;
    let mut before = vec![count];
    before.extend(page.document.nodes().iter().map(|node| {
        count += u32::from(node.tag() == Tag::Img);
        count
    }));
    before
}

fn images_in(before: &[u32], page: &Page<'_, '_>, element: NodeIndex) -> f32 {
    let at = |node: NodeIndex| before.get(node as usize).copied().unwrap_or(0);
    at(page.document.node(element).end).saturating_sub(at(element)) as f32
}

type Units = Vec<Option<Unit>>;

/// Gives each element the strongest and the nearest repeated unit that it stands in or is.
fn hand_down(page: &Page<'_, '_>, groups: &[Group], own: &Units) -> (Units, Units) {
    let mut strongest: Units = vec![None; own.len()];
    let mut nearest: Units = vec![None; own.len()];
    let size = |unit: Option<Unit>| {
        unit.and_then(|unit| groups.get(unit.group as usize)).map_or(0.0, |group| group.sum.size)
    };
    for (index, unit) in own.iter().enumerate() {
        if unit.is_none() {
            continue;
        }
        let parent = page.document.node(index as NodeIndex).parent as usize;
        let repeated = unit.filter(|unit| {
            groups.get(unit.group as usize).is_some_and(|group| group.count >= REPEATED)
        });
        let above = strongest.get(parent).copied().flatten();
        let best = if size(repeated) > size(above) { repeated } else { above };
        let next = repeated.or(nearest.get(parent).copied().flatten());
        if let Some(slot) = strongest.get_mut(index) {
            *slot = best;
        }
        if let Some(slot) = nearest.get_mut(index) {
            *slot = next;
        }
    }
    (strongest, nearest)
}
