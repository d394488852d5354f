//! Crawling a site.

use std::fs;
use std::path::Path;

use dechaff_tests::{Answer, Dechaff, Folder, Ran, Server, article};

use crate::dechaff;

/// `/` leads to `/a/` and out of the site, `/a/` to `/a/1`, that to `/a/2` and so on.
fn site() -> Server {
    Server::start(|path| {
        let links = match path {
            "/robots.txt" => return Answer::page("text/plain", "User-agent: *\nDisallow: /no\n"),
            "/" => "<a href=/a/>a</a> <a href=/#top>top</a> <a href=http://127.9.9.9/>out</a> \
                <a href=/no/1>no</a> <a rel=nofollow href=/secret>x</a>"
                .to_owned(),
            "/a/" => "<a href=/a/1>one</a> <a href=/>up</a> <a href=/gone>gone</a>".to_owned(),
            "/gone" => return Answer::status(404),
            "/moved" => return Answer::redirect("/"),
            path if path.starts_with("/a/") => {
                let number: u32 = path.rsplit('/').next().unwrap().parse().unwrap();
                format!("<a href={}>next</a>", number + 1)
            }
            _ => String::new(),
        };
        let page = article("Page", &format!("the jetty of {path}"));
        // Only the links that a test knows of.
        let page =
            page.replace("<a href=\"", "<a name=\"").replace("<h1>", &format!("{links}<h1>"));
        Answer::page("text/html", page)
    })
}

fn crawl(server: &Server, start: &str) -> Dechaff {
    dechaff().args(["crawl", "-f", "jsonl", "--rate", "0", &server.url(start)])
}

fn paths(ran: &Ran) -> Vec<String> {
    let records = ran.json_lines();
    let source = |record: &serde_json::Value| record["source"].as_str().unwrap().to_owned();
    let path = |url: String| url.splitn(4, '/').nth(3).unwrap().to_owned();
    records.iter().map(|record| path(source(record))).collect()
}

#[test]
fn a_site_is_followed_from_link_to_link_and_not_left() {
    let server = site();
    let ran = crawl(&server, "/").args(["--depth", "3"]).run().exits(3);
    assert_eq!(paths(&ran), ["", "a/", "a/1", "a/2"]);
    let failures: Vec<&str> = ran.stderr.lines().collect();
    assert_eq!(failures.len(), 2, "{failures:?}");
    assert!(ran.stderr.contains("/no/1: not fetched: robots.txt"), "{}", ran.stderr);
    assert!(ran.stderr.contains("/gone: the server answered 404"), "{}", ran.stderr);
    assert!(!server.requests().iter().any(|head| head.contains("/secret")));
}

#[test]
fn a_crawl_stays_below_its_start_and_within_its_pages() {
    let server = site();
    let ran = crawl(&server, "/a/").args(["--within", "path", "--pages", "4"]).run().exits(0);
    assert_eq!(paths(&ran), ["a/", "a/1", "a/2", "a/3"]);
}

#[test]
fn a_crawl_ends_with_its_time() {
    let server = site();
    let ran = dechaff()
        .args(["crawl", "-f", "jsonl", "--rate", "5", "--time", "1", "--depth", "99"])
        .arg(server.url("/a/"))
        .run();
    assert!(ran.time.as_secs() < 4, "{:?}", ran.time);
    let done = ran.json_lines().len();
    assert!((2..=7).contains(&done), "{done}");
}

#[test]
fn a_crawl_goes_on_where_it_was_ended() {
    let server = site();
    let folder = Folder::new();
    let out = folder.path().join("out.jsonl");
    let run = |pages: &str| {
        crawl(&server, "/a/")
            .args(["--depth", "99", "--within", "path", "--resume", "--pages", pages, "-o"])
            .arg(&out)
            .arg("--frontier")
            .arg(folder.path().join("frontier"))
            .run()
            .exits(0)
    };
    run("3");
    let first = fs::read_to_string(&out).unwrap();
    assert_eq!(first.lines().count(), 3);
    // What is done stays done, though the note of it be missing.
    forget_the_last_line(&folder.path().join("frontier/frontier.tsv"));
    run("6");
    let second = fs::read_to_string(&out).unwrap();
    assert!(second.starts_with(&first));
    let fetched: Vec<String> = server.requests();
    let pages = fetched.iter().filter(|head| !head.contains("robots")).count();
    assert_eq!((second.lines().count(), pages), (6, 6), "{second}");
}

fn forget_the_last_line(path: &Path) {
    let text = fs::read_to_string(path).unwrap();
    let end = text.trim_end().rfind('\n').unwrap();
    fs::write(path, &text.as_bytes()[..=end]).unwrap();
}

#[test]
fn a_crawl_starts_from_a_url() {
    dechaff().args(["crawl", "file.html"]).run().exits(2);
}
