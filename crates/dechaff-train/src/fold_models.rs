//! The models of the folds of one seed, stored in the repository for the gate.
//!
//! They stand for the predictions of cross-validation: what they say of a page that they never
//! saw can be had again at any time, so a change of features, segmentation, passes or decoding
//! shows in the figures too, and nothing of the corpus is stored.

use std::path::{Path, PathBuf};

use crate::Failure;
use crate::evaluate::FOLDS;

/// The seed of the folds of the stored models.
pub(crate) const SEED: u64 = 1;

/// Writes the models of all folds.
pub(crate) fn write(folder: &Path, text: bool, models: &[Vec<u8>]) -> Result<(), Failure> {
    std::fs::create_dir_all(folder)?;
    for (fold, model) in models.iter().enumerate() {
        std::fs::write(path(folder, text, fold), model)?;
    }
    Ok(())
}

/// Reads the models of all folds; none where they were not stored.
pub(crate) fn read(folder: &Path, text: bool) -> Result<Option<Vec<Vec<u8>>>, Failure> {
    let paths: Vec<PathBuf> = (0..FOLDS).map(|fold| path(folder, text, fold as usize)).collect();
    if !paths.iter().any(|path| path.exists()) {
        return Ok(None);
    }
    let read = |path: &PathBuf| {
        std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()).into())
    };
    paths.iter().map(read).collect::<Result<_, Failure>>().map(Some)
}

fn path(folder: &Path, text: bool, fold: usize) -> PathBuf {
    folder.join(format!("{}-fold-{fold}.bin", if text { "text" } else { "page" }))
}
