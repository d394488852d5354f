//! Has LightGBM fit the trees, through the Python script beside this crate.

use std::ffi::OsString;
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

fn run(data: &Data, more: &[&str]) -> Result<(), Failure> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("fit.py");
    let python = python();
    let mut command = Command::new(&python);
    command.arg(script).arg(&data.work).args(more);
    for param in &data.param {
        command.arg("--param").arg(param);
    }
    let status =
        command.status().map_err(|error| format!("{}: {error}", Path::new(&python).display()))?;
    if !status.success() {
        return Err(format!("fit.py: {status}").into());
    }
    Ok(())
}

/// The Python that has LightGBM: the one named by `DECHAFF_PYTHON`, else that of the environment
/// which `just train` makes, else the system's.
fn python() -> OsString {
    if let Some(python) = std::env::var_os("DECHAFF_PYTHON") {
        return python;
    }
    let made = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/train-env/bin/python");
    if made.exists() { made.into() } else { "python3".into() }
}

fn read_packed(work: &Path) -> Result<Vec<u8>, Failure> {
    let dump: serde_json::Value = serde_json::from_reader(std::io::BufReader::new(
        std::fs::File::open(work.join("trees.json"))?,
    ))?;
    pack::pack(&dump)
}
