//! The table of what was proved.

use std::fmt;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use dechaff_tests::Outcome;

use crate::shape::Shape;
use crate::shapes::FAMILIES;

/// A shape and the worst of its runs.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    name: &'static str,
    bytes: usize,
    time: Duration,
    peak: u64,
    limits: Vec<String>,
}

impl Row {
    pub(crate) fn new(shape: &Shape, bytes: usize) -> Self {
        let (time, peak) = (Duration::ZERO, 0);
        Self { name: shape.name, bytes, time, peak, limits: Vec::new() }
    }

    pub(crate) fn add(&mut self, outcome: &Outcome) {
        self.time = self.time.max(outcome.cpu);
        self.peak = self.peak.max(outcome.peak);
        let told = outcome.messages.split(": limit ").skip(1);
        for name in told.filter_map(|rest| rest.split(' ').next()) {
            if !self.tells(name) {
                self.limits.push(name.to_owned());
            }
        }
    }

    /// Whether one of the runs told of this limit.
    pub(crate) fn tells(&self, limit: &str) -> bool {
        self.limits.iter().any(|name| name == limit)
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outcome = match self.limits.as_slice() {
            [] => "all read".to_owned(),
            limits => format!("limit {}", limits.join(", ")),
        };
        let (name, size, peak) = (self.name, size(self.bytes), self.peak >> 20);
        let time = self.time.as_secs_f64();
        write!(f, "| {name} | {size} | {time:.2} s | {peak} MiB | {outcome} |")
    }
}

fn size(bytes: usize) -> String {
    match bytes {
        0..10_000 => format!("{bytes} B"),
        10_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// Says something at once: the output of tests is held back until they end.
pub(crate) fn progress(line: impl fmt::Display) {
    if std::env::var_os("DECHAFF_PROGRESS").is_some() {
        // Where nobody listens, nothing is lost.
        let _ = writeln!(std::io::stderr().lock(), "{line}");
    }
}

/// Where the table stands in the file.
const START: &str = "<!-- hostile: written by `just hostile` -->";
const END: &str = "<!-- /hostile -->";

/// Where the rows of each family wait until all are there.
const ROWS: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/hostile");

/// Takes the rows of a family. With `DECHAFF_HOSTILE_TABLE`, those of all families become the
/// table in the file of that name, once all are there.
pub(crate) fn done(family: &str, rows: &[Row]) {
    let Ok(path) = std::env::var("DECHAFF_HOSTILE_TABLE") else { return };
    let lines: Vec<String> = rows.iter().map(|row| format!("{row}\n")).collect();
    let file = |family: &str| Path::new(ROWS).join(format!("{family}.md"));
    fs::create_dir_all(ROWS).expect("a folder for rows can be made");
    fs::write(file(family), lines.concat()).expect("rows can be written");
    let all = FAMILIES.map(|(family, _)| fs::read_to_string(file(family)).ok());
    let Some(all) = all.into_iter().collect::<Option<Vec<String>>>() else { return };
    let head = "| shape | size | time | peak memory | outcome |\n|---|---:|---:|---:|---|\n";
    let old = fs::read_to_string(&path).expect("the file of the table is there");
    let (before, rest) = old.split_once(START).expect("the file has a place for the table");
    let (_, after) = rest.split_once(END).expect("the place for the table has an end");
    let new = format!("{before}{START}\n\n{head}{}\n{END}{after}", all.concat());
    fs::write(&path, new).expect("the table can be written");
}
