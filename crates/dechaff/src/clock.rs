//! A deadline that also works where there is no clock.

#[cfg(not(target_arch = "wasm32"))]
use std::time::Instant;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use crate::Limits;

/// The day of a moment, or today where there is a clock.
pub(crate) fn day(moment: Option<SystemTime>) -> Option<Date> {
    #[cfg(not(target_arch = "wasm32"))]
    let moment = moment.or_else(|| Some(SystemTime::now()));
    let since = moment?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    let seconds = i64::try_from(since.as_secs()).ok()?;
    Some(Offset::UTC.to_datetime(Timestamp::from_second(seconds).ok()?).date())
}

/// The moment at which a piece of work must stop.
///
/// On `wasm32` the standard library has no clock, so there a deadline never passes and the
/// bounds on input, nodes and depth stand alone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline {
    #[cfg(not(target_arch = "wasm32"))]
    at: Option<Instant>,
}

impl Deadline {
    /// The moment `after` from now.
    pub(crate) fn after(after: Duration) -> Self {
        #[cfg(target_arch = "wasm32")]
        {
            let _ = after;
            Self {}
        }
        #[cfg(not(target_arch = "wasm32"))]
        {
            // A duration too long for the clock is no bound at all.
            Self { at: Instant::now().checked_add(after) }
        }
    }

    /// When parsing and scoring must be done: what comes after them is linear in the nodes, and
    /// has the last quarter of the time.
    pub(crate) fn of_work(limits: &Limits) -> Self {
        Self::after(limits.total_time / 4 * 3)
    }

    /// The earlier of this moment and the one `after` from now.
    pub(crate) fn or_after(self, after: Duration) -> Self {
        #[cfg(target_arch = "wasm32")]
        {
            let _ = after;
            self
        }
        #[cfg(not(target_arch = "wasm32"))]
        {
            let at = [self.at, Self::after(after).at].into_iter().flatten().min();
            Self { at }
        }
    }

    /// Whether the moment is over.
    #[cfg_attr(target_arch = "wasm32", expect(clippy::unused_self, reason = "no clock there"))]
    pub(crate) fn passed(self) -> bool {
        #[cfg(target_arch = "wasm32")]
        {
            false
        }
        #[cfg(not(target_arch = "wasm32"))]
        {
            self.at.is_some_and(|at| Instant::now() >= at)
        }
    }
}
