//! Fits the models, of pages or of texts: one for each fold left out, or one of all.

use std::path::{Path, PathBuf};

use crate::corpus::LabelledPage;
use crate::dump::{self, Lines};
use crate::evaluate::FOLDS;
use crate::lightgbm::{self, Job};
use crate::page_fit::PageFit;
use crate::prepared::Prepared;
use crate::{Data, Failure, pack};

/// What is learned from, measured and written into the work folder.
pub(crate) enum Fitter<'d> {
    /// The blocks of pages.
    Pages(&'d Data, Prepared),
    /// The lines of texts.
    Texts(&'d Data, Lines),
}

impl<'d> Fitter<'d> {
    /// Measures all pages, or their texts.
    pub(crate) fn new(pages: &[LabelledPage], data: &'d Data) -> Result<Self, Failure> {
        Ok(if data.text {
            Self::Texts(data, dump::write(pages, data)?)
        } else {
            Self::Pages(data, Prepared::new(pages, data)?)
        })
    }

    /// Fits one model for each fold of a seed, on the pages of the others; the models stay in
    /// the work folder.
    pub(crate) fn folds(&self, pages: &[LabelledPage], seed: u64) -> Result<Vec<Vec<u8>>, Failure> {
        let outer: Vec<Option<u8>> = (0..FOLDS as u8).map(Some).collect();
        let models = self.models(pages, seed, &outer)?;
        for (fold, model) in models.iter().enumerate() {
            std::fs::write(fold_path(&self.data().work, seed, fold as u64), model)?;
        }
        Ok(models)
    }

    /// Fits one model on all pages.
    pub(crate) fn whole(&self, pages: &[LabelledPage]) -> Result<Vec<u8>, Failure> {
        let mut models = self.models(pages, 1, &[None])?;
        models.pop().ok_or_else(|| "no model".into())
    }

    fn data(&self) -> &Data {
        match self {
            Self::Pages(data, _) | Self::Texts(data, _) => data,
        }
    }

    fn models(
        &self,
        pages: &[LabelledPage],
        seed: u64,
        outer: &[Option<u8>],
    ) -> Result<Vec<Vec<u8>>, Failure> {
        let folds: Vec<u8> = pages.iter().map(|page| page.fold(FOLDS, seed) as u8).collect();
        match self {
            Self::Pages(data, prepared) => PageFit {
                data: prepared,
                work: &data.work,
                params: &data.param,
                folds,
                fold_count: FOLDS as u8,
            }
            .models(outer),
            Self::Texts(data, lines) => texts(data, lines, &folds, outer),
        }
    }
}

/// How the fitting for texts differs: it learns from several renderings of each page, which are
/// much alike, so few columns and bins do. Many small steps make the weights steadier: with half
/// as many, a refit changes the fate of single lines.
const TEXT_PARAMS: [&str; 4] =
    ["num_iterations=280", "learning_rate=0.05", "feature_fraction=0.2", "max_bin=63"];

/// Fits the models for texts.
fn texts(
    data: &Data,
    lines: &Lines,
    folds: &[u8],
    outer: &[Option<u8>],
) -> Result<Vec<Vec<u8>>, Failure> {
    let of_lines: Vec<u8> =
        lines.counts.iter().zip(folds).flat_map(|(&count, &fold)| vec![fold; count]).collect();
    std::fs::write(data.work.join("folds.u8"), of_lines)?;
    let trees = |number: usize| data.work.join(format!("trees-{number}"));
    let mut params = lightgbm::params(&TEXT_PARAMS.map(str::to_owned));
    params.extend(lightgbm::params(&data.param));
    let jobs: Vec<Job> = outer
        .iter()
        .enumerate()
        .map(|(number, outer)| Job {
            tables: vec![lines.rows.clone()],
            labels: data.work.join("labels.f32"),
            weights: data.work.join("weights.f32"),
            folds: data.work.join("folds.u8"),
            without: outer.iter().copied().collect(),
            params: params.clone(),
            trees: Some(trees(number)),
            gain: Some(data.work.join("gain.tsv")),
            ..Job::default()
        })
        .collect();
    lightgbm::run(&data.work, &jobs)?;
    (0..outer.len()).map(|number| pack::pack(&lightgbm::read_dump(&trees(number))?)).collect()
}

/// The models that an earlier run fitted.
pub(crate) fn read_folds(data: &Data, seed: u64) -> Result<Vec<Vec<u8>>, Failure> {
    (0..FOLDS).map(|fold| Ok(std::fs::read(fold_path(&data.work, seed, fold))?)).collect()
}

fn fold_path(work: &Path, seed: u64, fold: u64) -> PathBuf {
    work.join(format!("fold-{seed}-{fold}.bin"))
}
