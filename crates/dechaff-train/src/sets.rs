//! The sets of the corpus, scored by models that have not seen them.

use std::path::{Path, PathBuf};

use dechaff::Extractor;

use crate::corpus::{self, LabelledPage};
use crate::evaluate::{self, Manner, Scored};
use crate::{Failure, fold_models};

/// The sets that models learn from.
pub(crate) const TRAIN_SETS: [&str; 2] = ["wcxb", "own"];
/// The sets whose true text has the title.
const WITH_TITLE: [&str; 7] =
    ["big9", "chaos", "cleaneval", "cleanportaleval", "daniel", "dragnet", "l3s-gn1"];

/// Pages and their scores.
pub(crate) struct ScoredPages {
    pub(crate) pages: Vec<LabelledPage>,
    pub(crate) scores: Vec<Scored>,
}

/// How to score pages of this set.
pub(crate) fn manner(set: &str) -> Manner {
    Manner { with_title: WITH_TITLE.contains(&set), ..Manner::default() }
}

/// Scores the sets that models learn from, each page by the model that never saw its host.
pub(crate) fn out_of_fold(
    base: &Extractor,
    models: &[Vec<u8>],
    text: bool,
    train: &Path,
) -> Result<ScoredPages, Failure> {
    let mut pages = Vec::new();
    for set in TRAIN_SETS {
        pages.extend(corpus::read_set(&train.join(set))?);
    }
    let extractors = evaluate::of_folds(base, models, text)?;
    let manner = Manner { text, ..Manner::default() };
    let scores = evaluate::out_of_fold(&pages, &extractors, fold_models::SEED, manner)?;
    Ok(ScoredPages { pages, scores })
}

/// Scores the sets that nothing was trained on, by the weights that ship.
pub(crate) fn checked(shipped: &Extractor, check: &Path) -> Result<Vec<ScoredPages>, Failure> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir(check)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    folders.retain(|folder| folder.join("truth").is_dir());
    folders.sort();
    let mut sets = Vec::new();
    for folder in folders {
        let pages = corpus::read_pages(&folder)?;
        let Some(first) = pages.first() else { continue };
        let scores = evaluate::score_pages(&pages, |_| Some(shipped), manner(&first.set))?;
        sets.push(ScoredPages { pages, scores });
    }
    Ok(sets)
}
