//! How a site is treated by polite requests, and what is tried again.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use dechaff_fetch::{FetchError, FetchOptions, Fetcher, Request};

use crate::server::{Server, Step, answer, head, page};

fn options() -> FetchOptions {
    let mut options = FetchOptions::default();
    options.allow_private = true;
    options.timeout = Duration::from_secs(5);
    options.retries.count = 0;
    options.retries.first_wait = Duration::from_millis(20);
    options.manners.interval = Duration::ZERO;
    options
}

fn text(body: &str) -> Vec<Step> {
    answer("200 OK", &["Content-Type: text/plain"], body.as_bytes())
}

#[tokio::test]
async fn a_site_is_asked_what_it_allows_once() {
    let server = Server::start(|target| match target {
        "/robots.txt" => text("User-agent: *\nDisallow: /in\n"),
        _ => page("x"),
    })
    .await;
    let fetcher = Fetcher::new(options()).unwrap();
    assert!(fetcher.fetch(&server.url("/a")).await.is_ok());
    assert!(fetcher.fetch(&server.url("/b")).await.is_ok());
    let error = fetcher.fetch(&server.url("/in/side")).await.unwrap_err();
    assert!(matches!(error, FetchError::Robots { .. }), "{error}");
    let requests = server.requests();
    let targets: Vec<&str> = requests.iter().map(|head| head.split(' ').nth(1).unwrap()).collect();
    assert_eq!(targets, ["/robots.txt", "/a", "/b"]);
    // Typed by a person, it is just fetched.
    let typed = Request::typed(server.url("/in/side"));
    assert!(fetcher.get(&typed).await.is_ok());
}

#[tokio::test]
async fn the_place_a_redirect_leads_to_is_asked_too() {
    let there = Server::start(|target| match target {
        "/robots.txt" => text("User-agent: dechaff\nDisallow: /\n"),
        _ => page("x"),
    })
    .await;
    let to = there.url("/page");
    let here = Server::start(move |target| match target {
        "/robots.txt" => answer("404 Not Found", &[], b""),
        _ => answer("302 Found", &[&format!("Location: {to}")], b""),
    })
    .await;
    let error = Fetcher::new(options()).unwrap().fetch(&here.url("/")).await.unwrap_err();
    assert!(matches!(error, FetchError::Robots { .. }), "{error}");
    assert_eq!(there.requests().len(), 1);
}

#[tokio::test]
async fn a_file_that_is_not_there_allows_and_one_that_cannot_be_had_does_not() {
    for (status, allowed) in [
        ("404 Not Found", true),
        ("401 Unauthorized", true),
        ("410 Gone", true),
        ("429 Too Many Requests", false),
        ("500 Internal Server Error", false),
        ("503 Service Unavailable", false),
    ] {
        let server = Server::start(move |target| match target {
            "/robots.txt" => answer(status, &[], b""),
            _ => page("x"),
        })
        .await;
        let outcome = Fetcher::new(options()).unwrap().fetch(&server.url("/a")).await;
        match outcome {
            Ok(_) => assert!(allowed, "{status}"),
            Err(FetchError::RobotsUnavailable { .. }) => assert!(!allowed, "{status}"),
            Err(error) => panic!("{status}: {error}"),
        }
    }
}

#[tokio::test]
async fn a_hundred_megabytes_of_rules_are_read_to_their_limit() {
    let line = b"Disallow: /*some/*path/with*stars/and-a-long-end.html$\n";
    let server = Server::start(move |target| match target {
        "/robots.txt" => {
            let length = format!("Content-Length: {}", 100 << 20);
            let head = head("200 OK", &["Content-Type: text/plain", &length]);
            let start = b"User-agent: *\nDisallow: /in\n".to_vec();
            vec![
                Step::Send(head),
                Step::Send(start),
                Step::Trickle(line.repeat(1000), Duration::ZERO),
            ]
        }
        _ => page("x"),
    })
    .await;
    let fetcher = Fetcher::new(options()).unwrap();
    let started = Instant::now();
    assert!(fetcher.fetch(&server.url("/a")).await.is_ok());
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
    let error = fetcher.fetch(&server.url("/in")).await.unwrap_err();
    assert!(matches!(error, FetchError::Robots { .. }), "{error}");
}

#[tokio::test]
async fn the_pace_is_kept_and_a_crawl_delay_slows_it_down() {
    let server = Server::start(|target| match target {
        "/robots.txt" => text("User-agent: *\nCrawl-delay: 0.1\n"),
        _ => page("x"),
    })
    .await;
    for (interval, robots, expected) in [(40, false, 40), (40, true, 100)] {
        let mut options = options();
        options.manners.interval = Duration::from_millis(interval);
        options.manners.robots = robots;
        let fetcher = Fetcher::new(options).unwrap();
        let started = Instant::now();
        fetcher.fetch(&server.url("/first")).await.unwrap();
        for number in 0..5 {
            fetcher.fetch(&server.url(&format!("/{number}"))).await.unwrap();
        }
        let took = started.elapsed();
        let expected = Duration::from_millis(5 * expected);
        assert!(took > expected.mul_f64(0.95) && took < 2 * expected, "{took:?}");
    }
}

#[tokio::test]
async fn what_may_pass_is_tried_again() {
    for (bad, recovers) in [
        ("503 Service Unavailable", true),
        ("429 Too Many Requests", true),
        ("408 Request Timeout", true),
        ("502 Bad Gateway", true),
        ("404 Not Found", false),
        ("501 Not Implemented", false),
        ("403 Forbidden", false),
    ] {
        let asked = AtomicUsize::new(0);
        let server = Server::start(move |_| match asked.fetch_add(1, Ordering::SeqCst) {
            0 | 1 => answer(bad, &[], b""),
            _ => page("at last"),
        })
        .await;
        let mut options = options();
        options.retries.count = 2;
        let outcome = Fetcher::new(options).unwrap().get(&Request::typed(server.url("/"))).await;
        match outcome {
            Ok(fetched) => {
                assert!(recovers, "{bad}");
                assert_eq!(fetched.attempts, 3);
            }
            Err(error) => {
                assert!(!recovers, "{error}");
                assert_eq!(server.requests().len(), 1, "{bad}");
            }
        }
    }
}

#[tokio::test]
async fn a_body_that_broke_off_is_tried_again() {
    let asked = AtomicUsize::new(0);
    let server = Server::start(move |_| match asked.fetch_add(1, Ordering::SeqCst) {
        0 => {
            let head = head("200 OK", &["Content-Type: text/html", "Content-Length: 99"]);
            vec![Step::Send([head.as_slice(), b"half"].concat())]
        }
        _ => page("whole"),
    })
    .await;
    let mut options = options();
    options.retries.count = 1;
    let typed = Request::typed(server.url("/"));
    let fetched = Fetcher::new(options).unwrap().get(&typed).await.unwrap();
    assert_eq!(fetched.body, b"whole");
}

#[tokio::test]
async fn retry_after_is_kept_to_or_ends_it() {
    let asked = AtomicUsize::new(0);
    let server =
        Server::start(move |target| match (target, asked.fetch_add(1, Ordering::SeqCst)) {
            ("/long", _) => answer("503 Busy", &["Retry-After: 3600"], b""),
            (_, 0) => answer("429 Slow", &["Retry-After: 1"], b""),
            _ => page("x"),
        })
        .await;
    let mut options = options();
    options.retries.count = 2;
    options.manners.robots = false;
    let fetcher = Fetcher::new(options).unwrap();
    let started = Instant::now();
    assert!(fetcher.fetch(&server.url("/")).await.is_ok());
    assert!(started.elapsed() >= Duration::from_secs(1));
    let long = Request::typed(server.url("/long"));
    let error = fetcher.get(&long).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)), "{error}");
}
