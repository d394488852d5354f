//! Metadata of a plain text: its title, and the byline and date of its lines.

use jiff::civil::Date;
use url::Url;

use super::date::Reader;
use super::statement::{Contest, Field, Source, SourceKind, Statements};
use super::tables::Tables;
use super::{Metadata, authors, byline, dates, language};
use crate::block::TextBlock;

/// Lines around the title where a byline is looked for.
const BEFORE: usize = 4;
const AFTER: usize = 8;
/// A longer line is no byline.
const LINE_WORDS: u32 = 30;

/// A plain text, and what was decided about its lines.
pub(crate) struct Lines<'l> {
    pub(crate) blocks: &'l [TextBlock],
    pub(crate) keep: &'l [bool],
    /// The line that is the title.
    pub(crate) title: Option<usize>,
    pub(crate) url: Option<&'l Url>,
    pub(crate) fetched: Option<Date>,
    /// The main content.
    pub(crate) text: &'l str,
    pub(crate) words: usize,
}

/// Reads what plain lines say: a date or a name only where it stands alone or after words for it.
pub(crate) fn of_lines(lines: &Lines<'_>, tables: &Tables) -> Metadata {
    let mut metadata = Metadata { url: lines.url.cloned(), ..Metadata::default() };
    let mut statements = Statements::default();
    let title = lines.title.and_then(|at| lines.blocks.get(at));
    if let Some(title) = title {
        let value = title.text.trim().to_owned();
        let source = Source::new(SourceKind::Text, "first line");
        metadata.title = Some(value.clone());
        metadata.sources.insert("title", Contest { value, source, others: Vec::new() });
    }
    language::fill(&mut metadata, &statements, lines.text);
    let language = metadata.detected_language.as_ref().map(|detected| detected.tag);
    let host = lines.url.and_then(Url::host_str);
    let reader = Reader { tables, order: dates::order(language, host) };
    if let Some(url) = lines.url {
        dates::state_url(url.as_str(), &mut statements);
    }
    let first = lines.keep.iter().position(|keep| *keep);
    let anchor = lines.title.or(first).unwrap_or(0);
    for at in anchor.saturating_sub(BEFORE)..(anchor + AFTER).min(lines.blocks.len()) {
        let Some(block) = lines.blocks.get(at).filter(|block| block.words <= LINE_WORDS) else {
            continue;
        };
        if lines.title == Some(at) {
            continue;
        }
        let away = at.abs_diff(anchor).min(20) as u8;
        byline::add_line(
            &block.text,
            60 + away,
            "line near the title",
            reader,
            &mut statements,
            false,
        );
    }
    authors::fill(&mut metadata, &statements, tables, true, &[]);
    let bounds = dates::Bounds { latest: lines.fetched.and_then(|day| day.tomorrow().ok()) };
    for (field, name) in [(Field::Published, "date"), (Field::Modified, "date_modified")] {
        let found = dates::of(field, &statements, reader, bounds);
        if let Some(contest) = dates::contest(&found) {
            let slot =
                if name == "date" { &mut metadata.date } else { &mut metadata.date_modified };
            *slot = Some(contest.value.clone());
            metadata.sources.insert(name, contest);
        }
    }
    metadata.word_count = Some(lines.words);
    metadata
}
