//! From what was named on the command line to single pages.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::time::SystemTime;

use dechaff_archive::Response;
use url::Url;

use crate::failure::Failure;
use crate::local::{self, Field, List};
use crate::name;
use crate::pool::Weight;

/// One SOURCE of the command line.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    Stdin,
    Url(Url),
    /// Looks like a URL and is none that can be fetched.
    BadUrl(String, String),
    /// A file, a folder, or a pattern of their names.
    Path(PathBuf),
    /// Files and URLs, one a line.
    List(List),
    /// URLs of a list whose files are done.
    Listed(Vec<Url>),
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
    File(PathBuf),
    /// Read already, as a part of something larger or from where it can be read only once.
    Held(Box<Held>),
    /// The network, which brings it by itself.
    Web,
}

/// A page that was read already, and what is known of it.
#[derive(Debug, Default)]
pub(crate) struct Held {
    pub(crate) bytes: Vec<u8>,
    pub(crate) form: Form,
    /// Whether there was more.
    pub(crate) truncated: bool,
    pub(crate) url: Option<Url>,
    pub(crate) charset: Option<String>,
    pub(crate) fetched: Option<SystemTime>,
    /// When the file it is in was changed last, where nothing says more.
    pub(crate) saved: Option<SystemTime>,
    /// The name of the record in an archive.
    pub(crate) record: Option<String>,
}

/// What bytes that were read already are.
#[derive(Debug, Default)]
pub(crate) enum Form {
    /// What a file may be, perhaps packed.
    #[default]
    File,
    Html,
    Text,
    /// An HTTP message, of which the head is read.
    Message(Response),
    /// A line of JSON with the page in a field.
    Line(Field),
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
            Self::List(list) => list.is_stdin(),
            _ => false,
        }
    }

    /// Whether it takes the network.
    pub(crate) fn is_remote(&self) -> bool {
        match self {
            Self::Url(_) | Self::Listed(_) | Self::Feed(_) | Self::Sitemap(_) => true,
            Self::List(list) => list.is_remote(),
            Self::Stdin | Self::BadUrl(..) | Self::Path(_) => false,
        }
    }

    pub(crate) fn as_list(&self) -> Option<&List> {
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }

    /// The URL of a single page of the network.
    pub(crate) fn into_url(self) -> Option<Url> {
        match self {
            Self::Url(url) => Some(url),
            _ => None,
        }
    }

    /// Whether it may be more than one page.
    pub(crate) fn is_many(&self, field: Option<&Field>) -> bool {
        match self {
            Self::Path(path) => local::is_many(path, field),
            Self::Stdin => local::holds_many(field),
            Self::List(_) | Self::Listed(_) | Self::Feed(_) | Self::Sitemap(_) => true,
            Self::Url(_) | Self::BadUrl(..) => false,
        }
    }
}

/// What a page holds while it waits.
impl Weight for Found {
    fn weight(&self) -> usize {
        match self {
            Ok(Page { place: Place::Held(held), .. }) => held.bytes.len(),
            _ => 0,
        }
    }
}

/// The address for people to read: a password in it goes to the server alone.
pub(crate) fn without_secrets(mut url: Url) -> Url {
    // Fails only where a URL has no place for them.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url
}
