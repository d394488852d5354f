//! Finds dates in texts of many languages.

use jiff::civil::Time;
use jiff::tz::Offset;

use super::token::{Token, tokens};
use super::{Precision, Stamp};
use crate::metadata::tables::Tables;

/// Parts of a text that are looked at.
const MOST_TOKENS: usize = 400;

/// Which of two numbers is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    DayFirst,
    MonthFirst,
}

/// Reads dates.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'t> {
    pub(crate) tables: &'t Tables,
    pub(crate) order: Order,
}

/// A date in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) stamp: Stamp,
    /// Where it begins and ends in the text.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Whether two readings were possible, so that the order decided.
    pub(crate) ambiguous: bool,
    /// Whether the year was written with two digits.
    pub(crate) short_year: bool,
}

impl Reader<'_> {
    /// The value of a field for dates: a date in any form, a Unix time, or digits alone.
    pub(crate) fn field(&self, value: &str) -> Option<Stamp> {
        let value = value.trim();
        if value.bytes().all(|byte| byte.is_ascii_digit()) {
            return digits(value);
        }
        if let Some(found) = self.find(value).first() {
            return Some(found.stamp);
        }
        // A month alone, as of journals: 2024-05, 2024/05, May 2024.
        let parts = tokens(value, MOST_TOKENS);
        let scan = Scan { reader: *self, parts: &parts };
        match (scan.number(0), scan.mark(1), scan.number(2)) {
            (
                Some((year @ 1600..=2100, 4)),
                Some('-' | '/' | '.'),
                Some((month @ 1..=12, 1..=2)),
            ) if parts.len() == 3 => Stamp::month(year as i16, month as i8),
            _ => scan.month_and_year(),
        }
    }

    /// All dates of a text with their day, in order.
    pub(crate) fn find(&self, text: &str) -> Vec<Found> {
        if !text.chars().any(char::is_numeric) {
            return Vec::new();
        }
        let parts = tokens(text, MOST_TOKENS);
        let scan = Scan { reader: *self, parts: &parts };
        let mut found = Vec::new();
        let mut at = 0;
        while at < parts.len() {
            match scan.date(at) {
                Some(read) => {
                    let mut stamp = read.stamp;
                    let end = scan.time(&mut stamp, read.next);
                    found.push(Found {
                        stamp,
                        start: scan.end(at.checked_sub(1)),
                        end: scan.end(end.checked_sub(1)),
                        ambiguous: read.ambiguous,
                        short_year: read.short_year,
                    });
                    at = end.max(at + 1);
                }
                None => at += 1,
            }
        }
        found
    }
}

/// Digits alone: `20240502`, `20240502103000`, seconds or milliseconds since 1970.
fn digits(value: &str) -> Option<Stamp> {
    let part = |from: usize, to: usize| value.get(from..to)?.parse::<i16>().ok();
    match value.len() {
        8 | 12 | 14 if value.starts_with(['1', '2']) => {
            let day = Stamp::day(part(0, 4)?, part(4, 6)? as i8, part(6, 8)? as i8)?;
            let time = match (part(8, 10), part(10, 12)) {
                (Some(hour), Some(minute)) => {
                    Time::new(hour as i8, minute as i8, part(12, 14).unwrap_or(0) as i8, 0).ok()
                }
                _ => None,
            };
            Some(Stamp { time, ..day })
        }
        10 | 13 => {
            let number: i64 = value.parse().ok()?;
            let seconds = if value.len() == 13 { number / 1000 } else { number };
            let moment = jiff::Timestamp::from_second(seconds).ok()?;
            let civil = Offset::UTC.to_datetime(moment);
            Some(Stamp {
                date: civil.date(),
                precision: Precision::Day,
                time: Some(civil.time()),
                offset: Some(Offset::UTC),
            })
        }
        _ => None,
    }
}

struct Scan<'s, 't> {
    reader: Reader<'t>,
    parts: &'s [(Token, usize)],
}

/// A date that was read, and the part after it.
struct Read {
    stamp: Stamp,
    next: usize,
    ambiguous: bool,
    short_year: bool,
}

impl Read {
    fn new(stamp: Option<Stamp>, next: usize) -> Option<Self> {
        Some(Self { stamp: stamp?, next, ambiguous: false, short_year: false })
    }
}

impl Scan<'_, '_> {
    fn token(&self, at: usize) -> Option<&Token> {
        self.parts.get(at).map(|(token, _)| token)
    }

    fn end(&self, at: Option<usize>) -> usize {
        at.and_then(|at| self.parts.get(at)).map_or(0, |(_, end)| *end)
    }

    fn number(&self, at: usize) -> Option<(u64, u8)> {
        match self.token(at) {
            Some(&Token::Number(value, length)) => Some((value, length)),
            _ => None,
        }
    }

    fn mark(&self, at: usize) -> Option<char> {
        match self.token(at) {
            Some(&Token::Mark(mark)) => Some(mark),
            _ => None,
        }
    }

    fn word(&self, at: usize) -> Option<&str> {
        match self.token(at) {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    fn skip_space(&self, at: usize) -> usize {
        at + usize::from(self.token(at) == Some(&Token::Space))
    }

    /// Past white space, commas, and words that stand between the parts of a date.
    fn skip_filler(&self, mut at: usize) -> usize {
        for _ in 0..6 {
            at = match self.token(at) {
                Some(Token::Space | Token::Mark(',' | '.' | '-' | '/' | '،' | 'º' | 'ª')) => {
                    at + 1
                }
                Some(Token::Word(word)) if self.reader.tables.is_date_filler(word) => at + 1,
                _ => break,
            };
        }
        at
    }

    /// A month by its name, or by its number with the sign for months.
    fn month(&self, at: usize) -> Option<(i8, usize)> {
        if let (Some((month @ 1..=12, _)), Some("月" | "월")) = (self.number(at), self.word(at + 1))
        {
            return Some((month as i8, at + 2));
        }
        let word = self.word(at)?;
        if let Some(month) = self.reader.tables.month(word) {
            return Some((month, at + 1));
        }
        // Ideographs are words of their own: 十二月.
        if !word.chars().all(crate::word::is_ideograph) {
            return None;
        }
        [3, 2].into_iter().find_map(|length| {
            let name: Option<String> = (at..at + length).map(|part| self.word(part)).collect();
            Some((self.reader.tables.month(&name?)?, at + length))
        })
    }

    fn year(&self, at: usize) -> Option<(i16, usize)> {
        match self.number(at) {
            Some((year @ 1900..=2100, 4)) => Some((year as i16, at + 1)),
            _ => None,
        }
    }

    fn day(&self, at: usize) -> Option<(i8, usize)> {
        match self.number(at) {
            Some((day @ 1..=31, 1..=2)) => Some((day as i8, at + 1)),
            _ => None,
        }
    }

    /// The date that begins at a part.
    fn date(&self, at: usize) -> Option<Read> {
        // Not in the middle of a longer number, a version or an address.
        let before = at.checked_sub(1).and_then(|before| self.token(before));
        if matches!(before, Some(Token::Mark('/' | '-' | '_' | '.' | '$' | '€' | '£' | '=')))
            && at.checked_sub(2).is_some_and(|before| self.number(before).is_some())
        {
            return None;
        }
        self.year_first(at)
            .or_else(|| self.day_and_name(at))
            .or_else(|| self.name_first(at))
            .or_else(|| self.numbers(at))
    }

    /// `2024-05-02`, `2024/5/2`, `2024年5月2日`, `2024. 5. 2.`, `2024 May 2`.
    fn year_first(&self, at: usize) -> Option<Read> {
        let (year, next) = self.year(at)?;
        if let Some("年" | "년") = self.word(next) {
            let next = self.skip_space(next + 1);
            let (month, next) = self.month(next)?;
            let (day, next) = self.day(self.skip_space(next))?;
            let has_sign = matches!(self.word(next), Some("日" | "号" | "號" | "일"));
            return Read::new(Stamp::day(year, month, day), next + usize::from(has_sign));
        }
        if let Some(mark @ ('-' | '/' | '.' | '‐' | '–' | '−')) = self.mark(next) {
            let next = self.skip_space(next + 1);
            if let Some((month @ 1..=12, next)) = self.day(next) {
                let same = self.mark(next) == Some(mark);
                let (day, next) = self.day(self.skip_space(next + usize::from(same)))?;
                return same.then(|| Read::new(Stamp::day(year, month, day), next))?;
            }
        }
        let (month, next) = self.month(self.skip_filler(next))?;
        let (day, next) = self.day(self.skip_filler(next))?;
        Read::new(Stamp::day(year, month, day), next)
    }

    /// `2 May 2024`, `2nd of May, 2024`, `2. Mai 2024`, `2-May-24`.
    fn day_and_name(&self, at: usize) -> Option<Read> {
        let (day, next) = self.day(at)?;
        let (month, next) = self.month(self.skip_filler(next))?;
        let next = self.skip_filler(next);
        if let Some((year, next)) = self.year(next) {
            let next = next + usize::from(matches!(self.word(next), Some("г" | "р" | "r")));
            return Read::new(Stamp::day(year, month, day), next);
        }
        let quote = usize::from(matches!(self.mark(next), Some('\'' | '’' | '‘')));
        let dashed = self.mark(at + 1) == Some('-');
        let (year, next) = self.short_year(next + quote).filter(|_| quote > 0 || dashed)?;
        let stamp = Stamp::day(year, month, day)?;
        Some(Read { stamp, next, ambiguous: false, short_year: true })
    }

    /// `May 2, 2024`, `May 2nd 2024`, `Thu May 02 10:00:00 2024`.
    fn name_first(&self, at: usize) -> Option<Read> {
        let (month, next) = self.month(at)?;
        let (day, next) = self.day(self.skip_filler(next))?;
        let after = self.skip_filler(next);
        if let Some((year, next)) = self.year(after) {
            return Read::new(Stamp::day(year, month, day), next);
        }
        if matches!(self.mark(after), Some('\'' | '’' | '‘')) {
            let (year, next) = self.short_year(after + 1)?;
            return Read::new(Stamp::day(year, month, day), next);
        }
        // The time may stand before the year, as programs write it.
        let mut stamp = Stamp::day(2000, month, day)?;
        let end = self.time(&mut stamp, next);
        let (year, next) = self.year(self.skip_filler(end)).filter(|_| end > next)?;
        Read::new(Stamp::day(year, month, day).map(|day| Stamp { date: day.date, ..stamp }), next)
    }

    /// `2/5/2024`, `02.05.2024`, `2-5-24`.
    fn numbers(&self, at: usize) -> Option<Read> {
        let (first, next) = self.day(at)?;
        let mark = self.mark(next).filter(|mark| matches!(mark, '/' | '.' | '-'))?;
        let (second, next) = self.day(self.skip_space(next + 1))?;
        let next = (self.mark(next) == Some(mark)).then_some(self.skip_space(next + 1))?;
        let (year, next, short_year) = match self.year(next) {
            Some((year, next)) => (year, next, false),
            None => self.short_year(next).map(|(year, next)| (year, next, true))?,
        };
        // A number that goes on is a version or an address.
        if matches!(self.mark(next), Some('/' | '.' | '-')) && self.number(next + 1).is_some() {
            return None;
        }
        let (ambiguous, order) = match (first > 12, second > 12) {
            (true, true) => return None,
            (true, false) => (false, Order::DayFirst),
            (false, true) => (false, Order::MonthFirst),
            (false, false) => (first != second, self.reader.order),
        };
        let (day, month) = if order == Order::DayFirst { (first, second) } else { (second, first) };
        Some(Read { stamp: Stamp::day(year, month, day)?, next, ambiguous, short_year })
    }

    fn short_year(&self, at: usize) -> Option<(i16, usize)> {
        match self.number(at) {
            Some((year @ 0..=49, 2)) => Some((2000 + year as i16, at + 1)),
            Some((year @ 90..=99, 2)) => Some((1900 + year as i16, at + 1)),
            _ => None,
        }
    }

    /// A month and a year without a day.
    fn month_and_year(&self) -> Option<Stamp> {
        (0..self.parts.len()).find_map(|at| {
            let (month, next) = self.month(at)?;
            let (year, _) = self.year(self.skip_filler(next))?;
            Stamp::month(year, month)
        })
    }

    /// Reads the time and the zone that follow a date, and gives the part after them.
    fn time(&self, stamp: &mut Stamp, from: usize) -> usize {
        let mut at = from;
        for _ in 0..6 {
            at = match self.token(at) {
                Some(Token::Space | Token::Mark(',' | '|' | '-' | '–' | '—' | '·' | '•' | '(')) => {
                    at + 1
                }
                Some(Token::Word(word)) if self.reader.tables.is_time_filler(word) => at + 1,
                _ => break,
            };
        }
        let Some((hour @ 0..=24, 1..=2)) = self.number(at) else { return from };
        let is_gap = matches!(self.mark(at + 1), Some(':')) || self.word(at + 1) == Some("h");
        let Some((minute @ 0..=59, 2)) = self.number(at + 2).filter(|_| is_gap) else {
            return from;
        };
        at += 3;
        let mut second = 0;
        if let (Some(':'), Some((value @ 0..=60, 2))) = (self.mark(at), self.number(at + 1)) {
            second = value.min(59);
            at += 2;
            if let (Some('.' | ','), Some(_)) = (self.mark(at), self.number(at + 1)) {
                at += 2;
            }
        }
        let (half, after) = self.half_of_day(at);
        at = after;
        let hour = match (half, hour) {
            (Some(false), 12) => 0,
            (Some(true), 1..=11) => hour + 12,
            _ => hour % 24,
        };
        let Ok(time) = Time::new(hour as i8, minute as i8, second as i8, 0) else { return from };
        stamp.time = Some(time);
        let (offset, end) = self.offset(at);
        stamp.offset = offset;
        end
    }

    /// Whether a time is after noon, where it says so.
    fn half_of_day(&self, at: usize) -> (Option<bool>, usize) {
        let next = self.skip_space(at);
        let dots = |first: &str| {
            self.word(next) == Some(first)
                && self.mark(next + 1) == Some('.')
                && self.word(next + 2) == Some("m")
        };
        match self.word(next) {
            Some("am") => (Some(false), next + 1),
            Some("pm") => (Some(true), next + 1),
            _ if dots("a") => (Some(false), next + 4),
            _ if dots("p") => (Some(true), next + 4),
            _ => (None, at),
        }
    }

    fn offset(&self, at: usize) -> (Option<Offset>, usize) {
        let next = self.skip_space(at);
        let mut named = self.word(next).and_then(|word| self.reader.tables.zone(word));
        let mut end = if named.is_some() { next + 1 } else { at };
        let sign = match self.mark(if named.is_some() { end } else { next }) {
            Some('+') => 1,
            Some('-' | '−') => -1,
            _ => 0,
        };
        let sign_at = if named.is_some() { end } else { next };
        if sign != 0
            && let Some((value, length)) = self.number(sign_at + 1)
        {
            let minutes = match (length, self.mark(sign_at + 2), self.number(sign_at + 3)) {
                (1..=2, Some(':'), Some((minutes, 2))) => {
                    end = sign_at + 4;
                    value * 60 + minutes
                }
                (4, ..) => {
                    end = sign_at + 2;
                    value / 100 * 60 + value % 100
                }
                (1..=2, ..) if named.is_some() || length == 2 => {
                    end = sign_at + 2;
                    value * 60
                }
                _ => return (named.and_then(of_minutes), end),
            };
            named = Some(sign * minutes as i32);
        }
        (named.and_then(of_minutes), end)
    }
}

fn of_minutes(minutes: i32) -> Option<Offset> {
    Offset::from_seconds(minutes.checked_mul(60)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, order: Order) -> Vec<String> {
        let tables = Tables::read().unwrap();
        let reader = Reader { tables: &tables, order };
        reader.find(text).into_iter().map(|found| found.stamp.text()).collect()
    }

    fn field(text: &str) -> Option<String> {
        let tables = Tables::read().unwrap();
        Reader { tables: &tables, order: Order::DayFirst }.field(text).map(|stamp| stamp.text())
    }

    #[test]
    fn dates_with_names_of_months_are_read_in_all_languages() {
        for text in [
            "May 2, 2024", "2nd of May, 2024", "Thursday 2 May 2024", "2. Mai 2024", "2 mai 2024",
            "2 de mayo de 2024", "2 maggio 2024", "2 de maio de 2024", "2 mei 2024",
            "2 maja 2024 r.", "2 мая 2024 г.", "2 травня 2024", "2 Μαΐου 2024", "2 Mayıs 2024",
            "2 مايو 2024", "٢ مايو، ٢٠٢٤", "2 במאי 2024", "2 मई 2024", "2024年5月2日",
            "2024년 5월 2일", "五月 2, 2024", "5月 2, 2024", "2-May-24", "2 May '24", "2024 May 2",
        ] {
            assert_eq!(read(text, Order::MonthFirst), ["2024-05-02"], "{text}");
        }
    }

    #[test]
    fn the_order_decides_only_where_both_are_possible() {
        assert_eq!(read("3/4/2024", Order::DayFirst), ["2024-04-03"]);
        assert_eq!(read("3/4/2024", Order::MonthFirst), ["2024-03-04"]);
        assert_eq!(read("13/4/2024", Order::MonthFirst), ["2024-04-13"]);
        assert_eq!(read("4/13/24", Order::DayFirst), ["2024-04-13"]);
        assert_eq!(read("3.4.2024", Order::DayFirst), ["2024-04-03"]);
    }

    #[test]
    fn times_and_zones_are_kept() {
        for (text, expected) in [
            ("2024-05-02T10:00:00+02:00", "2024-05-02T10:00:00+02:00"),
            ("2024-05-02T10:00:00.123Z", "2024-05-02T10:00:00Z"),
            ("2024-05-02T10:00:00-0430", "2024-05-02T10:00:00-04:30"),
            ("Thu, 02 May 2024 10:00:00 GMT", "2024-05-02T10:00:00Z"),
            ("Thu May 02 10:00:00 UTC 2024", "2024-05-02T10:00:00Z"),
            ("Thu May 02 2024 10:00:00 GMT+0200 (CEST)", "2024-05-02T10:00:00+02:00"),
            ("May 2, 2024 at 3:04 PM EDT", "2024-05-02T15:04:00-04:00"),
            ("2 mai 2024 à 10h05", "2024-05-02T10:05:00"),
            ("20240502103000", "2024-05-02T10:30:00"),
            ("1714636800", "2024-05-02T08:00:00Z"),
            ("2024-05", "2024-05"),
            ("May 2024", "2024-05"),
        ] {
            assert_eq!(field(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "version 1.2.2024.7", "192.168.1.12", "call 555-12-2024-1", "2024", "13/13/2024",
            "31 February 2024", "in May", "١", "",
        ] {
            assert_eq!(read(text, Order::DayFirst), Vec::<String>::new(), "{text}");
        }
    }
}
