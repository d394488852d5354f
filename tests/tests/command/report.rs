//! `report`: one page to look at.

use std::fs;
use std::io::ErrorKind;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use dechaff_tests::safety::vectors;
use dechaff_tests::{Folder, assert_none, report_faults};
use scraper::{Html, Selector};

use crate::dechaff;

const PAGE: &str = "../../fixtures/news-appeal/page.html";

#[expect(clippy::disallowed_methods, reason = "browsers have no limits of ours either")]
fn parsed(html: &str) -> Html {
    Html::parse_document(html)
}

/// The texts of what matches.
fn texts(html: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    let texts = html.select(&selector).map(|element| element.text().collect::<String>());
    texts.collect()
}

#[test]
fn a_report_shows_every_block_with_its_label_score_and_reasons_and_the_result() {
    let folder = Folder::new();
    let file = folder.join("report.html");
    let ran = dechaff().args(["report", PAGE, "-o"]).arg(&file).run().exits(0);
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", ""));
    let text = fs::read_to_string(&file).unwrap();
    assert_none(&report_faults(&text));
    assert!(text.contains("default-src 'none'"));
    let html = parsed(&text);
    let account = dechaff().args(["explain", "-f", "json", PAGE]).run().exits(0).json();

    let blocks = account["blocks"].as_array().unwrap();
    let shown: Vec<&str> = blocks.iter().map(|block| block["text"].as_str().unwrap()).collect();
    assert_eq!(texts(&html, "li.block .text"), shown);
    let selector = Selector::parse("li.block").unwrap();
    for (item, block) in html.select(&selector).zip(blocks) {
        let decision = &block["decision"];
        let keep = if decision["keep"].as_bool().unwrap() { "kept" } else { "dropped" };
        assert_eq!(item.attr("data-keep"), Some(keep));
        assert_eq!(item.attr("data-label"), Some(decision["label"].as_str().unwrap_or("content")));
        let all: String = item.text().collect();
        let score = format!("{:.2}", block["score"].as_f64().unwrap());
        assert!(all.contains(&score) && all.contains(block["place"].as_str().unwrap()), "{all}");
        for reason in decision["reason"].as_str().unwrap().split("; ") {
            assert!(all.contains(reason), "{all}: {reason}");
        }
    }
    let result = texts(&html, "article.page").concat();
    assert!(
        result.contains("A court in Ostrel has ordered") && !result.contains("Contribute today")
    );
    assert!(texts(&html, "details.more table").concat().contains("NewsArticle.datePublished"));
}

#[test]
fn texts_and_empty_pages_have_a_report_and_several_sources_have_none() {
    let folder = Folder::new().with("empty.html", "").with("menu.html", "<a href=/>Home</a>");
    for (name, code) in [("empty.html", 1), ("menu.html", 1)] {
        let ran = dechaff().arg("report").arg(folder.join(name)).run().exits(code);
        assert!(ran.stdout.contains("No main content was found."), "{}", ran.stdout);
        assert_none(&report_faults(&ran.stdout));
    }
    let text = "../../fixtures/text-appeal/page.txt";
    let ran = dechaff().args(["report", text]).run().exits(0);
    assert_none(&report_faults(&ran.stdout));
    assert!(ran.stdout.contains("<code>line 1</code>"));
    let ran = dechaff().args(["report", text, PAGE]).run().exits(2);
    assert!(ran.stderr.contains("a report is of one page"), "{}", ran.stderr);
}

/// The page as a browser has it after its scripts ran; none where there is no browser.
fn in_browser(file: &Path, profile: &Path) -> Option<String> {
    let ran = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=2000"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg("--dump-dom")
        .arg(format!("file://{}", file.display()))
        .output();
    match ran {
        Ok(ran) => Some(String::from_utf8(ran.stdout).unwrap()),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            println!("skipped: chromium is not installed");
            None
        }
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn in_a_browser_nothing_of_the_page_runs_or_is_loaded() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let there = format!("http://{}/x", listener.local_addr().unwrap());
    let harm = format!(
        "<p>The ferry <img src={there} onerror=\"document.title='ran'\" alt='a boat'> sails again \
         from Monday, said the harbour master, after its engine had been put together in a shed.</p>\
         <p><a href=\"javascript:document.title='ran'\">For</a> eleven weeks the islanders had \
         rowed, borrowed boats or stayed at home, and the school kept a classroom free.</p>\
         <p>&lt;/script&gt;&lt;script&gt;document.title='ran'&lt;/script&gt; was what he read on \
         the wall of the harbour, and nobody could say who had written it there or why.</p>\
         <script>document.title='ran'</script><svg onload=\"document.title='ran'\"></svg>"
    );
    let page =
        format!("<!DOCTYPE html><title>Ferry</title><article><h1>Ferry</h1>{harm}</article>");
    let lines: Vec<String> = vectors()
        .iter()
        .map(|vector| String::from_utf8_lossy(vector).replace("alert(1)", "document.title='ran'"))
        .collect();
    let folder = Folder::new().with("page.html", page).with("page.txt", lines.join("\n"));
    for (name, title) in [("page.html", "Ferry – dechaff report"), ("page.txt", "")] {
        let report = folder.join(&format!("{name}.report.html"));
        dechaff().arg("report").arg(folder.join(name)).arg("-o").arg(&report).run();
        let Some(text) = in_browser(&report, &folder.join("profile")) else { return };
        let html = parsed(&text);
        let found = texts(&html, "head > title").concat();
        assert!(found.ends_with(" – dechaff report") && found.starts_with(title), "{found}");
        // Our own script did run.
        let filters = Selector::parse("form.filters:not([hidden])").unwrap();
        assert!(html.select(&filters).next().is_some());
        assert!(texts(&html, "li.block .text").len() > 3);
    }
    assert_eq!(listener.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
}
