//! Pages from a server.

use dechaff_tests::{Answer, Folder, Server, article};

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
        .args(["--rate", "0", "-f", "text", &missing, &picture, &server.url("/page")])
        .arg("http://127.0.0.1:9/")
        .run()
        .exits(3);
    assert!(ran.stdout.contains("the jetty 5,"), "{}", ran.stdout);
    let mut messages: Vec<&str> = ran.stderr.lines().collect();
    // Hosts come in no order.
    messages.sort_by_key(|message| message.contains(":9/"));
    assert_eq!(messages.len(), 3, "{messages:?}");
    let starts = [missing.as_str(), &picture, "http://127.0.0.1:9/"];
    for ((message, url), what) in messages.iter().zip(starts).zip(["404", "image/png", "robots"]) {
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
    let ran = dechaff().args(["--max-time", "0.3", &url]).run().exits(3);
    assert!(ran.time.as_secs() < 5, "{:?}", ran.time);
    assert!(ran.stderr.starts_with(&format!("dechaff: {url}: ")), "{}", ran.stderr);
}

#[test]
fn a_password_in_an_address_stays_between_us_and_the_server() {
    let server = server();
    let url = server.url("/page").replace("http://", "http://me:secret@");
    for arguments in [&["-f", "json"][..], &["-vvv", "--robots"]] {
        let ran = dechaff().args(arguments).arg(&url).run();
        assert!(!ran.stdout.contains("secret"), "{}", ran.stdout);
        assert!(!ran.stderr.contains("secret"), "{}", ran.stderr);
        let steps = ran.stderr.matches("dechaff_fetch::hop: is answered").count();
        assert_eq!(steps, if arguments.contains(&"-vvv") { 2 } else { 0 }, "{}", ran.stderr);
    }
}

#[test]
fn cookies_come_from_a_file_and_go_to_one() {
    let server = Server::start(|_| {
        let mut answer = Answer::page("text/html", article("Page", "the jetty"));
        answer.headers.push("Set-Cookie: new=2; Path=/".into());
        answer
    });
    let folder = Folder::new();
    let jar = folder.write("in.txt", "127.0.0.1\tFALSE\t/\tFALSE\t0\told\t1\n");
    let out = folder.path().join("out.txt");
    dechaff().arg("-b").arg(jar).arg("-c").arg(&out).arg(server.url("/")).run().exits(0);
    assert!(server.requests()[0].to_lowercase().contains("cookie: old=1\r\n"));
    let written = std::fs::read_to_string(out).unwrap();
    for cookie in ["old\t1\n", "new\t2\n"] {
        assert!(written.contains(cookie), "{written}");
    }
    let missing = dechaff().args(["-b", "no-such-file", &server.url("/")]).run().exits(2);
    assert!(missing.stderr.contains("no-such-file"), "{}", missing.stderr);
}

#[test]
fn a_cache_answers_when_the_server_is_gone() {
    let server = server();
    let url = server.url("/page");
    let folder = Folder::new();
    let cached = |arguments: &[&str]| {
        dechaff().arg("--cache").arg(folder.path()).args(arguments).arg(&url).run()
    };
    let fetched = cached(&[]).exits(0);
    drop(server);
    assert_eq!(cached(&["--offline"]).exits(0).stdout, fetched.stdout);
    dechaff().args(["--offline", &url]).run().exits(2);
}

#[test]
fn a_host_may_be_given_an_address() {
    let server = server();
    let port = server.url("").rsplit(':').next().unwrap().to_owned();
    let url = format!("http://quay.example:{port}/page");
    let resolve = format!("quay.example:{port}:127.0.0.1");
    let ran = dechaff().args(["--resolve", &resolve, "-f", "jsonl", &url]).run().exits(0);
    assert_eq!(ran.json_lines()[0]["url"], url);
}

#[test]
fn what_may_pass_is_tried_again_as_often_as_was_asked_for() {
    let server = Server::start(|_| Answer::status(503));
    let ran = dechaff().args(["--retry", "1", &server.url("/")]).run().exits(3);
    assert!(ran.stderr.contains("503"), "{}", ran.stderr);
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn a_single_url_asks_robots_only_on_request() {
    let server = Server::start(|path| match path {
        "/robots.txt" => Answer::page("text/plain", "User-agent: *\nDisallow: /\n"),
        _ => Answer::page("text/html", article("Page", "the jetty")),
    });
    let url = server.url("/page");
    dechaff().arg(&url).run().exits(0);
    let ran = dechaff().args(["--robots", &url]).run().exits(3);
    assert!(ran.stderr.contains("robots.txt does not allow it"), "{}", ran.stderr);
}

#[test]
fn a_page_that_asks_not_to_be_indexed_is_reported() {
    let page =
        article("Page", "the jetty").replace("<head>", "<head><meta name=robots content=noindex>");
    let server = Server::start(move |_| Answer::page("text/html", page.clone()));
    let ran = dechaff().arg(server.url("/")).run().exits(0);
    assert!(ran.stderr.contains("not be indexed"), "{}", ran.stderr);
}

#[test]
fn a_refresh_is_followed_on_request() {
    let refresh = "<meta http-equiv=refresh content='0; url=/page'>";
    let server = Server::start(move |path| match path {
        "/start" => Answer::page("text/html", refresh),
        _ => Answer::page("text/html", article("Page", "the jetty")),
    });
    let url = server.url("/start");
    dechaff().arg(&url).run().exits(1);
    let ran = dechaff().args(["--follow-refresh", &url]).run().exits(0);
    assert!(ran.stdout.contains("the jetty 5,"));
}

#[test]
fn a_shell_for_scripts_is_told_from_a_page_without_content() {
    let server = Server::start(|path| match path {
        "/shell" => Answer::page(
            "text/html",
            "<title>App</title><div id=root></div><SCRIPT src=app.js></SCRIPT>",
        ),
        _ => Answer::page("text/html", dechaff_tests::navigation_only()),
    });
    let shell = dechaff().arg(server.url("/shell")).run().exits(1);
    assert!(shell.stderr.contains("perhaps its scripts make it"), "{}", shell.stderr);
    let menus = dechaff().arg(server.url("/menus")).run().exits(1);
    assert!(!menus.stderr.contains("scripts"), "{}", menus.stderr);
}
