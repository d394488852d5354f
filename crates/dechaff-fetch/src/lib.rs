//! Gets one web page over HTTP, within limits.
//!
//! [`Fetcher::fetch`] asks for a URL, follows its redirects, undoes the
//! compression and hands back the bytes of a page: HTML, XHTML, XML, Markdown
//! or plain text. Anything else is an error that says what it was. Nothing is
//! read without a bound: time, redirects, bytes on the wire and bytes after
//! decompression all end somewhere, see [`FetchOptions`].
//!
//! ```no_run
//! use dechaff_fetch::{FetchOptions, Fetcher, Url};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let fetcher = Fetcher::new(FetchOptions::default())?;
//! let page = fetcher.fetch(&Url::parse("https://example.com/")?).await?;
//! assert_eq!(page.status, 200);
//! let (bytes, encoding_hint) = (page.body, page.charset);
//! # let _ = (bytes, encoding_hint);
//! # Ok(())
//! # }
//! ```
//!
//! # What it does not do
//!
//! It reads no `robots.txt`, keeps no cache and no cookies, tries nothing
//! twice and runs no scripts. Proxies come from [`FetchOptions::proxy`] only:
//! `HTTP_PROXY` and its kin are the caller's to read.
//!
//! # Runtime
//!
//! Futures must be polled inside a Tokio runtime with its I/O and time drivers
//! enabled.

mod address;
mod body;
mod client;
mod coding;
mod content_type;
mod error;
mod fetched;
mod fetcher;
mod headers;
mod options;
mod redirect;
mod resolver;
mod sink;
mod transport;

pub use error::{FetchError, RedirectRefusal, TimeLimit};
pub use fetched::Fetched;
pub use fetcher::Fetcher;
pub use options::FetchOptions;
pub use url::Url;
