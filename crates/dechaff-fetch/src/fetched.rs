//! What a fetch hands over.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::OwnedSemaphorePermit;
use url::Url;

use crate::render::Rendering;

/// A page as it came.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Fetched {
    /// The URL asked for.
    pub requested: Url,
    /// The URL that answered, after redirects: the base of the page's links.
    pub url: Url,
    /// The HTTP status, 200 to 299.
    pub status: u16,
    /// The headers of the answer, names in lower case, in no promised order.
    pub headers: Vec<(String, String)>,
    /// The declared type in lower case, without parameters: `text/html`.
    pub content_type: Option<String>,
    /// The encoding declared with the type, as written: a hint for decoding.
    pub charset: Option<String>,
    /// What `X-Robots-Tag` and `<meta name=robots>` say to all or to us, in
    /// lower case: `noindex`, `nofollow`...
    pub robots: Vec<String>,
    /// The page's bytes, decompressed, in whatever encoding they are.
    pub body: Vec<u8>,
    /// Where each redirect led, in order; the last is `url`.
    pub redirects: Vec<Url>,
    /// From the call to the last byte read, with all waits.
    pub elapsed: Duration,
    /// From the start of the last attempt to the headers of the last answer.
    pub first_byte: Duration,
    /// How many attempts it took, from 1 on.
    pub attempts: u32,
    /// Whether the body was longer than a limit and ends early.
    pub truncated: bool,
    /// Whether it comes out of the cache.
    pub from_cache: bool,
    /// Whether a private address answered.
    pub private: bool,
    /// How the page was rendered, where it was.
    pub rendering: Option<Rendering>,
    /// One of [`FetchOptions::most_at_once`](crate::FetchOptions::most_at_once),
    /// free again when the page is dropped.
    pub(crate) slot: Option<Arc<OwnedSemaphorePermit>>,
}

impl Fetched {
    /// Lets the page no longer count for
    /// [`FetchOptions::most_at_once`](crate::FetchOptions::most_at_once), for
    /// who keeps it while others are fetched.
    pub fn release(&mut self) {
        self.slot = None;
    }
}
