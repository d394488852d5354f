//! The figures that must not fall, and what fell.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::Path;

use crate::Failure;

/// A fall by more than this is none of chance: nothing is fitted, so the same code gives the same
/// figures.
const TOLERANCE: f64 = 0.002;

/// Name to figure; the higher the better.
pub(crate) type Figures = BTreeMap<String, f64>;

/// What became of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Held,
    Fell,
    /// The baseline has it, and it could not be measured now.
    Missing,
    /// The baseline does not have it.
    New,
}

/// A figure before and now.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Change {
    pub(crate) name: String,
    pub(crate) before: Option<f64>,
    pub(crate) now: Option<f64>,
    pub(crate) outcome: Outcome,
}

impl Change {
    /// Whether it must stop a change.
    pub(crate) fn fails(&self) -> bool {
        matches!(self.outcome, Outcome::Fell | Outcome::Missing)
    }
}

/// Puts the figures side by side, in order of their names.
pub(crate) fn compare(before: &Figures, now: &Figures) -> Vec<Change> {
    let names: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    let change = |name: &String| {
        let (before, now) = (before.get(name).copied(), now.get(name).copied());
        let outcome = match (before, now) {
            // The file holds rounded figures; a hair more than the tolerance is still within it.
            (Some(before), Some(now)) if before - now > TOLERANCE + 1e-5 => Outcome::Fell,
            (Some(_), None) => Outcome::Missing,
            (None, _) => Outcome::New,
            (Some(_), Some(_)) => Outcome::Held,
        };
        Change { name: name.clone(), before, now, outcome }
    };
    names.into_iter().map(change).collect()
}

/// Prints a line a figure.
pub(crate) fn print(changes: &[Change], out: &mut impl Write) -> io::Result<()> {
    let cell = |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{value:.4}"));
    writeln!(out, "{:<40}{:>9} {:>9} {:>9}", "", "baseline", "now", "change")?;
    for change in changes {
        let by = change.before.zip(change.now).map(|(before, now)| now - before);
        let by = by.map_or(String::new(), |by| format!("{by:+.4}"));
        let told = match change.outcome {
            Outcome::Held => "",
            Outcome::Fell => "  FELL",
            Outcome::Missing => "  MISSING",
            Outcome::New => "  new",
        };
        let (before, now) = (cell(change.before), cell(change.now));
        writeln!(out, "{:<40}{before:>9} {now:>9} {by:>9}{told}", change.name)?;
    }
    Ok(())
}

/// Reads a baseline; none where there is no file.
pub(crate) fn read(path: &Path) -> Result<Option<Figures>, Failure> {
    match std::fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map(Some)
            .map_err(|error| format!("{}: {error}", path.display()).into()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("{}: {error}", path.display()).into()),
    }
}

/// Writes a baseline, a figure a line.
pub(crate) fn write(path: &Path, figures: &Figures) -> Result<(), Failure> {
    let rounded: Figures =
        figures.iter().map(|(name, value)| (name.clone(), (value * 1e5).round() / 1e5)).collect();
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, serde_json::to_string_pretty(&rounded)? + "\n")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(before: Option<f64>, now: Option<f64>) -> Outcome {
        let figures = |value: Option<f64>| {
            value.into_iter().map(|value| ("set f1".to_owned(), value)).collect::<Figures>()
        };
        compare(&figures(before), &figures(now)).first().unwrap().outcome
    }

    #[test]
    fn only_a_fall_by_more_than_two_thousandths_fails() {
        assert_eq!(outcome(Some(0.9), Some(0.897)), Outcome::Fell);
        assert_eq!(outcome(Some(0.9), Some(0.899)), Outcome::Held);
        assert_eq!(outcome(Some(0.9), Some(0.898)), Outcome::Held);
        assert_eq!(outcome(Some(0.9), Some(0.95)), Outcome::Held);
    }

    #[test]
    fn a_missing_figure_fails_and_a_new_one_is_told() {
        assert_eq!(outcome(Some(0.9), None), Outcome::Missing);
        assert_eq!(outcome(None, Some(0.9)), Outcome::New);
        let change = |before, now| {
            let before: Figures = before;
            compare(&before, &now).iter().any(Change::fails)
        };
        let one: Figures = [("a".to_owned(), 0.5)].into();
        assert!(change(one.clone(), Figures::new()));
        assert!(!change(Figures::new(), one));
    }

    #[test]
    fn the_table_names_what_fell() {
        let before: Figures = [("a f1".to_owned(), 0.5), ("b f1".to_owned(), 0.5)].into();
        let now: Figures = [("a f1".to_owned(), 0.4), ("c f1".to_owned(), 0.5)].into();
        let mut out = Vec::new();
        print(&compare(&before, &now), &mut out).unwrap();
        let table = String::from_utf8(out).unwrap();
        let lines: Vec<&str> = table.lines().collect();
        assert!(lines[1].starts_with("a f1") && lines[1].ends_with("-0.1000  FELL"));
        assert!(lines[2].starts_with("b f1") && lines[2].ends_with("MISSING"));
        assert!(lines[3].starts_with("c f1") && lines[3].ends_with("new"));
    }

    #[test]
    fn what_is_written_can_be_read() {
        let path = std::env::temp_dir().join(format!("dechaff-baseline-{}", std::process::id()));
        assert!(read(&path).unwrap().is_none());
        write(&path, &[("a f1".to_owned(), 0.123_456_7)].into()).unwrap();
        let figures = read(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(figures, Some([("a f1".to_owned(), 0.12346)].into()));
    }
}
