//! The pages below a folder, sorted by name, found while they are asked for.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::args::InputKind;
use crate::failure::Failure;
use crate::name;
use crate::source::{Found, Page, Place};

const PAGE_EXTENSIONS: &[&str] = &["html", "htm", "xhtml"];
const TEXT_EXTENSIONS: &[&str] = &["txt"];

/// Walks one folder.
pub(crate) struct Pages {
    root: PathBuf,
    entries: Box<dyn Iterator<Item = walkdir::Result<DirEntry>>>,
    extensions: &'static [&'static str],
    found_any: bool,
    ended: bool,
}

impl Pages {
    pub(crate) fn new(root: PathBuf, input: Option<InputKind>, outputs: Option<&Path>) -> Self {
        let outputs = outputs.and_then(|path| path.canonicalize().ok());
        let entries =
            WalkDir::new(&root).sort_by_file_name().into_iter().filter_entry(move |entry| {
                let is_outputs =
                    |folder: &Path| folder.canonicalize().ok().as_deref() == outputs.as_deref();
                entry.depth() == 0
                    || outputs.is_none()
                    || !entry.file_type().is_dir()
                    || !is_outputs(entry.path())
            });
        Self {
            root,
            entries: Box::new(entries),
            extensions: match input {
                Some(InputKind::Text) => TEXT_EXTENSIONS,
                Some(InputKind::Html) | None => PAGE_EXTENSIONS,
            },
            found_any: false,
            ended: false,
        }
    }

    /// The entry as a page, where it is one.
    fn page(&self, entry: walkdir::Result<DirEntry>) -> Option<Found> {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(&self.root).display().to_string();
                let failure = match error.into_io_error() {
                    Some(error) => Failure::from(error),
                    None => Failure::Read(std::io::Error::other("a loop of links")),
                };
                return Some(Err((path, failure)));
            }
        };
        let path = entry.path();
        // Links to files are followed, links to folders are not: they may lead in a circle.
        if !has_extension(path, self.extensions) || !path.is_file() {
            return None;
        }
        Some(Ok(Page {
            name: path.display().to_string(),
            tree: name::below(&self.root, path),
            place: Place::File(path.into()),
            file: None,
        }))
    }

    fn missing_kind(&self) -> &'static str {
        if self.extensions == TEXT_EXTENSIONS { ".txt" } else { ".html, .htm or .xhtml" }
    }
}

impl Iterator for Pages {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        while let Some(entry) = self.entries.next() {
            if let Some(found) = self.page(entry) {
                self.found_any = true;
                return Some(found);
            }
        }
        if self.found_any || self.ended {
            return None;
        }
        self.ended = true;
        let failure = Failure::NoPages(self.missing_kind());
        Some(Err((self.root.display().to_string(), failure)))
    }
}

/// Whether the name ends in one of the extensions, or in one of them and `.gz`.
fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let is_one = |path: &Path| {
        path.extension().is_some_and(|extension| {
            extensions.iter().any(|known| extension.eq_ignore_ascii_case(known))
        })
    };
    is_one(path) || name::without_gz(path).is_some_and(|inner| is_one(&inner))
}
