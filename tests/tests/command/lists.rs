//! Many pages from the network: lists, feeds, sitemaps, and going on where a run ended.

use std::fs;
use std::time::Duration;

use dechaff_tests::{Answer, Farm, Folder, Ran, Server, article, gzip};

use crate::dechaff;

const NO_WAIT: Duration = Duration::ZERO;

fn page(path: &str) -> Answer {
    Answer::page("text/html", article("Page", &format!("the jetty of {path}")))
}

/// A site without a robots.txt.
fn site() -> Server {
    Server::start(|path| if path == "/robots.txt" { Answer::status(404) } else { page(path) })
}

fn sources(ran: &Ran) -> Vec<String> {
    let records = ran.json_lines();
    records.iter().map(|record| record["source"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_list_is_done_with_each_page_once() {
    let server = site();
    let (one, two) = (server.url("/1"), server.url("/2"));
    let list = format!("# some pages\n\n{one}\r\nnot a url\n  {two}  \n{one}\nftp://a.example/\n");
    let ran = dechaff()
        .args(["-f", "jsonl", "--allow-private", "--rate", "0", "-i", "-"])
        .stdin(list)
        .run()
        .exits(3);
    assert_eq!(sources(&ran), [one, two]);
    let messages: Vec<&str> = ran.stderr.lines().collect();
    assert_eq!(messages.len(), 2, "{messages:?}");
    assert!(ran.stderr.contains("not a url: no such file"), "{}", ran.stderr);
    assert!(ran.stderr.contains("ftp is not http or https"), "{}", ran.stderr);
}

#[test]
fn files_and_urls_may_stand_in_one_list() {
    let server = site();
    let url = server.url("/1");
    let folder = dechaff_tests::Folder::new()
        .with("b.html", dechaff_tests::article("B", "the bell"))
        .with("in/a.html", dechaff_tests::article("A", "the anchor"));
    let run = |list: String| {
        let arguments = ["-f", "jsonl", "--allow-private", "--rate", "0", "-i", "-"];
        dechaff().inside(folder.path()).args(arguments).stdin(list).run()
    };
    // Files first: in their order, and URLs after them.
    let files_first = run(format!("b.html\n{url}\nin\nmissing.html\n")).exits(3);
    assert_eq!(sources(&files_first), ["b.html", "in/a.html", &url]);
    assert_eq!(files_first.stderr, "dechaff: missing.html: no such file or folder\n");
    // A URL first: as they come.
    let url_first = run(format!("{url}\nb.html\nin\nmissing.html\n")).exits(3);
    let mut found = sources(&url_first);
    found.sort();
    let mut expected = ["b.html".to_owned(), url, "in/a.html".to_owned()];
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn a_list_leads_inside_only_where_that_is_allowed() {
    let server = site();
    let url = server.url("/1");
    let ran = dechaff().args(["-i", "-"]).stdin(url.clone()).run().exits(3);
    let expected = format!(
        "dechaff: {url}: not fetched: 127.0.0.1 is not a public address \
         (--allow-private lets it be fetched)\n"
    );
    assert_eq!(ran.stderr, expected);
    assert!(server.requests().is_empty());
    dechaff().args(["--allow-private", "-i", "-"]).stdin(url).run().exits(0);
}

#[test]
fn hosts_do_not_wait_for_each_other_and_each_keeps_its_order() {
    let farm = Farm::start(|host, path| match (host.ends_with(".1"), path) {
        (_, "/robots.txt") => (NO_WAIT, Answer::status(404)),
        (true, _) => (Duration::from_millis(300), page(path)),
        (false, _) => (NO_WAIT, page(path)),
    });
    let urls: Vec<String> = (1..=3)
        .flat_map(|host| (0..5).map(move |number| (host, number)))
        .map(|(host, number)| farm.url(host, &format!("/{number}")))
        .collect();
    let ran = dechaff()
        .args(["-f", "jsonl", "--allow-private", "--rate", "0", "-i", "-"])
        .stdin(urls.join("\n"))
        .run()
        .exits(0);
    let done = sources(&ran);
    assert_eq!(done.len(), 15);
    for host in 1..=3 {
        let start = farm.url(host, "/");
        let of_host: Vec<&String> = done.iter().filter(|url| url.starts_with(&start)).collect();
        let expected: Vec<&String> = urls.iter().filter(|url| url.starts_with(&start)).collect();
        assert_eq!(of_host, expected);
    }
    // The slow host was first in the list and is last in the output.
    assert!(done[14].starts_with(&farm.url(1, "/")), "{done:?}");
    assert!(done[9].starts_with(&farm.url(2, "/")) || done[9].starts_with(&farm.url(3, "/")));
}

#[test]
fn one_connection_for_all_is_enough() {
    // Each first page of a host fails at first, while the next would be there.
    let failed = std::sync::Mutex::new(std::collections::HashSet::new());
    let farm = Farm::start(move |host, path| {
        let answer = match path {
            "/robots.txt" => Answer::status(404),
            "/0" if failed.lock().unwrap().insert(host.to_owned()) => Answer::status(503),
            _ => page(path),
        };
        (NO_WAIT, answer)
    });
    let urls: Vec<String> =
        (0..6).map(|number| farm.url(number % 2, &format!("/{}", number / 2))).collect();
    let ran = dechaff()
        .args(["-f", "jsonl", "--allow-private", "--rate", "0", "-i", "-"])
        .args(["--connections", "1", "--per-host", "3", "--prefer", "canonical"])
        .stdin(urls.join("\n"))
        .run()
        .exits(0);
    for host in 0..2 {
        let start = farm.url(host, "/");
        let done = sources(&ran);
        let of_host: Vec<&String> = done.iter().filter(|url| url.starts_with(&start)).collect();
        let expected: Vec<&String> = urls.iter().filter(|url| url.starts_with(&start)).collect();
        assert_eq!(of_host, expected);
    }
}

#[test]
fn a_list_asks_robots_and_may_be_told_not_to() {
    let server = Server::start(|path| match path {
        "/robots.txt" => Answer::page("text/plain", "User-agent: *\nDisallow: /in\n"),
        _ => page(path),
    });
    let list = [server.url("/in"), server.url("/out")].join("\n");
    let run = |arguments: &[&str]| {
        dechaff()
            .args(["-f", "jsonl", "--allow-private", "--rate", "0", "-i", "-"])
            .args(arguments)
            .stdin(list.clone())
            .run()
    };
    let ran = run(&[]).exits(3);
    assert_eq!(sources(&ran), [server.url("/out")]);
    assert!(ran.stderr.contains("robots.txt does not allow it"), "{}", ran.stderr);
    assert_eq!(run(&["--no-robots"]).exits(0).json_lines().len(), 2);
}

#[test]
fn records_that_are_there_are_not_fetched_again() {
    let server = site();
    let folder = Folder::new();
    let out = folder.path().join("out.jsonl");
    let list = folder.write("urls.txt", [server.url("/1"), server.url("/2")].join("\n"));
    let run = || {
        dechaff()
            .args(["-f", "jsonl", "--allow-private", "--rate", "0", "--resume", "-o"])
            .arg(&out)
            .arg("-i")
            .arg(&list)
            .run()
            .exits(0)
    };
    run();
    let whole = fs::read_to_string(&out).unwrap();
    let before = server.requests().len();
    run();
    assert_eq!(server.requests().len(), before);
    // As a run that was killed leaves it: the second record is cut.
    fs::write(&out, &whole.as_bytes()[..whole.len() - 20]).unwrap();
    run();
    assert_eq!(fs::read_to_string(&out).unwrap(), whole);
    assert!(server.requests().last().unwrap().starts_with("GET /2 "));
}

#[test]
fn files_that_are_there_are_not_fetched_again() {
    let server = site();
    let folder = Folder::new();
    let list = folder.write("urls.txt", [server.url("/1"), server.url("/2")].join("\n"));
    let out = folder.path().join("out");
    let run = || {
        let run = dechaff().args(["--allow-private", "--rate", "0", "--resume", "-O"]).arg(&out);
        run.arg("-i").arg(&list).run().exits(0)
    };
    run();
    let file = out.join("127.0.0.1/2.md");
    let whole = fs::read_to_string(&file).unwrap();
    fs::remove_file(&file).unwrap();
    run();
    assert_eq!(fs::read_to_string(&file).unwrap(), whole);
    let pages = server.requests().iter().filter(|head| !head.contains("robots")).count();
    assert_eq!(pages, 3);
}

#[test]
fn going_on_needs_an_output_that_tells_what_is_there() {
    for arguments in [&["--resume"][..], &["--resume", "-f", "jsonl"], &["--resume", "-o", "x.md"]]
    {
        let ran = dechaff().args(arguments).args(["-i", "-"]).stdin("").run().exits(2);
        assert!(ran.stderr.contains("--resume needs"), "{}", ran.stderr);
    }
}

#[test]
fn the_pages_of_a_feed_are_done() {
    let rss = "<rss version='2.0'><channel><title>t</title><item><link>/1</link></item>\
        <item><link>/2</link></item></channel></rss>";
    let server = Server::start(move |path| match path {
        "/feed" => Answer::page("application/rss+xml", rss),
        "/" => Answer::page(
            "text/html",
            "<link rel=alternate type='application/rss+xml' href='/feed'><p>Welcome",
        ),
        "/robots.txt" => Answer::status(404),
        path => page(path),
    });
    for start in ["/feed", "/"] {
        let ran = dechaff()
            .args(["-f", "jsonl", "--rate", "0", "--feed", &server.url(start)])
            .run()
            .exits(0);
        assert_eq!(sources(&ran), [server.url("/1"), server.url("/2")]);
    }
    let none = dechaff().args(["--feed", &server.url("/1")]).run().exits(3);
    assert!(none.stderr.contains("not a feed"), "{}", none.stderr);
}

#[test]
fn the_pages_of_a_sitemap_are_done() {
    let server = Server::start(move |path| {
        let xml = |body: &str| Answer::page("application/xml", body);
        match path {
            "/" => page("/"),
            "/robots.txt" => Answer::page("text/plain", "Sitemap: /index.xml\n"),
            "/index.xml" => xml("<sitemapindex><sitemap><loc>/a.xml.gz</loc></sitemap>\
                <sitemap><loc>/index.xml</loc></sitemap>\
                <sitemap><loc>/b.txt</loc></sitemap></sitemapindex>"),
            "/a.xml.gz" => {
                let body = "<urlset><url><loc>/1</loc></url><url><loc>/2</loc></url></urlset>";
                Answer::page("application/gzip", gzip(body.as_bytes()))
            }
            "/b.txt" => Answer::page("text/plain", "http://127.0.0.1:9/elsewhere\n"),
            path => page(path),
        }
    });
    for start in ["/index.xml", "/"] {
        let ran = dechaff()
            .args(["-f", "jsonl", "--rate", "0", "--retry", "0", "--sitemap", &server.url(start)])
            .run()
            .exits(3);
        assert_eq!(sources(&ran), [server.url("/1"), server.url("/2")]);
        // A private site may list its own pages, and no others.
        assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
        assert!(ran.stderr.contains("--allow-private"), "{}", ran.stderr);
    }
}
