//! Answers that are kept on disk.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use dechaff_fetch::{CacheOptions, FetchError, Fetched, Url};
use tempfile::TempDir;

use crate::server::{Server, Step, answer, fetch_with, redirect};

async fn cached(url: &Url, folder: &Path) -> Result<Fetched, FetchError> {
    fetch_with(url, |options| options.cache = Some(CacheOptions::new(folder))).await
}

async fn offline(url: &Url, folder: &Path) -> Result<Fetched, FetchError> {
    fetch_with(url, |options| {
        let mut cache = CacheOptions::new(folder);
        cache.offline = true;
        options.cache = Some(cache);
    })
    .await
}

fn page(headers: &[&str], body: &str) -> Vec<Step> {
    answer(
        "200 OK",
        &[headers, &["Content-Type: text/html; charset=koi8-r"]].concat(),
        body.as_bytes(),
    )
}

#[tokio::test]
async fn a_fresh_answer_is_not_asked_for_again() {
    let server = Server::start(|target| match target {
        "/moved" => answer("301 Moved", &["Location: /a", "Cache-Control: max-age=60"], b""),
        _ => page(&["Cache-Control: max-age=60"], "<p>kept"),
    })
    .await;
    let folder = TempDir::new().unwrap();
    for from_cache in [false, true] {
        let fetched = cached(&server.url("/moved"), folder.path()).await.unwrap();
        assert_eq!(fetched.from_cache, from_cache);
        assert_eq!(fetched.body, b"<p>kept");
        assert_eq!(fetched.charset.as_deref(), Some("koi8-r"));
        assert_eq!(fetched.redirects, [server.url("/a")]);
        assert!(fetched.private);
    }
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_stale_answer_is_asked_about() {
    for (header, question) in [
        ("ETag: \"v1\"", "if-none-match: \"v1\""),
        ("Last-Modified: Wed, 21 Oct 2015 07:28:00 GMT", "if-modified-since: wed, 21 oct 2015"),
    ] {
        let asked = AtomicUsize::new(0);
        let server = Server::start(move |_| match asked.fetch_add(1, Ordering::SeqCst) {
            0 => page(&[header, "Cache-Control: max-age=0"], "old"),
            1 => answer("304 Not Modified", &[header], b""),
            _ => page(&[header, "Cache-Control: max-age=0"], "new"),
        })
        .await;
        let folder = TempDir::new().unwrap();
        for (body, from_cache) in [("old", false), ("old", true), ("new", false)] {
            let fetched = cached(&server.url("/"), folder.path()).await.unwrap();
            assert_eq!((fetched.body, fetched.from_cache), (body.into(), from_cache));
        }
        let requests = server.requests();
        assert!(!requests[0].contains(question));
        assert!(requests[1].contains(question) && requests[2].contains(question), "{requests:?}");
    }
}

#[tokio::test]
async fn what_must_not_be_kept_is_not() {
    let server = Server::start(|_| page(&["Cache-Control: no-store"], "x")).await;
    let folder = TempDir::new().unwrap();
    for _ in 0..2 {
        assert!(!cached(&server.url("/"), folder.path()).await.unwrap().from_cache);
    }
    assert_eq!(server.requests().len(), 2);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn offline_all_comes_from_the_cache_however_old() {
    let server = Server::start(|_| page(&["Cache-Control: max-age=0"], "old")).await;
    let folder = TempDir::new().unwrap();
    cached(&server.url("/"), folder.path()).await.unwrap();
    let fetched = offline(&server.url("/"), folder.path()).await.unwrap();
    assert_eq!(fetched.body, b"old");
    assert_eq!(fetched.content_type.as_deref(), Some("text/html"));
    let error = offline(&server.url("/other"), folder.path()).await.unwrap_err();
    assert!(matches!(error, FetchError::NotCached { .. }), "{error}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn one_users_page_is_not_for_another() {
    let server = Server::start(|_| page(&["Cache-Control: max-age=60"], "mine")).await;
    let folder = TempDir::new().unwrap();
    let cookie = |value: &'static str| ("Cookie".to_owned(), value.to_owned());
    for (user, from_cache) in [("a=1", false), ("a=2", false), ("a=1", true)] {
        let fetched = fetch_with(&server.url("/"), |options| {
            options.headers.push(cookie(user));
            options.cache = Some(CacheOptions::new(folder.path()));
        })
        .await
        .unwrap();
        assert_eq!(fetched.from_cache, from_cache);
    }
}

#[tokio::test]
async fn damaged_files_are_as_good_as_none() {
    let server = Server::start(|_| page(&["Cache-Control: max-age=60"], "whole")).await;
    let folder = TempDir::new().unwrap();
    cached(&server.url("/"), folder.path()).await.unwrap();
    let shelf = fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
    let file = fs::read_dir(shelf).unwrap().next().unwrap().unwrap().path();
    let whole = fs::read(&file).unwrap();
    for damage in [whole[..whole.len() - 1].to_vec(), whole[..40].to_vec(), vec![0xff; 100]] {
        fs::write(&file, damage).unwrap();
        let fetched = cached(&server.url("/"), folder.path()).await.unwrap();
        assert_eq!((fetched.body, fetched.from_cache), (b"whole".to_vec(), false));
    }
}

#[tokio::test]
async fn the_folder_keeps_to_its_size() {
    let body = "x".repeat(10_000);
    let server = Server::start(move |_| page(&["Cache-Control: max-age=60"], &body)).await;
    let folder = TempDir::new().unwrap();
    let mut fetched = Vec::new();
    for number in 0..30 {
        let url = server.url(&format!("/{number}"));
        let outcome = fetch_with(&url, |options| {
            let mut cache = CacheOptions::new(folder.path());
            cache.most_bytes = 100_000;
            options.cache = Some(cache);
        });
        fetched.push(outcome.await.unwrap());
    }
    let files: Vec<u64> = walk(folder.path());
    assert!(files.iter().sum::<u64>() <= 100_000, "{files:?}");
    assert!(files.len() >= 7, "{files:?}");
    // The newest is still there.
    assert!(cached(&server.url("/29"), folder.path()).await.unwrap().from_cache);
}

fn walk(folder: &Path) -> Vec<u64> {
    let shelves = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = shelves.flat_map(|shelf| fs::read_dir(shelf).unwrap());
    files.map(|file| file.unwrap().metadata().unwrap().len()).collect()
}

#[tokio::test]
async fn a_cached_redirect_is_judged_like_any_other() {
    let server = Server::start(|_| redirect("file:///etc/passwd")).await;
    let folder = TempDir::new().unwrap();
    for _ in 0..2 {
        let error = cached(&server.url("/"), folder.path()).await.unwrap_err();
        assert!(matches!(error, FetchError::BadRedirect { .. }), "{error}");
    }
}
