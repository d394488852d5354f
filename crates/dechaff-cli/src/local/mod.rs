//! The pages of sources that need no network, found while they are asked for.
//!
//! A source is a path with marks of a pattern (`pattern`), a `folder`, a `list` or a file; a file
//! is a page or a `container` of pages: an archive (`warc`) or a table (`rows`).

mod container;
mod folder;
mod list;
#[cfg(feature = "parquet")]
mod parquet;
mod pattern;
mod rows;
mod warc;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(crate) use container::holds_many;
pub(crate) use list::{List, source_of};

use crate::args::InputKind;
use crate::failure::Failure;
use crate::name;
use crate::source::{Found, Source};

/// What is to be known of the run in order to find pages.
#[derive(Debug, Clone, Default)]
pub(crate) struct Terms {
    pub(crate) input: Option<InputKind>,
    /// A folder that is written to meanwhile, and so left out.
    pub(crate) outputs: Option<PathBuf>,
    /// Which field of a record holds the page, where sources are tables of records.
    pub(crate) field: Option<Field>,
    /// Most that is held of a page, in bytes.
    pub(crate) limit: usize,
}

/// A field of the records of JSON Lines or Parquet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: String,
    /// What it holds.
    pub(crate) kind: InputKind,
}

/// Pages, or what leads to none.
pub(crate) type Pages = Box<dyn Iterator<Item = Found> + Send>;

/// A file that may hold pages, or what leads to none.
type FoundFile = Result<FileEntry, (String, Failure)>;

/// A file that may hold pages.
#[derive(Debug)]
struct FileEntry {
    path: PathBuf,
    /// Where its output belongs in a folder of outputs.
    tree: PathBuf,
}

impl FileEntry {
    fn named(path: PathBuf) -> Self {
        Self { tree: name::of_file(&path), path }
    }

    fn name(&self) -> String {
        self.path.display().to_string()
    }
}

/// The pages of a source, in order; none of one of the network.
pub(crate) fn pages(source: Source, terms: &Arc<Terms>) -> Pages {
    match source {
        Source::Path(path) => {
            let terms = Arc::clone(terms);
            Box::new(files(path, &terms).flat_map(move |file| container::pages(file, &terms)))
        }
        Source::Stdin => container::of_stdin(terms),
        Source::List(list) => list::pages(list, Arc::clone(terms)),
        Source::BadUrl(address, problem) => failed(address, Failure::Url(problem)),
        Source::Url(_) | Source::Listed(_) | Source::Feed(_) | Source::Sitemap(_) => {
            Box::new(std::iter::empty())
        }
    }
}

/// For each page of a source that it is known of without a look into a file; none for a file that
/// holds who knows how many.
pub(crate) fn count(source: Source, terms: &Arc<Terms>) -> Box<dyn Iterator<Item = Option<()>>> {
    match source {
        Source::Path(path) => {
            let terms = Arc::clone(terms);
            let files = files(path, &terms);
            Box::new(files.map(move |file| match file {
                Ok(file) => container::is_page_by_name(&file.path, &terms).then_some(()),
                Err(_) => Some(()),
            }))
        }
        Source::Stdin | Source::List(_) => Box::new(std::iter::once(None)),
        Source::BadUrl(..) => Box::new(std::iter::once(Some(()))),
        Source::Url(_) | Source::Listed(_) | Source::Feed(_) | Source::Sitemap(_) => {
            Box::new(std::iter::empty())
        }
    }
}

/// The files that a path leads to.
fn files(path: PathBuf, terms: &Terms) -> Box<dyn Iterator<Item = FoundFile> + Send> {
    if path.is_dir() {
        return Box::new(folder::Files::new(path, terms));
    }
    if pattern::is_pattern(&path) && !path.exists() {
        let terms = terms.clone();
        return Box::new(pattern::matches(&path).flat_map(move |found| match found {
            Ok(path) if path.is_dir() => Box::new(folder::Files::new(path, &terms)),
            Ok(path) => one(Ok(FileEntry::named(path))),
            Err(failure) => one(Err(failure)),
        }));
    }
    one(Ok(FileEntry::named(path)))
}

fn one(file: FoundFile) -> Box<dyn Iterator<Item = FoundFile> + Send> {
    Box::new(std::iter::once(file))
}

fn failed(name: String, failure: Failure) -> Pages {
    Box::new(std::iter::once(Err((name, failure))))
}

/// Whether a path may lead to more than one page, by its name and first bytes.
pub(crate) fn is_many(path: &Path, field: Option<&Field>) -> bool {
    path.is_dir()
        || (pattern::is_pattern(path) && !path.exists())
        || container::is_container(path, field)
}
