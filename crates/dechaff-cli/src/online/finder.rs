//! Finds the pages of remote sources: URLs that were typed, lists, feeds and sitemaps.

use std::collections::{HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::sync::Arc;

use dechaff_fetch::{
    FetchError, Fetched, Markup, Request, Robots, Sitemap, SitemapEntry, Wanted, entries,
};
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};
use url::Url;

use super::hosts::{Errand, Hosts};
use crate::failure::Failure;
use crate::intake::Intake;
use crate::local::{self, List, Terms, source_of};
use crate::progress::Found;
use crate::source::{Page, Source, without_secrets};

/// Sitemaps that one index may lead to.
const MOST_SITEMAPS: usize = 50_000;

/// What a line of a list leads to.
enum Listed {
    Url(Url),
    Page(Page),
}

/// Where pages come from.
pub(crate) struct Finder {
    pub(crate) sources: Vec<Source>,
    pub(crate) intake: Option<Intake>,
    /// How the files of lists are read.
    pub(crate) terms: Arc<Terms>,
    /// Whether typed URLs are treated politely.
    pub(crate) polite: bool,
    /// For those who watch how far the run is.
    pub(crate) found: Arc<Found>,
    /// Pages that a crawl finds meanwhile.
    pub(crate) crawl: Option<mpsc::UnboundedReceiver<Errand>>,
    /// When no further page is begun.
    pub(crate) until: Option<Instant>,
    /// Hashes of the URLs so far: each is fetched once.
    pub(crate) seen: HashSet<u64>,
}

impl Finder {
    /// Finds all pages, then ends; the hosts go on by themselves.
    pub(crate) async fn run(mut self, hosts: Arc<Hosts>) {
        for source in std::mem::take(&mut self.sources) {
            match source {
                Source::Url(url) => {
                    let mut request = Request::typed(url);
                    request.polite = self.polite;
                    self.add(&hosts, request).await;
                }
                Source::List(list) => self.list(&hosts, list).await,
                Source::Listed(urls) => {
                    for url in urls {
                        self.add(&hosts, Request::listed(url)).await;
                    }
                }
                Source::Feed(url) => self.feed(&hosts, url).await,
                Source::Sitemap(url) => self.sitemap(&hosts, url).await,
                Source::Stdin | Source::BadUrl(..) | Source::Path(_) => {}
            }
        }
        while let Some(errand) = self.next_of_crawl().await {
            self.found.page();
            hosts.add(errand).await;
        }
        self.found.end();
    }

    async fn next_of_crawl(&mut self) -> Option<Errand> {
        let next = self.crawl.as_mut()?.recv();
        match self.until {
            Some(until) => timeout_at(until, next).await.ok()?,
            None => next.await,
        }
    }

    /// Adds a page, unless it came before or is done already.
    async fn add(&mut self, hosts: &Arc<Hosts>, request: Request) {
        if self.seen.insert(hash(&request.url))
            && let Some(page) = self.still_to_do(Page::of_url(&request.url))
        {
            self.found.page();
            hosts.add(Errand { page, request, depth: 0 }).await;
        }
    }

    fn still_to_do(&mut self, page: Page) -> Option<Page> {
        match &self.intake {
            Some(intake) => intake.take(page),
            None => Some(page),
        }
    }

    /// A list of URLs, with files among them.
    async fn list(&mut self, hosts: &Arc<Hosts>, list: List) {
        let (sender, mut found) = mpsc::channel(256);
        let (name, terms) = (list.name.clone(), Arc::clone(&self.terms));
        // Standard input may take its time, and so may files, so they are read on a thread of
        // their own.
        let reading = tokio::task::spawn_blocking(move || {
            for line in list.take()? {
                let all_taken = match source_of(&line?) {
                    Source::Url(url) => sender.blocking_send(Ok(Listed::Url(url))).is_ok(),
                    source => local::pages(source, &terms)
                        .all(|page| sender.blocking_send(page.map(Listed::Page)).is_ok()),
                };
                if !all_taken {
                    break;
                }
            }
            io::Result::Ok(())
        });
        while let Some(listed) = found.recv().await {
            if hosts.is_over() {
                return;
            }
            match listed {
                Ok(Listed::Url(url)) => self.add(hosts, Request::listed(url)).await,
                Ok(Listed::Page(page)) => {
                    if let Some(page) = self.still_to_do(page) {
                        self.found.page();
                        hosts.add_local(page).await;
                    }
                }
                Err((name, failure)) => hosts.fail(name, failure).await,
            }
        }
        if let Ok(Err(error)) = reading.await {
            hosts.fail(name, Failure::from(error)).await;
        }
    }

    async fn feed(&mut self, hosts: &Arc<Hosts>, url: Url) {
        let name = String::from(without_secrets(url.clone()));
        let got = async {
            let fetched = get(hosts, url, true, Wanted::Feed).await?;
            match entries(&fetched.body, &fetched.url) {
                Ok(found) => Ok((fetched, found)),
                Err(error) => {
                    // A page that names its feed will do.
                    let text = String::from_utf8_lossy(&fetched.body);
                    let named = Markup::read(&text, &fetched.url).feeds.into_iter().next();
                    let Some(named) = named else { return Err(Failure::Feed(error)) };
                    let fetched = get(hosts, named, fetched.private, Wanted::Feed).await?;
                    let found = entries(&fetched.body, &fetched.url).map_err(Failure::Feed)?;
                    Ok((fetched, found))
                }
            }
        };
        match got.await {
            Ok((fetched, found)) => {
                for entry in found {
                    self.add(hosts, listed_by(&fetched, entry.url)).await;
                }
            }
            Err(failure) => hosts.fail(name, failure).await,
        }
    }

    async fn sitemap(&mut self, hosts: &Arc<Hosts>, url: Url) {
        let mut seen = HashSet::from([url.clone()]);
        let mut waiting = VecDeque::from([(url, true)]);
        while let Some((url, trusted)) = waiting.pop_front() {
            if hosts.is_over() {
                return;
            }
            let name = String::from(without_secrets(url.clone()));
            let fetched = match get(hosts, url, trusted, Wanted::Sitemap).await {
                Ok(fetched) => fetched,
                Err(failure) => {
                    hosts.fail(name, failure.into()).await;
                    continue;
                }
            };
            let mut further = Vec::new();
            if fetched.content_type.as_deref() == Some("text/html") {
                further = of_robots(hosts, &fetched, trusted).await;
                if further.is_empty() {
                    let failure = Failure::Sitemap("a page, and its site names no sitemap".into());
                    hosts.fail(name.clone(), failure).await;
                }
            } else {
                for entry in Sitemap::new(&fetched.body, &fetched.url) {
                    match entry {
                        Ok(SitemapEntry::Page(url)) => {
                            self.add(hosts, listed_by(&fetched, url)).await;
                        }
                        Ok(SitemapEntry::Sitemap(url)) => further.push(url),
                        Ok(_) => {}
                        Err(error) => {
                            hosts.fail(name.clone(), Failure::Sitemap(error.to_string())).await;
                        }
                    }
                }
            }
            for url in further {
                if seen.len() < MOST_SITEMAPS && seen.insert(url.clone()) {
                    let trusted = listed_by(&fetched, url.clone()).trusted;
                    waiting.push_back((url, trusted));
                }
            }
        }
    }
}

async fn get(
    hosts: &Hosts,
    url: Url,
    trusted: bool,
    wanted: Wanted,
) -> Result<Fetched, FetchError> {
    let mut request = Request::typed(url);
    request.trusted = trusted;
    request.wanted = wanted;
    hosts.fetcher().get(&request).await
}

/// The sitemaps that the robots.txt of a page's site names.
async fn of_robots(hosts: &Hosts, page: &Fetched, trusted: bool) -> Vec<Url> {
    let Ok(url) = page.url.join("/robots.txt") else { return Vec::new() };
    let Ok(file) = get(hosts, url, trusted, Wanted::Robots).await else { return Vec::new() };
    let robots = Robots::parse(&file.body, "dechaff");
    robots.sitemaps().iter().filter_map(|text| page.url.join(text).ok()).collect()
}

/// A page that another lists: a private site may list its own pages.
fn listed_by(list: &Fetched, url: Url) -> Request {
    let own = list.private && list.url.origin() == url.origin();
    let mut request = Request::listed(url);
    request.trusted = own;
    request
}

/// Two URLs with one hash are one in a list of billions.
pub(super) fn hash(url: &Url) -> u64 {
    let mut hasher = DefaultHasher::new();
    url.as_str().hash(&mut hasher);
    hasher.finish()
}
