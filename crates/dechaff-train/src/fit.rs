//! Has LightGBM fit the trees, through the Python script beside this crate.

use std::path::Path;
use std::process::Command;

use crate::{Data, Failure, pack};

/// Fits one model for each fold, on the pages of the others; the models stay in the work folder.
pub(crate) fn folds(
    data: &Data,
    folds: &[u64],
    count: u64,
    seed: u64,
) -> Result<Vec<Vec<u8>>, Failure> {
    serde_json::to_writer(std::fs::File::create(data.work.join("folds.json"))?, folds)?;
    for fold in 0..count {
        run(data, &["--without-fold", &fold.to_string()])?;
        std::fs::write(fold_path(data, seed, fold), read_packed(&data.work)?)?;
    }
    read_folds(data, count, seed)
}

/// The models that an earlier run fitted.
pub(crate) fn read_folds(data: &Data, count: u64, seed: u64) -> Result<Vec<Vec<u8>>, Failure> {
    (0..count).map(|fold| Ok(std::fs::read(fold_path(data, seed, fold))?)).collect()
}

fn fold_path(data: &Data, seed: u64, fold: u64) -> std::path::PathBuf {
    data.work.join(format!("fold-{seed}-{fold}.bin"))
}

/// Fits one model on all pages.
pub(crate) fn whole(data: &Data) -> Result<Vec<u8>, Failure> {
    run(data, &[])?;
    read_packed(&data.work)
}

/// How the fitting for texts differs: it learns from several renderings of each page, which are
/// much alike, so few columns and bins do. Many small steps make the weights steadier: with half as
/// many, a refit changes the fate of single lines.
const TEXT_PARAMS: [&str; 4] =
    ["num_iterations=280", "learning_rate=0.05", "feature_fraction=0.2", "max_bin=63"];

fn run(data: &Data, more: &[&str]) -> Result<(), Failure> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("fit.py");
    let mut command = Command::new("python3");
    command.arg(script).arg(&data.work).args(more);
    let text_params = if data.text { &TEXT_PARAMS[..] } else { &[] };
    for param in text_params.iter().copied().chain(data.param.iter().map(String::as_str)) {
        command.arg("--param").arg(param);
    }
    let status = command.status()?;
    if !status.success() {
        return Err(format!("fit.py: {status}").into());
    }
    Ok(())
}

fn read_packed(work: &Path) -> Result<Vec<u8>, Failure> {
    let dump: serde_json::Value = serde_json::from_reader(std::io::BufReader::new(
        std::fs::File::open(work.join("trees.json"))?,
    ))?;
    pack::pack(&dump)
}
