//! How far a run is, on a terminal and nowhere else.

use std::fmt::{self, Write};
use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use indicatif::{HumanDuration, ProgressBar, ProgressState, ProgressStyle};

use crate::console::Verbosity;
use crate::message;

/// How many pages a run has, as far as is known while sources are still being looked through.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pages: AtomicU64,
    /// Lookers that are not at their end.
    lookers: AtomicUsize,
}

impl Found {
    /// Begins to look for pages. Whoever begins also ends.
    pub(crate) fn begin(&self) {
        self.lookers.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn end(&self) {
        self.lookers.fetch_sub(1, Ordering::Relaxed);
    }

    /// Counts a page that was found.
    pub(crate) fn page(&self) {
        self.pages.fetch_add(1, Ordering::Relaxed);
    }

    fn pages(&self) -> u64 {
        self.pages.load(Ordering::Relaxed)
    }

    /// Whether there will be no more.
    fn is_all(&self) -> bool {
        self.lookers.load(Ordering::Relaxed) == 0
    }
}

/// A line with the pages done, their rate, failures and warnings, and the time left where it is
/// known how many there are.
pub(crate) struct Progress {
    bar: ProgressBar,
    found: Arc<Found>,
    /// Pages of the sources that an earlier run has done.
    before: Arc<AtomicUsize>,
    failed: u64,
}

impl Progress {
    /// Watches a run. Nothing is shown to those who asked for quiet or for a message about each
    /// page, nor where the pages themselves go to the terminal.
    pub(crate) fn new(
        found: Arc<Found>,
        before: Arc<AtomicUsize>,
        verbosity: Verbosity,
        pages_to_stdout: bool,
    ) -> Self {
        let shown = verbosity == Verbosity::Normal
            && io::stderr().is_terminal()
            && !(pages_to_stdout && io::stdout().is_terminal());
        let bar = if shown { ProgressBar::new(0) } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("{spinner} {done}{msg}{left}") {
            let (all, known) = (Arc::clone(&found), Arc::clone(&found));
            bar.set_style(
                style
                    .with_key("done", move |state: &ProgressState, out: &mut dyn Write| {
                        ignore(done(state, all.is_all(), out));
                    })
                    .with_key("left", move |state: &ProgressState, out: &mut dyn Write| {
                        ignore(left(state, known.is_all(), out));
                    }),
            );
        }
        if shown {
            bar.enable_steady_tick(Duration::from_millis(250));
            message::share_with(&bar);
        }
        Self { bar, found, before, failed: 0 }
    }

    /// Counts pages ahead of the work, on a thread of its own, if anybody sees the progress. None
    /// stands for what holds who knows how many.
    pub(crate) fn count_ahead<P: Iterator<Item = Option<()>>>(
        &self,
        pages: impl FnOnce() -> P + Send + 'static,
    ) {
        if self.bar.is_hidden() {
            return;
        }
        let found = Arc::clone(&self.found);
        found.begin();
        let count = move || {
            for page in pages() {
                match page {
                    Some(()) => found.page(),
                    None => return,
                }
            }
            found.end();
        };
        // Nobody waits for it. Without the thread, the total stays unknown.
        let _ = thread::Builder::new().name("count".into()).spawn(count);
    }

    /// Counts a page that is done.
    pub(crate) fn page(&mut self, failed: bool) {
        self.failed += u64::from(failed);
        let before = self.before.load(Ordering::Relaxed);
        let before = u64::try_from(before).unwrap_or(u64::MAX);
        self.bar.set_length(self.found.pages().saturating_sub(before));
        let (failed, warnings) = (self.failed, message::warnings());
        let count = |number: u64, one: &str, many: &str| match number {
            0 => String::new(),
            1 => format!(", 1 {one}"),
            _ => format!(", {number} {many}"),
        };
        let failed = count(failed, "failed", "failed");
        self.bar.set_message(failed + &count(warnings, "warning", "warnings"));
        self.bar.inc(1);
    }
}

fn done(state: &ProgressState, all: bool, out: &mut dyn Write) -> fmt::Result {
    write!(out, "{}", state.pos())?;
    if let Some(of) = state.len().filter(|of| *of > 0) {
        write!(out, " of {of}{}", if all { "" } else { "+" })?;
    }
    write!(out, " pages ({:.1}/s)", state.per_sec())
}

fn left(state: &ProgressState, all: bool, out: &mut dyn Write) -> fmt::Result {
    if all && state.pos() > 0 && state.len() > Some(state.pos()) {
        write!(out, ", {:#} left", HumanDuration(state.eta()))?;
    }
    Ok(())
}

/// A line that cannot be written is written anew in a moment.
fn ignore(_: fmt::Result) {}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
