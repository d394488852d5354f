//! What a request says besides its URL.

use std::fmt::Display;

use reqwest::header::{ACCEPT, ACCEPT_ENCODING, HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use url::Url;

use crate::error::FetchError;
use crate::options::FetchOptions;

const WANTED: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,\
    text/markdown;q=0.8,text/plain;q=0.8,*/*;q=0.1";

/// How bodies may be packed.
const CODINGS: &str = "gzip, br, zstd, deflate";

/// The headers that any host may see. It lists the harmless ones, for nobody
/// can list every name that a secret goes by.
const FOR_ANYONE: [&str; 8] = [
    "accept", "accept-charset", "accept-encoding", "accept-language", "cache-control", "dnt",
    "pragma", "user-agent",
];

/// The headers to send, by who reads them.
#[derive(Debug)]
pub(crate) struct RequestHeaders {
    home: HeaderMap,
    abroad: HeaderMap,
}

impl RequestHeaders {
    pub(crate) fn new(options: &FetchOptions) -> Result<Self, FetchError> {
        let mut home = HeaderMap::new();
        home.insert(ACCEPT, HeaderValue::from_static(WANTED));
        home.insert(ACCEPT_ENCODING, HeaderValue::from_static(CODINGS));
        let agent = HeaderValue::from_str(&options.user_agent);
        home.insert(USER_AGENT, agent.map_err(|error| unusable("user_agent", error))?);

        let mut given = HeaderMap::new();
        for (name, value) in &options.headers {
            let option = format!("headers, {name:?}");
            let name = HeaderName::from_bytes(name.as_bytes())
                .map_err(|error| unusable(&option, error))?;
            let value = HeaderValue::from_str(value).map_err(|error| unusable(&option, error))?;
            given.append(name, value);
        }
        // Replaces ours of the same name and keeps all values given for one.
        home.extend(given);

        let mut abroad = home.clone();
        for name in home.keys() {
            if !FOR_ANYONE.contains(&name.as_str()) {
                abroad.remove(name);
            }
        }
        Ok(Self { home, abroad })
    }

    /// Whether there is anything in them that not every host may see.
    pub(crate) fn has_secrets(&self) -> bool {
        self.home.len() > self.abroad.len()
    }

    /// What to tell `now`, when `first` is what the user asked for.
    pub(crate) fn toward(&self, first: &Url, now: &Url) -> HeaderMap {
        let headers = if is_at_home(first, now) { &self.home } else { &self.abroad };
        headers.clone()
    }
}

/// Whether a URL brings a user name or password along.
pub(crate) fn names_a_user(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

/// Whether `now` may see what was meant for `first`: the same host, port and
/// scheme, or the same host's step up from plain to secure.
fn is_at_home(first: &Url, now: &Url) -> bool {
    let place = |url: &Url| (url.scheme().to_owned(), url.port_or_known_default());
    let upgraded = place(first) == ("http".to_owned(), Some(80))
        && place(now) == ("https".to_owned(), Some(443));
    first.host() == now.host() && (place(first) == place(now) || upgraded)
}

fn unusable(option: &str, error: impl Display) -> FetchError {
    FetchError::Options { option: option.to_owned(), reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    fn with(headers: &[(&str, &str)]) -> Result<RequestHeaders, FetchError> {
        let mut options = FetchOptions::default();
        for (name, value) in headers {
            options.headers.push(((*name).into(), (*value).into()));
        }
        RequestHeaders::new(&options)
    }

    #[test]
    fn secrets_stay_at_home() {
        let headers = with(&[
            ("Authorization", "Bearer x"),
            ("Cookie", "a=b"),
            ("X-Api-Key", "k"),
            ("Accept-Language", "eo"),
        ])
        .unwrap();
        let home = headers.toward(&url("http://a.test/"), &url("http://a.test/b"));
        let abroad = headers.toward(&url("http://a.test/"), &url("http://b.test/"));
        for name in ["authorization", "cookie", "x-api-key"] {
            assert!(home.contains_key(name), "{name}");
            assert!(!abroad.contains_key(name), "{name}");
        }
        assert_eq!(abroad["accept-language"], "eo");
        assert!(abroad.contains_key("user-agent"));
    }

    #[test]
    fn home_is_one_place_or_its_secure_side() {
        let first = url("http://a.test/");
        for now in ["http://a.test:80/x", "https://a.test/"] {
            assert!(is_at_home(&first, &url(now)), "{now}");
        }
        for now in ["http://b.a.test/", "http://a.test:8080/", "https://a.test:8443/"] {
            assert!(!is_at_home(&first, &url(now)), "{now}");
        }
        assert!(!is_at_home(&url("https://a.test/"), &url("http://a.test/")));
    }

    #[test]
    fn given_headers_replace_ours_and_may_repeat() {
        let headers = with(&[("accept", "text/plain"), ("X-A", "1"), ("X-A", "2")]).unwrap();
        assert_eq!(headers.home.get_all("accept").iter().count(), 1);
        assert_eq!(headers.home["accept"], "text/plain");
        assert_eq!(headers.home.get_all("x-a").iter().count(), 2);
    }

    #[test]
    fn a_bad_header_is_named_without_its_value() {
        let error = with(&[("X-Key", "secret\n")]).unwrap_err().to_string();
        assert!(error.contains("X-Key") && !error.contains("secret"), "{error}");
        assert!(with(&[("no name", "x")]).is_err());
    }
}
