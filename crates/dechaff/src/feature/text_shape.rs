//! The block's own text and markup.

use super::{Page, flag, share};
use crate::dom::Tag;

pub(super) const NAMES: &[&str] = &[
    "words", "size", "link_density", "links", "stops", "ends_sentence", "digit_share",
    "upper_share", "has_price", "copies", "copy", "familiarity", "is_long", "is_p", "is_li",
    "is_heading", "heading_level", "is_div", "is_description",
];

pub(super) fn append(page: &Page<'_, '_>, block: usize, row: &mut Vec<f32>) {
    let stats = page.stats(block);
    let Some(text) = page.blocks.blocks.get(block) else {
        return;
    };
    row.extend_from_slice(&[
        stats.words,
        stats.size,
        stats.link_density,
        text.links as f32,
        stats.stops,
        flag(stats.ends_sentence),
        share(stats.digits, stats.size),
        share(stats.capitals, stats.letters),
        flag(stats.has_price),
        stats.copies as f32,
        stats.copy as f32,
        stats.familiarity,
        flag(stats.is_long()),
    ]);
    append_tags(page, block, row);
}

fn append_tags(page: &Page<'_, '_>, block: usize, row: &mut Vec<f32>) {
    let tag = page.stats(block).tag;
    row.extend_from_slice(&[
        flag(tag == Tag::P),
        flag(tag == Tag::Li),
        flag(tag.heading_level().is_some()),
        f32::from(tag.heading_level().unwrap_or(0)),
        flag(tag == Tag::Div),
        flag(tag == Tag::Dd),
    ]);
}
