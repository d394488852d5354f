//! Where redirects lead, and where they may not.

use dechaff_fetch::{FetchError, RedirectRefusal};

use crate::server::{Server, answer, fetch, fetch_with, page, redirect};

#[tokio::test]
async fn a_chain_is_recorded() {
    let server = Server::start(|target| match target {
        "/a" => redirect("/b/c"),
        "/b/c" => answer("308 Permanent Redirect", &["Location: d#there"], b"moved"),
        "/b/d" => page("arrived"),
        _ => answer("404 Not Found", &[], b""),
    })
    .await;
    let fetched = fetch(&server.url("/a#here")).await.unwrap();
    assert_eq!(fetched.body, b"arrived");
    assert_eq!(fetched.requested, server.url("/a#here"));
    assert_eq!(fetched.url, server.url("/b/d#there"));
    assert_eq!(fetched.redirects, [server.url("/b/c#here"), server.url("/b/d#there")]);
}

#[tokio::test]
async fn a_circle_ends() {
    let server = Server::start(|target| redirect(if target == "/a" { "/b" } else { "/a" })).await;
    let error = fetch(&server.url("/a")).await.unwrap_err();
    assert!(matches!(error, FetchError::TooManyRedirects { limit: 10, .. }), "{error}");
    assert!(error.to_string().contains("hop 11"), "{error}");
    assert_eq!(server.requests().len(), 11);
}

#[tokio::test]
async fn the_limit_itself_may_be_reached() {
    let server = Server::start(|target| match target {
        "/a" => redirect("/b"),
        _ => page("x"),
    })
    .await;
    let url = server.url("/a");
    assert!(fetch_with(&url, |options| options.max_redirects = 1).await.is_ok());
    let error = fetch_with(&url, |options| options.max_redirects = 0).await.unwrap_err();
    assert!(matches!(error, FetchError::TooManyRedirects { limit: 0, .. }), "{error}");
}

#[tokio::test]
async fn files_and_data_are_not_redirected_to() {
    let server = Server::start(|target| {
        redirect(if target == "/file" { "file:///etc/passwd" } else { "data:text/html,x" })
    })
    .await;
    for path in ["/file", "/data"] {
        let error = fetch(&server.url(path)).await.unwrap_err();
        assert!(
            matches!(&error, FetchError::BadRedirect { refusal: RedirectRefusal::Scheme, .. }),
            "{error}"
        );
        assert!(error.to_string().contains("(hop 1)"), "{error}");
    }
}

#[tokio::test]
async fn a_redirect_to_nowhere_is_refused() {
    let server = Server::start(|_| answer("302 Found", &[], b"")).await;
    let error = fetch(&server.url("/")).await.unwrap_err();
    assert!(
        matches!(&error, FetchError::BadRedirect { refusal: RedirectRefusal::NoLocation, .. }),
        "{error}"
    );
}

#[tokio::test]
async fn not_modified_is_no_redirect() {
    let server = Server::start(|_| answer("304 Not Modified", &["Location: /b"], b"")).await;
    let error = fetch(&server.url("/")).await.unwrap_err();
    assert!(matches!(error, FetchError::Status { status: 304, .. }), "{error}");
}

/// A proxy stands in for the public internet.
#[tokio::test]
async fn a_public_site_may_not_lead_inside() {
    let internet = Server::start(|target| match target {
        "http://public.test/number" => redirect("http://2852039166/latest/meta-data/"),
        "http://public.test/name" => redirect("http://localhost/admin"),
        "http://public.test/ok" => redirect("http://other.test/"),
        "http://other.test/" => page("public"),
        _ => page("secret"),
    })
    .await;
    let get = async |path: &str, allow: bool| {
        let url = format!("http://public.test/{path}").parse().unwrap();
        fetch_with(&url, |options| {
            options.proxy = Some(internet.url("/"));
            options.allow_private = allow;
        })
        .await
    };
    let error = get("number", false).await.unwrap_err();
    assert!(
        matches!(&error, FetchError::BadRedirect { refusal: RedirectRefusal::PrivateAddress(ip), .. }
            if ip.to_string() == "169.254.169.254"),
        "{error}"
    );
    let error = get("name", false).await.unwrap_err();
    assert!(
        matches!(&error, FetchError::BadRedirect { refusal: RedirectRefusal::LocalName, .. }),
        "{error}"
    );
    assert_eq!(internet.requests().len(), 2);
    assert_eq!(get("ok", false).await.unwrap().body, b"public");
    assert_eq!(get("number", true).await.unwrap().body, b"secret");
}

#[tokio::test]
async fn a_private_site_may_lead_to_another() {
    let there = Server::start(|_| page("neighbour")).await;
    let to = format!("http://localhost:{}/", there.port());
    let here = Server::start(move |_| redirect(&to)).await;
    let fetched = fetch_with(&here.url("/"), |options| {
        options.headers.push(("Authorization".into(), "Bearer x".into()));
        options.headers.push(("Cookie".into(), "a=b".into()));
    })
    .await
    .unwrap();
    assert_eq!(fetched.body, b"neighbour");
    for secret in ["authorization: bearer x", "cookie: a=b"] {
        assert!(here.requests()[0].contains(secret));
        assert!(!there.requests()[0].contains(secret));
    }
}
