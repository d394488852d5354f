//! From what was typed, and what was set elsewhere, to the arguments of a run.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue};
use clap::{
    ArgAction, ArgMatches, ColorChoice, Command, CommandFactory, FromArgMatches, ValueEnum,
};

use crate::args::Cli;
use crate::config::{self, Given, suggestion};
use crate::console::Color;
use crate::failure::Fatal;
use crate::help::{self, takes_settings};
use crate::{WRONG_USAGE_OR_FATAL, message};

/// Reads the command line, the environment and the file of options. What was wrong is said, or
/// what was asked for is shown, where the run ends with that.
pub(crate) fn read() -> Result<Cli, ExitCode> {
    let typed: Vec<OsString> = std::env::args_os().collect();
    let color = typed_color(&typed);
    color.apply();
    let wants_version = typed.iter().any(|argument| argument == "--version");
    let command = command(wants_version).color(match color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    });
    parse(command, &typed).map_err(|error| match error {
        Failed::Clap(error, from) => {
            // Where nobody can be told, nobody is.
            let _ = error.print();
            if let Some(from) = from {
                message::error(format_args!("that was set in {from}"));
            }
            ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(WRONG_USAGE_OR_FATAL))
        }
        Failed::Fatal(error) => {
            message::error(error);
            ExitCode::from(WRONG_USAGE_OR_FATAL)
        }
    })
}

/// The whole command, with what its definition leaves to be added.
fn command(with_models: bool) -> Command {
    let command = help::complete(Cli::command());
    let command = with_opposites(command).mut_subcommands(with_opposites);
    if with_models { command.long_version(long_version()) } else { command }
}

enum Failed {
    /// With where the option was set, if it was not typed.
    Clap(clap::Error, Option<String>),
    Fatal(Fatal),
}

fn parse(mut command: Command, typed: &[OsString]) -> Result<Cli, Failed> {
    command.build();
    // What is wrong is said when all is there: an option may need another one that is set in the
    // file. Asking for help or the version ends here.
    let first = command.clone().ignore_errors(true).try_get_matches_from(typed);
    let first = first.map_err(|error| Failed::Clap(error, None))?;
    let given = set_elsewhere(&command, &first).map_err(Failed::Fatal)?;
    // No option comes before a subcommand.
    let start = 1 + usize::from(first.subcommand_name().is_some());
    let (before, after) = typed.split_at_checked(start).unwrap_or((typed, &[]));
    let set = given.iter().flat_map(|given| &given.arguments);
    let all = before.iter().chain(set).chain(after);
    let matches = command
        .try_get_matches_from_mut(all)
        .map_err(|error| (place(&error, &given), error))
        .map_err(|(place, error)| Failed::Clap(error, place))?;
    let cli = Cli::from_arg_matches(&matches).map_err(|error| Failed::Clap(error, None))?;
    check_first_source(&command, &cli).map_err(Failed::Fatal)?;
    Ok(cli)
}

fn set_elsewhere(whole: &Command, typed: &ArgMatches) -> Result<Vec<Given>, Fatal> {
    match typed.subcommand() {
        None => config::given(whole, whole, typed),
        Some((name, typed)) => match whole.find_subcommand(name) {
            // Those that clean nothing read nothing either.
            Some(command) if takes_settings(command) => config::given(whole, command, typed),
            _ => Ok(Vec::new()),
        },
    }
}

/// Where the option was set that an error is about.
fn place(error: &clap::Error, given: &[Given]) -> Option<String> {
    let ContextValue::String(option) = error.get(ContextKind::InvalidArg)? else { return None };
    given.iter().find(|given| given.is_named(option)).map(|given| given.from.clone())
}

/// Gives each switch an opposite, `--no-...` or without that: what a file turns on must be turned
/// off for one run.
fn with_opposites(command: Command) -> Command {
    let longs: Vec<String> =
        command.get_arguments().filter_map(|arg| arg.get_long()).map(str::to_owned).collect();
    if !takes_settings(&command) {
        return command;
    }
    let mut opposites = Vec::new();
    for arg in command.get_arguments() {
        let is_switch = matches!(arg.get_action(), ArgAction::SetTrue)
            || arg.get_num_args().is_some_and(|count| count.min_values() == 0);
        let Some(long) = arg.get_long().filter(|_| is_switch) else { continue };
        let opposite = long.strip_prefix("no-").map_or(format!("no-{long}"), str::to_owned);
        if matches!(arg.get_id().as_str(), "help" | "version") || longs.contains(&opposite) {
            continue;
        }
        let id = opposite.replace('-', "_");
        opposites.push(
            clap::Arg::new(id)
                .long(opposite)
                .action(ArgAction::SetTrue)
                .hide(true)
                .overrides_with(arg.get_id()),
        );
    }
    command.args(opposites)
}

/// A word that is nearly the name of a subcommand, and no file, is a mistake.
fn check_first_source(command: &Command, cli: &Cli) -> Result<(), Fatal> {
    let Some(first) = cli.clean.common.sources.first().filter(|_| cli.command.is_none()) else {
        return Ok(());
    };
    let text = first.to_str().unwrap_or_default();
    let is_word = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    let names = command.get_subcommands().filter(|sub| !sub.is_hide_set()).map(Command::get_name);
    match suggestion(text, names).filter(|_| is_word && !Path::new(first).exists()) {
        Some(meant) => {
            let text = format!("there is no file or command `{text}`; `dechaff {meant}` is meant?");
            Err(Fatal::Usage(text))
        }
        None => Ok(()),
    }
}

/// The colours that were typed, known before anything is parsed: what is wrong is in colour too.
fn typed_color(typed: &[OsString]) -> Color {
    let value = |(at, argument): (usize, &OsString)| -> Option<OsString> {
        let text = argument.to_str()?;
        match text.strip_prefix("--color")? {
            "" => typed.get(at + 1).cloned(),
            rest => rest.strip_prefix('=').map(OsString::from),
        }
    };
    let options = typed.iter().take_while(|argument| *argument != "--").enumerate();
    let last = options.filter_map(value).last();
    let last = last.as_deref().and_then(OsStr::to_str);
    last.and_then(|text| Color::from_str(text, false).ok()).unwrap_or(Color::Auto)
}

fn long_version() -> String {
    let models = dechaff::model_versions().map(|model| {
        let dechaff::ModelVersion { scores, format, checksum, .. } = model;
        format!("\nmodel for {scores}: format {format}, checksum {checksum:08x}")
    });
    format!("{}{}", env!("CARGO_PKG_VERSION"), models.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_is_one_that_clap_takes() {
        command(true).debug_assert();
    }

    #[test]
    fn colours_are_known_before_the_rest_is_parsed() {
        let of = |typed: &[&str]| {
            let typed: Vec<OsString> = typed.iter().map(OsString::from).collect();
            typed_color(&typed)
        };
        assert_eq!(of(&["dechaff", "--color", "never", "--color=always"]), Color::Always);
        assert_eq!(of(&["dechaff", "--color"]), Color::Auto);
        assert_eq!(of(&["dechaff", "--", "--color=never"]), Color::Auto);
    }
}
