//! The wording of boilerplate, by label and language, and where a block shows it.
//!
//! The phrases are the tables in `data/lexicon`. They name what a dropped block is, and their
//! labels are measures for the scorer; a page whose language has no table is scored without.

mod tables;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::{Error, Label};

/// Longer blocks are prose: in them only the beginning is looked at.
const SHORT_WORDS: u32 = 60;
/// How much of a longer block is looked at, in bytes.
const BEGINNING: usize = 160;

/// Where in a block a phrase must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scope {
    /// Anywhere.
    Within,
    /// At its beginning.
    Start,
    /// The phrase is all there is.
    Whole,
}

#[derive(Debug, Clone)]
struct Entry {
    label: Label,
    scope: Scope,
    language: &'static str,
    phrase: String,
    /// Whether the last word may go on.
    open_end: bool,
}

/// All phrases, ready for search.
#[derive(Debug, Clone)]
pub(crate) struct Lexicon {
    entries: Vec<Entry>,
    automaton: AhoCorasick,
}

/// What the lexicon finds in one block.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct BlockHits {
    /// For each scope the labels found, as bits.
    within: u32,
    start: u32,
    whole: u32,
    /// The entry that says most about the block, with its scope.
    best: Option<(Scope, u32)>,
}

impl BlockHits {
    /// Nothing found.
    pub(crate) const SILENT: Self = Self { within: 0, start: 0, whole: 0, best: None };

    /// How firmly the block shows the wording of `label`: 0 not at all, 1 somewhere, 2 at its
    /// beginning, 3 in whole.
    pub(crate) fn strength(&self, label: Label) -> u8 {
        let bit = 1u32 << (label as u32);
        if self.whole & bit != 0 {
            3
        } else if self.start & bit != 0 {
            2
        } else {
            u8::from(self.within & bit != 0)
        }
    }

    /// The greatest strength of any label.
    pub(crate) fn best_strength(&self) -> u8 {
        match self.best {
            None => 0,
            Some((Scope::Within, _)) => 1,
            Some((Scope::Start, _)) => 2,
            Some((Scope::Whole, _)) => 3,
        }
    }
}

impl Lexicon {
    /// The phrases that ship with the crate.
    pub(crate) fn built_in() -> Result<Self, Error> {
        Self::read(tables::TABLES)
    }

    /// Those of the phrases that ship whose language is wanted.
    pub(crate) fn of_languages(wanted: impl Fn(&str) -> bool) -> Result<Self, Error> {
        let tables: Vec<_> =
            tables::TABLES.iter().copied().filter(|(language, _)| wanted(language)).collect();
        Self::read(&tables)
    }

    /// Reads tables of `label <TAB> scope <TAB> phrase <TAB> why`, each with its language.
    fn read(tables: &[(&'static str, &str)]) -> Result<Self, Error> {
        let mut entries = Vec::new();
        for (language, table) in tables {
            for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
                let entry = parse_line(line, language).ok_or_else(|| Error::Data {
                    what: "lexicon",
                    message: format!("{language}: {line:?}"),
                })?;
                entries.push(entry);
            }
        }
        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(entries.iter().map(|entry| &entry.phrase))
            .map_err(|error| Error::Data { what: "lexicon", message: error.to_string() })?;
        Ok(Self { entries, automaton })
    }

    /// Looks for every phrase in one block's text.
    pub(crate) fn search(&self, text: &str, words: u32) -> BlockHits {
        let short = words <= SHORT_WORDS;
        let text = normalise(if short { text } else { beginning(text) });
        let bounds = Bounds::new(&text);
        let mut hits = BlockHits::default();
        let mut best_rank = (Scope::Within, 0);
        for found in self.automaton.find_overlapping_iter(&text) {
            let number = found.pattern().as_usize();
            let Some(entry) = self.entries.get(number) else {
                continue;
            };
            if !bounds.at_word_edges(found.start(), found.end(), entry.open_end) {
                continue;
            }
            let at_start = found.start() <= bounds.first;
            let fits = match entry.scope {
                Scope::Within => short,
                Scope::Start => at_start,
                Scope::Whole => short && at_start && bounds.is_last(found.end(), entry.open_end),
            };
            if !fits {
                continue;
            }
            let bit = 1u32 << (entry.label as u32);
            match entry.scope {
                Scope::Within => hits.within |= bit,
                Scope::Start => hits.start |= bit,
                Scope::Whole => hits.whole |= bit,
            }
            let rank = (entry.scope, entry.phrase.len());
            if hits.best.is_none() || rank > best_rank {
                best_rank = rank;
                hits.best = Some((entry.scope, number as u32));
            }
        }
        hits
    }

    /// The label of the entry that says most about a block, with its phrase and language.
    pub(crate) fn best(&self, hits: &BlockHits) -> Option<(Label, &str, &'static str)> {
        let (_, number) = hits.best?;
        let entry = self.entries.get(number as usize)?;
        Some((entry.label, &entry.phrase, entry.language))
    }
}

fn parse_line(line: &str, language: &'static str) -> Option<Entry> {
    let mut cells = line.split('\t');
    let label = Label::from_name(cells.next()?)?;
    let scope = match cells.next()? {
        "within" => Scope::Within,
        "start" => Scope::Start,
        "whole" => Scope::Whole,
        _ => return None,
    };
    let phrase = cells.next()?;
    let (phrase, open_end) = match phrase.strip_suffix('*') {
        Some(stem) => (stem, true),
        None => (phrase, false),
    };
    if phrase.is_empty() {
        return None;
    }
    Some(Entry { label, scope, language, phrase: normalise(phrase), open_end })
}

/// Lower case, straight quotes.
fn normalise(text: &str) -> String {
    if text.is_ascii() {
        let mut normal = text.to_ascii_lowercase();
        if memchr::memchr(b'\n', normal.as_bytes()).is_some() {
            normal = normal.replace('\n', " ");
        }
        return normal;
    }
    let mut normal = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '’' | '‘' | 'ʼ' => normal.push('\''),
            '“' | '”' => normal.push('"'),
            '\u{a0}' | '\n' => normal.push(' '),
            _ if character.is_ascii() => normal.push(character.to_ascii_lowercase()),
            _ => normal.extend(character.to_lowercase()),
        }
    }
    normal
}

/// The beginning of a long text.
fn beginning(text: &str) -> &str {
    let end = (0..=BEGINNING.min(text.len())).rev().find(|&at| text.is_char_boundary(at));
    text.split_at(end.unwrap_or(0)).0
}

/// Where the words of a text begin and end, without marks and numbers around them.
struct Bounds<'t> {
    text: &'t str,
    first: usize,
    last: usize,
}

impl<'t> Bounds<'t> {
    fn new(text: &'t str) -> Self {
        let trimmed = text.trim_start_matches(|character: char| !character.is_alphabetic());
        let first = text.len() - trimmed.len();
        let last = text.trim_end_matches(|character: char| !character.is_alphabetic()).len();
        Self { text, first, last: last.max(first) }
    }

    /// Whether a match begins and ends at the edge of a word.
    fn at_word_edges(&self, start: usize, end: usize, open_end: bool) -> bool {
        let (before, rest) = self.text.split_at(start);
        let (inside, after) = rest.split_at(end - start);
        let edge = |outer: Option<char>, inner: Option<char>| match (outer, inner) {
            (Some(outer), Some(inner)) => !(joins(outer) && joins(inner)),
            _ => true,
        };
        edge(before.chars().next_back(), inside.chars().next())
            && (open_end || edge(after.chars().next(), inside.chars().next_back()))
    }

    /// Whether nothing but marks follows a match that ends at `end`.
    fn is_last(&self, end: usize, open_end: bool) -> bool {
        end >= self.last
            || open_end && self.text.split_at(end).1.split_at(self.last - end).0.chars().all(joins)
    }
}

/// Whether the character makes one word with others of its sort beside it.
fn joins(character: char) -> bool {
    character.is_alphanumeric() && !is_unspaced(character)
}

/// Scripts whose words are not parted by spaces, or take endings without them.
fn is_unspaced(character: char) -> bool {
    crate::word::is_ideograph(character) || matches!(character, '\u{ac00}'..='\u{d7af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strength(phrases: &str, text: &str) -> u8 {
        let table = phrases.to_owned();
        let lexicon = Lexicon::read(&[("xx", &table)]).unwrap();
        lexicon.search(text, crate::word::count(text) as u32).best_strength()
    }

    #[test]
    fn whole_ignores_marks_and_numbers_around() {
        let table = "comment-prompt\twhole\tcomments\twhy\n";
        assert_eq!(strength(table, "» Comments (12)"), 3);
        assert_eq!(strength(table, "12 comments"), 3);
        assert_eq!(strength(table, "Comments on the law"), 0);
    }

    #[test]
    fn phrases_match_at_word_edges_only() {
        let table = "widget\twithin\tprint\twhy\n";
        assert_eq!(strength(table, "please print this"), 1);
        assert_eq!(strength(table, "the blueprint"), 0);
        assert_eq!(strength(table, "printing"), 0);
        assert_eq!(strength("widget\twithin\tprint*\twhy\n", "printing"), 1);
        assert_eq!(strength("widget\twhole\tprint*\twhy\n", "printing"), 3);
        assert_eq!(strength("related\twithin\t相关新闻\twhy\n", "更多相关新闻列表"), 1);
    }

    #[test]
    fn quotes_and_case_do_not_matter() {
        let table = "related\tstart\tdon't miss\twhy\n";
        assert_eq!(strength(table, "DON’T MISS: the rest"), 2);
    }

    #[test]
    fn long_blocks_are_searched_at_their_beginning_only() {
        let table = "newsletter\twithin\tsign up\twhy\nlegal\tstart\tall rights\twhy\n";
        let long = format!("All rights {} sign up", "word ".repeat(80));
        let lexicon = Lexicon::read(&[("xx", table)]).unwrap();
        let hits = lexicon.search(&long, 84);
        assert_eq!(hits.strength(Label::Newsletter), 0);
        assert_eq!(hits.strength(Label::Legal), 2);
    }

    #[test]
    fn only_the_wanted_languages_are_searched() {
        let strength = |lexicon: &Lexicon| lexicon.search("Comments (12)", 2).best_strength();
        assert_eq!(strength(&Lexicon::of_languages(|language| language == "en").unwrap()), 3);
        assert_eq!(strength(&Lexicon::of_languages(|_| false).unwrap()), 0);
    }

    #[test]
    fn the_built_in_tables_are_well_formed() {
        let lexicon = Lexicon::built_in().unwrap();
        for (language, _) in tables::TABLES {
            let count = lexicon.entries.iter().filter(|entry| entry.language == *language).count();
            assert!(count >= 60, "{language}: {count}");
        }
    }
}
