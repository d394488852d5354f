//! Lets requests to a host pass one by one, at the pace it is owed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};
use url::Url;

use crate::manners::Manners;

/// Hosts remembered before idle ones are forgotten.
const MANY: usize = 1024;
/// How late a timer may be.
const LATE: Duration = Duration::from_millis(10);

/// The gates of all hosts.
#[derive(Debug)]
pub(crate) struct Gates {
    interval: Duration,
    connections: usize,
    hosts: Mutex<HashMap<String, Arc<Gate>>>,
}

#[derive(Debug)]
struct Gate {
    open: Arc<Semaphore>,
    pace: Mutex<Pace>,
}

#[derive(Debug)]
struct Pace {
    interval: Duration,
    /// When the next request may start.
    next: Instant,
}

/// A request under way; the next may pass when it is dropped.
#[derive(Debug)]
pub(crate) struct Turn {
    _permit: Option<OwnedSemaphorePermit>,
}

impl Gates {
    pub(crate) fn new(manners: &Manners) -> Self {
        Self {
            interval: manners.interval,
            connections: manners.connections.max(1),
            hosts: Mutex::default(),
        }
    }

    /// Waits until a request to this URL's host may start.
    pub(crate) async fn turn(&self, url: &Url) -> Turn {
        let gate = self.of(url);
        // The semaphore is never closed, so there is always a permit.
        let permit = Arc::clone(&gate.open).acquire_owned().await.ok();
        while let Some(due) = gate.pass() {
            sleep_until(due).await;
        }
        Turn { _permit: permit }
    }

    /// Keeps at least so much between requests from now on.
    pub(crate) fn slow_down(&self, url: &Url, interval: Duration) {
        let gate = self.of(url);
        let mut pace = gate.pace();
        pace.interval = pace.interval.max(interval);
    }

    /// Lets nothing pass for a while.
    pub(crate) fn pause(&self, url: &Url, pause: Duration) {
        let gate = self.of(url);
        let mut pace = gate.pace();
        pace.next = pace.next.max(Instant::now() + pause);
    }

    fn of(&self, url: &Url) -> Arc<Gate> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if hosts.len() >= MANY {
            let now = Instant::now();
            hosts.retain(|_, gate| Arc::strong_count(gate) > 1 || gate.pace().next > now);
        }
        let gate = hosts.entry(host(url)).or_insert_with(|| {
            Arc::new(Gate {
                open: Arc::new(Semaphore::new(self.connections)),
                pace: Mutex::new(Pace { interval: self.interval, next: Instant::now() }),
            })
        });
        Arc::clone(gate)
    }
}

impl Gate {
    /// Passes, if the time has come; else says when to ask again.
    fn pass(&self) -> Option<Instant> {
        let mut pace = self.pace();
        let now = Instant::now();
        if now < pace.next {
            return Some(pace.next);
        }
        // Counted from when it could have started: a timer that is a little late
        // each time would else make the whole list late.
        let start = if now - pace.next < LATE { pace.next } else { now };
        pace.next = start + pace.interval;
        None
    }

    fn pace(&self) -> MutexGuard<'_, Pace> {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What counts as one host.
pub(crate) fn host(url: &Url) -> String {
    let name = url.host_str().unwrap_or_default();
    format!("{name}:{}", url.port_or_known_default().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gates(interval: u64, connections: usize) -> Arc<Gates> {
        let interval = Duration::from_millis(interval);
        Arc::new(Gates::new(&Manners { interval, connections, ..Manners::default() }))
    }

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[tokio::test]
    async fn starts_keep_their_distance() {
        let gates = gates(20, 8);
        let started = Instant::now();
        for _ in 0..11 {
            gates.turn(&url("http://a.test/")).await;
        }
        let took = started.elapsed();
        assert!(took >= Duration::from_millis(190), "{took:?}");
        // Another host waits for nothing.
        let started = Instant::now();
        gates.turn(&url("http://b.test/")).await;
        assert!(started.elapsed() < Duration::from_millis(15));
    }

    #[tokio::test]
    async fn no_more_are_under_way_than_may_be() {
        let gates = gates(0, 2);
        let _one = gates.turn(&url("http://a.test/")).await;
        let two = gates.turn(&url("http://a.test/")).await;
        let third = {
            let gates = Arc::clone(&gates);
            tokio::spawn(async move { gates.turn(&url("http://a.test/x")).await })
        };
        tokio::time::sleep(Duration::from_millis(30)).await;
        assert!(!third.is_finished());
        drop(two);
        third.await.unwrap();
    }

    #[tokio::test]
    async fn a_pause_holds_all() {
        let gates = gates(0, 2);
        gates.pause(&url("http://a.test/"), Duration::from_millis(50));
        let started = Instant::now();
        gates.turn(&url("http://a.test/")).await;
        assert!(started.elapsed() >= Duration::from_millis(49));
    }

    #[tokio::test]
    async fn idle_hosts_are_forgotten() {
        let gates = gates(0, 1);
        for number in 0..3 * MANY {
            gates.turn(&url(&format!("http://h{number}.test/"))).await;
        }
        assert!(gates.hosts.lock().unwrap().len() <= MANY + 1);
    }
}
