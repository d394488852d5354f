//! Answers that are a page, and answers that are none.

use dechaff_fetch::{FetchError, Url, Version};

use crate::server::{Server, Step, answer, fetch, fetch_with, head, page};

#[tokio::test]
async fn a_page_comes_with_its_type_and_charset() {
    let html = "Content-Type: Text/HTML; charset=\"windows-1251\"";
    let server = Server::start(move |_| answer("200 OK", &[html], b"<p>\xcf")).await;
    let url = server.url("/a?b#c");
    let fetched = fetch(&url).await.unwrap();
    assert_eq!(fetched.body, b"<p>\xcf");
    assert_eq!(fetched.status, 200);
    assert_eq!(fetched.content_type.as_deref(), Some("text/html"));
    assert_eq!(fetched.charset.as_deref(), Some("windows-1251"));
    assert_eq!((&fetched.requested, &fetched.url), (&url, &url));
    assert!(fetched.redirects.is_empty());
    assert!(!fetched.truncated);
    assert!(!fetched.elapsed.is_zero());
}

#[tokio::test]
async fn a_page_without_a_type_is_taken() {
    let server = Server::start(|_| answer("200 OK", &[], b"hello")).await;
    let fetched = fetch(&server.url("/")).await.unwrap();
    assert_eq!(fetched.body, b"hello");
    assert_eq!(fetched.content_type, None);
}

#[tokio::test]
async fn the_request_says_who_asks() {
    let server = Server::start(|_| page("x")).await;
    fetch_with(&server.url("/a?b#c"), |options| {
        options.headers.push(("X-Extra".into(), "yes".into()));
    })
    .await
    .unwrap();
    let requests = server.requests();
    assert!(requests[0].starts_with("get /a?b http/1.1\r\n"), "{requests:?}");
    for line in [
        concat!("user-agent: dechaff/", env!("CARGO_PKG_VERSION"), " (+https://"),
        "accept-encoding: gzip, br, zstd, deflate\r\n",
        "accept: text/html,",
        "x-extra: yes\r\n",
    ] {
        assert!(requests[0].contains(line), "{line} in {requests:?}");
    }
}

#[tokio::test]
async fn not_found_is_a_status() {
    let server =
        Server::start(|_| answer("404 Not Found", &["Content-Type: text/html"], b"x")).await;
    let error = fetch(&server.url("/gone")).await.unwrap_err();
    assert!(matches!(error, FetchError::Status { status: 404, .. }), "{error}");
    assert_eq!(
        error.to_string(),
        format!("{}: the server answered 404 Not Found", server.url("/gone"))
    );
}

#[tokio::test]
async fn an_image_is_refused_unread() {
    let server = Server::start(|_| {
        let head = head("200 OK", &["Content-Type: image/png", "Content-Length: 9"]);
        vec![Step::Send(head), Step::Hang]
    })
    .await;
    let error = fetch(&server.url("/")).await.unwrap_err();
    assert!(
        matches!(&error, FetchError::ContentType { content_type, .. } if content_type == "image/png"),
        "{error}"
    );
}

#[tokio::test]
async fn what_is_no_text_is_refused_by_its_first_bytes() {
    for (body, kind) in [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), "image/png"),
        (b"%PDF-1.7\n%\xe2\xe3", "application/pdf"),
        (b"PK\x03\x04\x14\0\0\0", "application/zip"),
    ] {
        let server =
            Server::start(move |_| answer("200 OK", &["Content-Type: text/html"], body)).await;
        let error = fetch(&server.url("/")).await.unwrap_err();
        assert!(
            matches!(&error, FetchError::ContentType { content_type, .. } if content_type == kind),
            "{error}"
        );
    }
}

#[tokio::test]
async fn an_answer_tells_its_headers_and_how_it_came() {
    let server = Server::start(|_| {
        answer("200 OK", &["Content-Type: text/html", "X-Robots-Tag: noindex", "X-A: b"], b"<p>x")
    })
    .await;
    let fetched = fetch(&server.url("/")).await.unwrap();
    assert!(fetched.headers.contains(&("x-a".to_owned(), "b".to_owned())));
    assert_eq!(fetched.robots, ["noindex"]);
    assert_eq!(fetched.attempts, 1);
    assert!(fetched.private && !fetched.from_cache);
    assert!(fetched.first_byte <= fetched.elapsed);
}

#[tokio::test]
async fn a_refresh_is_followed_on_request() {
    let refresh = "<meta http-equiv=refresh content='0; url=/b'>";
    let server =
        Server::start(move |target| page(if target == "/a" { refresh } else { "arrived" })).await;
    let url = server.url("/a");
    assert_eq!(fetch(&url).await.unwrap().body, refresh.as_bytes());
    let fetched = fetch_with(&url, |options| options.follow_refresh = true).await.unwrap();
    assert_eq!(fetched.body, b"arrived");
    assert_eq!(fetched.redirects, [server.url("/b")]);
    let server = Server::start(move |target| {
        let next = if target == "/b" { "/c" } else { "/b" };
        page(&refresh.replace("/b", next))
    })
    .await;
    let error =
        fetch_with(&server.url("/a"), |options| options.follow_refresh = true).await.unwrap_err();
    assert!(matches!(error, FetchError::TooManyRedirects { .. }), "{error}");
    assert_eq!(server.requests().len(), 11);
}

#[tokio::test]
async fn another_version_is_got_on_request_where_there_is_one() {
    let server = Server::start(|target| match target {
        "/a" => page("<link rel=canonical href=/whole><link rel=amphtml href=/gone>short"),
        "/whole" => page("whole"),
        _ => answer("404 Not Found", &[], b""),
    })
    .await;
    let get = async |version| {
        let fetched =
            fetch_with(&server.url("/a"), |options| options.version = Some(version)).await.unwrap();
        (fetched.url.path().to_owned(), fetched.requested.path().to_owned())
    };
    let at = |path: &str| (path.to_owned(), "/a".to_owned());
    assert_eq!(get(Version::Canonical).await, at("/whole"));
    // One that is named and cannot be had, and one that is not named.
    assert_eq!(get(Version::Amp).await, at("/a"));
    assert_eq!(get(Version::Print).await, at("/a"));
}

#[tokio::test]
async fn a_body_shorter_than_promised_is_an_error() {
    let server = Server::start(|_| {
        let head = head("200 OK", &["Content-Type: text/html", "Content-Length: 99"]);
        vec![Step::Send([head.as_slice(), b"half"].concat())]
    })
    .await;
    let error = fetch(&server.url("/")).await.unwrap_err();
    assert!(matches!(error, FetchError::Body { received: 4, .. }), "{error}");
}

#[tokio::test]
async fn an_answer_that_is_no_http_is_an_error() {
    let server = Server::start(|_| vec![Step::Send(b"SSH-2.0-hello\r\n\r\n".to_vec())]).await;
    let error = fetch(&server.url("/")).await.unwrap_err();
    assert!(matches!(error, FetchError::Http { .. }), "{error}");
    let server = Server::start(|_| Vec::new()).await;
    let error = fetch(&server.url("/")).await.unwrap_err();
    assert!(matches!(error, FetchError::Http { .. }), "{error}");
}

#[tokio::test]
async fn plain_http_is_no_tls() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    // Speaks first: what opens a TLS handshake is no request it could wait for.
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = tokio::io::AsyncWriteExt::write_all(&mut stream, b"HTTP/1.1 400 Bad\r\n\r\n").await;
    });
    let url = Url::parse(&format!("https://127.0.0.1:{port}/")).unwrap();
    let error = fetch(&url).await.unwrap_err();
    assert!(matches!(error, FetchError::Tls { .. }), "{error}");
}

#[tokio::test]
async fn nobody_listening_is_no_connection() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let url = Url::parse(&format!("http://127.0.0.1:{port}/")).unwrap();
    let error = fetch(&url).await.unwrap_err();
    assert!(matches!(error, FetchError::Connect { .. }), "{error}");
}

#[tokio::test]
async fn only_http_is_fetched() {
    for url in ["file:///etc/passwd", "data:text/html,x", "mailto:a@b"] {
        let error = fetch(&Url::parse(url).unwrap()).await.unwrap_err();
        assert!(matches!(error, FetchError::UnsupportedScheme { .. }), "{error}");
    }
}

#[tokio::test]
async fn a_url_too_long_to_send_is_invalid() {
    let url = Url::parse(&format!("http://127.0.0.1/{}", "a".repeat(70_000))).unwrap();
    let error = fetch(&url).await.unwrap_err();
    assert!(matches!(error, FetchError::InvalidUrl { .. }), "{error}");
    assert!(error.to_string().len() < 500);
}

#[tokio::test]
async fn options_that_make_no_sense_are_named() {
    let url = Url::parse("http://127.0.0.1/").unwrap();
    let error = fetch_with(&url, |options| options.user_agent = "a\nb".into()).await.unwrap_err();
    assert!(
        matches!(&error, FetchError::Options { option, .. } if option == "user_agent"),
        "{error}"
    );
    let proxy = Url::parse("ftp://127.0.0.1:1").unwrap();
    let error = fetch_with(&url, |options| options.proxy = Some(proxy)).await.unwrap_err();
    assert!(matches!(&error, FetchError::Options { option, .. } if option == "proxy"), "{error}");
}
