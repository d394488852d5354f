//! Ctrl-C and the signals like it: the run ends at once and leaves nothing half done behind.
//!
//! What was put out stays: files by themselves are whole, and a record that was cut is cut off by
//! a later `--resume`. What is still written aside is taken away.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::message;

/// As shells have it: 128 and the number of SIGINT.
const INTERRUPTED: i32 = 130;

/// Files that are being written aside.
static UNFINISHED: Mutex<Option<HashSet<PathBuf>>> = Mutex::new(None);

/// Ends the command on a signal from now on.
pub(crate) fn watch() {
    let end = || {
        // Held to the end, so that no other file is begun.
        let unfinished = unfinished();
        for path in unfinished.iter().flatten() {
            // It may have come to its place meanwhile.
            let _ = fs::remove_file(path);
        }
        message::error("interrupted");
        process::exit(INTERRUPTED);
    };
    if let Err(error) = ctrlc::set_handler(end) {
        message::error(format_args!("signals cannot be watched: {error}"));
    }
}

fn unfinished() -> MutexGuard<'static, Option<HashSet<PathBuf>>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file that is taken away if a signal ends the command.
#[derive(Debug)]
pub(crate) struct Unfinished(PathBuf);

impl Unfinished {
    /// Makes a file, by a function that tells its path, so that no signal comes in between.
    pub(crate) fn make<T, E>(
        make: impl FnOnce() -> Result<T, E>,
        path: impl FnOnce(&T) -> &Path,
    ) -> Result<(T, Self), E> {
        let mut unfinished = unfinished();
        let file = make()?;
        let path = path(&file).to_owned();
        unfinished.get_or_insert_default().insert(path.clone());
        Ok((file, Self(path)))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some(all) = unfinished().as_mut() {
            all.remove(&self.0);
        }
    }
}
