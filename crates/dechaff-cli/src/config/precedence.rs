//! Which of the options that were set elsewhere count beside those that were typed.

use std::ffi::OsStr;

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};

use super::{Given, Rank};

/// Options that mean something with another one alone, with the values of that one that will do;
/// any will where none are named. Typed without it they are a mistake, but as a setting for many
/// runs they wait for the run with it.
const COMPANIONS: [(&str, &str, &[&str]); 9] = [
    ("browser", "render", &[]),
    ("cache-size", "cache", &[]),
    ("dedup-pages", "dedup", &[]),
    ("no-sandbox", "render", &[]),
    ("offline", "cache", &[]),
    ("render-time", "render", &[]),
    ("standalone", "format", &["html"]),
    ("with-blocks", "format", &["json"]),
    ("with-metadata", "format", &["markdown", "text"]),
];

/// Leaves out what was typed, what is set higher up, what either excludes, and what waits for its
/// companion; what wins comes last.
pub(super) fn effective(command: &Command, typed: &ArgMatches, all: Vec<Given>) -> Vec<Given> {
    let typed = Typed(typed);
    let ranks: Vec<(String, Rank, bool)> =
        all.iter().map(|given| (given.id.clone(), given.rank, given.is_on())).collect();
    let counts = |given: &Given| {
        let mut higher = ranks.iter().filter(|(_, rank, _)| *rank > given.rank);
        let excluding = exclusive(command, &given.id);
        !typed.has(&given.id)
            && !typed.has(&opposite(&given.id))
            && !excluding.iter().any(|id| typed.has(id))
            && !higher.any(|(id, _, on)| *id == given.id || (*on && excluding.contains(id)))
    };
    let mut left: Vec<Given> = all.into_iter().filter(counts).collect();
    let waits = |given: &Given| {
        COMPANIONS.iter().any(|(option, companion, values)| {
            given.id == id_of(option)
                && value(command, &typed, &left, &id_of(companion))
                    .is_none_or(|value| !values.is_empty() && !values.contains(&&*value))
        })
    };
    let waiting: Vec<String> =
        left.iter().filter(|given| waits(given)).map(|given| given.id.clone()).collect();
    left.retain(|given| !waiting.contains(&given.id));
    left.sort_by_key(|given| given.rank);
    left
}

/// What was typed.
struct Typed<'a>(&'a ArgMatches);

impl Typed<'_> {
    fn has(&self, id: &str) -> bool {
        // An id that the command does not know is not there either.
        matches!(self.0.try_get_raw(id), Ok(Some(_)))
            && self.0.value_source(id) == Some(ValueSource::CommandLine)
    }
}

/// The value that an option comes to, if it has any; empty where it stands without one.
fn value(command: &Command, typed: &Typed<'_>, given: &[Given], id: &str) -> Option<String> {
    let text = |value: &OsStr| value.to_string_lossy().into_owned();
    if typed.has(id) {
        let values = typed.0.try_get_raw(id).ok().flatten()?;
        return Some(values.map(text).next_back().unwrap_or_default());
    }
    if let Some(given) = given.iter().rfind(|given| given.id == id) {
        let last = given.arguments.last()?.to_string_lossy();
        return Some(last.split_once('=').map_or(String::new(), |(_, value)| value.into()));
    }
    let arg = command.get_arguments().find(|arg| arg.get_id() == id)?;
    // A switch that was not touched is off.
    let defaults = arg.get_default_values().iter().filter(|_| arg.get_action().takes_values());
    defaults.map(|value| text(value)).next()
}

fn id_of(option: &str) -> String {
    option.replace('-', "_")
}

/// The id of the switch that turns this one off.
fn opposite(id: &str) -> String {
    id.strip_prefix("no_").map_or(format!("no_{id}"), str::to_owned)
}

/// The options that cannot stand beside this one.
fn exclusive(command: &Command, id: &str) -> Vec<String> {
    let conflicts = |arg: &Arg| -> Vec<String> {
        let others = command.get_arg_conflicts_with(arg);
        others.iter().map(|other| other.get_id().to_string()).collect()
    };
    let mut found = Vec::new();
    for arg in command.get_arguments() {
        if arg.get_id() == id {
            found.extend(conflicts(arg));
        } else if conflicts(arg).iter().any(|other| other == id) {
            found.push(arg.get_id().to_string());
        }
    }
    found
}
