//! What is asked for, and on whose word.

use url::Url;

/// One page to get.
///
/// Where a URL comes from decides how far it is trusted. One that a person
/// typed is gone to wherever it leads; one out of a list, a page or a feed must
/// stay on the public internet.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Request {
    /// Where the page is.
    pub url: Url,
    /// Whether the URL itself may lead to a private address. Its redirects may
    /// do so only when it did, or when
    /// [`FetchOptions::allow_private`](crate::FetchOptions::allow_private)
    /// says so.
    pub trusted: bool,
    /// Whether `robots.txt` is asked first and the host's pace is kept, as
    /// [`Manners`](crate::Manners) says.
    pub polite: bool,
    /// What kind of answer is wanted.
    pub wanted: Wanted,
}

/// Which answers are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Wanted {
    /// HTML, XHTML, XML, Markdown or plain text.
    #[default]
    Page,
    /// A feed: XML or JSON by whatever name, or a page that may name one.
    Feed,
    /// A sitemap: XML, text, or either in a gzip file. Up to 50 MiB of it are
    /// read, as the protocol allows.
    Sitemap,
    /// `robots.txt`: text by whatever name, up to 512 KiB.
    Robots,
}

impl Request {
    /// A URL out of a list, a page or a feed: it must lead to a public address,
    /// and its site is treated politely.
    pub fn listed(url: Url) -> Self {
        Self { url, trusted: false, polite: true, wanted: Wanted::Page }
    }

    /// A single URL that a person asked for: gone to wherever it leads, at once
    /// and without a look at `robots.txt`.
    pub fn typed(url: Url) -> Self {
        Self { url, trusted: true, polite: false, wanted: Wanted::Page }
    }
}
