//! Completions for shells.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::Shell;

use crate::args::Cli;
use crate::failure::Fatal;

/// Prints the completions for a shell.
pub(crate) fn print(shell: Shell) -> Result<(), Fatal> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "dechaff", &mut script);
    io::stdout()
        .lock()
        .write_all(&script)
        .map_err(|error| Fatal::output("to standard output", error))
}
