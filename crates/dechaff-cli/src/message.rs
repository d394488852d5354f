//! Messages on standard error, each naming the source it is about.

use std::fmt::Display;
use std::io::{self, Write};
use std::sync::OnceLock;

use indicatif::ProgressBar;

/// How much is said on standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verbosity {
    Quiet,
    Normal,
    Verbose,
}

impl Verbosity {
    pub(crate) fn new(quiet: bool, verbose: bool) -> Self {
        match (quiet, verbose) {
            (true, _) => Self::Quiet,
            (_, true) => Self::Verbose,
            _ => Self::Normal,
        }
    }
}

/// Says what ended the run; never silenced.
pub(crate) fn error(message: impl Display) {
    say(format_args!("dechaff: {message}"));
}

/// Says why a source gave nothing; never silenced.
pub(crate) fn failed(source: &str, failure: impl Display) {
    // Failures of the network name the address themselves, as it may be another one by then.
    let text = failure.to_string();
    let named = text.strip_prefix(source).and_then(|rest| rest.strip_prefix(": "));
    say(format_args!("dechaff: {source}: {}", named.unwrap_or(&text)));
}

/// Says why nothing comes of a page.
pub(crate) fn nothing(verbosity: Verbosity, source: &str, reason: impl Display) {
    if verbosity != Verbosity::Quiet {
        say(format_args!("dechaff: {source}: {reason}"));
    }
}

/// Says how many pages were left out, if any, once the run is over.
pub(crate) fn repeats(verbosity: Verbosity, pages: usize) {
    if pages > 0 && verbosity != Verbosity::Quiet {
        let (those, repeat) = if pages == 1 { ("page", "repeats") } else { ("pages", "repeat") };
        say(format_args!("dechaff: {pages} {those} left out that {repeat} another"));
    }
}

/// Says what went less than perfectly.
pub(crate) fn warning(verbosity: Verbosity, source: &str, message: impl Display) {
    if verbosity != Verbosity::Quiet {
        say(format_args!("dechaff: warning: {source}: {message}"));
    }
}

/// Says what was done, to those who asked for it.
pub(crate) fn note(verbosity: Verbosity, source: &str, message: impl Display) {
    if verbosity == Verbosity::Verbose {
        say(format_args!("dechaff: {source}: {message}"));
    }
}

/// A line that stays at the bottom of the terminal: messages go above it.
static BAR: OnceLock<ProgressBar> = OnceLock::new();

/// Lets messages make way for a line of progress.
pub(crate) fn share_with(bar: &ProgressBar) {
    // One run has one such line.
    let _ = BAR.set(bar.clone());
}

/// Writes one line; where standard error is closed there is nobody to tell.
fn say(line: impl Display) {
    let write = || {
        let _ = writeln!(io::stderr().lock(), "{line}");
    };
    match BAR.get() {
        Some(bar) => bar.suspend(write),
        None => write(),
    }
}
