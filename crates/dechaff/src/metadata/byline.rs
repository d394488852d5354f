//! What lines say of authors and dates: `By Ada Byron | 2 May 2024`, `作者：李雷`.

use super::date::{Found, Order, Reader};
use super::person;
use super::statement::{Field, Source, SourceKind, Statement, Statements};
use super::tables::{Role, Tables};
use crate::word;

/// A date may stand behind this many words that say nothing of it.
const LEAD_WORDS: usize = 8;
/// A longer line is no byline, however few its words.
const LINE_BYTES: usize = 1000;
/// Taken from the rank of a date of which words say what it is.
const WORDED: u8 = 20;

/// What one line says: its dates, and who wrote it.
pub(super) fn add_line(
    text: &str,
    rank: u8,
    name: &'static str,
    reader: Reader<'_>,
    out: &mut Statements,
    only_worded: bool,
) {
    if text.len() > LINE_BYTES {
        return;
    }
    let dates = reader.find(text);
    let mut rest = String::new();
    let mut from = 0;
    for found in &dates {
        let before = text.get(from..found.start).unwrap_or_default();
        let role = role_before(before, reader.tables);
        // Far from other words, a date is the line's own; in a sentence it is part of that.
        let is_sentence = word::count(before) > LEAD_WORDS && role.is_none();
        // Of a line that must say what it is, a date that is nearly all of it says enough.
        let is_whole = rank > 100 && (found.end - found.start) * 5 > text.len() * 3;
        if !is_sentence && (!only_worded || role.is_some() || is_whole) {
            let field =
                if role == Some(Role::Modified) { Field::Modified } else { Field::Published };
            let rank = if role.is_some() { rank.saturating_sub(WORDED) } else { rank };
            add_date(found, rank, name, field, out);
        }
        rest.push_str(before);
        rest.push('|');
        from = found.end;
    }
    rest.push_str(text.get(from..).unwrap_or_default());
    add_reporters(text, rank.saturating_sub(6), name, reader.tables, out);
    for segment in rest.split(['|', '•', '·', '—', '–', '／', '\u{3000}', '│', '>', '●'])
    {
        let Some((Role::By, after, colon)) = reader.tables.byline_start(segment) else { continue };
        add_worded(after, colon, rank.saturating_sub(8), name, reader.tables, out);
    }
}

/// The names after a word for "by".
fn add_worded(
    text: &str,
    colon: bool,
    rank: u8,
    name: &'static str,
    tables: &Tables,
    out: &mut Statements,
) {
    let text = cut_at_roles(text, tables);
    let mut names = person::names(text, tables);
    let short = colon && names.len() == 1 && word::count(text) <= 4;
    // What begins with no name is a sentence that begins with such a word.
    if !short && !names.first().is_some_and(|first| person::reads_as_name(first, tables)) {
        return;
    }
    if !short {
        names.retain(|name| person::reads_as_name(name, tables));
    }
    if !names.is_empty() {
        push(Field::Author, &names.join("; "), rank, name, out);
    }
}

/// The names in an element that is named for authors.
pub(super) fn add_author(
    text: &str,
    rank: u8,
    name: &'static str,
    tables: &Tables,
    out: &mut Statements,
) {
    let reader = Reader { tables, order: Order::DayFirst };
    let end = reader.find(text).first().map_or(text.len(), |found| found.start);
    let mut text = text.get(..end).unwrap_or(text).trim();
    let worded = match tables.byline_start(text) {
        Some((Role::By, rest, _)) => {
            text = rest;
            true
        }
        Some((Role::Published | Role::Modified | Role::Other, ..)) => return,
        _ => false,
    };
    let text = cut_at_roles(text, tables);
    if word::count(text) > 24 {
        return;
    }
    let mut names = person::names(text, tables);
    let is_name = |name: &String| {
        person::reads_as_name(name, tables)
            || word::count(name) == 1
            || worded && word::count(name) <= 3
    };
    if names.first().is_some_and(is_name) {
        names.retain(is_name);
        let rank = if worded { rank.saturating_sub(4) } else { rank };
        push(Field::Author, &names.join("; "), rank, name, out);
    }
}

/// Words before the names of reporters in Chinese, which stand anywhere in a line.
const REPORTERS: [&str; 7] = ["记者", "記者", "作者", "撰文", "文/", "文｜", "通讯员"];
/// What may stand between such a word and the name.
const GAPS: [char; 9] = [' ', ':', '：', '/', '／', '|', '｜', '\u{3000}', '\u{a0}'];

/// Names of reporters in Chinese: `（记者 李雷 韩梅）`, `記者王小明／台北報導`.
pub(super) fn add_reporters(
    text: &str,
    rank: u8,
    name: &'static str,
    tables: &Tables,
    out: &mut Statements,
) {
    if !text.chars().any(word::is_ideograph) {
        return;
    }
    for mark in REPORTERS {
        let Some((_, after)) = text.split_once(mark) else { continue };
        let after = after.trim_start_matches(GAPS);
        let mut names: Vec<&str> = Vec::new();
        for part in after.split([' ', '、', '\u{3000}', '\u{a0}', ',', '，']) {
            let end = part.find(|c: char| !word::is_ideograph(c) && c != '·').unwrap_or(part.len());
            let own = part.get(..end).unwrap_or_default();
            let own = ["报道", "報導", "摄影", "編譯"]
                .iter()
                .fold(own, |own, word| own.trim_end_matches(word));
            if !(2..=4).contains(&own.chars().count())
                || tables.is_generic(own)
                || tables.is_job(own)
            {
                break;
            }
            names.push(own);
            if end < part.len() {
                break;
            }
        }
        if !names.is_empty() {
            push(Field::Author, &names.join("、"), rank, name, out);
            return;
        }
    }
}

/// The text before a word that says that a date, another person or the like follows.
fn cut_at_roles<'t>(text: &'t str, tables: &Tables) -> &'t str {
    let mut at = 0;
    for word in text.split_inclusive(' ') {
        let bare = word.trim().trim_end_matches([':', '.', ',']).to_lowercase();
        let is_preposition = matches!(
            bare.as_str(),
            "on" | "in" | "at" | "for" | "am" | "le" | "il" | "el" | "em" | "op"
        );
        let rest = text.get(at..).unwrap_or_default();
        let is_role = || {
            let role = tables.byline_start(rest).map(|(role, ..)| role);
            matches!(role, Some(Role::Published | Role::Modified | Role::Other))
        };
        if at > 0 && (is_preposition && bare == word.trim() || is_role()) {
            return text.get(..at).unwrap_or(text).trim();
        }
        at += word.len();
    }
    text.trim()
}

/// What the words right before a date say of it.
pub(super) fn role_before(text: &str, tables: &Tables) -> Option<Role> {
    let lower = text.to_lowercase();
    let trimmed = lower.trim_matches(|c: char| !c.is_alphanumeric());
    // The last one to four words, the longest first.
    let starts: Vec<usize> = trimmed
        .char_indices()
        .filter(|(at, _)| {
            *at == 0
                || trimmed
                    .get(..*at)
                    .and_then(|before| before.chars().last())
                    .is_some_and(|before| !before.is_alphanumeric() || word::is_ideograph(before))
        })
        .map(|(at, _)| at)
        .collect();
    let tail = starts.len().saturating_sub(6);
    starts.iter().skip(tail).find_map(|&at| match tables.byline_role(trimmed.get(at..)?) {
        Some(role @ (Role::Published | Role::Modified)) => Some(role),
        _ => None,
    })
}

/// The dates of a text; whether there are any.
pub(super) fn add_dates(
    text: &str,
    rank: u8,
    name: &'static str,
    field: Field,
    reader: Reader<'_>,
    out: &mut Statements,
) -> bool {
    let found = reader.find(text);
    let mut from = 0;
    for date in found.iter().take(3) {
        let before = text.get(from..date.start).unwrap_or_default();
        let field = match role_before(before, reader.tables) {
            Some(Role::Modified) => Field::Modified,
            Some(Role::Published) => Field::Published,
            _ => field,
        };
        add_date(date, rank, name, field, out);
        from = date.end;
    }
    !found.is_empty()
}

fn add_date(found: &Found, rank: u8, name: &'static str, field: Field, out: &mut Statements) {
    let rank = rank + 4 * u8::from(found.ambiguous) + 4 * u8::from(found.short_year);
    push(field, &found.stamp.text(), rank, name, out);
}

pub(super) fn push(field: Field, value: &str, rank: u8, name: &'static str, out: &mut Statements) {
    let source = Source::new(SourceKind::Visible, name);
    out.add(Statement { field, value: value.to_owned(), source, rank, node: None });
}
