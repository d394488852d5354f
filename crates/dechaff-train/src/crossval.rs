//! Cross-validation: fits, scores out of fold, and the report.

use std::io::Write;
use std::path::PathBuf;

use crate::calibration::Reliability;
use crate::corpus::LabelledPage;
use crate::evaluate::{self, Manner, Scored};
use crate::fit::{self, Fitter};
use crate::{Data, Failure, confidence, empty, fold_models, group, read_sets, table};

/// How to cross-validate, and where the results go.
#[derive(clap::Args)]
pub(crate) struct Settings {
    /// Seeds to average over; each cuts the hosts into other folds.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 2, 3])]
    seed: Vec<u64>,
    /// Takes the models that an earlier run left in the work folder, to measure a change of
    /// what comes after the scores.
    #[arg(long)]
    reuse: bool,
    /// Stores the models of the folds of seed 1 in this folder, for `gate` and `languages`.
    #[arg(long)]
    store: Option<PathBuf>,
    /// Writes each page's out-of-fold scores to this file, as JSON Lines.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Lists the pages that come out empty and should not, and the other way round.
    #[arg(long)]
    list_empty: bool,
}

/// Fits on four fifths of the hosts and scores the rest, for each fifth and seed.
pub(crate) fn run(data: &Data, settings: &Settings) -> Result<(), Failure> {
    if settings.store.is_some() && !settings.seed.contains(&fold_models::SEED) {
        return Err(format!("--store is for the folds of seed {}", fold_models::SEED).into());
    }
    let pages = read_sets(data)?;
    let fitter = if settings.reuse { None } else { Some(Fitter::new(&pages, data)?) };
    let base = evaluate::shipped()?;
    let manner = Manner { text: data.text, blocks: true, ..Manner::default() };
    let mut scores = Vec::new();
    for &seed in &settings.seed {
        let models = match &fitter {
            Some(fitter) => fitter.folds(&pages, seed)?,
            None => fit::read_folds(data, seed)?,
        };
        if let Some(folder) = settings.store.as_ref().filter(|_| seed == fold_models::SEED) {
            fold_models::write(folder, data.text, &models)?;
        }
        let extractors = evaluate::of_folds(&base, &models, data.text)?;
        scores.extend(evaluate::out_of_fold(&pages, &extractors, seed, manner)?);
    }
    if let Some(out) = &settings.out {
        table::write_pages(&pages, &scores, out)?;
    }
    report(&pages, &scores, settings.list_empty)
}

fn report(pages: &[LabelledPage], scores: &[Scored], list_empty: bool) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    table::print(pages, scores, &mut out)?;
    writeln!(out)?;
    empty::print(pages, scores, list_empty, &mut out)?;
    let mut groups = group::sets(pages, scores);
    if groups.len() > 1 {
        groups.insert("all together".to_owned(), scores.iter().collect());
    }
    for (name, group) in &groups {
        confidence::print_tenths(name, group, &mut out)?;
    }
    for (name, group) in &groups {
        let mut blocks = Reliability::default();
        for scored in group {
            blocks.merge(&scored.blocks);
        }
        blocks.print(name, &mut out)?;
    }
    Ok(())
}
