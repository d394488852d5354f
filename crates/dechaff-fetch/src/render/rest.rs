//! Whether a page has come to rest.

use std::time::Duration;

use tokio::time::Instant;

/// Characters of a page that has something to read. One with fewer may still be
/// at work on it.
const SOMETHING: u64 = 200;
/// How many times the usual quiet an empty page is waited for, and one that
/// changes without asking for anything, such as a clock.
const PATIENCE: u32 = 4;
const LAST: u32 = 10;

/// The size of a page at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) elements: u64,
    pub(super) characters: u64,
}

/// What was seen of a page since it last asked for something, or got it.
#[derive(Debug)]
pub(super) struct Rest {
    quiet: Duration,
    since: Instant,
    looked: Instant,
    seen: Option<Look>,
}

impl Rest {
    pub(super) fn new(quiet: Duration) -> Self {
        let now = Instant::now();
        Self { quiet, since: now, looked: now, seen: None }
    }

    /// The page did something.
    pub(super) fn disturb(&mut self) {
        *self = Self::new(self.quiet);
    }

    /// When it was last disturbed.
    pub(super) fn since(&self) -> Instant {
        self.since
    }

    /// When to look at it next.
    pub(super) fn due(&self) -> Instant {
        self.looked + self.quiet / 2
    }

    /// Whether, with what is seen now, it is at rest.
    pub(super) fn is_over(&mut self, look: Option<Look>) -> bool {
        self.looked = Instant::now();
        let quiet = self.looked - self.since;
        let same = look.is_some() && look == self.seen;
        let readable = look.is_some_and(|look| look.characters >= SOMETHING);
        self.seen = look;
        let enough = if readable { self.quiet } else { self.quiet * PATIENCE };
        (same && quiet >= enough) || quiet >= self.quiet * LAST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FULL: Look = Look { elements: 9, characters: 900 };
    const EMPTY: Look = Look { elements: 9, characters: 9 };

    /// After how many looks, in halves of a quiet, it is at rest.
    fn looks(mut seen: impl FnMut(u32) -> Option<Look>) -> u32 {
        let mut rest = Rest::new(Duration::from_secs(1));
        for number in 1..100 {
            rest.since -= rest.quiet / 2;
            if rest.is_over(seen(number)) {
                return number;
            }
        }
        100
    }

    #[test]
    fn a_page_rests_when_it_stays_the_same_and_an_empty_one_later() {
        assert_eq!(looks(|_| Some(FULL)), 2);
        assert_eq!(looks(|_| Some(EMPTY)), 8);
        // What comes without a request is waited for.
        assert_eq!(looks(|number| Some(if number < 4 { EMPTY } else { FULL })), 5);
        // What never stops, or never answers, is not.
        assert_eq!(looks(|number| Some(Look { elements: number.into(), ..FULL })), 20);
        assert_eq!(looks(|_| None), 20);
    }
}
