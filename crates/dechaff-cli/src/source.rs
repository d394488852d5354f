//! From what was named on the command line to single pages.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use url::Url;

use crate::args::InputKind;
use crate::failure::Failure;
use crate::folder;
use crate::name;

/// One SOURCE of the command line.
#[derive(Debug)]
pub(crate) enum Source {
    Stdin,
    Url(Url),
    /// Looks like a URL and is none that can be fetched.
    BadUrl(String, String),
    Path(PathBuf),
}

/// One page to be read.
#[derive(Debug)]
pub(crate) struct Page {
    /// What the page is called in messages and in the output.
    pub(crate) name: String,
    pub(crate) place: Place,
    /// Where its output belongs in a folder of outputs, without the extension.
    pub(crate) tree: PathBuf,
}

/// Where the bytes of a page are.
#[derive(Debug)]
pub(crate) enum Place {
    Stdin,
    Url(Url),
    File(PathBuf),
}

/// A page, or the name of something that leads to none, and why.
pub(crate) type Found = Result<Page, (String, Failure)>;

impl Source {
    /// Tells a URL from a path by `://`, as no path that people type contains it.
    pub(crate) fn new(text: &OsStr) -> Self {
        if text == "-" {
            return Self::Stdin;
        }
        match text.to_str() {
            Some(address) if address.contains("://") => match Url::parse(address) {
                Ok(url) if matches!(url.scheme(), "http" | "https") => Self::Url(url),
                Ok(url) => {
                    let problem = format!("{} is not http or https", url.scheme());
                    Self::BadUrl(address.into(), problem)
                }
                Err(error) => Self::BadUrl(address.into(), error.to_string()),
            },
            _ => Self::Path(text.into()),
        }
    }

    pub(crate) fn is_stdin(&self) -> bool {
        matches!(self, Self::Stdin)
    }

    pub(crate) fn is_url(&self) -> bool {
        matches!(self, Self::Url(_))
    }

    pub(crate) fn is_folder(&self) -> bool {
        matches!(self, Self::Path(path) if path.is_dir())
    }

    /// The pages of this source, in order. Folders are walked as the pages are asked for;
    /// `outputs` is a folder that is written to meanwhile and so left out.
    pub(crate) fn pages(
        self,
        input: Option<InputKind>,
        outputs: Option<&Path>,
    ) -> Box<dyn Iterator<Item = Found>> {
        let one = match self {
            Self::Path(path) if path.is_dir() => {
                return Box::new(folder::Pages::new(path, input, outputs));
            }
            Self::Path(path) => Ok(Page {
                name: path.display().to_string(),
                tree: name::of_file(&path),
                place: Place::File(path),
            }),
            Self::Stdin => Ok(Page { name: "-".into(), tree: "stdin".into(), place: Place::Stdin }),
            Self::Url(url) => Ok(Page {
                name: without_secrets(url.clone()).into(),
                tree: name::of_url(&url),
                place: Place::Url(url),
            }),
            Self::BadUrl(address, problem) => Err((address, Failure::Url(problem))),
        };
        Box::new(std::iter::once(one))
    }
}

/// The address for people to read: a password in it goes to the server alone.
pub(crate) fn without_secrets(mut url: Url) -> Url {
    // Fails only where a URL has no place for them.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url
}
