//! What is tried again, and after how long.

use std::time::{Duration, SystemTime};

use http::header::{HeaderMap, RETRY_AFTER};

/// How often a fetch is tried again, and the waits between.
///
/// Only what may pass later is tried again: no connection, silence, a broken
/// answer, and the statuses 408, 429 and 5xx. Waits double, and each is drawn
/// between half of it and the whole, so that many clients do not come back at
/// once. A `Retry-After` of the server makes a wait longer.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Retries {
    /// How many attempts follow the first. Default: 2.
    pub count: u32,
    /// The first wait; each further one is twice as long. Default: 0.5 s.
    pub first_wait: Duration,
    /// The longest wait; a server that asks for more is not asked again.
    /// Default: 60 s.
    pub longest_wait: Duration,
}

impl Default for Retries {
    fn default() -> Self {
        Self {
            count: 2,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(60),
        }
    }
}

impl Retries {
    /// How long to wait after so many failed attempts (from 1 on); none when
    /// there were enough, or when the server wants to be left alone for longer.
    pub(crate) fn wait(&self, failed: u32, asked: Option<Duration>) -> Option<Duration> {
        if failed > self.count || asked > Some(self.longest_wait) {
            return None;
        }
        let doubled = self.first_wait.saturating_mul(1 << (failed - 1).min(20));
        let whole = doubled.min(self.longest_wait);
        let drawn = whole.mul_f64(0.5 + fastrand::f64() / 2.0);
        Some(drawn.max(asked.unwrap_or_default()))
    }
}

/// What `Retry-After` says: seconds, or a date.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = httpdate::parse_http_date(text).ok()?;
    Some(until.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_with_jitter_and_end() {
        let retries = Retries { count: 3, ..Retries::default() };
        for (failed, whole) in [(1, 500), (2, 1000), (3, 2000)] {
            for _ in 0..50 {
                let wait = retries.wait(failed, None).unwrap();
                assert!(wait >= Duration::from_millis(whole / 2), "{wait:?}");
                assert!(wait <= Duration::from_millis(whole), "{wait:?}");
            }
        }
        assert_eq!(retries.wait(4, None), None);
        let many = Retries { count: u32::MAX, ..Retries::default() };
        assert!(many.wait(u32::MAX, None).unwrap() <= many.longest_wait);
    }

    #[test]
    fn a_server_may_ask_for_more_but_not_for_ever() {
        let retries = Retries::default();
        let wait = retries.wait(1, Some(Duration::from_secs(7)));
        assert_eq!(wait, Some(Duration::from_secs(7)));
        assert_eq!(retries.wait(1, Some(Duration::from_secs(61))), None);
    }

    #[test]
    fn seconds_and_dates_are_read() {
        let now = httpdate::parse_http_date("Wed, 21 Oct 2015 07:28:00 GMT").unwrap();
        let said = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, text.parse().unwrap());
            retry_after(&headers, now)
        };
        assert_eq!(said(" 120"), Some(Duration::from_secs(120)));
        assert_eq!(said("Wed, 21 Oct 2015 07:28:05 GMT"), Some(Duration::from_secs(5)));
        assert_eq!(said("Wed, 21 Oct 2015 07:00:00 GMT"), Some(Duration::ZERO));
        assert_eq!(said("soon"), None);
        assert_eq!(said("-1"), None);
    }
}
