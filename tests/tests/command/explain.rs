//! The account of blocks.

use dechaff_tests::{Folder, article, navigation_only};

use crate::dechaff;

#[test]
fn every_block_is_listed_with_its_decision() {
    let page = article("Page", "the garden");
    let ran = dechaff().arg("explain").stdin(page).run().exits(0);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert!(lines.iter().any(|line| line.starts_with("+ ")), "{}", ran.stdout);
    assert!(lines.iter().any(|line| line.starts_with("- ")), "{}", ran.stdout);
    assert!(lines.iter().all(|line| line.chars().count() <= 100), "{}", ran.stdout);
    assert!(ran.stdout.contains("navigation"), "{}", ran.stdout);
    let text = lines.iter().find(|line| line.contains("When the first boats"));
    assert!(text.is_some_and(|line| line.ends_with('…')), "{}", ran.stdout);
    assert!(ran.stdout.contains(" blocks kept, "), "{}", ran.stdout);
}

#[test]
fn verbose_shows_blocks_in_full() {
    let page = article("Page", "the garden");
    let ran = dechaff().args(["explain", "-v"]).stdin(page).run().exits(0);
    assert!(ran.stdout.contains("behind the market hall."), "{}", ran.stdout);
}

#[test]
fn as_json_each_block_has_all_that_is_known_of_it() {
    let page = article("Page", "the garden");
    let command = dechaff().args(["explain", "-f", "json", "-"]).stdin(page);
    let document = command.run().exits(0).json();
    assert_eq!(document["source"], "-");
    assert_eq!(document["title"], "Page");
    let blocks = document["blocks"].as_array().unwrap();
    for block in blocks {
        assert!(block["text"].is_string() && block["place"].is_string(), "{block}");
        assert!(block["score"].is_number() && block["words"].is_number(), "{block}");
        let decision = &block["decision"];
        assert!(decision["by"].is_string() && decision["reason"].is_string(), "{block}");
        let keep = decision["keep"].as_bool().unwrap();
        assert!(keep || decision["label"].is_string(), "dropped without a label: {block}");
    }
    let terms = blocks.iter().find(|block| block["text"] == "Terms of use");
    assert_eq!(terms.unwrap()["decision"]["keep"], false);
}

#[test]
fn several_pages_are_told_apart() {
    let folder = Folder::new()
        .with("a.html", article("Page", "the garden"))
        .with("b.html", navigation_only());
    let run = |format: &str| {
        let command = dechaff().inside(folder.path());
        command.args(["explain", "-f", format, "."]).run().exits(0)
    };
    let listing = run("text").stdout;
    assert!(listing.starts_with("==> ./a.html <==\n"), "{listing}");
    assert!(listing.contains("\n==> ./b.html <==\n- "), "{listing}");
    assert_eq!(run("json").json().as_array().map(Vec::len), Some(2));
    assert_eq!(run("jsonl").json_lines().len(), 2);
}

#[test]
fn a_page_without_content_is_explained_all_the_same() {
    let ran = dechaff().arg("explain").stdin(navigation_only()).run().exits(1);
    assert!(ran.stdout.contains("- "), "{}", ran.stdout);
    assert!(ran.stderr.contains("no main content"), "{}", ran.stderr);
}

#[test]
fn explaining_changes_nothing_of_the_choice() {
    let page = article("Page", "the garden");
    let explained = dechaff().args(["explain", "-f", "json"]).stdin(page.as_str());
    let plain = dechaff().args(["-f", "json"]).stdin(page);
    let kept = |document: serde_json::Value| -> Vec<(String, bool)> {
        let blocks = document["blocks"].as_array().unwrap().iter();
        blocks
            .map(|block| {
                let keep = block["decision"]["keep"].as_bool().unwrap();
                (block["text"].to_string(), keep)
            })
            .collect()
    };
    assert_eq!(kept(explained.run().json()), kept(plain.run().json()));
}
