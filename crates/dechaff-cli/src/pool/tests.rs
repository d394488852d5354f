use super::*;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

impl Weight for u64 {
    fn weight(&self) -> usize {
        usize::try_from(*self).unwrap()
    }
}

fn jobs(count: usize) -> NonZeroUsize {
    NonZeroUsize::new(count).unwrap()
}

#[test]
fn results_come_in_order_whatever_takes_longest() {
    let mut seen = Vec::new();
    let work = |n: &mut u64| {
        thread::sleep(Duration::from_millis((*n * 7) % 5));
        *n * 2
    };
    run(0..200, jobs(8), Order::OfItems, work, |n, twice| {
        assert_eq!(twice, n * 2);
        seen.push(n);
        Ok::<(), io::Error>(())
    })
    .unwrap();
    assert_eq!(seen, (0..200).collect::<Vec<_>>());
}

#[test]
fn without_an_order_a_slow_item_holds_up_nobody() {
    let mut seen = Vec::new();
    let work = |n: &mut u64| {
        thread::sleep(Duration::from_millis(if *n == 0 { 200 } else { 0 }));
        *n
    };
    run(0..9, jobs(2), Order::AsDone, work, |n, _| {
        seen.push(n);
        Ok::<(), io::Error>(())
    })
    .unwrap();
    assert_eq!(seen.last(), Some(&0));
    assert_eq!(seen.len(), 9);
}

#[test]
fn no_more_items_are_drawn_than_fit_the_window() {
    let drawn = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&drawn);
    let mut done = 0;
    let items = (0..1000_u64).inspect(move |_| {
        counter.fetch_add(1, Ordering::SeqCst);
    });
    let window = 2 * ITEMS_PER_WORKER;
    run(
        items,
        jobs(2),
        Order::OfItems,
        |_| 0_u64,
        |_, _| {
            assert!(drawn.load(Ordering::SeqCst) <= done + window);
            done += 1;
            Ok::<(), io::Error>(())
        },
    )
    .unwrap();
    assert_eq!(done, 1000);
}

#[test]
fn large_items_and_results_are_few_at_a_time() {
    let drawn = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&drawn);
    let large = u64::try_from(BYTES / 2).unwrap();
    let items = std::iter::repeat_n(large, 20).inspect(move |_| {
        counter.fetch_add(1, Ordering::SeqCst);
    });
    let mut done = 0;
    run(
        items,
        jobs(2),
        Order::OfItems,
        |n| *n,
        |_, _| {
            thread::sleep(Duration::from_millis(2));
            assert!(drawn.load(Ordering::SeqCst) <= done + 2);
            done += 1;
            Ok::<(), io::Error>(())
        },
    )
    .unwrap();
    assert_eq!(done, 20);
}

#[test]
fn an_error_ends_the_run_though_the_items_hang() {
    let mut calls = 0;
    let items = (0..9_u64).chain(std::iter::from_fn(|| {
        thread::sleep(Duration::from_secs(3600));
        None
    }));
    let result = run(
        items,
        jobs(3),
        Order::OfItems,
        |_| 0_u64,
        |n, _| {
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
