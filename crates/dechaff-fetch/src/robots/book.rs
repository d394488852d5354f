//! What is known of the `robots.txt` of hosts met lately.

use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Mutex as AsyncMutex;

use super::rules::Robots;

/// How long a file counts.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// After how long a file that could not be had is asked for again.
const SOON: Duration = Duration::from_secs(60);
/// Sites and bytes that are remembered; the oldest are forgotten first.
const MOST_SITES: usize = 10_000;
const MOST_BYTES: usize = 64 << 20;

/// What a site says, or why it cannot be known.
#[derive(Debug, Clone)]
pub(crate) enum Verdict {
    Rules(Arc<Robots>),
    NotNow(String),
}

/// The verdicts by site.
#[derive(Debug, Default)]
pub(crate) struct Book {
    pages: Mutex<Pages>,
}

#[derive(Debug, Default)]
struct Pages {
    sites: HashMap<String, Entry>,
    order: VecDeque<String>,
    bytes: usize,
}

#[derive(Debug, Default, Clone)]
struct Entry {
    /// Held while the file is fetched, so that it is fetched once.
    verdict: Arc<AsyncMutex<Option<(Instant, Verdict)>>>,
    bytes: usize,
}

impl Book {
    /// The verdict of a site, by `ask` where none is known or the one that is
    /// known is too old.
    ///
    /// # Errors
    ///
    /// Those of `ask`, which are not remembered.
    pub(crate) async fn verdict<E>(
        &self,
        site: &str,
        ask: impl Future<Output = Result<Verdict, E>>,
    ) -> Result<Verdict, E> {
        let entry = self.entry(site);
        let mut known = entry.lock().await;
        if let Some((until, verdict)) = &*known
            && Instant::now() < *until
        {
            return Ok(verdict.clone());
        }
        let verdict = ask.await?;
        let (life, bytes) = match &verdict {
            Verdict::Rules(rules) => (DAY, rules.size()),
            Verdict::NotNow(reason) => (SOON, reason.len()),
        };
        *known = Some((Instant::now() + life, verdict.clone()));
        self.weigh(site, bytes);
        Ok(verdict)
    }

    fn entry(&self, site: &str) -> Arc<AsyncMutex<Option<(Instant, Verdict)>>> {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = pages.sites.get(site) {
            return Arc::clone(&entry.verdict);
        }
        let entry = Entry::default();
        pages.sites.insert(site.to_owned(), entry.clone());
        pages.order.push_back(site.to_owned());
        entry.verdict
    }

    /// Counts the bytes of a site, and forgets the oldest where it is too much.
    fn weigh(&self, site: &str, bytes: usize) {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = pages.sites.get_mut(site) {
            let before = std::mem::replace(&mut entry.bytes, bytes);
            pages.bytes = pages.bytes.saturating_sub(before) + bytes;
        }
        while pages.sites.len() > MOST_SITES || pages.bytes > MOST_BYTES {
            let Some(oldest) = pages.order.pop_front() else { return };
            if let Some(entry) = pages.sites.remove(&oldest) {
                pages.bytes = pages.bytes.saturating_sub(entry.bytes);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    async fn asked(book: &Book, site: &str, verdict: Verdict) -> usize {
        let mut asked = 0;
        let ask = async {
            asked += 1;
            Ok::<_, Infallible>(verdict)
        };
        let Ok(_) = book.verdict(site, ask).await;
        asked
    }

    #[tokio::test]
    async fn a_site_is_asked_once() {
        let book = Book::default();
        let rules = Verdict::Rules(Arc::new(Robots::parse(b"User-agent: *\nDisallow: /", "a")));
        assert_eq!(asked(&book, "a", rules.clone()).await, 1);
        assert_eq!(asked(&book, "a", rules.clone()).await, 0);
        assert_eq!(asked(&book, "b", rules).await, 1);
    }

    #[tokio::test]
    async fn many_sites_with_long_files_take_bounded_memory() {
        let book = Book::default();
        for number in 0..200 {
            let verdict = Verdict::NotNow("x".repeat(400_000));
            asked(&book, &number.to_string(), verdict).await;
        }
        let pages = book.pages.lock().unwrap();
        assert!(pages.bytes <= MOST_BYTES);
        assert!(pages.sites.len() > 100 && pages.sites.len() < 200, "{}", pages.sites.len());
    }
}
