//! Finds the pages of remote sources: URLs that were typed, lists, feeds and sitemaps.

use std::collections::{HashSet, VecDeque};
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, BufReader, Read};
use std::path::PathBuf;
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
use crate::progress::Found;
use crate::source::{Page, Source, without_secrets};

/// Sitemaps that one index may lead to.
const MOST_SITEMAPS: usize = 50_000;
/// The longest line of a list, in bytes.
const LONGEST_LINE: u64 = 64 * 1024;

/// Where pages come from.
pub(crate) struct Finder {
    pub(crate) sources: Vec<Source>,
    pub(crate) intake: Option<Intake>,
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
                Source::List(path) => self.list(&hosts, path).await,
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
        match &mut self.intake {
            Some(intake) => intake.take(page),
            None => Some(page),
        }
    }

    async fn list(&mut self, hosts: &Arc<Hosts>, path: PathBuf) {
        let (sender, mut lines) = mpsc::channel(256);
        let name = path.display().to_string();
        // Standard input may take its time, so it is read on a thread of its own.
        let reading = tokio::task::spawn_blocking(move || {
            let reader: Box<dyn BufRead> = if path.as_os_str() == "-" {
                Box::new(io::stdin().lock())
            } else {
                Box::new(BufReader::new(File::open(path)?))
            };
            read_lines(reader, |line| sender.blocking_send(line).is_ok())
        });
        while let Some(line) = lines.recv().await {
            if hosts.is_over() {
                return;
            }
            match Url::parse(&line) {
                Ok(url) if matches!(url.scheme(), "http" | "https") => {
                    self.add(hosts, Request::listed(url)).await;
                }
                Ok(url) => {
                    let failure = Failure::Url(format!("{} is not http or https", url.scheme()));
                    hosts.fail(line, failure).await;
                }
                Err(error) => hosts.fail(line, Failure::Url(error.to_string())).await,
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

/// Hands on each line that says something; ends when nobody wants more.
fn read_lines(mut reader: impl BufRead, mut each: impl FnMut(String) -> bool) -> io::Result<()> {
    let mut line = Vec::new();
    loop {
        line.clear();
        if reader.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_start_matches('\u{feff}').trim();
        if !text.is_empty() && !text.starts_with('#') && !each(text.to_owned()) {
            return Ok(());
        }
    }
}

/// Two URLs with one hash are one in a list of billions.
pub(super) fn hash(url: &Url) -> u64 {
    let mut hasher = DefaultHasher::new();
    url.as_str().hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_say_nothing_are_passed_over() {
        let text = "\u{feff}http://a.test/1\r\n\n# note\n  http://a.test/2  \nlast";
        let mut lines = Vec::new();
        read_lines(text.as_bytes(), |line| {
            lines.push(line);
            true
        })
        .unwrap();
        assert_eq!(lines, ["http://a.test/1", "http://a.test/2", "last"]);
    }
}
