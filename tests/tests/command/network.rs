//! Pages from a server.

use dechaff_tests::{Answer, Server, article};

use crate::dechaff;

fn server() -> Server {
    Server::start(|path| match path {
        "/page" => Answer::page("text/html; charset=utf-8", article("Page", "the jetty")),
        "/text" => Answer::page("text/plain", dechaff_tests::prose("the letter", 6).join("\n\n")),
        "/moved" => Answer::redirect("/page"),
        "/picture" => Answer::page("image/png", "\u{89}PNG"),
        _ => Answer::status(404),
    })
}

#[test]
fn a_page_is_fetched() {
    let server = server();
    let url = server.url("/page");
    let ran = dechaff().args(["-f", "jsonl", &url]).run().exits(0);
    let record = ran.json_lines().remove(0);
    assert_eq!(record["source"], url);
    assert_eq!(record["url"], url);
    assert!(record["text"].as_str().unwrap().contains("the jetty 5,"));
    assert_eq!(ran.stderr, "");
}

#[test]
fn a_redirect_leads_to_the_address_of_the_page() {
    let server = server();
    let run = dechaff().args(["-f", "jsonl", &server.url("/moved")]);
    let record = run.run().exits(0).json_lines().remove(0);
    assert_eq!(record["source"], server.url("/moved"));
    assert_eq!(record["url"], server.url("/page"));
}

#[test]
fn a_plain_text_is_fetched() {
    let server = server();
    let run = dechaff().args(["-f", "text", &server.url("/text")]);
    let ran = run.run().exits(0);
    let expected = dechaff_tests::prose("the letter", 6).join("\n\n");
    assert_eq!(ran.stdout.trim_end(), expected);
}

#[test]
fn the_charset_of_the_transport_counts() {
    let page = article("Page", "the caf\u{e9}").replace("<meta charset=\"utf-8\">", "");
    let body: Vec<u8> =
        page.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
    let content_type = "text/html; charset=iso-8859-1";
    let server = Server::start(move |_| Answer::page(content_type, body.clone()));
    let ran = dechaff().arg(server.url("/")).run().exits(0);
    assert!(ran.stdout.contains("the caf\u{e9} 5,"), "{}", ran.stdout);
}

#[test]
fn what_cannot_be_fetched_is_named_and_the_rest_is_done() {
    let server = server();
    let missing = server.url("/missing");
    let picture = server.url("/picture");
    let ran = dechaff()
        .args(["-f", "text", &missing, &picture, &server.url("/page")])
        .arg("http://127.0.0.1:9/")
        .run()
        .exits(3);
    assert!(ran.stdout.contains("the jetty 5,"), "{}", ran.stdout);
    let messages: Vec<&str> = ran.stderr.lines().collect();
    assert_eq!(messages.len(), 3, "{messages:?}");
    let starts = [missing.as_str(), &picture, "http://127.0.0.1:9/"];
    for ((message, url), what) in messages.iter().zip(starts).zip(["404", "image/png", ""]) {
        assert!(message.starts_with(&format!("dechaff: {url}: ")), "{message}");
        assert_eq!(message.matches(url).count(), 1, "{message}");
        assert!(message.contains(what), "{message}");
    }
}

#[test]
fn the_request_is_as_it_was_asked_for() {
    let server = server();
    dechaff()
        .args(["-A", "Tester/1.0", "-H", "X-Tide: high", "-b", "a=1; b=2"])
        .args(["--timeout", "5", &server.url("/page")])
        .run()
        .exits(0);
    let request = server.requests().join("").to_lowercase();
    for header in ["user-agent: tester/1.0", "x-tide: high", "cookie: a=1; b=2"] {
        assert!(request.contains(header), "{header} in {request}");
    }
}

#[test]
fn a_proxy_is_asked_for_everything() {
    let proxy = server();
    let url = "http://quay.example/page";
    let ran = dechaff().args(["-x", &proxy.url("/"), url]).run();
    let requests = proxy.requests().join("");
    assert!(requests.starts_with(&format!("GET {url} ")), "{requests}");
    assert_eq!(ran.code, Some(3), "{}", ran.stderr);
}

#[test]
fn a_server_that_says_nothing_is_given_up() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", silent.local_addr().unwrap());
    let ran = dechaff().args(["--timeout", "0.3", &url]).run().exits(3);
    assert!(ran.time.as_secs() < 5, "{:?}", ran.time);
    assert!(ran.stderr.starts_with(&format!("dechaff: {url}: ")), "{}", ran.stderr);
}

#[test]
fn a_password_in_an_address_stays_between_us_and_the_server() {
    let server = server();
    let url = server.url("/page").replace("http://", "http://me:secret@");
    let ran = dechaff().args(["-f", "json", &url]).run();
    assert!(!ran.stdout.contains("secret"), "{}", ran.stdout);
    assert!(!ran.stderr.contains("secret"), "{}", ran.stderr);
}
