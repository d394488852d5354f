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
//! # Manners and trust
//!
//! A [`Request`] says whether its URL may lead inside (a person typed it) and
//! whether the site is treated politely: `robots.txt`, a pace, few connections
//! at once. [`Fetcher::fetch`] takes a URL from anywhere, so it is polite and
//! keeps to public addresses.
//!
//! # What it does not do
//!
//! It runs no scripts, unless [`FetchOptions::render`] has a browser do so.
//! Proxies come from [`FetchOptions::proxy`] only:
//! `HTTP_PROXY` and its kin are the caller's to read. The cache is read and
//! written on the thread that polls.
//!
//! # Runtime
//!
//! Futures must be polled inside a Tokio runtime with its I/O and time drivers
//! enabled.

mod address;
mod answer;
mod attempt;
mod body;
mod cache;
mod client;
mod content_type;
mod cookies;
mod error;
mod feed;
mod fetched;
mod fetcher;
mod gate;
mod headers;
mod hop;
mod manners;
mod markup;
mod options;
mod redirect;
mod render;
mod request;
mod resolver;
mod retry;
mod robots;
mod sitemap;
mod transport;

pub use cache::CacheOptions;
pub use cookies::CookieJar;
pub use error::{FetchError, RedirectRefusal, TimeLimit};
pub use feed::{Entry, entries};
pub use fetched::Fetched;
pub use fetcher::Fetcher;
pub use manners::Manners;
pub use markup::{Markup, Version};
pub use options::FetchOptions;
pub use render::{RenderOptions, Rendering};
pub use request::{Request, Wanted};
pub use resolver::{Resolved, Resolver};
pub use retry::Retries;
pub use robots::Robots;
pub use sitemap::{Sitemap, SitemapEntry, SitemapError};
pub use url::Url;
