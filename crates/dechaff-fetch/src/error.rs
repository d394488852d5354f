//! What can go wrong, each message complete in itself.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use reqwest::StatusCode;
use url::Url;

/// Longest URL quoted in a message, in characters.
const SHOWN_URL: usize = 300;

/// Why there is no page.
///
/// A `url` in here is the one that failed, after redirects; only when the time
/// for the whole fetch is over it is the one asked for. It is made for reading:
/// user name and password are left out and a very long one is cut short.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// An option cannot be used; nothing was fetched.
    #[error("cannot use the option {option}: {reason}")]
    Options {
        /// Name of the option, and of the header within it.
        option: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The HTTP client could not be set up.
    #[error("cannot set up the HTTP client: {reason}")]
    Setup {
        /// What the client said.
        reason: String,
    },
    /// There is no browser to render pages with.
    #[error("cannot render pages: {reason}")]
    Browser {
        /// What went wrong.
        reason: String,
    },
    /// The URL cannot be sent in a request.
    #[error("{url}: not a URL that can be requested: {reason}")]
    InvalidUrl {
        /// The URL.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The URL is neither `http` nor `https`.
    #[error("{url}: cannot fetch {scheme}: URLs, only http: and https:")]
    UnsupportedScheme {
        /// The URL.
        url: String,
        /// Its scheme.
        scheme: String,
    },
    /// The host's name does not resolve.
    #[error("{url}: cannot find the host: {reason}")]
    Resolve {
        /// The URL.
        url: String,
        /// What the system said.
        reason: String,
    },
    /// No connection came about.
    #[error("{url}: cannot connect: {reason}")]
    Connect {
        /// The URL.
        url: String,
        /// What the system said.
        reason: String,
    },
    /// The secure connection failed: a bad certificate, or no TLS at all.
    #[error("{url}: no secure connection: {reason}")]
    Tls {
        /// The URL.
        url: String,
        /// What is wrong.
        reason: String,
    },
    /// A time limit passed.
    #[error("{url}: {limit} {after:?}")]
    Timeout {
        /// The URL.
        url: String,
        /// Which limit.
        limit: TimeLimit,
        /// How long it was.
        after: Duration,
    },
    /// The redirects did not end.
    #[error("{url}: redirects again (hop {}), after {limit} followed (the limit)", limit + 1)]
    TooManyRedirects {
        /// The URL that redirected once too often.
        url: String,
        /// How many were followed.
        limit: usize,
    },
    /// A redirect that is not followed.
    #[error("{from}: redirects to {to:?} (hop {hop}), not followed: {refusal}")]
    BadRedirect {
        /// The URL that redirected.
        from: String,
        /// Where to, as it was written where it is no URL.
        to: String,
        /// Why it is refused.
        refusal: RedirectRefusal,
        /// Which redirect of the fetch it is, from 1 on.
        hop: usize,
    },
    /// A URL that nobody typed leads inside, where only public addresses may be.
    #[error("{url}: not fetched: {refusal}")]
    Forbidden {
        /// The URL.
        url: String,
        /// Why it is refused.
        refusal: RedirectRefusal,
    },
    /// The site's `robots.txt` does not let this page be fetched.
    #[error("{url}: not fetched: robots.txt does not allow it")]
    Robots {
        /// The URL.
        url: String,
    },
    /// The site's `robots.txt` cannot be had, so nothing may be fetched for now.
    #[error("{url}: not fetched, since robots.txt cannot be had: {reason}")]
    RobotsUnavailable {
        /// The URL.
        url: String,
        /// Why the file cannot be had.
        reason: String,
    },
    /// The page is not in the cache, and nothing else may be asked.
    #[error("{url}: not in the cache, and the fetcher is offline")]
    NotCached {
        /// The URL.
        url: String,
    },
    /// The server answered with something other than success.
    #[error("{url}: the server answered {}", status_text(*.status))]
    Status {
        /// The URL.
        url: String,
        /// The HTTP status code.
        status: u16,
        /// How long the server asks to be left alone.
        retry_after: Option<Duration>,
    },
    /// The answer is not a page.
    #[error("{url}: not a page but {content_type}")]
    ContentType {
        /// The URL.
        url: String,
        /// The type it was declared as, in lower case, without parameters.
        content_type: String,
    },
    /// The body is in a coding that was not asked for.
    #[error("{url}: cannot undo the content coding {coding:?}")]
    ContentCoding {
        /// The URL.
        url: String,
        /// The `Content-Encoding` as sent.
        coding: String,
    },
    /// The body broke off or does not decompress; nothing of it is kept.
    #[error("{url}: the body broke off after {received} bytes: {reason}")]
    Body {
        /// The URL.
        url: String,
        /// How many bytes had come, before decompression.
        received: usize,
        /// What happened.
        reason: String,
    },
    /// The answer is not sound HTTP, or never came.
    #[error("{url}: no usable answer: {reason}")]
    Http {
        /// The URL.
        url: String,
        /// What happened.
        reason: String,
    },
}

impl FetchError {
    /// Whether the same request may succeed a little later: no connection,
    /// silence, a broken answer, or a status of 408, 429 or 5xx.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Connect { .. } | Self::Http { .. } | Self::Body { .. } => true,
            Self::Timeout { limit, .. } => *limit != TimeLimit::Total,
            // The answer to "not implemented" and the like stays the same.
            Self::Status { status, .. } => {
                matches!(status, 408 | 429 | 500 | 502..=504 | 507..=509 | 520..=599)
            }
            _ => false,
        }
    }

    /// How long the server asked to be left alone.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

/// Which time limit passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimeLimit {
    /// [`FetchOptions::timeout`](crate::FetchOptions::timeout).
    Total,
    /// [`FetchOptions::connect_timeout`](crate::FetchOptions::connect_timeout).
    Connect,
    /// [`FetchOptions::read_timeout`](crate::FetchOptions::read_timeout).
    Silence,
}

impl fmt::Display for TimeLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Total => "not complete within the limit for a whole fetch,",
            Self::Connect => "no connection within the limit of",
            Self::Silence => "the server sent nothing for",
        })
    }
}

/// Why a redirect was not followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RedirectRefusal {
    /// It leads away from `http` and `https`.
    #[error("only http: and https: are fetched")]
    Scheme,
    /// It leads from a public site to this private address.
    #[error("{0} is not a public address")]
    PrivateAddress(IpAddr),
    /// It leads from a public site to a name that means a local machine.
    #[error("the host is a local name")]
    LocalName,
    /// It leads from `https` to `http`, and something secret would go along.
    #[error("it leads from https: to http: and the request carries credentials")]
    Downgrade,
    /// It does not say where to.
    #[error("there is no Location header")]
    NoLocation,
    /// Where it leads is no URL.
    #[error("not a URL: {0}")]
    InvalidLocation(String),
}

/// A URL for a message: no secrets, and not pages long.
pub(crate) fn shown(url: &Url) -> String {
    let mut url = url.clone();
    // Fails only where a URL has no place for them.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    clipped(url.as_str())
}

/// Text for a message, not pages long.
pub(crate) fn clipped(text: &str) -> String {
    match text.char_indices().nth(SHOWN_URL) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn status_text(status: u16) -> String {
    StatusCode::from_u16(status).map_or_else(
        |_| status.to_string(),
        |code| {
            code.canonical_reason()
                .map_or_else(|| status.to_string(), |reason| format!("{status} {reason}"))
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shown_url_holds_no_password_and_an_end() {
        let url = Url::parse("https://me:secret@example.com/a").unwrap();
        assert_eq!(shown(&url), "https://example.com/a");
        assert_eq!(clipped(&"é".repeat(5000)).chars().count(), SHOWN_URL + 1);
    }

    #[test]
    fn messages_name_the_url_and_the_trouble() {
        let status = FetchError::Status { url: "http://a/".into(), status: 404, retry_after: None };
        assert_eq!(status.to_string(), "http://a/: the server answered 404 Not Found");
        let late = FetchError::Timeout {
            url: "http://a/".into(),
            limit: TimeLimit::Silence,
            after: Duration::from_secs(10),
        };
        assert_eq!(late.to_string(), "http://a/: the server sent nothing for 10s");
    }
}
