//! The block's own text and markup.

use super::{Page, flag, share};
use crate::block::Place;
use crate::dom::Tag;

pub(super) const NAMES: &[&str] = &[
    "words", "size", "word_length", "link_density", "links", "stops", "commas", "stop_rate",
    "ends_sentence", "digit_share", "upper_share", "starts_lower", "starts_upper", "has_price",
    "has_colon_end", "copies", "copy", "familiarity", "is_long", "is_p", "is_li", "is_heading",
    "heading_level", "is_cell", "is_div", "is_pre", "is_quote", "is_term", "is_description",
    "is_caption", "is_section", "is_summary", "is_form_part", "inner_link", "inner_span",
    "inner_strong", "inner_button", "inner_label", "inner_time", "inner_small", "inner_font",
    "inner_code",
];

pub(super) fn append(page: &Page<'_, '_>, block: usize, row: &mut Vec<f32>) {
    let stats = page.stats(block);
    let Some(text) = page.blocks.blocks.get(block) else {
        return;
    };
    let first = text.text.chars().find(|character| character.is_alphanumeric());
    row.extend_from_slice(&[
        stats.words,
        stats.size,
        share(stats.size, stats.words),
        stats.link_density,
        text.links as f32,
        stats.stops,
        stats.commas,
        share(stats.stops, stats.words),
        flag(stats.ends_sentence),
        share(stats.digits, stats.size),
        share(stats.capitals, stats.letters),
        flag(first.is_some_and(char::is_lowercase)),
        flag(first.is_some_and(char::is_uppercase)),
        flag(stats.has_price),
        flag(text.text.ends_with([':', '：'])),
        stats.copies as f32,
        stats.copy as f32,
        stats.familiarity,
        flag(stats.is_long()),
    ]);
    append_tags(page, block, row);
}

fn append_tags(page: &Page<'_, '_>, block: usize, row: &mut Vec<f32>) {
    let tag = page.stats(block).tag;
    let inner = match page.blocks.blocks.get(block).map(|text| text.place) {
        Some(Place::Page { inner, .. }) => page.document.node(inner).tag(),
        _ => Tag::Other,
    };
    row.extend_from_slice(&[
        flag(tag == Tag::P),
        flag(tag == Tag::Li),
        flag(tag.heading_level().is_some()),
        f32::from(tag.heading_level().unwrap_or(0)),
        flag(matches!(tag, Tag::Td | Tag::Th)),
        flag(tag == Tag::Div),
        flag(tag == Tag::Pre),
        flag(tag == Tag::Blockquote),
        flag(tag == Tag::Dt),
        flag(tag == Tag::Dd),
        flag(matches!(tag, Tag::Figcaption | Tag::Figure | Tag::Caption)),
        flag(matches!(tag, Tag::Section | Tag::Article | Tag::Main | Tag::Body)),
        flag(tag == Tag::Summary),
        flag(matches!(tag, Tag::Form | Tag::Fieldset | Tag::Legend)),
        flag(inner == Tag::A),
        flag(inner == Tag::Span),
        flag(matches!(inner, Tag::Strong | Tag::B | Tag::Em | Tag::I)),
        flag(inner == Tag::Button),
        flag(inner == Tag::Label),
        flag(inner == Tag::Time),
        flag(inner == Tag::Small),
        flag(inner == Tag::Font),
        flag(inner == Tag::Code),
    ]);
}
