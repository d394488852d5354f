//! How the command talks to the person who runs it: how much, and whether in colour.

use clap::{ArgAction, Args, ValueEnum};

/// Arguments about what is said besides the output.
#[derive(Debug, Args)]
#[command(next_help_heading = "Messages")]
pub(crate) struct ConsoleArgs {
    /// No warnings and no progress, only errors
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,
    /// A line on standard error about each page; with `explain`, blocks in full
    ///
    /// Twice: also each step of a page and each request, with the time since the start. Three
    /// times: everything that there is to say.
    #[arg(short, long, action = ArgAction::Count)]
    verbose: u8,
    /// When to use colours
    ///
    /// By itself where the output is a terminal and neither `NO_COLOR` nor `CLICOLOR=0` is set.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub(crate) color: Color,
}

impl ConsoleArgs {
    pub(crate) fn verbosity(&self) -> Verbosity {
        match (self.quiet, self.verbose) {
            (true, _) => Verbosity::Quiet,
            (_, 0) => Verbosity::Normal,
            (_, 1) => Verbosity::Verbose,
            (_, 2) => Verbosity::Debug,
            _ => Verbosity::Trace,
        }
    }
}

/// How much is said on standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verbosity {
    Quiet,
    Normal,
    Verbose,
    Debug,
    Trace,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    Auto,
    /// Also into a file or pipe
    Always,
    /// Not at all
    Never,
}

impl Color {
    /// Makes all that is written to standard output and error by `anstream` keep to it.
    pub(crate) fn apply(self) {
        let choice = match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}

/// Whether colours go to this stream.
pub(crate) fn is_colored(stream: &impl anstream::stream::RawStream) -> bool {
    anstream::AutoStream::choice(stream) != anstream::ColorChoice::Never
}
