//! Work on many items at once, memory bounded: results in the order of the items, or as they are
//! done.

use std::collections::VecDeque;
use std::io;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, Scope};

/// Stack of a worker. Nothing recurses over a page, so this is plenty, on every platform.
const STACK_BYTES: usize = 2 << 20;
/// Items in flight for each worker: how far ahead of a slow page the others may run.
const WINDOW_PER_WORKER: usize = 4;

/// Runs `work` on every item, on up to `jobs` threads, and hands each item and its result to
/// `each`, in the order of the items. An error of `each` ends the run.
///
/// At most `4 * jobs` items or results are held at a time. `work` must not panic.
pub(crate) fn in_order<T, R, E>(
    items: impl IntoIterator<Item = T>,
    jobs: NonZeroUsize,
    work: impl Fn(&T) -> R + Sync,
    mut each: impl FnMut(T, R) -> Result<(), E>,
) -> Result<(), E>
where
    T: Send,
    R: Send,
    E: From<io::Error>,
{
    let window = jobs.get().saturating_mul(WINDOW_PER_WORKER);
    let (task_sender, task_receiver) = sync_channel(window);
    let (result_sender, result_receiver) = sync_channel(window);
    let tasks = Mutex::new(task_receiver);
    thread::scope(|scope| {
        let mut items = items.into_iter().enumerate().fuse();
        let mut waiting: VecDeque<Option<(T, R)>> = VecDeque::new();
        let mut first = 0;
        let mut workers = 0;
        // Moved in here, so that leaving early closes both channels and the workers end.
        let (task_sender, result_receiver) = (task_sender, result_receiver);
        loop {
            while waiting.len() < window
                && let Some(task) = items.next()
            {
                waiting.push_back(None);
                if workers < jobs.get().min(waiting.len()) {
                    start_worker(scope, &tasks, result_sender.clone(), &work)?;
                    workers += 1;
                }
                task_sender.send(task).map_err(|_| stopped())?;
            }
            if waiting.is_empty() {
                return Ok(());
            }
            let (index, item, result): (usize, T, R) =
                result_receiver.recv().map_err(|_| stopped())?;
            if let Some(slot) = waiting.get_mut(index - first) {
                *slot = Some((item, result));
            }
            while let Some((item, result)) = waiting.front_mut().and_then(Option::take) {
                waiting.pop_front();
                first += 1;
                each(item, result)?;
            }
        }
    })
}

/// Runs `work` on every item that `next` gives, on `jobs` threads, and hands each result to `each`
/// as it comes. `each` may end the run, and must then see to it that `next` ends too.
///
/// One item a thread and one result a thread are held at a time. `work` must not panic.
pub(crate) fn as_done<T, R, E>(
    next: impl FnMut() -> Option<T> + Send,
    jobs: NonZeroUsize,
    work: impl Fn(T) -> R + Sync,
    mut each: impl FnMut(R) -> ControlFlow<E>,
) -> Result<(), E>
where
    R: Send,
    E: From<io::Error>,
{
    let (sender, results) = sync_channel(jobs.get());
    let next = Mutex::new(next);
    let (next, work) = (&next, &work);
    thread::scope(|scope| {
        let results = results;
        for _ in 0..jobs.get() {
            let sender = sender.clone();
            let builder = thread::Builder::new().name("page".into()).stack_size(STACK_BYTES);
            builder.spawn_scoped(scope, move || {
                while let Some(item) = next.lock().ok().and_then(|mut next| next()) {
                    if sender.send(work(item)).is_err() {
                        return;
                    }
                }
            })?;
        }
        drop(sender);
        while let Ok(result) = results.recv() {
            if let ControlFlow::Break(error) = each(result) {
                return Err(error);
            }
        }
        Ok(())
    })
}

fn start_worker<'scope, T, R>(
    scope: &'scope Scope<'scope, '_>,
    tasks: &'scope Mutex<Receiver<(usize, T)>>,
    results: SyncSender<(usize, T, R)>,
    work: &'scope (impl Fn(&T) -> R + Sync),
) -> io::Result<()>
where
    T: Send + 'scope,
    R: Send + 'scope,
{
    let next = move || tasks.lock().ok()?.recv().ok();
    thread::Builder::new().name("page".into()).stack_size(STACK_BYTES).spawn_scoped(
        scope,
        move || {
            while let Some((index, item)) = next() {
                let result = work(&item);
                if results.send((index, item, result)).is_err() {
                    return;
                }
            }
        },
    )?;
    Ok(())
}

fn stopped() -> io::Error {
    io::Error::other("a worker stopped")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    #[test]
    fn results_come_in_order_whatever_takes_longest() {
        let mut seen = Vec::new();
        let work = |n: &u64| {
            thread::sleep(Duration::from_millis((n * 7) % 5));
            n * 2
        };
        in_order(0..200, NonZeroUsize::new(8).unwrap(), work, |n, twice| {
            assert_eq!(twice, n * 2);
            seen.push(n);
            Ok::<(), io::Error>(())
        })
        .unwrap();
        assert_eq!(seen, (0..200).collect::<Vec<_>>());
    }

    #[test]
    fn no_more_items_are_drawn_than_fit_the_window() {
        let drawn = AtomicUsize::new(0);
        let mut done = 0;
        let items = (0..100).inspect(|_| {
            drawn.fetch_add(1, Ordering::Relaxed);
        });
        in_order(
            items,
            NonZeroUsize::new(2).unwrap(),
            |_| (),
            |_, ()| {
                assert!(drawn.load(Ordering::Relaxed) <= done + 2 * WINDOW_PER_WORKER);
                done += 1;
                Ok::<(), io::Error>(())
            },
        )
        .unwrap();
        assert_eq!(done, 100);
    }

    #[test]
    fn an_error_ends_the_run() {
        let mut calls = 0;
        let result = in_order(
            0..,
            NonZeroUsize::new(3).unwrap(),
            |_| (),
            |n, ()| {
                calls += 1;
                if n == 5 {
                    return Err(io::Error::other("enough"));
                }
                Ok(())
            },
        );
        assert_eq!(result.unwrap_err().to_string(), "enough");
        assert_eq!(calls, 6);
    }

    #[test]
    fn results_come_as_they_are_done() {
        let mut items = [30, 0].into_iter();
        let mut seen = Vec::new();
        as_done(
            move || items.next(),
            NonZeroUsize::new(2).unwrap(),
            |millis| {
                thread::sleep(Duration::from_millis(millis));
                millis
            },
            |millis| {
                seen.push(millis);
                ControlFlow::<io::Error>::Continue(())
            },
        )
        .unwrap();
        assert_eq!(seen, [0, 30]);
    }

    #[test]
    fn who_takes_the_results_may_end_it() {
        let done = AtomicUsize::new(0);
        let mut items = 0..100;
        let result = as_done(
            || (done.load(Ordering::SeqCst) < 5).then(|| items.next()).flatten(),
            NonZeroUsize::new(2).unwrap(),
            |n| n,
            |_| {
                if done.fetch_add(1, Ordering::SeqCst) < 4 {
                    return ControlFlow::Continue(());
                }
                ControlFlow::Break(io::Error::other("enough"))
            },
        );
        assert_eq!(result.unwrap_err().to_string(), "enough");
    }
}
