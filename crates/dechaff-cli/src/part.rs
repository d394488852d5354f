//! A file of records that is written beside its place until it is complete, and then renamed.
//!
//! Unlike a temporary file it has a name that a later run knows, so that `--resume` can go on with
//! what a run has done that was killed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What the name of the file gets until it is complete.
const EXTENSION: &str = ".part";

/// A file on its way to its place.
#[derive(Debug)]
pub(crate) struct Part {
    part: PathBuf,
    path: PathBuf,
}

impl Part {
    /// Begins the file that will be at `path`, which stays as it is until then. To go on with one
    /// that is in its place already is to begin with it. None where there is a device or a pipe.
    pub(crate) fn begin(path: &Path, resume: bool) -> io::Result<Option<Self>> {
        let is_there = match fs::metadata(path) {
            Ok(data) if !data.is_file() => return Ok(None),
            found => found.is_ok(),
        };
        // A link stays: what it points to is replaced.
        let path = path.canonicalize().unwrap_or_else(|_| path.into());
        let mut part = path.clone().into_os_string();
        part.push(EXTENSION);
        let part = PathBuf::from(part);
        if !resume {
            remove(&part)?;
        } else if is_there && !part.exists() {
            fs::rename(&path, &part)?;
        }
        Ok(Some(Self { part, path }))
    }

    /// Where it is written.
    pub(crate) fn written_to(&self) -> &Path {
        &self.part
    }

    /// Puts the file in its place. Where nothing came of the run, an older output is better than
    /// none.
    pub(crate) fn keep(self) -> io::Result<()> {
        match fs::metadata(&self.part) {
            Ok(data) if data.len() > 0 => fs::rename(&self.part, &self.path),
            Ok(_) => remove(&self.part),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        }
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_file_stays_until_the_new_one_is_complete() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.jsonl");
        fs::write(&path, "old").unwrap();
        let part = Part::begin(&path, false).unwrap().unwrap();
        fs::write(part.written_to(), "new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        part.keep().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        let empty = Part::begin(&path, false).unwrap().unwrap();
        fs::write(empty.written_to(), "").unwrap();
        empty.keep().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_run_goes_on_with_what_was_begun_or_else_with_what_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.jsonl");
        fs::write(&path, "complete").unwrap();
        let part = Part::begin(&path, true).unwrap().unwrap();
        assert_eq!(fs::read_to_string(part.written_to()).unwrap(), "complete");
        fs::write(&path, "old").unwrap();
        let again = Part::begin(&path, true).unwrap().unwrap();
        assert_eq!(fs::read_to_string(again.written_to()).unwrap(), "complete");
        let anew = Part::begin(&path, false).unwrap().unwrap();
        assert!(!anew.written_to().exists());
    }
}
