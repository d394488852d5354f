//! A queue for each host: slow ones hold up nobody but themselves.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dechaff_fetch::{Fetcher, Request};
use futures_util::StreamExt;
use futures_util::stream::FuturesOrdered;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio::time::Instant;
use url::Url;

use super::Arrival;
use crate::failure::Failure;
use crate::source::Page;

/// URLs that wait at once. Beyond, lists are read on as pages are done.
const MOST_WAITING: usize = 100_000;

/// A page to be fetched.
pub(crate) struct Errand {
    pub(crate) page: Page,
    pub(crate) request: Request,
    pub(crate) depth: u32,
}

/// Errands by host, each with its part of the room.
type Queues = HashMap<String, VecDeque<(Errand, Option<OwnedSemaphorePermit>)>>;

/// The queues of all hosts.
pub(crate) struct Hosts {
    fetcher: Fetcher,
    /// Requests to one host at once.
    per_host: usize,
    arrivals: mpsc::Sender<Arrival>,
    room: Arc<Semaphore>,
    /// When no further page is begun.
    until: Option<Instant>,
    /// A host is in here as long as a task serves it.
    queues: Mutex<Queues>,
}

impl Hosts {
    pub(crate) fn new(
        fetcher: Fetcher,
        per_host: usize,
        until: Option<Instant>,
        arrivals: mpsc::Sender<Arrival>,
    ) -> Self {
        let room = Arc::new(Semaphore::new(MOST_WAITING));
        let (per_host, queues) = (per_host.max(1), Mutex::default());
        Self { fetcher, per_host, arrivals, room, until, queues }
    }

    pub(crate) fn fetcher(&self) -> &Fetcher {
        &self.fetcher
    }

    /// Whether nobody takes pages any more.
    pub(crate) fn is_over(&self) -> bool {
        self.arrivals.is_closed()
    }

    /// Puts a page at the end of its host's queue, once there is room.
    pub(crate) async fn add(self: &Arc<Self>, errand: Errand) {
        // Never closed, so there is always room in the end.
        let room = Arc::clone(&self.room).acquire_owned().await.ok();
        let host = host(&errand.request.url);
        let mut queues = self.queues();
        if let Some(queue) = queues.get_mut(&host) {
            queue.push_back((errand, room));
            return;
        }
        queues.insert(host.clone(), VecDeque::from([(errand, room)]));
        drop(queues);
        tokio::spawn(Arc::clone(self).serve(host));
    }

    /// Hands on a page of this machine, which belongs to no host.
    pub(crate) async fn add_local(&self, page: Page) {
        let arrival = Arrival { page, depth: 0, outcome: Ok(None), put_out: None };
        // Where nobody takes it, the run is over.
        let _ = self.arrivals.send(arrival).await;
    }

    /// Hands on that a source gave no page.
    pub(crate) async fn fail(&self, name: String, failure: Failure) {
        let page = Page::nowhere(name);
        let arrival = Arrival { page, depth: 0, outcome: Err(failure), put_out: None };
        // Where nobody takes it, the run is over.
        let _ = self.arrivals.send(arrival).await;
    }

    /// Fetches a host's pages and hands them on in their order, until there are no more.
    async fn serve(self: Arc<Self>, host: String) {
        let mut under_way = FuturesOrdered::new();
        let mut last: Option<oneshot::Receiver<()>> = None;
        loop {
            while under_way.len() < self.per_host
                && let Some(errand) = self.pop(&host)
            {
                under_way.push_back(self.fetch(errand));
            }
            let arrival = under_way.next().await;
            if let Some(last) = last.take() {
                // An end without a word is an end too.
                let _ = last.await;
            }
            let Some(arrival) = arrival else {
                if self.retire(&host) {
                    return;
                }
                continue;
            };
            let (put_out, told) = oneshot::channel();
            last = Some(told);
            let arrival = Arrival { put_out: Some(put_out), ..arrival };
            if self.arrivals.send(arrival).await.is_err() {
                return;
            }
        }
    }

    async fn fetch(&self, errand: Errand) -> Arrival {
        let Errand { page, request, depth } = errand;
        let mut outcome = self.fetcher.get(&request).await.map(Box::new).map_err(Failure::from);
        if let Ok(fetched) = &mut outcome
            && self.per_host > 1
        {
            // It may have to wait for one before it, and that one for its place.
            fetched.release();
        }
        Arrival { page, depth, outcome: outcome.map(Some), put_out: None }
    }

    fn pop(&self, host: &str) -> Option<Errand> {
        let mut queues = self.queues();
        let queue = queues.get_mut(host)?;
        if self.until.is_some_and(|until| Instant::now() >= until) {
            queue.clear();
        }
        let (errand, _room) = queue.pop_front()?;
        Some(errand)
    }

    /// Ends a queue, if it is still empty.
    fn retire(&self, host: &str) -> bool {
        let mut queues = self.queues();
        let empty = queues.get(host).is_none_or(VecDeque::is_empty);
        if empty {
            queues.remove(host);
        }
        empty
    }

    fn queues(&self) -> MutexGuard<'_, Queues> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn host(url: &Url) -> String {
    let name = url.host_str().unwrap_or_default();
    format!("{name}:{}", url.port_or_known_default().unwrap_or_default())
}
