//! The files with pages below a folder, sorted by name, found while they are asked for.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::{FileEntry, FoundFile, Terms};
use crate::args::InputKind;
use crate::failure::Failure;
use crate::name;

const PAGES: &[&str] = &["html", "htm", "xhtml", "mhtml", "mht", "warc", "wet"];
const TEXTS: &[&str] = &["txt", "wet"];
const TABLES: &[&str] = &["jsonl", "ndjson", "parquet"];

/// What browsers add to the name of a page for the folder of its pictures and scripts: Chrome and
/// Firefox in English, and Windows in each of its languages.
const ASSETS: &[&str] = &[
    "_files", ".files", "-Dateien", "_fichiers", "_bestanden", "_file", "_archivos", "-filer",
    "_tiedostot", "_pliki", "_soubory", "_elemei", "_ficheiros", "_arquivos", "_dosyalar",
    "_datoteke", "_fitxers", "_failid", "_fails", "_bylos", "_fajlovi", "_fitxategiak",
];

/// Walks one folder.
pub(super) struct Files {
    root: PathBuf,
    entries: Box<dyn Iterator<Item = walkdir::Result<DirEntry>> + Send>,
    extensions: &'static [&'static str],
    found_any: bool,
    ended: bool,
}

impl Files {
    pub(super) fn new(root: PathBuf, terms: &Terms) -> Self {
        let outputs = terms.outputs.as_ref().and_then(|path| path.canonicalize().ok());
        let entries =
            WalkDir::new(&root).sort_by_file_name().into_iter().filter_entry(move |entry| {
                let is_outputs =
                    |folder: &Path| outputs.is_some() && folder.canonicalize().ok() == outputs;
                entry.depth() == 0
                    || !entry.file_type().is_dir()
                    || !(is_outputs(entry.path()) || is_assets(entry.path()))
            });
        Self {
            root,
            entries: Box::new(entries),
            extensions: match (&terms.field, terms.input) {
                (Some(_), _) => TABLES,
                (None, Some(InputKind::Text)) => TEXTS,
                (None, Some(InputKind::Html) | None) => PAGES,
            },
            found_any: false,
            ended: false,
        }
    }

    /// The entry as a file with pages, where it is one.
    fn file(&self, entry: walkdir::Result<DirEntry>) -> Option<FoundFile> {
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
        let is_wanted = name::inner_extension(path)
            .is_some_and(|extension| self.extensions.contains(&extension.as_str()));
        if !is_wanted || !path.is_file() {
            return None;
        }
        Some(Ok(FileEntry { tree: name::below(&self.root, path), path: path.into() }))
    }

    fn missing_kind(&self) -> String {
        let names: Vec<String> = self.extensions.iter().map(|name| format!(".{name}")).collect();
        match names.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
            _ => names.concat(),
        }
    }
}

impl Iterator for Files {
    type Item = FoundFile;

    fn next(&mut self) -> Option<FoundFile> {
        while let Some(entry) = self.entries.next() {
            if let Some(found) = self.file(entry) {
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

/// Whether a folder holds what a browser saved along with a page that lies beside it.
fn is_assets(folder: &Path) -> bool {
    let Some(name) = folder.file_name().and_then(|name| name.to_str()) else { return false };
    let pages = ASSETS.iter().filter_map(|suffix| name.strip_suffix(suffix));
    pages.filter(|page| !page.is_empty()).any(|page| {
        ["html", "htm", "xhtml"]
            .iter()
            .any(|extension| folder.with_file_name(format!("{page}.{extension}")).is_file())
    })
}
