//! How far a run is, on a terminal and nowhere else.

use std::fmt::Write;
use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressState, ProgressStyle};

use crate::message::{self, Verbosity};

/// A line with the pages done, their rate, those that failed, and the time left.
pub(crate) struct Progress {
    bar: ProgressBar,
    found: Arc<AtomicUsize>,
    failed: u64,
}

impl Progress {
    /// Watches a run of pages, of which `found` says how many there are so far. Nothing is shown
    /// to those who asked for quiet or for a message about each page.
    pub(crate) fn new(found: Arc<AtomicUsize>, verbosity: Verbosity) -> Self {
        let shown = verbosity == Verbosity::Normal && io::stderr().is_terminal();
        let bar = if shown { ProgressBar::new(0) } else { ProgressBar::hidden() };
        let form = "{pos} of {len} done ({rate}), {msg}{eta} left";
        if let Ok(style) = ProgressStyle::with_template(form) {
            bar.set_style(style.with_key("rate", rate));
        }
        if shown {
            bar.enable_steady_tick(Duration::from_millis(500));
            message::share_with(&bar);
        }
        Self { bar, found, failed: 0 }
    }

    /// Counts a page.
    pub(crate) fn page(&mut self, failed: bool) {
        if failed {
            self.failed += 1;
            self.bar.set_message(format!("{} failed, ", self.failed));
        }
        let found = self.found.load(Ordering::Relaxed);
        self.bar.set_length(u64::try_from(found).unwrap_or(u64::MAX));
        self.bar.inc(1);
    }
}

fn rate(state: &ProgressState, out: &mut dyn Write) {
    // A line that cannot be written is written anew in a moment.
    let _ = write!(out, "{:.1}/s", state.per_sec());
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
