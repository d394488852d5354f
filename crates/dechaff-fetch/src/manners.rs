//! How polite requests treat a host.

use std::time::Duration;

/// What a polite request keeps to.
///
/// A host here is a name with its port.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Manners {
    /// Whether `robots.txt` is asked. Default: yes.
    ///
    /// It is read as RFC 9309 says and kept for a day. One that is not there
    /// (a status of 4xx other than 429) allows everything; one that cannot be
    /// had (5xx, no answer) allows nothing for a minute.
    pub robots: bool,
    /// The least time between the starts of two requests to one host.
    /// Default: 1 s. A longer `Crawl-delay` of `robots.txt` takes its place.
    pub interval: Duration,
    /// How many requests to one host may be on their way at once. Default: 1.
    pub connections: usize,
    /// The longest `Crawl-delay` that is kept to; a longer one counts as this.
    /// Default: 60 s.
    pub longest_delay: Duration,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            robots: true,
            interval: Duration::from_secs(1),
            connections: 1,
            longest_delay: Duration::from_secs(60),
        }
    }
}
