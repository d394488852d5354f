//! The gate: figures of the weights that ship and of stored fold models, against the baseline.
//!
//! Nothing is fitted, so it takes minutes, and every change of the pipeline shows in it.

use std::io::Write;
use std::path::{Path, PathBuf};

use dechaff::Extractor;

use crate::baseline::{self, Change, Figures};
use crate::evaluate::{self, Manner};
use crate::{Failure, corpus, figures, fold_models};

/// The sets that models learn from.
const TRAIN_SETS: [&str; 2] = ["wcxb", "own"];
/// The sets whose true text has the title.
const WITH_TITLE: [&str; 7] =
    ["big9", "chaos", "cleaneval", "cleanportaleval", "daniel", "dragnet", "l3s-gn1"];

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
            now.extend(out_of_fold(&base, &models, text, &train)?);
        } else {
            let folder = settings.eval.display();
            writeln!(out, "{folder} has no models of folds for {what}: not scored out of fold")?;
        }
    }
    if check.is_dir() {
        now.extend(check_sets(&base, &check)?);
    } else {
        writeln!(out, "{} is not there: not scored", check.display())?;
    }
    let path = settings.eval.join("baseline.json");
    let before = baseline::read(&path)?;
    let changes = baseline::compare(&before.clone().unwrap_or_default(), &now);
    baseline::print(&changes, &mut out)?;
    if settings.write {
        baseline::write(&path, &now)?;
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

/// The figures of the training sets, each page by the model that never saw its host.
fn out_of_fold(
    base: &Extractor,
    models: &[Vec<u8>],
    text: bool,
    train: &Path,
) -> Result<Figures, Failure> {
    let mut pages = Vec::new();
    for set in TRAIN_SETS {
        pages.extend(corpus::read_set(&train.join(set))?);
    }
    let extractors = evaluate::of_folds(base, models, text)?;
    let manner = Manner { text, ..Manner::default() };
    let scores = evaluate::out_of_fold(&pages, &extractors, fold_models::SEED, manner)?;
    Ok(figures::of_large(if text { "texts" } else { "pages" }, &pages, &scores))
}

/// The figures of the sets that nothing was trained on, by the weights that ship.
fn check_sets(shipped: &Extractor, check: &Path) -> Result<Figures, Failure> {
    let mut found = Figures::new();
    let mut sets: Vec<PathBuf> = std::fs::read_dir(check)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    sets.sort();
    for set in sets.iter().filter(|set| set.join("truth").is_dir()) {
        let pages = corpus::read_pages(set)?;
        let name = set.file_name().unwrap_or_default().to_string_lossy();
        let with_title = WITH_TITLE.contains(&name.as_ref());
        let manner = Manner { with_title, ..Manner::default() };
        let scores = evaluate::score_pages(&pages, |_| Some(shipped), manner)?;
        found.extend(figures::of(&pages, &scores));
    }
    Ok(found)
}
