//! The switches that say what of the content is kept.

use std::fs;

use serde_json::Value;

use crate::dechaff;

/// A fixture with images, a video, links, a table, marks and readers' comments.
fn shown(name: &str, args: &[&str]) -> String {
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures");
    let page = fs::canonicalize(format!("{fixtures}/{name}/page.html")).unwrap();
    dechaff().args(args).args([page.to_str().unwrap()]).run().exits(0).stdout
}

#[test]
fn images_and_links_can_be_left_out() {
    let story = "page-reportage";
    let whole = shown(story, &[]);
    assert!(whole.contains("![The quay at Oddrun](https://") && whole.contains("youtube.com"));
    let bare = shown(story, &["--no-images"]);
    assert!(!bare.contains("![") && !bare.contains("youtube.com") && bare.contains("a piano"));
    assert_eq!(shown(story, &["--no-images", "--images"]), whole);
    assert!(shown("page-category", &[]).contains("](https://"));
    assert!(!shown("page-category", &["--no-links", "--no-images"]).contains("](https://"));
}

#[test]
fn tables_and_marks_can_be_left_out() {
    let manual = "page-manual";
    assert!(shown(manual, &[]).contains("<table>"));
    let bare = shown(manual, &["--no-tables", "--no-formatting"]);
    assert!(!bare.contains("<table>") && !bare.contains("`Ctrl`"));
    assert!(bare.contains("Press Ctrl+M and wait"));
}

#[test]
fn comments_are_a_part_of_their_own() {
    let story = "page-reportage";
    assert!(!shown(story, &[]).contains("The soup was not bad."));
    let with = shown(story, &["--comments"]);
    let (bees, soup) = (with.find("keep bees on her"), with.find("The soup was not bad."));
    assert!(bees.is_some() && bees < soup, "{with}");
    let json: Value = serde_json::from_str(&shown(story, &["--comments", "-f", "json"])).unwrap();
    let posts = json["comments"].as_array().unwrap();
    let authors: Vec<&str> = posts.iter().filter_map(|post| post["author"].as_str()).collect();
    assert_eq!(authors, ["Torvald", "Inga M."]);
    assert_eq!(posts[0]["date"], "2025-11-09T18:20:00+01:00");
}

#[test]
fn parts_name_their_blocks_when_asked() {
    let json =
        |args: &[&str]| -> Value { serde_json::from_str(&shown("page-proof", args)).unwrap() };
    assert!(json(&["-f", "json"])["content"][0]["blocks"].is_null());
    let with = json(&["-f", "json", "--with-blocks"]);
    let block = with["content"][0]["blocks"][0].as_u64().unwrap() as usize;
    let text = with["blocks"][block]["text"].as_str().unwrap();
    assert!(text.starts_with("Stand on a beach"), "{text}");
}
