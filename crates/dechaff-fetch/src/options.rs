//! What a caller may choose.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use crate::cache::CacheOptions;
use crate::cookies::CookieJar;
use crate::manners::Manners;
use crate::markup::Version;
use crate::render::RenderOptions;
use crate::resolver::Resolver;
use crate::retry::Retries;

const MIB: usize = 1024 * 1024;

/// How a [`Fetcher`](crate::Fetcher) behaves; start from `default()`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FetchOptions {
    /// The `User-Agent` header. Default: `dechaff/<version>` and the address
    /// of the project, so that a site's owner can see who came. Its first word,
    /// up to the `/`, is the name that `robots.txt` is searched for.
    pub user_agent: String,
    /// Further request headers as name and value; one of these replaces the
    /// fetcher's own of the same name.
    ///
    /// After a redirect to another host, only those that say what answer is
    /// wanted (`Accept` and its kin, `User-Agent`, `Cache-Control`, `Pragma`,
    /// `DNT`) go along. `Authorization`, `Cookie`, API keys and every name the
    /// fetcher does not know stay behind.
    pub headers: Vec<(String, String)>,
    /// Cookies that are sent and taken. Default: none, and none are taken.
    pub cookies: Option<CookieJar>,
    /// An `http`, `https`, `socks5` or `socks5h` proxy that every request goes
    /// through. Default: none, whatever the environment says.
    ///
    /// All but `socks5` resolve names themselves, so behind one a host is
    /// checked as it is written, and not where it resolves to.
    pub proxy: Option<Url>,
    /// Limit for one attempt at a page: names, redirects and body, without
    /// waits for the host's turn. Default: 30 s.
    pub timeout: Duration,
    /// Limit for one connection, from looking up the name to the end of the
    /// TLS handshake. Default: 5 s.
    pub connect_timeout: Duration,
    /// How long a server may stay silent, before its answer begins or between
    /// two pieces of it. Default: 10 s.
    pub read_timeout: Duration,
    /// How many redirects are followed. Default: 10.
    pub max_redirects: usize,
    /// How many bytes of a body are read as they come, before decompression.
    /// A longer body is cut there and marked as truncated. Default: 8 MiB.
    pub max_wire_bytes: usize,
    /// How many bytes of a body are kept, after decompression. A longer body
    /// is cut there and marked as truncated. Default: 16 MiB.
    pub max_body_bytes: usize,
    /// Whether URLs that nobody typed, and redirects, may lead to a private
    /// address (loopback, local networks, cloud metadata and the like).
    /// Default: no.
    ///
    /// A [trusted](crate::Request::trusted) URL is taken as meant wherever it
    /// leads; and when it is itself private, so may its redirects be.
    pub allow_private: bool,
    /// Addresses of hosts, used without asking any resolver, and taken as meant
    /// where they are private. Default: none.
    pub resolve: Vec<(String, IpAddr)>,
    /// Who finds the addresses of other hosts. Default: the system.
    pub resolver: Option<Arc<dyn Resolver>>,
    /// Whether certificates go unchecked, so that anybody on the way may answer
    /// for any host. Default: no.
    pub insecure: bool,
    /// Certificates of authorities, in PEM, that are trusted in place of the
    /// system's. Default: the system's.
    pub authorities: Option<Vec<u8>>,
    /// What is tried again, and when.
    pub retries: Retries,
    /// How polite requests treat a host.
    pub manners: Manners,
    /// How many requests for pages may be under way or their pages in memory at
    /// once. A page counts until its [`Fetched`](crate::Fetched) is dropped or
    /// [released](crate::Fetched::release), so who keeps this many waits for
    /// ever for the next. Default: no limit.
    pub most_at_once: Option<usize>,
    /// Where answers are kept for later. Default: nowhere.
    pub cache: Option<CacheOptions>,
    /// Whether `<meta http-equiv=refresh>` is followed like a redirect.
    /// Default: no.
    pub follow_refresh: bool,
    /// The version of a page that is got in its place, where the page names
    /// one. Default: the page as it is.
    pub version: Option<Version>,
    /// How a browser runs the scripts of pages, whose outcome is then the body.
    /// Only builds with the feature `render`, on Unix systems, can. Default:
    /// none runs them.
    pub render: Option<RenderOptions>,
}

impl Default for FetchOptions {
    fn default() -> Self {
        Self {
            user_agent: concat!(
                "dechaff/",
                env!("CARGO_PKG_VERSION"),
                " (+https://github.com/dechaff/dechaff)"
            )
            .to_owned(),
            headers: Vec::new(),
            cookies: None,
            proxy: None,
            timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(5),
            read_timeout: Duration::from_secs(10),
            max_redirects: 10,
            max_wire_bytes: 8 * MIB,
            max_body_bytes: 16 * MIB,
            allow_private: false,
            resolve: Vec::new(),
            resolver: None,
            insecure: false,
            authorities: None,
            retries: Retries::default(),
            manners: Manners::default(),
            most_at_once: None,
            cache: None,
            follow_refresh: false,
            version: None,
            render: None,
        }
    }
}
