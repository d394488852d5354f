//! The TEI header: what the page says about itself.

use super::tags::{Tags, pointer};
use crate::metadata::Metadata;

pub(super) fn header(tags: &mut Tags, metadata: &Metadata) {
    tags.open("teiHeader", &[]);
    tags.line();
    tags.open("fileDesc", &[]);
    tags.line();
    tags.open("titleStmt", &[]);
    tags.leaf("title", &[], metadata.title.as_deref().unwrap_or_default());
    for author in &metadata.authors {
        tags.leaf("author", &[], author);
    }
    tags.close("titleStmt");
    tags.line();
    tags.open("publicationStmt", &[]);
    tags.leaf("p", &[], "The main content of a web page, extracted by dechaff.");
    tags.close("publicationStmt");
    tags.line();
    source(tags, metadata);
    tags.close("fileDesc");
    tags.line();
    let version = env!("CARGO_PKG_VERSION");
    tags.open("encodingDesc", &[]);
    tags.open("appInfo", &[]);
    tags.open("application", &[("ident", "dechaff"), ("version", version)]);
    tags.leaf("label", &[], "dechaff");
    tags.close("application");
    tags.close("appInfo");
    tags.close("encodingDesc");
    tags.line();
    if let Some(language) = metadata.language.as_deref() {
        tags.open("profileDesc", &[]);
        tags.open("langUsage", &[]);
        tags.leaf("language", &[("ident", language)], language);
        tags.close("langUsage");
        tags.close("profileDesc");
        tags.line();
    }
    tags.close("teiHeader");
    tags.line();
}

fn source(tags: &mut Tags, metadata: &Metadata) {
    tags.open("sourceDesc", &[]);
    tags.open("bibl", &[]);
    for author in &metadata.authors {
        tags.leaf("author", &[], author);
    }
    tags.leaf("title", &[], metadata.title.as_deref().unwrap_or_default());
    if let Some(site) = metadata.site_name.as_deref() {
        tags.leaf("publisher", &[], site);
    }
    if let Some(date) = metadata.date.as_deref() {
        date_element(tags, date);
    }
    if let Some(url) = &metadata.url {
        tags.empty("ptr", &[("target", &pointer(url.as_str()))]);
    }
    tags.close("bibl");
    tags.close("sourceDesc");
    tags.line();
}

/// A date, with `when` where it is in the form that TEI asks for.
pub(super) fn date_element(tags: &mut Tags, date: &str) {
    match when(date) {
        Some(when) => tags.leaf("date", &[("when", when)], date),
        None => tags.leaf("date", &[], date),
    }
}

/// The day that a date begins with, as `2026-03-01`.
fn when(date: &str) -> Option<&str> {
    let day = date.get(..10)?;
    let mut parts = day.split('-');
    let mut number = |length: usize| {
        let part = parts.next().filter(|part| part.len() == length)?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u32>().ok())?
    };
    let (year, month, of_month) = (number(4)?, number(2)?, number(2)?);
    let ends = date.get(10..).is_none_or(|rest| rest.is_empty() || rest.starts_with('T'));
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (ends && year > 0 && (1..=12).contains(&month) && (1..=days).contains(&of_month)).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::when;

    #[test]
    fn only_days_that_there_are_become_dates() {
        assert_eq!(when("2026-03-01"), Some("2026-03-01"));
        assert_eq!(when("2024-02-29T10:00:00Z"), Some("2024-02-29"));
        for wrong in
            ["2026-02-29", "yesterday", "2026-3-1", "2026-13-01", "2026-03-011", "März 2026"]
        {
            assert_eq!(when(wrong), None, "{wrong}");
        }
    }
}
