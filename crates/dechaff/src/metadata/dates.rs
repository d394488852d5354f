//! When the page was published, and when it was changed last.

use jiff::civil::Date;

use super::date::{Order, Precision, Reader, Stamp};
use super::statement::{Contest, Field, Source, SourceKind, Stated, Statement, Statements};
use crate::PageKind;

/// The first year that a page of the web can be from.
const FIRST_YEAR: i16 = 1990;

/// The probability of being a text from which a page may have a date though another kind is the
/// likeliest.
const TEXT_SHARE: f32 = 0.3;
/// Visible dates of a lower rank stand near the heading.
const NEAR: u8 = 74;
const FIRMLY_NEAR: u8 = 68;
/// Dates of a page as such, from this rank on, count only where something else says the same.
const UNCONFIRMED: u8 = 40;

/// A date with where it is from.
#[derive(Debug, Clone)]
pub(super) struct Dated {
    pub(super) stamp: Stamp,
    pub(super) rank: u8,
    pub(super) source: Source,
}

/// What is known from outside of a date's field.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// The day after that on which the page was fetched.
    pub(super) latest: Option<Date>,
}

impl Bounds {
    fn hold(self, stamp: &Stamp) -> bool {
        stamp.date.year() >= FIRST_YEAR && self.latest.is_none_or(|latest| stamp.date <= latest)
    }
}

/// All dates that are stated of a field, the firmest first.
pub(super) fn of(
    field: Field,
    statements: &Statements,
    reader: Reader<'_>,
    bounds: Bounds,
) -> Vec<Dated> {
    let read = |statement: &&Statement| {
        let stamp = reader.field(&statement.value)?;
        bounds.hold(&stamp).then(|| Dated {
            stamp,
            rank: statement.rank,
            source: statement.source.clone(),
        })
    };
    statements.of(field).iter().filter_map(read).collect()
}

/// Takes away dates that are not the page's own, and moves forward what readers see where it
/// mends what systems say.
pub(super) fn judge(published: &mut Vec<Dated>, modified: &[Dated], is_text: bool) {
    published.sort_by_key(|dated| dated.rank);
    if !is_text {
        published.clear();
        return;
    }
    drop_unconfirmed(published);
    if published.is_empty()
        && let Some(shown) = modified.iter().find(|dated| dated.source.kind == SourceKind::Visible)
    {
        // What is shown of it is a change, and no more is known.
        published.push(shown.clone());
    }
    prefer_shown(published, modified);
}

/// Whether the page is a text, such as have a date and an author. Catalogues, shops and offers of
/// services have dates of their database.
pub(super) fn is_text(kinds: &[(PageKind, f32)]) -> bool {
    const TEXTS: [PageKind; 2] = [PageKind::Article, PageKind::Forum];
    let sum: f32 =
        kinds.iter().filter(|(kind, _)| TEXTS.contains(kind)).map(|(_, share)| share).sum();
    kinds.first().is_none_or(|(kind, _)| TEXTS.contains(kind)) || sum >= TEXT_SHARE
}

/// Plugins state the date of every page of a site: it counts where something else says the same
/// day, or readers see any.
fn drop_unconfirmed(published: &mut Vec<Dated>) {
    let is_firm = |dated: &Dated| !is_of_page(&dated.source) || dated.rank < UNCONFIRMED;
    let all = published.clone();
    published.retain(|dated| {
        is_firm(dated)
            || all.iter().any(|other| is_firm(other) && other.stamp.same_day(&dated.stamp))
    });
}

fn is_of_page(source: &Source) -> bool {
    let name = source.name.as_ref();
    matches!(source.kind, SourceKind::JsonLd | SourceKind::Microdata | SourceKind::Rdfa)
        && (name.contains("Page.") || name.starts_with("VideoObject"))
}

fn is_near(dated: &Dated) -> bool {
    dated.source.kind == SourceKind::Visible && dated.rank < NEAR
}

/// What readers see near the heading wins where it is the day beside the one that a system states,
/// which is that of another zone, or an earlier one, since systems that are moved date anew.
fn prefer_shown(published: &mut [Dated], modified: &[Dated]) {
    let Some(first) = published.first() else { return };
    if first.source.kind == SourceKind::Visible || !has_day(first) {
        return;
    }
    let date = first.stamp.date;
    let better = published.iter().position(|dated| {
        let beside = [date.tomorrow(), date.yesterday()]
            .iter()
            .flatten()
            .any(|day| *day == dated.stamp.date);
        let is_change = modified.iter().any(|change| change.stamp.same_day(&dated.stamp));
        is_near(dated) && !is_change && (beside || dated.stamp.date < date && is_firmly_near(dated))
    });
    let same = published.iter().any(|dated| {
        (is_near(dated) || dated.source.kind == SourceKind::Url) && dated.stamp.date == date
    });
    if let Some(at) = better.filter(|_| !same)
        && let Some(part) = published.get_mut(..=at)
    {
        part.rotate_right(1);
    }
}

fn is_firmly_near(dated: &Dated) -> bool {
    dated.rank < FIRMLY_NEAR
}

/// The contest of the dates that were stated; the first is the one that is taken.
pub(super) fn contest(dates: &[Dated]) -> Option<Contest> {
    let (first, rest) = dates.split_first()?;
    let mut others: Vec<Stated> = Vec::new();
    for dated in rest {
        let value = dated.stamp.text();
        if !dated.stamp.same_day(&first.stamp) && !others.iter().any(|other| other.value == value) {
            others.push(Stated { value, source: dated.source.clone() });
        }
    }
    Some(Contest { value: first.stamp.text(), source: first.source.clone(), others })
}

/// The date that an address holds: `/2024/05/02/`, `/2024-05-02-`, `/20240502/`.
pub(super) fn of_url(url: &str) -> Option<Stamp> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split_once('/')?.1;
    let path = path.split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split(|c: char| !c.is_ascii_digit()).collect();
    let runs: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    for run in &runs {
        if run.len() == 8 && run.starts_with("20") {
            let part = |from: usize, to: usize| run.get(from..to)?.parse::<i16>().ok();
            if let Some(stamp) = Stamp::day(part(0, 4)?, part(4, 6)? as i8, part(6, 8)? as i8) {
                return Some(stamp);
            }
        }
    }
    // Year, month and day with one mark between.
    for window in parts.windows(3) {
        if let [year, month, day] = window
            && year.len() == 4
            && (year.starts_with("20") || year.starts_with("199"))
            && (1..=2).contains(&month.len())
            && (1..=2).contains(&day.len())
        {
            let number = |text: &str| text.parse::<i16>().ok();
            return Stamp::day(number(year)?, number(month)? as i8, number(day)? as i8);
        }
    }
    None
}

/// Adds the date of the address, and the month where it holds no day.
pub(super) fn state_url(url: &str, out: &mut Statements) {
    if let Some(stamp) = of_url(url) {
        let source = Source::new(SourceKind::Url, "path");
        out.add(Statement {
            field: Field::Published,
            value: stamp.text(),
            source,
            rank: 58,
            node: None,
        });
    }
}

/// Which of two numbers is the day, by the language and region of the page.
pub(super) fn order(language: Option<&str>, host: Option<&str>) -> Order {
    let language = language.unwrap_or_default().to_ascii_lowercase();
    let host = host.unwrap_or_default();
    let abroad = [
        ".uk", ".au", ".nz", ".in", ".ie", ".za", ".sg", ".my", ".de", ".fr", ".it", ".es", ".eu",
        ".br", ".nl", ".ru", ".pl",
    ];
    let day_first = match language.as_str() {
        "en-us" | "fil" | "en-ph" => abroad.iter().any(|end| host.ends_with(end)),
        "en" | "" => abroad.iter().any(|end| host.ends_with(end)),
        _ => true,
    };
    if day_first { Order::DayFirst } else { Order::MonthFirst }
}

/// Whether a date is known to the day.
pub(super) fn has_day(dated: &Dated) -> bool {
    dated.stamp.precision == Precision::Day
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_give_their_dates() {
        let date = |url: &str| of_url(url).map(|stamp| stamp.text());
        assert_eq!(date("https://a.example/2024/05/02/bees").as_deref(), Some("2024-05-02"));
        assert_eq!(
            date("https://a.example/news/2024-5-2-bees.html").as_deref(),
            Some("2024-05-02")
        );
        assert_eq!(date("https://a.example/c/20240502/x").as_deref(), Some("2024-05-02"));
        for none in [
            "https://a.example/2024/05/", "https://a.example/20249999/", "https://2024.example/1/2",
        ] {
            assert_eq!(date(none), None, "{none}");
        }
    }

    #[test]
    fn language_and_host_tell_the_order() {
        assert_eq!(order(Some("de"), None), Order::DayFirst);
        assert_eq!(order(Some("en-GB"), None), Order::DayFirst);
        assert_eq!(order(Some("en"), Some("a.co.uk")), Order::DayFirst);
        assert_eq!(order(Some("en-US"), Some("a.example")), Order::MonthFirst);
        assert_eq!(order(None, None), Order::MonthFirst);
    }
}
