//! Moments as archives write them: in UTC, to the second.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::Timestamp;

/// Reads a date with time and zone, such as `2026-01-31T23:59:59Z`; none before 1970.
pub(crate) fn parse(text: &str) -> Option<SystemTime> {
    let seconds = text.trim().parse::<Timestamp>().ok()?.as_second();
    UNIX_EPOCH.checked_add(Duration::from_secs(u64::try_from(seconds).ok()?))
}

/// Writes a moment; those that calendars do not know come out as 1970.
pub(crate) fn format(moment: SystemTime) -> String {
    let seconds = moment.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let seconds = i64::try_from(seconds).unwrap_or_default();
    Timestamp::from_second(seconds).unwrap_or_default().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_come_out_as_they_went_in() {
        let text = "2026-01-31T23:59:59Z";
        assert_eq!(format(parse(text).unwrap()), text);
        assert_eq!(format(parse("2026-02-01T01:59:59.5+02:00").unwrap()), text);
        assert_eq!(parse("1969-01-01T00:00:00Z"), None);
        assert_eq!(parse("yesterday"), None);
    }
}
