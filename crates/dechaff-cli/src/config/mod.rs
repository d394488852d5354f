//! Options from the environment and from a file, for what the command line leaves open.
//!
//! What is typed wins, then `DECHAFF_*` variables, then the file. What is set becomes arguments
//! that come before those that were typed, and clap checks them all alike. So every option has its
//! variable and its key in the file, by its long name.

mod environment;
mod file;
mod precedence;
mod value;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Arg, ArgMatches, Args, Command};

use crate::failure::Fatal;
use file::File;
use value::Value;

/// Options that say what one run does, and so are only ever typed.
const OF_ONE_RUN: [&str; 13] = [
    "config", "no-config", "feed", "frontier", "help", "input-file", "only-failed", "output",
    "output-dir", "resume", "sitemap", "url", "version",
];

/// Below this likeness (Jaro and Winkler) another name is no suggestion.
const SIMILAR: f64 = 0.8;

/// Arguments about where further options come from.
#[derive(Debug, Args)]
#[command(next_help_heading = "Settings")]
pub(crate) struct ConfigArgs {
    /// Take options from this file instead of the usual one
    ///
    /// TOML with the long names of options as keys, such as `format = "text"` and
    /// `rate = 0.5`; those of one command in a table of its name, such as `[crawl]`. The usual
    /// file is dechaff/config.toml in `$XDG_CONFIG_HOME` or ~/.config, on Windows in %APPDATA%.
    /// `DECHAFF_CONFIG` names another; empty, it stands for none.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Read no file of options
    #[arg(long, conflicts_with = "config")]
    no_config: bool,
}

/// An option that was set and not typed.
#[derive(Debug, PartialEq)]
pub(crate) struct Given {
    /// Its id among the arguments of the command.
    id: String,
    /// The higher wins.
    rank: Rank,
    pub(crate) arguments: Vec<OsString>,
    /// Where it was set, for messages.
    pub(crate) from: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    File,
    /// The table of the command in the file.
    FileTable,
    Environment,
}

impl Given {
    /// Whether it is more than a switch that is off.
    fn is_on(&self) -> bool {
        self.is_named(&format!("--{}", self.id.replace('_', "-")))
    }

    /// Whether this is what set an option that clap names so: `--rate <N>`.
    pub(crate) fn is_named(&self, option: &str) -> bool {
        let flag = option.split([' ', '=']).next().unwrap_or_default();
        let set = |argument: &OsString| {
            let argument = argument.to_string_lossy();
            argument.split('=').next() == Some(flag)
        };
        self.arguments.iter().any(set)
    }
}

/// What the environment and the file set of `command`, with what is overruled left out. `whole`
/// is the command with all of its subcommands, and `typed` what was typed for `command`.
pub(crate) fn given(
    whole: &Command,
    command: &Command,
    typed: &ArgMatches,
) -> Result<Vec<Given>, Fatal> {
    let mut all = Vec::new();
    if let Some(file) = file(typed)? {
        file.check(whole)?;
        let table = (whole.get_name() != command.get_name()).then(|| command.get_name());
        for (entry, rank) in file.entries_for(table) {
            // The keys of other commands were checked too.
            let mut args = settable(command);
            let Some(arg) = args.find(|arg| arg.get_long() == Some(&entry.key)) else { continue };
            if rank == Rank::File && !is_shared(whole, arg) {
                continue;
            }
            let from = file.place(entry.line);
            all.push(given_by(command, arg, &entry.value, rank, from)?);
        }
    }
    for (arg, text) in environment::variables(command) {
        if !is_shared(whole, arg) {
            continue;
        }
        let name = environment::variable(arg);
        let value = Value::of_text(arg, &text)
            .map_err(|problem| Fatal::Usage(format!("{name}: {problem}")))?;
        all.push(given_by(command, arg, &value, Rank::Environment, name)?);
    }
    environment::warn_of_mistyped(whole);
    Ok(precedence::effective(command, typed, all))
}

fn given_by(
    command: &Command,
    arg: &Arg,
    value: &Value,
    rank: Rank,
    from: String,
) -> Result<Given, Fatal> {
    match value.arguments(command, arg) {
        Ok(arguments) => Ok(Given { id: arg.get_id().to_string(), rank, arguments, from }),
        Err(problem) => Err(Fatal::Usage(format!("{from}: {problem}"))),
    }
}

/// Whether what is set for all commands counts for this option of one. `format` means another
/// thing to `explain`, and is set for it in its table alone.
fn is_shared(whole: &Command, arg: &Arg) -> bool {
    let values = |arg: &Arg| -> Vec<String> {
        arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect()
    };
    let mut others = whole.get_arguments().filter(|other| other.get_long() == arg.get_long());
    others.next().is_none_or(|other| values(other) == values(arg))
}

/// Reads the file of options, unless there is none or none is wanted.
fn file(typed: &ArgMatches) -> Result<Option<File>, Fatal> {
    if matches!(typed.try_get_one::<bool>("no_config"), Ok(Some(true))) {
        return Ok(None);
    }
    if let Ok(Some(path)) = typed.try_get_one::<PathBuf>("config") {
        return File::read(path).map(Some);
    }
    match std::env::var_os("DECHAFF_CONFIG") {
        Some(path) if path.is_empty() => Ok(None),
        Some(path) => File::read(path.as_ref()).map(Some),
        None => match file::usual_place() {
            Some(path) if path.exists() => File::read(&path).map(Some),
            _ => Ok(None),
        },
    }
}

/// The options of a command that may be set elsewhere.
fn settable(command: &Command) -> impl Iterator<Item = &Arg> {
    command
        .get_arguments()
        .filter(|arg| arg.get_long().is_some_and(|long| !OF_ONE_RUN.contains(&long)))
}

/// The name that was probably meant.
pub(crate) fn suggestion<'n>(
    wrong: &str,
    names: impl IntoIterator<Item = &'n str>,
) -> Option<&'n str> {
    names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(wrong, name), name))
        .filter(|(likeness, _)| *likeness >= SIMILAR)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, name)| name)
}
