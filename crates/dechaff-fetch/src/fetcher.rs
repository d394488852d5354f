//! A fetch from the URL to the body, with all attempts it takes.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use reqwest::Client;
use tokio::sync::Semaphore;
use tokio::time::sleep;
use tracing::debug;
use url::Url;

use crate::cache::Cache;
use crate::client;
use crate::error::FetchError;
use crate::fetched::Fetched;
use crate::gate::Gates;
use crate::headers::RequestHeaders;
use crate::markup::{Markup, Version};
use crate::options::FetchOptions;
use crate::render::Renderer;
use crate::request::{Request, Wanted};
use crate::robots::Book;

/// The longest that a host's `Retry-After` holds its other requests.
const LONGEST_PAUSE: Duration = Duration::from_secs(600);

/// Fetches pages. Clones are cheap and share their connections, what they know
/// of `robots.txt`, and the pace they keep.
#[derive(Debug, Clone)]
pub struct Fetcher {
    shared: Arc<Shared>,
}

#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) options: FetchOptions,
    pub(crate) headers: RequestHeaders,
    /// Goes wherever the user says.
    open: Client,
    /// Goes to names with public addresses only; made when it is needed. It has
    /// connections of its own, so it cannot take over one that `open` made to a
    /// private address.
    guarded: OnceLock<Client>,
    pub(crate) gates: Gates,
    pub(crate) book: Book,
    pub(crate) cache: Option<Cache>,
    pub(crate) slots: Option<Arc<Semaphore>>,
    renderer: Option<Renderer>,
}

impl Fetcher {
    /// Sets up the client; nothing is connected yet.
    ///
    /// # Errors
    ///
    /// [`FetchError::Options`] for a header, proxy, certificate or cache folder
    /// that cannot be used or no browser to render with, and [`FetchError::Setup`] when the system lacks
    /// something, such as its list of certificate authorities.
    pub fn new(options: FetchOptions) -> Result<Self, FetchError> {
        let headers = RequestHeaders::new(&options)?;
        let open = client::open(&options)?;
        let cache = options.cache.clone().map(Cache::open).transpose().map_err(|error| {
            FetchError::Options { option: "cache".to_owned(), reason: error.to_string() }
        })?;
        let gates = Gates::new(&options.manners);
        let book = Book::default();
        let slots = options.most_at_once.map(|most| Arc::new(Semaphore::new(most.max(1))));
        let guarded = OnceLock::new();
        let renderer = options.render.as_ref().map(Renderer::new).transpose()?;
        let shared =
            Shared { options, headers, open, guarded, gates, book, cache, slots, renderer };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Gets the page at a `url` out of a list or a page: politely, and from
    /// public addresses only. The same as [`Fetcher::get`] with
    /// [`Request::listed`].
    ///
    /// # Errors
    ///
    /// Whenever there is no page to hand over; [`FetchError`] lists the ways.
    pub async fn fetch(&self, url: &Url) -> Result<Fetched, FetchError> {
        self.get(&Request::listed(url.clone())).await
    }

    /// Gets a page, as the request says.
    ///
    /// # Errors
    ///
    /// Whenever there is no page to hand over; [`FetchError`] lists the ways.
    pub async fn get(&self, request: &Request) -> Result<Fetched, FetchError> {
        let started = Instant::now();
        let mut fetched = self.shared.persist(request).await?;
        if let Some(version) = self.shared.options.version
            && request.wanted == Wanted::Page
        {
            fetched = self.shared.version(fetched, request, version).await;
        }
        if let Some(renderer) = &self.shared.renderer
            && request.wanted == Wanted::Page
        {
            fetched = renderer.render(&self.shared, request, fetched).await?;
        }
        fetched.elapsed = started.elapsed();
        Ok(fetched)
    }

    /// Ends the browser that renders pages, where one runs, and waits for its
    /// end. Without this it ends when the last clone is dropped, or with the
    /// program.
    pub async fn close(&self) {
        if let Some(renderer) = &self.shared.renderer {
            renderer.close().await;
        }
    }
}

impl Shared {
    /// The client for a step of a fetch.
    pub(crate) fn client(&self, private_ok: bool) -> Result<&Client, FetchError> {
        // Behind such a proxy the only name resolved here is the proxy's.
        if private_ok || client::resolves_elsewhere(&self.options) {
            return Ok(&self.open);
        }
        if let Some(client) = self.guarded.get() {
            return Ok(client);
        }
        let client = client::guarded(&self.options)?;
        Ok(self.guarded.get_or_init(|| client))
    }

    /// Tries until there is a page, or no hope of one.
    pub(crate) async fn persist(&self, request: &Request) -> Result<Fetched, FetchError> {
        let mut attempts = 1;
        loop {
            let error = match self.attempt(request).await {
                Ok(fetched) => return Ok(Fetched { attempts, ..fetched }),
                Err(error) => error,
            };
            let asked = error.retry_after();
            if let Some(asked) = asked.filter(|_| request.polite) {
                self.gates.pause(&request.url, asked.min(LONGEST_PAUSE));
            }
            let wait = self.options.retries.wait(attempts, asked);
            let Some(wait) = wait.filter(|_| error.is_transient()) else {
                return Err(error);
            };
            debug!(%error, attempts, ?wait, "tries again");
            sleep(wait).await;
            attempts += 1;
        }
    }

    /// Gets the version of a page that it names, or else leaves it as it is.
    async fn version(&self, mut page: Fetched, request: &Request, version: Version) -> Fetched {
        let named = Markup::of_head(&page.body, &page.url).version(version);
        let Some(url) = named.filter(|url| *url != page.url) else { return page };
        page.release();
        // A page of the public internet can name no other by way of its version.
        let trusted = page.private;
        let there = Request { url: url.clone(), trusted, ..request.clone() };
        match self.persist(&there).await {
            Ok(found) => {
                let redirects = page.redirects.into_iter().chain([url]).chain(found.redirects);
                Fetched { requested: page.requested, redirects: redirects.collect(), ..found }
            }
            Err(_) => page,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::RedirectRefusal;
    use crate::redirect::Trail;

    /// On the way from a public site to a name of this machine, at a port where
    /// nobody listens.
    async fn step_to_a_local_name(private_ok: bool) -> FetchError {
        let fetcher = Fetcher::new(FetchOptions::default()).unwrap();
        let mut trail = Trail::new(Url::parse("http://public.test/").unwrap());
        trail.push(Url::parse("http://localhost:9/").unwrap());
        let headers = http::HeaderMap::new();
        match fetcher.shared.send(&trail, private_ok, headers, None).await {
            Ok(_) => panic!("nobody listens there"),
            Err(error) => error,
        }
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
