//! Servers that lie about what they send: each fetch ends with the right error,
//! within its limit.

use std::time::{Duration, Instant};

use dechaff_fetch::{FetchError, FetchOptions, Fetched, Fetcher, Request, TimeLimit};

use crate::server::{Server, Step, fetch_with, head};

const HTML: &str = "Content-Type: text/html";
const LIMIT: Duration = Duration::from_millis(600);
const MARGIN: Duration = Duration::from_millis(200);

/// Fetches what the steps send, within `LIMIT` and a margin. On a busy machine a
/// late one gets two more chances.
async fn fetched(
    steps: impl Fn() -> Vec<Step> + Send + Sync + 'static,
) -> Result<Fetched, FetchError> {
    let server = Server::start(move |_| steps()).await;
    let mut late = Vec::new();
    loop {
        let started = Instant::now();
        let outcome = fetch_with(&server.url("/"), |options| options.timeout = LIMIT).await;
        let took = started.elapsed();
        if took < LIMIT + MARGIN {
            return outcome;
        }
        late.push(took);
        assert!(late.len() < 3, "{late:?}");
    }
}

fn chunked(body: &str) -> Vec<Step> {
    let head = head("200 OK", &[HTML, "Transfer-Encoding: chunked"]);
    vec![Step::Send([head.as_slice(), body.as_bytes()].concat())]
}

/// A reply of a head and a body, cut after each of its first 4,096 bytes.
#[tokio::test(flavor = "multi_thread")]
async fn a_reply_cut_anywhere_is_an_error() {
    let body = vec![b'x'; 6000];
    let head = head("200 OK", &[HTML, "X-Long: padding", "Content-Length: 6000"]);
    let head_length = head.len();
    let reply = [head, body].concat();
    let server = Server::start(move |target| {
        let cut: usize = target.trim_start_matches('/').parse().unwrap();
        vec![Step::Send(reply[..cut].to_vec())]
    })
    .await;
    let mut options = FetchOptions::default();
    options.timeout = LIMIT;
    options.retries.count = 0;
    let fetcher = Fetcher::new(options).unwrap();
    for cut in 0..=4096 {
        let request = Request::typed(server.url(&format!("/{cut}")));
        let started = Instant::now();
        let error = fetcher.get(&request).await.unwrap_err();
        assert!(started.elapsed() < LIMIT + MARGIN, "{cut}");
        let right = match &error {
            FetchError::Http { .. } => cut < head_length,
            FetchError::Body { received, .. } => *received == cut - head_length,
            _ => false,
        };
        assert!(right, "cut at {cut}: {error:?}");
    }
}

#[tokio::test]
async fn headers_of_a_mebibyte_are_no_answer() {
    let long = format!("X-Long: {}", "x".repeat(1 << 20));
    let error =
        fetched(move || vec![Step::Send(head("200 OK", &[HTML, &long]))]).await.unwrap_err();
    assert!(matches!(error, FetchError::Http { .. }), "{error}");
    let many: Vec<String> = (0..50_000).map(|n| format!("X-{n}: some value")).collect();
    let error = fetched(move || {
        let lines: Vec<&str> = many.iter().map(String::as_str).collect();
        vec![Step::Send(head("200 OK", &lines))]
    })
    .await
    .unwrap_err();
    assert!(matches!(error, FetchError::Http { .. }), "{error}");
}

#[tokio::test]
async fn endless_headers_are_no_answer() {
    let error = fetched(|| {
        let first = Step::Send(b"HTTP/1.1 200 OK\r\n".to_vec());
        vec![first, Step::Trickle(b"X-Header: again\r\n".repeat(1000), Duration::ZERO)]
    })
    .await
    .unwrap_err();
    assert!(matches!(error, FetchError::Http { .. }), "{error}");
}

#[tokio::test]
async fn chunks_that_lie_break_the_body() {
    for body in [
        // Longer than said, shorter than said, no number, far too large a number, no end.
        "2\r\nabcdef\r\n0\r\n\r\n", "ff\r\nabc\r\n0\r\n\r\n", "zz\r\nabc\r\n0\r\n\r\n",
        "ffffffffffffffffff\r\nabc\r\n0\r\n\r\n", "-1\r\nabc\r\n0\r\n\r\n", "3\r\nabc\r\n",
    ] {
        let error = fetched(move || chunked(body)).await.unwrap_err();
        assert!(matches!(error, FetchError::Body { .. }), "{body:?}: {error}");
    }
    let whole = fetched(|| chunked("3\r\nabc\r\n0\r\n\r\n")).await.unwrap();
    assert_eq!(whole.body, b"abc");
}

#[tokio::test]
async fn a_length_that_lies_is_told_where_it_can_be() {
    let with_length = |length: &'static str| {
        move || {
            let head = head("200 OK", &[HTML, length]);
            vec![Step::Send([head.as_slice(), b"ten bytes!"].concat())]
        }
    };
    let error = fetched(with_length("Content-Length: 11")).await.unwrap_err();
    assert!(matches!(error, FetchError::Body { received: 10, .. }), "{error}");
    // What comes after the length belongs to no answer.
    let fetched_short = fetched(with_length("Content-Length: 3")).await.unwrap();
    assert_eq!(fetched_short.body, b"ten");
    for length in
        ["Content-Length: -1", "Content-Length: 1x", "Content-Length: 1\r\nContent-Length: 2"]
    {
        let error = fetched(with_length(length)).await.unwrap_err();
        assert!(matches!(error, FetchError::Http { .. }), "{length}: {error}");
    }
}

#[tokio::test]
async fn a_byte_a_second_does_not_keep_a_fetch_alive() {
    let error = fetched(|| {
        let head = head("200 OK", &[HTML]);
        vec![Step::Send(head), Step::Trickle(b"x".to_vec(), Duration::from_secs(1))]
    })
    .await
    .unwrap_err();
    assert!(matches!(error, FetchError::Timeout { limit: TimeLimit::Total, .. }), "{error}");
}

#[tokio::test]
async fn a_server_that_never_answers_is_left() {
    let error = fetched(|| vec![Step::Hang]).await.unwrap_err();
    assert!(matches!(error, FetchError::Timeout { limit: TimeLimit::Total, .. }), "{error}");
}
