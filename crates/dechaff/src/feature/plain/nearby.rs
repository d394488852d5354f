//! More of the three lines before and the three after.

use super::lines::{Lines, is_bullet};
use super::{flag, share};
use crate::Label;

pub(super) const NAMES: &[&str] = &[
    "prev1_words", "prev1_title_case", "prev1_digit_share", "prev1_copies", "prev1_bullet",
    "prev1_is_heading", "prev1_like_size", "next1_words", "next1_title_case", "next1_digit_share",
    "next1_copies", "next1_bullet", "next1_is_heading", "next1_like_size", "prev2_ends_sentence",
    "prev2_title_case", "next2_ends_sentence", "next2_title_case", "prev3_size",
    "prev3_ends_sentence", "next3_size", "next3_ends_sentence", "prev1_says_byline",
    "prev1_says_related", "prev1_says_comment", "next1_says_byline", "next1_says_related",
    "next1_says_comment", "prev2_blank", "next2_blank",
];

pub(super) fn append(lines: &Lines<'_>, line: usize, row: &mut Vec<f32>) {
    let at = |step: isize| line.checked_add_signed(step).unwrap_or(usize::MAX);
    let size = lines.stats(line).size;
    for step in [-1, 1] {
        let (near, one) = (at(step), lines.stats_near(line, step));
        row.extend_from_slice(&[
            one.words,
            lines.title_case(near),
            share(one.digits, one.size),
            one.copies as f32,
            flag(lines.text(near).starts_with(is_bullet)),
            flag(near < lines.count() && lines.is_heading(near)),
            share(size.min(one.size), size.max(one.size)),
        ]);
    }
    for step in [-2, 2] {
        row.push(flag(lines.stats_near(line, step).ends_sentence));
        row.push(lines.title_case(at(step)));
    }
    for step in [-3, 3] {
        let one = lines.stats_near(line, step);
        row.extend_from_slice(&[one.size, flag(one.ends_sentence)]);
    }
    for step in [-1, 1] {
        let hits = lines.hits(at(step));
        let labels = [Label::Byline, Label::Related, Label::CommentPrompt];
        row.extend(labels.map(|label| f32::from(hits.strength(label))));
    }
    row.push(lines.blank_before(at(-1)));
    row.push(lines.blank_before(line + 2));
}
