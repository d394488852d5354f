//! Names of authors out of what pages put into the fields for them.

use super::tables::{Role, Tables};
use crate::word;

/// A name has no more words, nor characters.
const MOST_WORDS: usize = 8;
const MOST_CHARACTERS: usize = 70;
/// A list of more names is a list of something else.
const MOST_NAMES: usize = 40;

/// The names of a field for authors: without "By", titles of jobs, addresses and accounts of the
/// system, and each once.
pub(super) fn names(value: &str, tables: &Tables) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    if value.contains("://") || value.starts_with("www.") {
        return found;
    }
    for part in parts(without_byline(value, tables), tables) {
        let Some(name) = name(part, tables) else { continue };
        let lower = name.to_lowercase();
        if tables.is_degree(&lower)
            && let Some(last) = found.last_mut()
        {
            last.push_str(", ");
            last.push_str(&name);
            continue;
        }
        // Who sells the text stands behind who wrote it.
        if !found.is_empty() && tables.is_agency(&lower) {
            continue;
        }
        if found.len() >= MOST_NAMES {
            break;
        }
        if !found.iter().any(|other| is_same(other, &name)) {
            found.push(name);
        }
    }
    found
}

/// Adds the names of another field that are not there yet.
pub(super) fn join(names: &mut Vec<String>, more: Vec<String>) {
    for name in more {
        if names.len() < MOST_NAMES && !names.iter().any(|other| is_same(other, &name)) {
            names.push(name);
        }
    }
}

/// Whether two names are the same but for case and marks.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    super::title::is_same_title(one, other)
}

/// Whether a text of the page reads like the name of a person: few words, in capitals where the
/// script has them, and no digits.
pub(super) fn reads_as_name(text: &str, tables: &Tables) -> bool {
    let ideographs = text.chars().filter(|&character| word::is_ideograph(character)).count();
    if ideographs > 0 {
        // Two to four in a name, spaces or middle dots between.
        return (2..=8).contains(&ideographs)
            && !text.chars().any(|c| c.is_numeric() || is_mark(c));
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let capital = |word: &&str| {
        let first = word.trim_start_matches(['"', '“', '(', '‘', '\'']).chars().next();
        first.is_some_and(|first| first.is_alphabetic() && !first.is_lowercase())
    };
    let is_part = |word: &&str| capital(word) || tables.is_particle(&word.to_lowercase());
    (1..=5).contains(&words.len())
        && words.first().is_some_and(capital)
        && words.iter().all(is_part)
        && !text.chars().any(|c| c.is_numeric() || is_mark(c))
        && !words
            .iter()
            .any(|word| tables.month(&word.to_lowercase()).is_some() && words.len() == 1)
}

fn is_mark(character: char) -> bool {
    matches!(
        character,
        '?' | '!'
            | ':'
            | ';'
            | '。'
            | '，'
            | '/'
            | '@'
            | '#'
            | '%'
            | '&'
            | '='
            | '_'
            | '<'
            | '>'
            | '{'
            | '['
            | '»'
            | '«'
            | '：'
            | '！'
            | '？'
            | '、'
            | '★'
            | '©'
            | '$'
            | '+'
    )
}

/// The text after "By", "Written by:" and the like.
fn without_byline<'t>(value: &'t str, tables: &Tables) -> &'t str {
    let mut value = value.trim();
    // "By" glued to the name, since only style parts them.
    if let Some(rest) = value.strip_prefix("By").or(value.strip_prefix("by"))
        && rest.chars().next().is_some_and(char::is_uppercase)
        && rest.chars().nth(1).is_some_and(char::is_lowercase)
    {
        value = rest;
    }
    for _ in 0..2 {
        match tables.byline_start(value) {
            // A name may begin as such a word does: Di Marco.
            Some((Role::By, rest, colon)) if !rest.is_empty() && (colon || is_ascii_by(value)) => {
                value = rest;
            }
            Some((Role::By, rest, _)) if !rest.is_empty() && is_lower_start(value) => value = rest,
            _ => break,
        }
    }
    value
}

fn is_ascii_by(value: &str) -> bool {
    let first = value.split_whitespace().next().unwrap_or_default();
    matches!(
        first.to_lowercase().as_str(),
        "by" | "written"
            | "posted"
            | "published"
            | "author"
            | "authors"
            | "von"
            | "par"
            | "por"
            | "автор"
            | "reviewed"
            | "submitted"
            | "words"
            | "story"
            | "article"
    )
}

fn is_lower_start(value: &str) -> bool {
    value.chars().next().is_some_and(char::is_lowercase)
}

/// The parts between commas and words for "and".
fn parts<'t>(value: &'t str, tables: &Tables) -> Vec<&'t str> {
    let marks = [',', ';', '|', '、', '，', '；', '•', '·', '\n', '&', '＆', '،', '/', '»', '›'];
    let mut found = Vec::new();
    // A middle dot stands inside foreign names in Chinese and Japanese.
    let has_ideographs = value.chars().any(word::is_ideograph);
    let is_gap = |c: char| {
        (marks.contains(&c) || has_ideographs && c.is_whitespace()) && !(has_ideographs && c == '·')
    };
    for part in value.split(is_gap) {
        let mut start = 0;
        let mut at = 0;
        for word in part.split_inclusive(' ') {
            let bare = word.trim();
            let is_and = at > 0
                && !bare.is_empty()
                && tables.byline_role(&bare.to_lowercase()) == Some(Role::And)
                // Initials of names: E. Smith, Y. Li.
                && bare.chars().next().is_some_and(char::is_lowercase);
            if is_and || (at > 0 && bare == "+") {
                found.push(part.get(start..at).unwrap_or_default());
                start = at + word.len();
            }
            at += word.len();
        }
        found.push(part.get(start..).unwrap_or_default());
    }
    found
}

fn name(part: &str, tables: &Tables) -> Option<String> {
    let mut part = part.trim();
    // "ada@example.org (Ada Byron)", as RSS has it.
    if part.contains('@') && !part.starts_with('@') {
        let (before, after) = part.split_once(['(', '<'])?;
        let inner = after.trim_end_matches([')', '>']);
        part = if before.contains('@') { inner } else { before.trim() };
        if part.contains('@') {
            return None;
        }
    }
    for separator in [" - ", " – ", " — ", " @ "] {
        part = part.split_once(separator).map_or(part, |(first, _)| first);
    }
    if part.ends_with('.')
        && part
            .split_whitespace()
            .next_back()
            .is_some_and(|word| word.chars().count() > 4 && word.matches('.').count() == 1)
    {
        part = part.trim_end_matches('.');
    }
    let is_edge = |c: char| {
        c.is_whitespace()
            || matches!(c, '-' | '–' | '—' | ':' | '：' | '*' | '|' | '/' | '_' | '<' | '>')
            || matches!(
                c,
                '●' | '•'
                    | '⋅'
                    | '·'
                    | '►'
                    | '»'
                    | '«'
                    | '■'
                    | '★'
                    | '◎'
                    | '【'
                    | '】'
                    | '✓'
            )
    };
    let part = part.trim_matches(is_edge);
    let lower = part.to_lowercase();
    let is_address =
        lower.contains("://") || lower.starts_with("www.") || lower.starts_with("http");
    let has_letters = part.chars().any(char::is_alphabetic) || !part.is_ascii();
    let is_job =
        lower.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| tables.is_job(word))
            || lower.chars().any(word::is_ideograph) && tables.is_job(&lower);
    let is_site = part.is_ascii() && tables.ends_as_site(&lower);
    let is_report = ["报道", "報導", "電", "讯"].iter().any(|end| part.ends_with(end));
    let is_long =
        part.split_whitespace().count() > MOST_WORDS || part.chars().count() > MOST_CHARACTERS;
    let refuse = !has_letters
        || is_address
        || is_job
        || is_long
        || is_report
        || is_site
        || tables.is_generic(&lower)
        || part.contains(['{', '<']);
    (!refuse).then(|| part.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &str) -> Vec<String> {
        names(value, &Tables::read().unwrap())
    }

    #[test]
    fn names_come_without_what_stands_around_them() {
        assert_eq!(read("By Ada Byron"), ["Ada Byron"]);
        assert_eq!(read("Von Bert Kühn und Eva Maß"), ["Bert Kühn", "Eva Maß"]);
        assert_eq!(read("Ada Byron, Staff Writer"), ["Ada Byron"]);
        assert_eq!(read("Ada Byron, Bo Li & Cy Ng and Ada Byron"), ["Ada Byron", "Bo Li", "Cy Ng"]);
        assert_eq!(read("ada@example.org (Ada Byron)"), ["Ada Byron"]);
        assert_eq!(read("Ada Byron <ada@example.org>"), ["Ada Byron"]);
        assert_eq!(read("作者：李雷"), ["李雷"]);
        assert_eq!(read("María y José"), ["María", "José"]);
        assert_eq!(read("Di Marco"), ["Di Marco"]);
        assert_eq!(read("E. Smith"), ["E. Smith"]);
    }

    #[test]
    fn what_names_nobody_is_none() {
        for value in
            ["admin", "", "https://example.org/ada", "Staff", "Redaktion", "ada@example.org", "--"]
        {
            assert_eq!(read(value), Vec::<String>::new(), "{value}");
        }
    }

    #[test]
    fn texts_that_read_as_names_are_told_from_others() {
        let tables = Tables::read().unwrap();
        for text in ["Ada Byron", "Ludwig van Beethoven", "李雷", "محمد علي", "Ада Б."]
        {
            assert!(reads_as_name(text, &tables), "{text}");
        }
        for text in [
            "the time we met", "5 min read", "What Is It?",
            "Share this page with your friends now", "May",
        ] {
            assert!(!reads_as_name(text, &tables), "{text}");
        }
    }
}
