//! Pages from the network, many hosts at a time: found, fetched, cleaned, and put out as they
//! are done.

mod crawl;
mod finder;
mod frontier;
mod hosts;

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::pin::pin;
use std::sync::Arc;

use dechaff_fetch::Fetched;
use futures_util::future::{Either, select};
use tokio::sync::{mpsc, oneshot, watch};

pub(crate) use crawl::{Crawl, CrawlSettings};
pub(crate) use finder::Finder;
use hosts::Hosts;

use crate::failure::{Failure, Fatal};
use crate::job::{Done, Worker};
use crate::network::Network;
use crate::pool;
use crate::source::Page;

/// Pages that wait for a worker; more wait with their hosts.
const WAITING: usize = 8;

/// A page that was fetched, or was not.
pub(crate) struct Arrival {
    pub(crate) page: Page,
    /// How many links lie between it and the start of a crawl.
    pub(crate) depth: u32,
    /// What was fetched; nothing where the page is of this machine.
    pub(crate) outcome: Result<Option<Box<Fetched>>, Failure>,
    /// Told when the page is put out; the next of its host comes after that.
    pub(crate) put_out: Option<oneshot::Sender<()>>,
}

/// A page that is done, or why it is not.
pub(crate) struct Finished {
    pub(crate) page: Page,
    pub(crate) depth: u32,
    pub(crate) result: Result<Done, Failure>,
}

/// Does all pages that `finder` finds, on up to `jobs` threads, and hands each to `each` as it is
/// done; those of one host in their order. An error of `each` ends the run.
pub(crate) fn run(
    network: &Network,
    finder: Finder,
    per_host: usize,
    jobs: NonZeroUsize,
    worker: &Worker,
    mut each: impl FnMut(Finished) -> Result<(), Fatal>,
) -> Result<(), Fatal> {
    let (sender, mut arrivals) = mpsc::channel(WAITING);
    let hosts = Arc::new(Hosts::new(network.fetcher.clone(), per_host, finder.until, sender));
    network.runtime.spawn(finder.run(hosts));
    let (stop, mut stopped) = watch::channel(());
    let mut stop = Some(stop);
    let handle = network.runtime.handle();
    let next = move || {
        handle.block_on(async {
            let (arrival, end) = (pin!(arrivals.recv()), pin!(stopped.changed()));
            match select(arrival, end).await {
                Either::Left((arrival, _)) => arrival,
                Either::Right(_) => None,
            }
        })
    };
    pool::as_done(
        next,
        jobs,
        |arrival: Arrival| {
            let Arrival { mut page, depth, outcome, put_out } = arrival;
            let result = outcome.and_then(|fetched| match fetched {
                Some(fetched) => worker.fetched(&page, *fetched),
                None => worker.run(&mut page),
            });
            (Finished { page, depth, result }, put_out)
        },
        |(finished, put_out)| {
            let outcome = each(finished);
            if let Some(put_out) = put_out {
                // Nobody waits where it was the last of its host.
                let _ = put_out.send(());
            }
            match outcome {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    // The workers stop waiting for pages.
                    stop = None;
                    ControlFlow::Break(error)
                }
            }
        },
    )
}
