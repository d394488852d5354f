//! What can go wrong: with one source, and with the whole run.

use std::io;
use std::path::PathBuf;

use dechaff_archive::{Fault, MhtmlError};
use dechaff_fetch::{FetchError, RedirectRefusal};

/// Why one source gave nothing; the others are done all the same.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("no such file or folder")]
    Missing,
    #[error("permission denied")]
    Denied,
    #[error("cannot be read: {0}")]
    Read(io::Error),
    #[error("damaged {packing} data: {error}")]
    Packed { packing: &'static str, error: io::Error },
    #[error("cannot be read on: {0}")]
    Unpack(io::Error),
    #[error("{0}; passed over")]
    Archive(Fault),
    #[error("{0}")]
    Mhtml(MhtmlError),
    #[error("the body of this record is packed in an unknown way")]
    Coding,
    #[error("not a pattern of file names: {0}")]
    Pattern(String),
    #[error("no file matches")]
    NoMatch,
    #[error("--html-field or --text-field must say which field holds the page")]
    NoField,
    #[error("this is Parquet, which only a build with the feature `parquet` reads")]
    #[cfg(not(feature = "parquet"))]
    NoParquet,
    #[error("Parquet cannot be read from a pipe")]
    #[cfg(feature = "parquet")]
    PipedParquet,
    #[error("damaged Parquet: {0}")]
    #[cfg(feature = "parquet")]
    Parquet(String),
    #[error("does not go into the table: {0}")]
    #[cfg(feature = "parquet")]
    Misfit(String),
    #[error("a line longer than {0} bytes")]
    LongLine(usize),
    #[error("not a JSON object: {0}")]
    Json(serde_json::Error),
    #[error("no text in the field {0:?}")]
    NoText(String),
    #[error("not a valid URL: {0}")]
    Url(String),
    #[error("no {0} file in this folder")]
    NoPages(String),
    #[error("{0}")]
    Fetch(FetchError),
    /// Nobody typed this address, so it must not lead inside.
    #[error("{0} (--allow-private lets it be fetched)")]
    Private(FetchError),
    #[error("not a feed: {0}")]
    Feed(String),
    #[error("{0}")]
    Sitemap(String),
    #[error("{0}")]
    Extract(#[from] dechaff::Error),
    #[error("internal error, please report it: {0}")]
    Panic(String),
    #[error("cannot write {path}: {error}")]
    Write { path: PathBuf, error: io::Error },
    #[error("the output {0} would replace its own input")]
    OwnInput(PathBuf),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::PermissionDenied => Self::Denied,
            _ => Self::Read(error),
        }
    }
}

impl From<FetchError> for Failure {
    fn from(error: FetchError) -> Self {
        let refusal = match &error {
            FetchError::Forbidden { refusal, .. } | FetchError::BadRedirect { refusal, .. } => {
                Some(refusal)
            }
            _ => None,
        };
        match refusal {
            Some(RedirectRefusal::PrivateAddress(_) | RedirectRefusal::LocalName) => {
                Self::Private(error)
            }
            _ => Self::Fetch(error),
        }
    }
}

/// Why the whole run cannot start or go on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fatal {
    #[error("{0}")]
    Usage(String),
    #[error("{0}")]
    Options(#[from] dechaff::Error),
    #[error("the network cannot be used: {0}")]
    Network(String),
    #[error("cannot start a thread: {0}")]
    Thread(#[from] io::Error),
    #[error("cannot write {name}: {error}")]
    Output { name: String, error: io::Error },
    /// Whoever read our output has had enough: not worth a word.
    #[error("the reader of the output went away")]
    ReaderGone,
}

impl Fatal {
    /// The error for output that cannot be written.
    pub(crate) fn output(name: impl Into<String>, error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::ReaderGone;
        }
        let name = name.into();
        Self::Output { name, error }
    }
}
