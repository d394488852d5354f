//! From what was named on the command line to single pages.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use url::Url;

use crate::args::InputKind;
use crate::failure::Failure;
use crate::folder;
use crate::name;

/// One SOURCE of the command line.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    Stdin,
    Url(Url),
    /// Looks like a URL and is none that can be fetched.
    BadUrl(String, String),
    Path(PathBuf),
    /// A file of URLs, or standard input.
    List(PathBuf),
    /// What a feed lists.
    Feed(Url),
    /// What a sitemap lists.
    Sitemap(Url),
}

/// One page to be read.
#[derive(Debug)]
pub(crate) struct Page {
    /// What the page is called in messages and in the output.
    pub(crate) name: String,
    pub(crate) place: Place,
    /// Where its output belongs in a folder of outputs, without the extension.
    pub(crate) tree: PathBuf,
    /// Its file in a folder of outputs, once it has one.
    pub(crate) file: Option<PathBuf>,
}

/// Where the bytes of a page are.
#[derive(Debug)]
pub(crate) enum Place {
    Stdin,
    File(PathBuf),
    /// The network, which brings it by itself.
    Web,
}

/// A page, or the name of something that leads to none, and why.
pub(crate) type Found = Result<Page, (String, Failure)>;

impl Page {
    /// Stands for a source that gave no page.
    pub(crate) fn nowhere(name: String) -> Self {
        Self { name, place: Place::Web, tree: PathBuf::new(), file: None }
    }

    /// A page of the network.
    pub(crate) fn of_url(url: &Url) -> Self {
        Self {
            name: without_secrets(url.clone()).into(),
            place: Place::Web,
            tree: name::of_url(url),
            file: None,
        }
    }
}

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
        match self {
            Self::Stdin => true,
            Self::List(path) => path.as_os_str() == "-",
            _ => false,
        }
    }

    /// Whether it takes the network.
    pub(crate) fn is_remote(&self) -> bool {
        matches!(self, Self::Url(_) | Self::List(_) | Self::Feed(_) | Self::Sitemap(_))
    }

    /// The URL of a single page of the network.
    pub(crate) fn into_url(self) -> Option<Url> {
        match self {
            Self::Url(url) => Some(url),
            _ => None,
        }
    }

    /// Whether it may be more than one page.
    pub(crate) fn is_many(&self) -> bool {
        match self {
            Self::Path(path) => path.is_dir(),
            Self::List(_) | Self::Feed(_) | Self::Sitemap(_) => true,
            Self::Stdin | Self::Url(_) | Self::BadUrl(..) => false,
        }
    }

    /// The pages of a source that needs no network, in order. Folders are walked as the pages are asked for;
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
            Self::Path(path) => {
                let (name, tree) = (path.display().to_string(), name::of_file(&path));
                Ok(Page { name, tree, place: Place::File(path), file: None })
            }
            Self::Stdin => {
                Ok(Page { name: "-".into(), tree: "stdin".into(), place: Place::Stdin, file: None })
            }
            Self::BadUrl(address, problem) => Err((address, Failure::Url(problem))),
            Self::Url(_) | Self::List(_) | Self::Feed(_) | Self::Sitemap(_) => {
                return Box::new(std::iter::empty());
            }
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
