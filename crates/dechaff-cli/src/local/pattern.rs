//! Paths with `*`, `?` and `[..]` in them, for shells that leave them as they are.

use std::io;
use std::path::{Path, PathBuf};

use glob::{MatchOptions, glob_with};

use crate::failure::Failure;

/// As shells have it: a leading dot must be typed.
const OPTIONS: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

/// Whether the path has a mark of a pattern in it.
pub(super) fn is_pattern(path: &Path) -> bool {
    path.to_str().is_some_and(|text| text.contains(['*', '?', '[']))
}

/// The paths that match, in order of names; `**` stands for any number of folders.
pub(super) fn matches(
    pattern: &Path,
) -> Box<dyn Iterator<Item = Result<PathBuf, (String, Failure)>> + Send> {
    let name = pattern.display().to_string();
    let mut paths = match glob_with(&name, OPTIONS) {
        Ok(paths) => paths.peekable(),
        Err(error) => return one(name, Failure::Pattern(error.msg.to_owned())),
    };
    if paths.peek().is_none() {
        return one(name, Failure::NoMatch);
    }
    Box::new(paths.map(|found| {
        found.map_err(|error| {
            let path = error.path().display().to_string();
            (path, Failure::from(io::Error::from(error)))
        })
    }))
}

fn one(
    name: String,
    failure: Failure,
) -> Box<dyn Iterator<Item = Result<PathBuf, (String, Failure)>> + Send> {
    Box::new(std::iter::once(Err((name, failure))))
}
