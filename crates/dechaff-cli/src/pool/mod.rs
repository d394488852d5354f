//! Work on many items at once, memory bounded: results in the order of the items, or as they are
//! done.
//!
//! One thread reads items, some do the work, and the caller's thread takes the results, so that
//! reading, work and writing overlap. A [`Window`] bounds how far they drift apart.

mod window;

use std::collections::VecDeque;
use std::io;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, Scope};

use window::Window;

/// Stack of a worker. Nothing recurses over a page, so this is plenty, on every platform.
const STACK_BYTES: usize = 2 << 20;
/// Items in flight for each worker: how far ahead of a slow page the others may run.
const ITEMS_PER_WORKER: usize = 32;
/// What items and results in flight may take together, in bytes.
const BYTES: usize = 64 << 20;

/// What is held of an item or a result, in bytes.
pub(crate) trait Weight {
    fn weight(&self) -> usize;
}

/// In which order results are handed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// That of the items.
    OfItems,
    /// As they are done.
    AsDone,
}

/// Runs `work` on every item, on `jobs` threads, and hands each item and its result to `each`.
/// An error of `each` ends the run.
///
/// Items are drawn on a thread of their own, which nobody waits for when the run ends early: it
/// may hang in a pipe. At most `32 * jobs` items and 64 MiB and one item of them and their results
/// are held at a time. `work` must not panic.
pub(crate) fn run<T, R, E, I>(
    items: I,
    jobs: NonZeroUsize,
    order: Order,
    work: impl Fn(&mut T) -> R + Sync,
    mut each: impl FnMut(T, R) -> Result<(), E>,
) -> Result<(), E>
where
    I: IntoIterator<Item = T>,
    I::IntoIter: Send + 'static,
    T: Weight + Send + 'static,
    R: Weight + Send,
    E: From<io::Error>,
{
    let window = Arc::new(Window::new(jobs.get().saturating_mul(ITEMS_PER_WORKER), BYTES));
    let (tasks, task_receiver) = channel();
    let end = || End { tasks: tasks.clone(), jobs, window: Arc::clone(&window) };
    start_reader(items.into_iter(), Arc::clone(&window), end())?;
    let task_receiver = Mutex::new(task_receiver);
    thread::scope(|scope| {
        // Dropped when the run is over, however it ends.
        let (sender, receiver) = channel();
        let _end = end();
        for _ in 0..jobs.get() {
            start_worker(scope, &task_receiver, sender.clone(), &window, &work)?;
        }
        drop(sender);
        let mut waiting: VecDeque<Option<(T, R)>> = VecDeque::new();
        let mut first = 0;
        let mut hand_on = |item: T, result: R| {
            let weight = result.weight();
            let outcome = each(item, result);
            window.leave(weight);
            outcome
        };
        while let Ok((index, item, result)) = receiver.recv() {
            if order == Order::AsDone {
                hand_on(item, result)?;
                continue;
            }
            // The window bounds how many wait here.
            let place = index - first;
            while waiting.len() <= place {
                waiting.push_back(None);
            }
            if let Some(slot) = waiting.get_mut(place) {
                *slot = Some((item, result));
            }
            while let Some((item, result)) = waiting.front_mut().and_then(Option::take) {
                waiting.pop_front();
                first += 1;
                hand_on(item, result)?;
            }
        }
        Ok(())
    })
}

/// Tells all workers, when dropped, that there are no more tasks: the reader at the end of its
/// items, and the run, though the reader may still hang in a pipe.
struct End<T> {
    tasks: Sender<Option<(usize, T)>>,
    jobs: NonZeroUsize,
    window: Arc<Window>,
}

impl<T> Drop for End<T> {
    fn drop(&mut self) {
        for _ in 0..self.jobs.get() {
            // Fails only where no worker is left.
            let _ = self.tasks.send(None);
        }
        self.window.close();
    }
}

fn start_reader<T>(
    items: impl Iterator<Item = T> + Send + 'static,
    window: Arc<Window>,
    end: End<T>,
) -> io::Result<()>
where
    T: Weight + Send + 'static,
{
    let read = move || {
        let mut items = items.enumerate();
        while window.enter()
            && let Some(task) = items.next()
        {
            window.resize(0, task.1.weight());
            if end.tasks.send(Some(task)).is_err() {
                return;
            }
        }
    };
    thread::Builder::new().name("read".into()).stack_size(STACK_BYTES).spawn(read)?;
    Ok(())
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
    tasks: &'scope Mutex<Receiver<Option<(usize, T)>>>,
    results: Sender<(usize, T, R)>,
    window: &'scope Window,
    work: &'scope (impl Fn(&mut T) -> R + Sync),
) -> io::Result<()>
where
    T: Weight + Send + 'scope,
    R: Weight + Send + 'scope,
{
    let next = move || tasks.lock().ok()?.recv().ok()?;
    thread::Builder::new().name("page".into()).stack_size(STACK_BYTES).spawn_scoped(
        scope,
        move || {
            while let Some((index, mut item)) = next() {
                let before = item.weight();
                let result = work(&mut item);
                window.resize(before, result.weight());
                if results.send((index, item, result)).is_err() {
                    return;
                }
            }
        },
    )?;
    Ok(())
}

#[cfg(test)]
mod tests;
