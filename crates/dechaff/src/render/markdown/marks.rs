//! Where marks open and close, so that CommonMark's rules for emphasis read them as meant.
//!
//! Marks nest, `*a **b** c*`, where each mark can only be what it is: it stands between white
//! space or punctuation on its outer side and a word on its inner side. In all other texts each
//! stretch of one style has marks of its own, `*a* ***b*** *c*`, since then no mark can pair with
//! one that was meant for something else, and what keeps a mark from opening or closing is put
//! right: punctuation at the edge of a stretch that touches a word outside is moved out of it
//! (`**so:**it` would not close, `**so**:it` does), a stretch that touches another has
//! underscores, and a word's letter that still stands in the way is written as `&#115;`.

use std::borrow::Cow;

use super::token::{Kind, Style, Token};

/// Whether marks nest or stand one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    Nested,
    Sequence,
}

/// Chooses the manner, and makes the tokens fit for it. `in_cell` says that line breaks are tags,
/// which are no white space.
pub(super) fn arrange(tokens: &mut Vec<Token<'_>>, in_cell: bool) -> Manner {
    let breaks = in_cell && tokens.iter().any(|token| token.kind == Kind::Break);
    let is_plain = tokens.iter().all(|token| token.style.is_plain());
    if is_plain || !breaks && is_pure(tokens) {
        return Manner::Nested;
    }
    for at in 1..tokens.len() {
        move_punctuation(tokens, at);
    }
    tokens.retain(|token| token.text() != Some(""));
    part_gaps(tokens);
    choose_characters(tokens);
    Manner::Sequence
}

fn is_outer_end(character: char) -> bool {
    character.is_whitespace() || character.is_ascii_punctuation()
}

fn starts_with_word(token: &Token<'_>) -> bool {
    token.text().is_some_and(|text| text.starts_with(char::is_alphanumeric))
}

fn ends_with_word(token: &Token<'_>) -> bool {
    token.text().is_some_and(|text| text.ends_with(char::is_alphanumeric))
}

/// Whether no mark could open where it is to close, or the other way round.
fn is_pure(tokens: &[Token<'_>]) -> bool {
    let ranges = link_ranges(tokens);
    let mixed = |range: &(usize, usize)| {
        let inside = tokens.get(range.0..range.1).unwrap_or_default();
        let Some(first) = inside.first() else { return false };
        if inside.iter().all(|token| token.style == first.style) {
            return false;
        }
        let crosses = |one: Option<&Token<'_>>, next: Option<&Token<'_>>| {
            one.zip(next).is_some_and(|(one, next)| !one.style.and(next.style).is_plain())
        };
        crosses(range.0.checked_sub(1).and_then(|at| tokens.get(at)), inside.first())
            || crosses(inside.last(), tokens.get(range.1))
    };
    if ranges.iter().any(mixed) {
        return false;
    }
    let two_kinds = |one: Style, next: Style| {
        // Of the marks for struck-out text and for emphasis, the inner ones are punctuation to
        // the outer ones.
        one.strike != next.strike && (one.strong, one.emphasis) != (next.strong, next.emphasis)
    };
    let mut last: Option<&Token<'_>> = None;
    let mut gap = false;
    for token in tokens {
        if token.is_gap() {
            gap = true;
            continue;
        }
        if let Some(last) = last
            && last.style != token.style
            && (two_kinds(last.style, token.style) || !gap && !touches_well(last, token))
        {
            return false;
        }
        last = Some(token);
        gap = false;
    }
    true
}

/// Whether all marks close or all open between two tokens without a gap, and can.
fn touches_well(one: &Token<'_>, next: &Token<'_>) -> bool {
    let is_mark = |character: Option<char>| character.is_some_and(|c| c.is_ascii_punctuation());
    if next.style.is_plain() {
        let outer = next.text().is_none_or(|text| is_mark(text.chars().next()));
        return ends_with_word(one) && outer;
    }
    let outer = one.text().is_none_or(|text| is_mark(text.chars().next_back()));
    one.style.is_plain() && starts_with_word(next) && outer
}

/// The stretches of tokens in one link.
fn link_ranges(tokens: &[Token<'_>]) -> Vec<(usize, usize)> {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.link.is_none() {
            continue;
        }
        match ranges.last_mut() {
            Some((_, end))
                if *end == at && tokens.get(at - 1).map(|last| last.link) == Some(token.link) =>
            {
                *end = at + 1;
            }
            _ => ranges.push((at, at + 1)),
        }
    }
    ranges
}

/// Moves punctuation at the edge between two tokens out of the marks, if a word stands outside.
fn move_punctuation(tokens: &mut [Token<'_>], at: usize) {
    let (before, after) = tokens.split_at_mut(at);
    let (Some(one), Some(next)) = (before.last_mut(), after.first_mut()) else {
        return;
    };
    if one.link != next.link {
        return;
    }
    let (one_style, next_style) = (one.style, next.style);
    let (Kind::Text(inner), Kind::Text(outer)) = (&mut one.kind, &mut next.kind) else {
        return;
    };
    if next_style.is_plain() && !one_style.is_plain() {
        if !outer.chars().next().is_some_and(is_outer_end) {
            let kept = inner.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
            let moved = inner.split_at(kept).1.to_owned();
            inner.to_mut().truncate(kept);
            outer.to_mut().insert_str(0, &moved);
        }
    } else if one_style.is_plain()
        && !next_style.is_plain()
        && !inner.chars().next_back().is_some_and(is_outer_end)
    {
        let rest = outer.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        let (moved, rest) = outer.split_at(outer.len() - rest);
        let (moved, rest) = (moved.to_owned(), rest.to_owned());
        inner.to_mut().push_str(&moved);
        *outer = Cow::Owned(rest);
    }
}

/// Cuts off white space that has come to the ends of a text, and takes marks off gaps between
/// two styles.
fn part_gaps(tokens: &mut Vec<Token<'_>>) {
    let mut all: Vec<Token<'_>> = Vec::with_capacity(tokens.len());
    for token in tokens.drain(..) {
        let Some(text) = token.text().map(str::to_owned) else {
            all.push(token);
            continue;
        };
        let words = text.trim();
        let start = text.len() - text.trim_start().len();
        let (before, after) = (text.split_at(start).0, text.split_at(start + words.len()).1);
        let gap = |space: &str| Token {
            kind: Kind::Space(Cow::Owned(space.to_owned())),
            style: Style::default(),
            ..token.clone()
        };
        if !before.is_empty() {
            all.push(gap(before));
        }
        let after = (!after.is_empty()).then(|| gap(after));
        if !words.is_empty() {
            all.push(Token { kind: Kind::Text(Cow::Owned(words.to_owned())), ..token });
        }
        all.extend(after);
    }
    let mixed = mixed_links(&all);
    for at in 1..all.len() {
        let (before, after) = all.split_at_mut(at);
        let (Some(one), Some((gap, rest))) = (before.last(), after.split_first_mut()) else {
            continue;
        };
        if gap.is_gap() {
            // Marks go on over a gap if they go on from its one side to the other.
            let is_mixed = |at: usize| mixed.get(at) == Some(&true);
            let goes_on = rest.first().is_some_and(|next| {
                let crosses = one.link != next.link && (is_mixed(at - 1) || is_mixed(at + 1));
                next.style == one.style && !crosses
            });
            gap.style = if goes_on { one.style } else { Style::default() };
        }
    }
    *tokens = all;
}

/// Gives underscores to stretches that touch another, and has letters that stand in the way of
/// marks written as character references.
fn choose_characters(tokens: &mut [Token<'_>]) {
    let stretches = stretches(tokens);
    // Whether the stretch before has asterisks, and where it ends.
    let mut asterisks_end = None;
    for (start, end) in stretches {
        let style = tokens.get(start).map(|token| token.style).unwrap_or_default();
        if style.is_plain() {
            continue;
        }
        let has_marks = style.strong || style.emphasis;
        let underscores = has_marks && asterisks_end == Some(start);
        if has_marks && !underscores {
            asterisks_end = Some(end);
        }
        for token in tokens.get_mut(start..end).unwrap_or_default() {
            token.underscores = underscores;
        }
        let inside = tokens.get(start..end).unwrap_or_default();
        let (Some(first), Some(last)) = (inside.first(), inside.last()) else {
            continue;
        };
        let link = first.link;
        let in_link = link.is_some() && inside.iter().all(|token| token.link == link);
        let two_marks = has_marks && style.strike;
        let is_word =
            |token: &Token<'_>, word: bool| word && !two_marks && (token.link.is_none() || in_link);
        let first_needs = underscores || !is_word(first, starts_with_word(first));
        let last_needs = underscores || !is_word(last, ends_with_word(last));
        let (first_link, last_link) = (first.link, last.link);
        let touches = |outer: &Token<'_>, edge: Option<&str>| {
            outer.style.is_plain() && (outer.link == edge || outer.link.is_none() && !in_link)
        };
        if let Some(outer) = start.checked_sub(1).and_then(|at| tokens.get_mut(at))
            && first_needs
            && touches(outer, first_link)
            && outer
                .text()
                .and_then(|text| text.chars().next_back())
                .is_some_and(|c| !is_outer_end(c))
        {
            outer.ends.last = true;
        }
        if let Some(outer) = tokens.get_mut(end)
            && last_needs
            && touches(outer, last_link)
            && outer.text().and_then(|text| text.chars().next()).is_some_and(|c| !is_outer_end(c))
        {
            outer.ends.first = true;
        }
    }
}

/// The stretches whose marks open and close together.
fn stretches(tokens: &[Token<'_>]) -> Vec<(usize, usize)> {
    let mixed = mixed_links(tokens);
    let mut stretches: Vec<(usize, usize)> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match (stretches.last_mut(), at.checked_sub(1).and_then(|at| tokens.get(at))) {
            (Some((_, end)), Some(before)) if joins_in_sequence(before, token, &mixed, at) => {
                *end = at + 1;
            }
            _ => stretches.push((at, at + 1)),
        }
    }
    stretches
}

/// For each token whether it stands in a link of more than one style.
pub(super) fn mixed_links(tokens: &[Token<'_>]) -> Vec<bool> {
    let mut mixed = vec![false; tokens.len()];
    for (start, end) in link_ranges(tokens) {
        let inside = tokens.get(start..end).unwrap_or_default();
        let style = inside.first().map(|token| token.style);
        if inside.iter().any(|token| Some(token.style) != style) {
            mixed.get_mut(start..end).unwrap_or_default().fill(true);
        }
    }
    mixed
}

/// Whether marks go on to the token of this number from the one before it. They do not go into
/// or out of a link with several styles.
pub(super) fn joins_in_sequence(
    one: &Token<'_>,
    next: &Token<'_>,
    mixed: &[bool],
    number: usize,
) -> bool {
    let is_mixed = |at: usize| mixed.get(at) == Some(&true);
    let crosses = one.link != next.link && (is_mixed(number) || is_mixed(number - 1));
    one.style == next.style && !crosses
}
