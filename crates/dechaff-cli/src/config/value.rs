//! The value of an option, and the arguments that say the same.

use std::ffi::{OsStr, OsString};

use clap::{Arg, ArgAction, Command};

/// What an option is set to.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Switch(bool),
    One(OsString),
    Many(Vec<OsString>),
}

impl Value {
    /// Reads the text of a variable, by what the option takes.
    pub(super) fn of_text(arg: &Arg, text: &OsStr) -> Result<Self, String> {
        let switch = match text.to_str().map(str::to_ascii_lowercase).as_deref() {
            Some("true" | "yes" | "on") => Some(true),
            Some("false" | "no" | "off") => Some(false),
            _ => None,
        };
        match arg.get_action() {
            ArgAction::SetTrue => match (switch, text.to_str()) {
                (Some(on), _) => Ok(Self::Switch(on)),
                (None, Some("1")) => Ok(Self::Switch(true)),
                (None, Some("0")) => Ok(Self::Switch(false)),
                _ => Err("is a switch: true or false".into()),
            },
            ArgAction::Append => {
                let text = text.to_str().ok_or("is not UTF-8")?;
                Ok(Self::Many(text.lines().map(OsString::from).collect()))
            }
            _ => match switch {
                Some(on) if may_be_switch(arg) => Ok(Self::Switch(on)),
                _ => Ok(Self::One(text.into())),
            },
        }
    }

    /// The arguments that say this of an option of the command.
    pub(super) fn arguments(&self, command: &Command, arg: &Arg) -> Result<Vec<OsString>, String> {
        let name = arg.get_long().unwrap_or_default();
        let flag = || OsString::from(format!("--{name}"));
        let with = |value: &OsString| {
            let mut argument = OsString::from(format!("--{name}="));
            argument.push(value);
            argument
        };
        match (arg.get_action(), self) {
            (ArgAction::SetTrue, Self::Switch(true)) => Ok(vec![flag()]),
            (ArgAction::SetTrue, Self::Switch(false)) => Ok(switched_off(command, name)),
            (ArgAction::SetTrue, _) => Err(format!("`{name}` is a switch: true or false")),
            (ArgAction::Count, Self::Switch(on)) => Ok(vec![flag(); usize::from(*on)]),
            (ArgAction::Count, Self::One(value)) => {
                let times = value.to_str().and_then(|value| value.parse::<u8>().ok());
                let times = times.ok_or_else(|| format!("`{name}` takes a small number"))?;
                Ok(vec![flag(); usize::from(times)])
            }
            (ArgAction::Append, Self::Many(values)) => Ok(values.iter().map(with).collect()),
            (_, Self::Switch(on)) if may_be_switch(arg) => Ok(vec![flag(); usize::from(*on)]),
            (_, Self::One(value)) => Ok(vec![with(value)]),
            (_, Self::Switch(_)) => Err(format!("`{name}` takes a value and is no switch")),
            (_, Self::Many(_)) => Err(format!("`{name}` takes one value")),
        }
    }
}

/// Whether an option may stand without its value.
fn may_be_switch(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::Count)
        || arg.get_num_args().is_some_and(|count| count.min_values() == 0)
}

/// `links = false` says the same as `no-links = true`.
fn switched_off(command: &Command, name: &str) -> Vec<OsString> {
    let opposite = format!("no-{name}");
    let exists = command.get_arguments().any(|arg| arg.get_long() == Some(&opposite));
    if exists { vec![format!("--{opposite}").into()] } else { Vec::new() }
}
