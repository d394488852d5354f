//! The gate: figures of the weights that ship and of stored fold models, against the baseline.
//!
//! Nothing is fitted, so it takes minutes, and every change of the pipeline shows in it.

use std::io::{self, Write};
use std::path::PathBuf;

use crate::baseline::{self, Change, Figures};
use crate::sets::{self, ScoredPages};
use crate::{Failure, empty, evaluate, figures, fold_models, metadata};

/// The sets that state titles, authors or dates.
const METADATA_SETS: [&str; 6] = [
    "train/wcxb", "train/own", "check/htmldate", "check/postlight-metadata",
    "check/trafilatura-eval", "check/zh-handmade",
];

/// Where the gate finds what it compares.
#[derive(clap::Args)]
pub(crate) struct Settings {
    /// Folder with `train` and `check`, each with labelled sets.
    corpus: PathBuf,
    /// Folder with the models of the folds (`crossval --store`) and `baseline.json`.
    #[arg(long, default_value = "eval")]
    eval: PathBuf,
    /// Makes the figures of now the baseline.
    #[arg(long)]
    write: bool,
    /// Lists the pages that come out empty and should not, and the other way round.
    #[arg(long)]
    list_empty: bool,
}

/// Measures, compares and prints; fails when a figure fell.
pub(crate) fn run(settings: &Settings) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let (train, check) = (settings.corpus.join("train"), settings.corpus.join("check"));
    if !train.is_dir() && !check.is_dir() {
        let root = settings.corpus.display();
        writeln!(out, "The corpus is not at {root}: nothing was scored, and nothing is known.")?;
        return Ok(());
    }
    let base = evaluate::shipped()?;
    let mut now = Figures::new();
    for text in [false, true] {
        let what = if text { "texts" } else { "pages" };
        if !train.is_dir() {
            writeln!(out, "{} is not there: {what} not scored", train.display())?;
        } else if let Some(models) = fold_models::read(&settings.eval, text)? {
            let set = sets::out_of_fold(&base, &models, text, &train)?;
            now.extend(figures::of_large(what, &set.pages, &set.scores));
            list(settings, &set, &mut out)?;
        } else {
            let folder = settings.eval.display();
            writeln!(out, "{folder} has no models of folds for {what}: not scored out of fold")?;
        }
    }
    if check.is_dir() {
        for set in sets::checked(&base, &check)? {
            now.extend(figures::of(&set.pages, &set.scores));
            list(settings, &set, &mut out)?;
        }
    } else {
        writeln!(out, "{} is not there: not scored", check.display())?;
    }
    for set in METADATA_SETS {
        let set = settings.corpus.join(set);
        if set.is_dir() {
            now.extend(metadata::figures(&set, &settings.eval)?);
        } else {
            writeln!(out, "{} is not there: its metadata is not compared", set.display())?;
        }
    }
    judge(settings, &now, &mut out)
}

fn list(settings: &Settings, set: &ScoredPages, out: &mut impl Write) -> io::Result<()> {
    if settings.list_empty { empty::print(&set.pages, &set.scores, true, out) } else { Ok(()) }
}

/// Holds the figures against the baseline, or makes them the baseline.
fn judge(settings: &Settings, now: &Figures, out: &mut impl Write) -> Result<(), Failure> {
    let path = settings.eval.join("baseline.json");
    let before = baseline::read(&path)?;
    let changes = baseline::compare(&before.clone().unwrap_or_default(), now);
    baseline::print(&changes, out)?;
    if settings.write {
        baseline::write(&path, now)?;
        writeln!(out, "{}: written", path.display())?;
        return Ok(());
    }
    if before.is_none() {
        writeln!(out, "{}: no baseline, so nothing was compared", path.display())?;
        return Ok(());
    }
    match changes.iter().filter(|change| change.fails()).count() {
        0 => Ok(()),
        count => Err(told(count, &changes)),
    }
}

fn told(count: usize, changes: &[Change]) -> Failure {
    let names: Vec<&str> =
        changes.iter().filter(|change| change.fails()).map(|change| change.name.as_str()).collect();
    format!("{count} figures fell or are missing: {}", names.join(", ")).into()
}
