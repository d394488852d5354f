//! What is promised for any input, and the proof by runs.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use dechaff_tests::{Folder, Outcome, confined};

use crate::report::Row;
use crate::shape::{Kind, Page, Shape};

/// An optimised build proves the promise at full size.
pub(crate) const FULL: bool = !cfg!(debug_assertions);
/// A build without optimisation does with so much less, and has more time for it.
const REDUCED: usize = 128;
const MOST_TIME: Duration = Duration::from_secs(if FULL { 5 } else { 30 });
const MOST_MEMORY: u64 = 512 << 20;
/// Ends a child that hangs. On a busy machine the clock runs ahead of the processor.
const LONGEST: Duration = Duration::from_secs(180);

/// Messages that show a crash which the command survived.
const CRASHES: [&str; 4] = ["panicked", "internal error", "overflow", "memory allocation"];

/// Ways to put a page out. Most are asked to keep everything, so that writers have all there is.
const VIEWS: [&[&str]; 7] = [
    &["--format", "json", "--keep", "*", "--with-blocks"],
    &["--format", "markdown", "--keep", "*", "--with-metadata", "--strip-tracking"],
    &["--format", "html", "--keep", "*", "--standalone"],
    &["--format", "xml", "--keep", "*", "--comments"],
    &["--format", "text", "--recall"],
    &["explain", "--format", "jsonl"],
    &["links", "--all"],
];

/// Families whose inputs become much content.
const RICH: [&str; 3] = ["nesting", "flat", "tables"];

/// Runs a shape twice as a record, and once in other views, and says all that breaks the promise.
pub(crate) fn prove(family: &str, shape: &Shape, number: usize, faults: &mut Vec<String>) -> Row {
    let folder = Folder::new();
    let path = folder.join("page");
    let size = if FULL { shape.full } else { shape.full.div_ceil(REDUCED).max(16) };
    let mut page = Page::create(&path);
    (shape.write)(&mut page, size);
    let mut row = Row::new(shape, page.finish());
    let mut check = |view: &[&str]| {
        let outcome = run(shape.kind, view, &path);
        row.add(&outcome);
        for fault in faults_of(&outcome) {
            faults.push(format!("{}, {}: {fault}", shape.name, view.join(" ")));
        }
        outcome
    };
    let record: &[&str] = &["--format", "jsonl"];
    let (first, second) = (check(record), check(record));
    // Where little or nothing of the input is content, one view in turns is enough, and so it is
    // for a build without optimisation.
    let is_rich = FULL && RICH.contains(&family);
    for (at, view) in VIEWS.iter().enumerate() {
        if is_rich || at == number % VIEWS.len() {
            check(view);
        }
    }
    // Where the clock ended it, the output is as the machine was quick.
    let in_time = !first.tells("parse_time") && !first.tells("total_time");
    let of = |outcome: &Outcome| (outcome.written, outcome.hash, outcome.messages.clone());
    if in_time && of(&first) != of(&second) {
        faults.push(format!("{}: another output the second time", shape.name));
    }
    for limit in shape.hits.iter().filter(|limit| FULL && !row.tells(limit)) {
        faults.push(format!("{}: no word of the limit {limit}", shape.name));
    }
    row
}

/// The least time of the processor for one record of this size, in so many runs; none where a
/// limit is hit, since then nothing is said of growth.
pub(crate) fn time(shape: &Shape, size: usize, runs: usize) -> Option<Duration> {
    let folder = Folder::new();
    let path = folder.join("page");
    let mut page = Page::create(&path);
    (shape.write)(&mut page, size);
    page.finish();
    let mut least = None;
    for _ in 0..runs {
        let outcome = run(shape.kind, &["--format", "jsonl"], &path);
        if outcome.tells("") {
            return None;
        }
        // The system tells own time from its own by where ticks fall, which says little of a few
        // milliseconds; the sum is exact.
        least = Some(least.map_or(outcome.cpu, |least: Duration| least.min(outcome.cpu)));
    }
    least
}

fn run(kind: Kind, view: &[&str], path: &Path) -> Outcome {
    // A text has no elements to keep.
    let is_kept = |arg: &&&str| kind == Kind::Html || !matches!(**arg, "--keep" | "*");
    let mut args: Vec<OsString> = view.iter().filter(is_kept).map(OsString::from).collect();
    let kind = if kind == Kind::Html { "html" } else { "text" };
    args.extend(["--input".into(), kind.into(), path.into()]);
    if let Some(patience) = patience() {
        let time = |seconds: u32| OsString::from((seconds * patience).to_string());
        args.extend(["--max-parse-time".into(), time(2)]);
        args.extend(["--max-total-time".into(), time(5)]);
    }
    confined(&PathBuf::from(env!("CARGO_BIN_EXE_dechaff")), &args, LONGEST)
}

/// How many times the time the command may take by the clock: a build without optimisation and
/// a machine that is busy need more of it for the same work. What is promised is the time of the
/// processor all the same.
fn patience() -> Option<u32> {
    let said = std::env::var("DECHAFF_PATIENCE").ok().and_then(|said| said.parse().ok());
    said.or((!FULL).then_some(20))
}

fn faults_of(outcome: &Outcome) -> Vec<String> {
    let mut faults = Vec::new();
    if !matches!(outcome.code, Some(0 | 1 | 3)) {
        let (code, signal) = (outcome.code, outcome.signal);
        faults.push(format!("exit {code:?}, signal {signal:?}: {}", outcome.messages));
    }
    if CRASHES.iter().any(|crash| outcome.messages.contains(crash)) {
        faults.push(outcome.messages.clone());
    }
    if outcome.written == 0 && outcome.messages.is_empty() {
        faults.push("neither output nor a message".to_owned());
    }
    if outcome.cpu > MOST_TIME {
        faults.push(format!("took {:.2?}", outcome.cpu));
    }
    if outcome.peak > MOST_MEMORY {
        faults.push(format!("took {} MiB", outcome.peak >> 20));
    }
    faults
}
