//! Servers that are slow or send too much.

use std::time::{Duration, Instant};

use dechaff_fetch::{FetchError, TimeLimit, Url};

use crate::server::{Server, Step, answer, fetch_with, head};

const HTML: &str = "Content-Type: text/html";
/// Tests beside it may keep the machine busy.
const MARGIN: Duration = Duration::from_millis(700);

fn assert_timeout(error: &FetchError, expected: TimeLimit) {
    assert!(matches!(error, FetchError::Timeout { limit, .. } if *limit == expected), "{error}");
}

#[tokio::test]
async fn a_trickle_ends_with_the_whole_limit() {
    let pause = Duration::from_millis(50);
    let limit = Duration::from_millis(500);
    let server = Server::start(move |_| {
        let head = head("200 OK", &[HTML]);
        vec![Step::Send(head), Step::Trickle(b"x".to_vec(), pause)]
    })
    .await;
    let started = Instant::now();
    let error = fetch_with(&server.url("/"), |options| options.timeout = limit).await.unwrap_err();
    let took = started.elapsed();
    assert_timeout(&error, TimeLimit::Total);
    assert!(took >= limit && took < limit + MARGIN, "{took:?}");
}

#[tokio::test]
async fn a_trickle_of_headers_ends_too() {
    let pause = Duration::from_millis(50);
    let limit = Duration::from_millis(500);
    let server = Server::start(move |_| {
        let line = b"HTTP/1.1 200 OK\r\nX: ".to_vec();
        vec![Step::Send(line), Step::Trickle(b"x".to_vec(), pause)]
    })
    .await;
    let started = Instant::now();
    let error = fetch_with(&server.url("/"), |options| options.timeout = limit).await.unwrap_err();
    assert_timeout(&error, TimeLimit::Total);
    assert!(started.elapsed() < limit + MARGIN);
}

#[tokio::test]
async fn silence_ends_before_and_within_the_answer() {
    let server = Server::start(|target| match target {
        "/before" => vec![Step::Hang],
        _ => vec![Step::Send([head("200 OK", &[HTML]).as_slice(), b"x"].concat()), Step::Hang],
    })
    .await;
    let limit = Duration::from_millis(300);
    for path in ["/before", "/within"] {
        let started = Instant::now();
        let error = fetch_with(&server.url(path), |options| options.read_timeout = limit)
            .await
            .unwrap_err();
        let took = started.elapsed();
        assert_timeout(&error, TimeLimit::Silence);
        assert!(took >= limit && took < limit + MARGIN, "{took:?}");
        assert!(error.to_string().ends_with("the server sent nothing for 300ms"), "{error}");
    }
}

#[tokio::test]
async fn a_handshake_that_hangs_is_no_connection() {
    let server = Server::start(|_| vec![Step::Hang]).await;
    let url = Url::parse(&format!("https://127.0.0.1:{}/", server.port())).unwrap();
    let limit = Duration::from_millis(300);
    let started = Instant::now();
    let error = fetch_with(&url, |options| options.connect_timeout = limit).await.unwrap_err();
    assert_timeout(&error, TimeLimit::Connect);
    assert!(started.elapsed() < limit + MARGIN);
}

#[tokio::test]
async fn a_long_body_is_cut_at_either_limit() {
    let server = Server::start(|_| answer("200 OK", &[HTML], &vec![b'x'; 100_000])).await;
    for (wire, body, kept) in [(60_000, 70_000, 60_000), (70_000, 60_000, 60_000)] {
        let fetched = fetch_with(&server.url("/"), |options| {
            options.max_wire_bytes = wire;
            options.max_body_bytes = body;
        })
        .await
        .unwrap();
        assert_eq!(fetched.body.len(), kept);
        assert!(fetched.truncated);
    }
}

#[tokio::test]
async fn a_body_of_exactly_the_limit_is_whole() {
    let server = Server::start(|_| answer("200 OK", &[HTML], &[b'x'; 1000])).await;
    let fetched = fetch_with(&server.url("/"), |options| {
        options.max_wire_bytes = 1000;
        options.max_body_bytes = 1000;
    })
    .await
    .unwrap();
    assert_eq!(fetched.body.len(), 1000);
    assert!(!fetched.truncated);
}

#[tokio::test]
async fn an_endless_body_is_cut() {
    let server = Server::start(|_| {
        let pieces = Step::Trickle(vec![b'x'; 64 * 1024], Duration::ZERO);
        vec![Step::Send(head("200 OK", &[HTML])), pieces]
    })
    .await;
    let fetched = fetch_with(&server.url("/"), |_| {}).await.unwrap();
    assert_eq!(fetched.body.len(), 8 * 1024 * 1024);
    assert!(fetched.truncated);
}
