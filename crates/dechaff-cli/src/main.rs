//! The command `dechaff`: the main content of web pages and texts, from files, folders,
//! standard input and URLs.
//!
//! Arguments (`args`) become `settings`; each `source` becomes pages, less those that are done
//! (`intake`); each page becomes a `job` on a `pool` of threads; what is shown of it (`show`,
//! `explain`) goes to the `output`: local pages in order, those of the network (`online`) as they
//! are done.

mod args;
mod aside;
mod command_line;
mod completions;
mod config;
mod console;
mod content_args;
mod dedup;
mod explain;
mod failure;
mod help;
mod intake;
mod interrupt;
mod job;
mod limit_args;
mod limit_counts;
mod local;
mod manual;
mod message;
mod moment;
mod name;
mod network;
mod online;
mod output;
mod pager;
mod panics;
mod part;
mod past;
mod pool;
mod progress;
mod read;
mod render_args;
mod report;
mod run;
mod settings;
mod show;
mod sink;
mod source;
mod summary;
#[cfg(feature = "parquet")]
mod table;
mod trace;
mod wet;

use std::process::ExitCode;

use crate::args::Command;
use crate::failure::Fatal;
use crate::settings::Settings;

const WRONG_USAGE_OR_FATAL: u8 = 2;

fn main() -> ExitCode {
    panics::install_hook();
    interrupt::watch();
    let cli = match command_line::read() {
        Ok(cli) => cli,
        Err(code) => return code,
    };
    let settings = match cli.command {
        Some(Command::Schema) => return ended(print_schema()),
        Some(Command::Completions { shell }) => return ended(completions::print(shell)),
        Some(Command::Man { folder }) => return ended(manual::write(&folder)),
        Some(Command::Explain(args)) => Settings::explain(*args),
        Some(Command::Report(args)) => Settings::report(*args),
        Some(Command::Links(args)) => Settings::links(*args),
        Some(Command::Crawl(args)) => Settings::crawl(*args),
        None => Settings::clean(cli.clean),
    };
    match settings.and_then(run::run) {
        Ok(tally) => ExitCode::from(tally.exit_code()),
        Err(error) => ended(Err(error)),
    }
}

fn ended(result: Result<(), Fatal>) -> ExitCode {
    match result {
        Ok(()) | Err(Fatal::ReaderGone) => ExitCode::SUCCESS,
        Err(error) => {
            message::error(error);
            ExitCode::from(WRONG_USAGE_OR_FATAL)
        }
    }
}

fn print_schema() -> Result<(), Fatal> {
    let schema = format!("{:#}\n", dechaff::json_schema());
    std::io::Write::write_all(&mut std::io::stdout(), schema.as_bytes())
        .map_err(|error| Fatal::output("to standard output", error))
}
