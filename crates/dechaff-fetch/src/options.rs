//! What a caller may choose.

use std::time::Duration;

use url::Url;

const MIB: usize = 1024 * 1024;

/// How a [`Fetcher`](crate::Fetcher) behaves; start from `default()`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FetchOptions {
    /// The `User-Agent` header. Default: `dechaff/<version>` and the address
    /// of the project, so that a site's owner can see who came.
    pub user_agent: String,
    /// Further request headers as name and value; one of these replaces the
    /// fetcher's own of the same name.
    ///
    /// After a redirect to another host, only those that say what answer is
    /// wanted (`Accept` and its kin, `User-Agent`, `Cache-Control`, `Pragma`,
    /// `DNT`) go along. `Authorization`, `Cookie`, API keys and every name the
    /// fetcher does not know stay behind.
    pub headers: Vec<(String, String)>,
    /// An `http` or `https` proxy that every request goes through. Default:
    /// none, whatever the environment says.
    ///
    /// A proxy resolves names itself, so behind one a redirect's host is
    /// checked as it is written, and not where it resolves to.
    pub proxy: Option<Url>,
    /// Limit for the whole fetch: names, redirects and body. Default: 30 s.
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
    /// Whether a public site may redirect to a private address (loopback,
    /// local networks, cloud metadata and the like). Default: no.
    ///
    /// The URL asked for first is taken as meant wherever it leads; and when
    /// it is itself private, so may its redirects be.
    pub allow_private: bool,
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
            proxy: None,
            timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(5),
            read_timeout: Duration::from_secs(10),
            max_redirects: 10,
            max_wire_bytes: 8 * MIB,
            max_body_bytes: 16 * MIB,
            allow_private: false,
        }
    }
}
