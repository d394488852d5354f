//! What a fetch hands over.

use std::time::Duration;

use url::Url;

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
    /// The declared type in lower case, without parameters: `text/html`.
    pub content_type: Option<String>,
    /// The encoding declared with the type, as written: a hint for decoding.
    pub charset: Option<String>,
    /// The page's bytes, decompressed, in whatever encoding they are.
    pub body: Vec<u8>,
    /// Where each redirect led, in order; the last is `url`.
    pub redirects: Vec<Url>,
    /// From the call to the last byte read.
    pub elapsed: Duration,
    /// Whether the body was longer than a limit and ends early.
    pub truncated: bool,
}
