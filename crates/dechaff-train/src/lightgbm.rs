//! Has LightGBM fit trees, through the Python script beside this crate.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::Failure;

/// Rows of numbers in a file, and the names of their columns.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Table {
    pub(crate) file: PathBuf,
    pub(crate) names: Vec<String>,
}

/// One fit. What its fields are is said in `fit.py`.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Job {
    pub(crate) tables: Vec<Table>,
    pub(crate) labels: PathBuf,
    pub(crate) weights: PathBuf,
    pub(crate) folds: PathBuf,
    pub(crate) without: Vec<u8>,
    pub(crate) params: Map<String, Value>,
    pub(crate) trees: Option<PathBuf>,
    pub(crate) gain: Option<PathBuf>,
    pub(crate) scores: Option<PathBuf>,
    pub(crate) predict: Vec<u8>,
}

/// Runs the jobs, in order.
pub(crate) fn run(work: &Path, jobs: &[Job]) -> Result<(), Failure> {
    let list = work.join("jobs.json");
    serde_json::to_writer(std::io::BufWriter::new(std::fs::File::create(&list)?), jobs)?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("fit.py");
    let python = python();
    let status = Command::new(&python)
        .arg(script)
        .arg(&list)
        .status()
        .map_err(|error| format!("{}: {error}", Path::new(&python).display()))?;
    if !status.success() {
        return Err(format!("fit.py: {status}").into());
    }
    Ok(())
}

/// The dump of trees that a job wrote.
pub(crate) fn read_dump(path: &Path) -> Result<Value, Failure> {
    Ok(serde_json::from_reader(std::io::BufReader::new(std::fs::File::open(path)?))?)
}

/// Parameters from `name=value`, numbers and truth values as such.
pub(crate) fn params(given: &[String]) -> Map<String, Value> {
    let one = |param: &String| {
        let (name, value) = param.split_once('=')?;
        let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
        Some((name.to_owned(), value))
    };
    given.iter().filter_map(one).collect()
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
