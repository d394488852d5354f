//! Messages on standard error, each naming the source it is about.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use anstyle::{AnsiColor, Style};
use indicatif::ProgressBar;

use crate::console::Verbosity;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const PLAIN: Style = Style::new();

/// Warnings so far, said or not.
static WARNINGS: AtomicU64 = AtomicU64::new(0);

/// Says what ended the run; never silenced.
pub(crate) fn error(message: impl Display) {
    say(ERROR, "dechaff:", &message.to_string());
}

/// Says why a source gave nothing; never silenced.
pub(crate) fn failed(source: &str, failure: impl Display) {
    // Failures of the network name the address themselves, as it may be another one by then.
    let text = failure.to_string();
    let named = text.strip_prefix(source).and_then(|rest| rest.strip_prefix(": "));
    say(ERROR, "dechaff:", &one_line(&format!("{source}: {}", named.unwrap_or(&text))));
}

/// Says why nothing comes of a page.
pub(crate) fn nothing(verbosity: Verbosity, source: &str, reason: impl Display) {
    if verbosity > Verbosity::Quiet {
        say(PLAIN, "dechaff:", &one_line(&format!("{source}: {reason}")));
    }
}

/// Says what was asked for, as it is.
pub(crate) fn plain(text: &str) {
    above_progress(|| {
        let _ = writeln!(anstream::stderr().lock(), "{text}");
    });
}

/// Says how many pages were left out, if any, once the run is over.
pub(crate) fn repeats(verbosity: Verbosity, pages: usize) {
    if pages > 0 && verbosity > Verbosity::Quiet {
        let (those, repeat) = if pages == 1 { ("page", "repeats") } else { ("pages", "repeat") };
        say(PLAIN, "dechaff:", &format!("{pages} {those} left out that {repeat} another"));
    }
}

/// Says what went less than perfectly.
pub(crate) fn warning(verbosity: Verbosity, source: &str, message: impl Display) {
    WARNINGS.fetch_add(1, Ordering::Relaxed);
    if verbosity > Verbosity::Quiet {
        say(WARNING, "dechaff: warning:", &one_line(&format!("{source}: {message}")));
    }
}

/// Says what is to be said of all pages, at the end.
pub(crate) fn summary(verbosity: Verbosity, message: &str) {
    if verbosity > Verbosity::Quiet {
        say(PLAIN, "dechaff:", message);
    }
}

/// How many warnings there were.
pub(crate) fn warnings() -> u64 {
    WARNINGS.load(Ordering::Relaxed)
}

/// Says what was done, to those who asked for it.
pub(crate) fn note(verbosity: Verbosity, source: &str, message: impl Display) {
    if verbosity >= Verbosity::Verbose {
        say(PLAIN, "dechaff:", &one_line(&format!("{source}: {message}")));
    }
}

/// A line that stays at the bottom of the terminal: messages go above it.
static BAR: OnceLock<ProgressBar> = OnceLock::new();

/// Lets messages make way for a line of progress.
pub(crate) fn share_with(bar: &ProgressBar) {
    // One run has one such line.
    let _ = BAR.set(bar.clone());
}

/// What is written to it goes to standard error, above the line of progress.
pub(crate) struct AboveProgress;

impl Write for AboveProgress {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        above_progress(|| anstream::stderr().lock().write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Names and pages are not ours: what they hold must neither steer the terminal nor look like
/// another message.
fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(char::is_control) {
        return text.replace(char::is_control, "\u{fffd}").into();
    }
    text.into()
}

/// Writes one message; where standard error is closed there is nobody to tell.
fn say(style: Style, start: &str, text: &str) {
    above_progress(|| {
        let _ = writeln!(anstream::stderr().lock(), "{style}{start}{style:#} {text}");
    });
}

fn above_progress<T>(write: impl FnOnce() -> T) -> T {
    match BAR.get() {
        Some(bar) => bar.suspend(write),
        None => write(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_others_steer_no_terminal() {
        assert_eq!(one_line("a\u{1b}[2Jb\ndechaff: c"), "a\u{fffd}[2Jb\u{fffd}dechaff: c");
        assert_eq!(one_line("käse.html: fine"), "käse.html: fine");
    }
}
