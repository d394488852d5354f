//! A file of options.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fmt::Display;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Command;
use etcetera::BaseStrategy;
use toml::de::{DeTable, DeValue};

use super::value::Value;
use super::{OF_ONE_RUN, Rank, settable, suggestion};
use crate::failure::Fatal;

/// The longest file that is read: another one was named by mistake.
const MOST_BYTES: u64 = 1 << 20;

/// The options of a file.
#[derive(Debug)]
pub(super) struct File {
    path: PathBuf,
    entries: Vec<Entry>,
}

/// One key of a file.
#[derive(Debug)]
pub(super) struct Entry {
    /// The table it stands in, if in one.
    table: Option<String>,
    pub(super) key: String,
    pub(super) line: usize,
    pub(super) value: Value,
}

/// Where the file is looked for.
pub(super) fn usual_place() -> Option<PathBuf> {
    let folders = etcetera::choose_base_strategy().ok()?;
    Some(folders.config_dir().join("dechaff").join("config.toml"))
}

impl File {
    pub(super) fn read(path: &Path) -> Result<Self, Fatal> {
        let fail = |problem: &dyn Display| {
            Fatal::Usage(format!("cannot read {}: {problem}", path.display()))
        };
        let file = fs::File::open(path).map_err(|error| fail(&error))?;
        let mut text = String::new();
        let length =
            file.take(MOST_BYTES + 1).read_to_string(&mut text).map_err(|error| fail(&error))?;
        if length as u64 > MOST_BYTES {
            return Err(fail(&"too long for a file of options"));
        }
        Self::parse(path, &text)
    }

    pub(super) fn parse(path: &Path, text: &str) -> Result<Self, Fatal> {
        let line = |at: usize| text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
        let fail = |at: usize, problem: &str| {
            Err(Fatal::Usage(format!("{}:{}: {problem}", path.display(), line(at))))
        };
        let table = match DeTable::parse(text) {
            Ok(table) => table.into_inner(),
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                return fail(at, error.message());
            }
        };
        let mut entries = Vec::new();
        for (key, found) in table {
            let (at, name) = (key.span().start, key.into_inner().into_owned());
            let DeValue::Table(inner) = found.get_ref() else {
                let Some(value) = value(found.get_ref()) else {
                    return fail(at, &format!("`{name}` has a value that no option takes"));
                };
                entries.push(Entry { table: None, key: name, line: line(at), value });
                continue;
            };
            for (key, found) in inner {
                let (at, inner_name) = (key.span().start, key.get_ref().to_string());
                let Some(value) = value(found.get_ref()) else {
                    return fail(at, &format!("`{inner_name}` has a value that no option takes"));
                };
                let table = Some(name.clone());
                entries.push(Entry { table, key: inner_name, line: line(at), value });
            }
            if inner.is_empty() {
                // Its name is checked even so.
                let value = Value::Switch(false);
                entries.push(Entry {
                    table: Some(name),
                    key: String::new(),
                    line: line(at),
                    value,
                });
            }
        }
        Ok(Self { path: path.into(), entries })
    }

    /// The keys that count for a command with this table, those for all commands first.
    pub(super) fn entries_for(&self, table: Option<&str>) -> impl Iterator<Item = (&Entry, Rank)> {
        let of =
            |wanted: Option<String>| self.entries.iter().filter(move |entry| entry.table == wanted);
        let of_table = table.map(|table| of(Some(table.into())));
        of(None)
            .map(|entry| (entry, Rank::File))
            .chain(of_table.into_iter().flatten().map(|entry| (entry, Rank::FileTable)))
    }

    /// A place in the file, for messages.
    pub(super) fn place(&self, line: usize) -> String {
        format!("{}:{line}", self.path.display())
    }

    /// Fails with the first key that is no option of the command that it is for.
    pub(super) fn check(&self, whole: &Command) -> Result<(), Fatal> {
        for entry in &self.entries {
            if let Err(problem) = entry.check(whole) {
                let place = self.place(entry.line);
                return Err(Fatal::Usage(format!("{place}: {problem}")));
            }
        }
        Ok(())
    }
}

impl Entry {
    fn check(&self, whole: &Command) -> Result<(), String> {
        let subcommands =
            || whole.get_subcommands().filter(|command| settable(command).count() > 0);
        let commands: Vec<&Command> = match &self.table {
            None => std::iter::once(whole).chain(subcommands()).collect(),
            Some(table) => {
                let meant = || suggestion(table, subcommands().map(Command::get_name));
                let unknown = || format!("there is no command `{table}`{}", perhaps(meant()));
                let command = subcommands().find(|command| command.get_name() == table);
                vec![command.ok_or_else(unknown)?]
            }
        };
        let known: BTreeSet<&str> =
            commands.into_iter().flat_map(settable).filter_map(|arg| arg.get_long()).collect();
        let key = self.key.as_str();
        if key.is_empty() || known.contains(key) {
            return Ok(());
        }
        if OF_ONE_RUN.contains(&key) {
            return Err(format!("`{key}` is for one run, and can only be typed"));
        }
        let meant = suggestion(key, known);
        Err(format!("there is no option `{key}`{}", perhaps(meant)))
    }
}

fn perhaps(meant: Option<&str>) -> String {
    meant.map_or(String::new(), |meant| format!("; `{meant}` is meant?"))
}

fn value(found: &DeValue<'_>) -> Option<Value> {
    match found {
        DeValue::Boolean(on) => Some(Value::Switch(*on)),
        DeValue::Array(items) => {
            let items = items.iter().map(|item| scalar(item.get_ref()));
            Some(Value::Many(items.collect::<Option<_>>()?))
        }
        other => scalar(other).map(Value::One),
    }
}

fn scalar(found: &DeValue<'_>) -> Option<OsString> {
    match found {
        DeValue::String(text) => Some(text.as_ref().into()),
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().into()),
        DeValue::Float(number) => Some(number.as_str().into()),
        _ => None,
    }
}
