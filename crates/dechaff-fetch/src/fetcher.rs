//! One fetch from the URL to the body.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::{Client, Response};
use tokio::time::timeout;
use url::Url;

use crate::address;
use crate::body;
use crate::client;
use crate::content_type::ContentType;
use crate::error::{FetchError, TimeLimit, shown};
use crate::fetched::Fetched;
use crate::headers::RequestHeaders;
use crate::options::FetchOptions;
use crate::redirect::{self, Trail};
use crate::transport;

/// Fetches pages. Clones are cheap and share their connections.
#[derive(Debug, Clone)]
pub struct Fetcher {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    options: FetchOptions,
    headers: RequestHeaders,
    /// Goes wherever the user says.
    open: Client,
    /// Goes to names with public addresses only. It has connections of its
    /// own, so it cannot take over one that `open` made to a private address.
    guarded: Client,
}

impl Fetcher {
    /// Sets up the client; nothing is connected yet.
    ///
    /// # Errors
    ///
    /// [`FetchError::Options`] for a header or proxy that cannot be used, and
    /// [`FetchError::Setup`] when the system lacks something, such as its list
    /// of certificate authorities.
    pub fn new(options: FetchOptions) -> Result<Self, FetchError> {
        let headers = RequestHeaders::new(&options)?;
        let open = client::open(&options)?;
        // Behind a proxy the only name resolved here is the proxy's.
        let guarded =
            if options.proxy.is_none() { client::guarded(&options)? } else { open.clone() };
        Ok(Self { shared: Arc::new(Shared { options, headers, open, guarded }) })
    }

    /// Gets the page at `url`.
    ///
    /// # Errors
    ///
    /// Whenever there is no page to hand over; [`FetchError`] lists the ways.
    pub async fn fetch(&self, url: &Url) -> Result<Fetched, FetchError> {
        let started = Instant::now();
        let limit = self.shared.options.timeout;
        let mut fetched = timeout(limit, self.shared.follow(url)).await.map_err(|_| {
            FetchError::Timeout { url: shown(url), limit: TimeLimit::Total, after: limit }
        })??;
        fetched.elapsed = started.elapsed();
        Ok(fetched)
    }
}

impl Shared {
    async fn follow(&self, url: &Url) -> Result<Fetched, FetchError> {
        if !redirect::is_http(url) {
            return Err(FetchError::UnsupportedScheme {
                url: shown(url),
                scheme: url.scheme().to_owned(),
            });
        }
        let mut trail = Trail::new(url.clone());
        let mut private_ok = self.options.allow_private;
        loop {
            let response = self.send(&trail, private_ok).await?;
            if trail.steps() == 0 {
                let answered_by = response.remote_addr().map(|address| address.ip());
                private_ok |= self.is_private(answered_by, url);
            }
            if !redirect::is_redirect(response.status()) {
                return self.read(response, trail).await;
            }
            if trail.steps() == self.options.max_redirects {
                return Err(FetchError::TooManyRedirects {
                    url: shown(trail.now()),
                    limit: self.options.max_redirects,
                });
            }
            trail.push(redirect::target(trail.now(), response.headers(), private_ok)?);
        }
    }

    async fn send(&self, trail: &Trail, private_ok: bool) -> Result<Response, FetchError> {
        let client = if trail.steps() == 0 || private_ok { &self.open } else { &self.guarded };
        client
            .get(trail.now().clone())
            .headers(self.headers.toward(trail.first(), trail.now()))
            .send()
            .await
            .map_err(|error| transport::unanswered(&error, trail, &self.options))
    }

    /// Whether the host that answered is a private one. Behind a proxy only its
    /// name can tell, for there it was the proxy that answered.
    fn is_private(&self, answered_by: Option<IpAddr>, url: &Url) -> bool {
        match answered_by.filter(|_| self.options.proxy.is_none()) {
            Some(address) => !address::is_public(address),
            None => address::refusal(url).is_some(),
        }
    }

    async fn read(&self, response: Response, trail: Trail) -> Result<Fetched, FetchError> {
        let status = response.status();
        if !status.is_success() {
            return Err(FetchError::Status { url: shown(trail.now()), status: status.as_u16() });
        }
        let declared = ContentType::of(response.headers());
        if !declared.is_page() {
            return Err(FetchError::ContentType {
                url: shown(trail.now()),
                content_type: declared.essence.unwrap_or_default(),
            });
        }
        let body = body::read(response, trail.now(), &self.options).await?;
        let (requested, url, redirects) = trail.into_parts();
        Ok(Fetched {
            requested,
            url,
            status: status.as_u16(),
            content_type: declared.essence,
            charset: declared.charset,
            body: body.bytes,
            redirects,
            elapsed: Duration::ZERO,
            truncated: body.truncated,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::RedirectRefusal;

    /// On the way from a public site to a name of this machine, at a port where
    /// nobody listens.
    async fn step_to_a_local_name(private_ok: bool) -> FetchError {
        let fetcher = Fetcher::new(FetchOptions::default()).unwrap();
        let mut trail = Trail::new(Url::parse("http://public.test/").unwrap());
        trail.push(Url::parse("http://localhost:9/").unwrap());
        fetcher.shared.send(&trail, private_ok).await.unwrap_err()
    }

    #[tokio::test]
    async fn a_redirect_is_judged_by_what_its_host_resolves_to() {
        let error = step_to_a_local_name(false).await;
        assert!(
            matches!(
                &error,
                FetchError::BadRedirect { from, refusal: RedirectRefusal::PrivateAddress(_), .. }
                    if from == "http://public.test/"
            ),
            "{error}"
        );
    }

    #[tokio::test]
    async fn a_private_redirect_may_be_allowed() {
        let error = step_to_a_local_name(true).await;
        assert!(matches!(error, FetchError::Connect { .. }), "{error}");
    }

    #[test]
    fn the_address_that_answered_tells_whether_a_site_is_private() {
        let is_private = |address: &str, proxy: Option<Url>| {
            let fetcher = Fetcher::new(FetchOptions { proxy, ..FetchOptions::default() }).unwrap();
            let url = Url::parse("http://name.test/").unwrap();
            fetcher.shared.is_private(address.parse().ok(), &url)
        };
        assert!(is_private("192.168.0.1", None));
        assert!(!is_private("8.8.8.8", None));
        let proxy = Url::parse("http://192.168.0.1/").unwrap();
        assert!(!is_private("192.168.0.1", Some(proxy)));
    }

    #[test]
    fn fetchers_can_be_shared() {
        fn shared<T: Clone + Send + Sync + 'static>() {}
        fn sent<T: Send>(_: T) {}
        shared::<Fetcher>();
        let fetcher = Fetcher::new(FetchOptions::default()).unwrap();
        let url = Url::parse("http://a.test/").unwrap();
        sent(fetcher.fetch(&url));
    }
}
