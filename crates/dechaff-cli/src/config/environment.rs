//! Options out of the environment.

use std::env;
use std::ffi::OsString;

use clap::{Arg, Command};

use super::{settable, suggestion};
use crate::console::Verbosity;
use crate::message;

/// What the name of every variable begins with.
const PREFIX: &str = "DECHAFF_";

/// The variable of an option.
pub(super) fn variable(arg: &Arg) -> String {
    let name = arg.get_long().unwrap_or_default();
    format!("{PREFIX}{}", name.replace('-', "_").to_ascii_uppercase())
}

/// The options of a command that have a variable which is not empty.
pub(super) fn variables(command: &Command) -> Vec<(&Arg, OsString)> {
    let set = |arg| {
        let text = env::var_os(variable(arg)).filter(|text| !text.is_empty())?;
        Some((arg, text))
    };
    settable(command).filter_map(set).collect()
}

/// Warns of variables that are nearly those of an option. What is like none may be anyone's.
pub(super) fn warn_of_mistyped(whole: &Command) {
    let commands = std::iter::once(whole).chain(whole.get_subcommands());
    let known: Vec<String> = commands.flat_map(settable).map(variable).collect();
    for (name, _) in env::vars_os() {
        let Some(name) = name.to_str().filter(|name| name.starts_with(PREFIX)) else { continue };
        if name == "DECHAFF_CONFIG" || known.iter().any(|known| known == name) {
            continue;
        }
        // The beginning that all have in common says nothing.
        let ends = known.iter().filter_map(|known| known.strip_prefix(PREFIX));
        if let Some(meant) = suggestion(name.strip_prefix(PREFIX).unwrap_or(name), ends) {
            let text = format!("no option has this variable; {PREFIX}{meant} is one");
            message::warning(Verbosity::Normal, name, text);
        }
    }
}
