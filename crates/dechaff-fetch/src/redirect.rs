//! Where a redirect leads, and the way so far.

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, LOCATION};
use url::Url;

use crate::address;
use crate::error::{FetchError, RedirectRefusal, clipped, shown};

/// The URL asked for and the redirects since.
#[derive(Debug)]
pub(crate) struct Trail {
    first: Url,
    steps: Vec<Url>,
}

impl Trail {
    pub(crate) fn new(first: Url) -> Self {
        Self { first, steps: Vec::new() }
    }

    pub(crate) fn first(&self) -> &Url {
        &self.first
    }

    pub(crate) fn now(&self) -> &Url {
        self.steps.last().unwrap_or(&self.first)
    }

    pub(crate) fn steps(&self) -> usize {
        self.steps.len()
    }

    pub(crate) fn push(&mut self, next: Url) {
        self.steps.push(next);
    }

    /// The URL asked for, the one arrived at, and every step between.
    pub(crate) fn into_parts(self) -> (Url, Url, Vec<Url>) {
        let now = self.now().clone();
        (self.first, now, self.steps)
    }

    /// The error for a last step that must not be taken.
    pub(crate) fn refused(&self, refusal: RedirectRefusal) -> FetchError {
        let before = self.steps.iter().rev().nth(1).unwrap_or(&self.first);
        FetchError::BadRedirect {
            from: shown(before),
            to: shown(self.now()),
            refusal,
            hop: self.steps(),
        }
    }

    /// Reads where the answer at hand leads, as its `Location` has it.
    pub(crate) fn target(&self, headers: &HeaderMap, way: Way) -> Result<Url, FetchError> {
        let Some(location) = headers.get(LOCATION) else {
            return Err(self.next_refused(String::new(), RedirectRefusal::NoLocation));
        };
        let location = text(location.as_bytes());
        let next = self.now().join(&location).map_err(|error| {
            let refusal = RedirectRefusal::InvalidLocation(error.to_string());
            self.next_refused(clipped(&location), refusal)
        })?;
        self.checked(next, way)
    }

    /// The place a page or its server sends us to, if we may go there.
    pub(crate) fn checked(&self, mut next: Url, way: Way) -> Result<Url, FetchError> {
        let from = self.now();
        let refusal = if !is_http(&next) {
            Some(RedirectRefusal::Scheme)
        } else if way.secret && from.scheme() == "https" && next.scheme() == "http" {
            Some(RedirectRefusal::Downgrade)
        } else {
            address::refusal(&next).filter(|_| !way.private_ok)
        };
        if let Some(refusal) = refusal {
            return Err(self.next_refused(shown(&next), refusal));
        }
        // As in browsers, a fragment outlives a redirect that names none.
        if next.fragment().is_none() {
            next.set_fragment(from.fragment());
        }
        Ok(next)
    }

    fn next_refused(&self, to: String, refusal: RedirectRefusal) -> FetchError {
        FetchError::BadRedirect { from: shown(self.now()), to, refusal, hop: self.steps() + 1 }
    }
}

/// Whether this status sends a reader elsewhere; 300, 304 and the like do not.
pub(crate) fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

pub(crate) fn is_http(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

/// What a redirect may do.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Way {
    /// Lead to a private address.
    pub(crate) private_ok: bool,
    /// Lead away from `https` only where nothing secret goes along.
    pub(crate) secret: bool,
}

/// A header's bytes as text. Raw UTF-8 is common there; other bytes mean what
/// they meant to the server, so they go back to it unchanged, percent-encoded.
fn text(header: &[u8]) -> String {
    str::from_utf8(header).map_or_else(|_| percent_encoded(header), str::to_owned)
}

fn percent_encoded(header: &[u8]) -> String {
    header
        .iter()
        .map(|&byte| match byte {
            0..0x80 => char::from(byte).to_string(),
            0x80.. => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderValue;

    fn lead(from: &str, location: &[u8]) -> Result<Url, FetchError> {
        let mut headers = HeaderMap::new();
        headers.insert(LOCATION, HeaderValue::from_bytes(location).unwrap());
        let way = Way { private_ok: false, secret: true };
        Trail::new(Url::parse(from).unwrap()).target(&headers, way)
    }

    fn lead_to(from: &str, location: &[u8]) -> String {
        lead(from, location).unwrap().into()
    }

    #[test]
    fn locations_resolve_against_the_current_url() {
        let from = "https://a.test/x/y?q#part";
        assert_eq!(lead_to(from, b"z"), "https://a.test/x/z#part");
        assert_eq!(lead_to(from, b"/z#other"), "https://a.test/z#other");
        assert_eq!(lead_to(from, b"//b.test"), "https://b.test/#part");
        assert_eq!(lead_to(from, "/ŝi".as_bytes()), "https://a.test/%C5%9Di#part");
        assert_eq!(lead_to(from, b"/\xe9"), "https://a.test/%E9#part");
    }

    #[test]
    fn some_places_are_not_gone_to() {
        let refusal = |location: &[u8]| match lead("http://a.test/", location) {
            Err(FetchError::BadRedirect { refusal, .. }) => Some(refusal),
            _ => None,
        };
        for location in ["file:///etc/passwd", "data:text/html,x", "javascript:1", "ftp://a.test/"]
        {
            assert_eq!(refusal(location.as_bytes()), Some(RedirectRefusal::Scheme), "{location}");
        }
        assert!(matches!(
            refusal(b"http://169.254.169.254/"),
            Some(RedirectRefusal::PrivateAddress(_))
        ));
        assert_eq!(refusal(b"http://localhost/"), Some(RedirectRefusal::LocalName));
        assert!(matches!(refusal(b"http://[::1/"), Some(RedirectRefusal::InvalidLocation(_))));
        let way = Way { private_ok: true, secret: false };
        let none = Trail::new(Url::parse("http://a.test/").unwrap()).target(&HeaderMap::new(), way);
        assert!(matches!(
            none,
            Err(FetchError::BadRedirect { refusal: RedirectRefusal::NoLocation, .. })
        ));
    }

    #[test]
    fn secrets_do_not_go_from_https_to_http() {
        let step = |from: &str, secret| {
            let mut headers = HeaderMap::new();
            headers.insert(LOCATION, HeaderValue::from_static("http://a.test/"));
            let way = Way { private_ok: false, secret };
            Trail::new(Url::parse(from).unwrap()).target(&headers, way)
        };
        assert!(matches!(
            step("https://a.test/", true),
            Err(FetchError::BadRedirect { refusal: RedirectRefusal::Downgrade, hop: 1, .. })
        ));
        assert!(step("https://a.test/", false).is_ok());
        assert!(step("http://a.test/", true).is_ok());
    }
}
