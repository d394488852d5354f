//! Moments as pages state them: how they are read, and how they are written.

mod scan;
mod token;

use std::fmt::Write;

use jiff::civil::{Date, Time};
use jiff::tz::Offset;

pub(crate) use self::scan::{Found, Order, Reader};

/// A moment with what is known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub(crate) date: Date,
    /// How much of the date is known.
    pub(crate) precision: Precision,
    pub(crate) time: Option<Time>,
    pub(crate) offset: Option<Offset>,
}

/// How much of a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Precision {
    Month,
    Day,
}

impl Stamp {
    /// A day without a time; none where the calendar has no such day.
    pub(crate) fn day(year: i16, month: i8, day: i8) -> Option<Self> {
        let date = Date::new(year, month, day).ok()?;
        Some(Self { date, precision: Precision::Day, time: None, offset: None })
    }

    /// A month of which the day is not known.
    pub(crate) fn month(year: i16, month: i8) -> Option<Self> {
        Some(Self { precision: Precision::Month, ..Self::day(year, month, 1)? })
    }

    /// As RFC 3339 with what is known: `2024-05`, `2024-05-02`, `2024-05-02T10:00:00+02:00`.
    pub(crate) fn text(&self) -> String {
        let (year, month, day) = (self.date.year(), self.date.month(), self.date.day());
        let mut text = match self.precision {
            Precision::Month => format!("{year:04}-{month:02}"),
            Precision::Day => format!("{year:04}-{month:02}-{day:02}"),
        };
        let Some(time) = self.time.filter(|_| self.precision == Precision::Day) else {
            return text;
        };
        // Writing to a String cannot fail.
        let _ = write!(text, "T{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second());
        let Some(minutes) = self.offset.map(|offset| offset.seconds() / 60) else { return text };
        if minutes == 0 {
            text.push('Z');
        } else {
            let sign = if minutes < 0 { '-' } else { '+' };
            let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
            let _ = write!(text, "{sign}{hours:02}:{minutes:02}");
        }
        text
    }

    /// Whether both are the same day, as far as both know it.
    pub(crate) fn same_day(&self, other: &Self) -> bool {
        match self.precision.min(other.precision) {
            Precision::Day => self.date == other.date,
            Precision::Month => {
                (self.date.year(), self.date.month()) == (other.date.year(), other.date.month())
            }
        }
    }
}
