//! Forms of output.

use dechaff_tests::{Folder, article, navigation_only};
use serde_json::Value;

use crate::dechaff;

const RECORD: [&str; 18] = [
    "schema_version", "source", "url", "title", "authors", "date", "date_modified", "site_name",
    "description", "image", "tags", "language", "detected_language", "page_kind", "page_kinds",
    "confidence", "text", "warnings",
];

fn folder() -> Folder {
    Folder::new()
        .with("a.html", article("The first page", "the anchor"))
        .with("b.html", article("The second page", "the beacon"))
}

#[test]
fn a_record_has_the_agreed_fields() {
    let folder = folder();
    let ran = dechaff()
        .inside(folder.path())
        .args(["-f", "jsonl", "--url", "https://quay.example/a", "a.html"])
        .run()
        .exits(0);
    let records = ran.json_lines();
    assert_eq!(records.len(), 1);
    let record = records[0].as_object().unwrap();
    let mut names: Vec<&str> = record.keys().map(String::as_str).collect();
    let mut agreed = RECORD.to_vec();
    names.sort_unstable();
    agreed.sort_unstable();
    assert_eq!(names, agreed);
    assert!(record["schema_version"].is_number());
    assert_eq!(record["source"], "a.html");
    assert_eq!(record["url"], "https://quay.example/a");
    assert_eq!(record["title"], "The first page");
    assert!(record["authors"].is_array() && record["warnings"].is_array());
    let text = record["text"].as_str().unwrap();
    assert!(text.contains("the anchor 5,"));
    assert!(!text.contains("The first page"), "the title is a field of its own");
}

#[test]
fn records_hold_their_fields_in_the_agreed_order() {
    let folder = folder();
    let run = dechaff().inside(folder.path());
    let line = run.args(["-f", "jsonl", "a.html"]).run().exits(0).stdout;
    let places: Vec<Option<usize>> =
        RECORD.iter().map(|name| line.find(&format!("\"{name}\":"))).collect();
    assert!(places.is_sorted(), "{line}");
}

#[test]
fn metadata_comes_with_its_sources() {
    let head = "<meta property='article:published_time' content='2024-05-02'>\
        <meta name=author content='Ada Byron'></head>";
    let page = article("The first page", "the anchor").replacen("</head>", head, 1);
    assert!(page.contains(head), "the page has a head");
    let folder = Folder::new().with("a.html", page);
    let run = |args: &[&str]| dechaff().inside(folder.path()).args(args).run().exits(0);
    let document = run(&["-f", "json", "a.html"]).json();
    let date = &document["metadata"]["sources"]["date"];
    assert_eq!(date["value"], "2024-05-02");
    assert_eq!(date["source"]["name"], "article:published_time");
    let listing = run(&["explain", "a.html"]).stdout;
    assert!(listing.contains("date: 2024-05-02 [meta article:published_time]"), "{listing}");
}

#[test]
fn an_empty_page_in_a_batch_keeps_its_line() {
    let folder = folder().with("c.html", navigation_only()).with("d.html", "");
    let ran = dechaff().inside(folder.path());
    let ran = ran.args(["-f", "jsonl", "."]).run().exits(0);
    let texts: Vec<Value> =
        ran.json_lines().into_iter().map(|record| record["text"].clone()).collect();
    assert_eq!(texts.len(), 4);
    assert_eq!(texts[2..], ["", ""]);
    assert!(ran.stderr.contains("c.html: no main content"), "{}", ran.stderr);
    assert!(ran.stderr.contains("d.html: the input is empty"), "{}", ran.stderr);
}

#[test]
fn json_is_a_document_of_one_page_and_an_array_of_several() {
    let folder = folder();
    let run = |sources: &[&str]| {
        let command = dechaff().inside(folder.path()).args(["-f", "json"]);
        command.args(sources).run().exits(0).json()
    };
    let one = run(&["a.html"]);
    assert_eq!(one["source"], "a.html");
    assert!(one["blocks"].as_array().is_some_and(|blocks| blocks.len() > 5));
    let several = run(&["a.html", "b.html"]);
    let several = several.as_array().unwrap();
    assert_eq!(several[0], one);
    assert_eq!(several[1]["title"], "The second page");
}

#[test]
fn json_of_no_page_at_all_is_an_empty_array() {
    let ran = dechaff().args(["-f", "json", "no-such-1", "no-such-2"]).run().exits(3);
    assert_eq!(ran.json().as_array().map(Vec::len), Some(0));
}

#[test]
fn several_texts_are_told_apart_by_a_line_with_their_source() {
    let folder = folder();
    for format in ["markdown", "text"] {
        let run = |sources: &[&str]| {
            let command = dechaff().inside(folder.path()).args(["-f", format]);
            command.args(sources).run().exits(0).stdout
        };
        let (first, second) = (run(&["a.html"]), run(&["b.html"]));
        assert_eq!(
            run(&["a.html", "b.html"]),
            format!("==> a.html <==\n{first}\n==> b.html <==\n{second}")
        );
    }
}

#[test]
fn the_title_comes_first_unless_it_is_left_out() {
    let folder = folder();
    let run = |arguments: &[&str]| {
        let command = dechaff().inside(folder.path()).args(arguments);
        command.arg("a.html").run().exits(0).stdout
    };
    let markdown = run(&[]);
    assert!(markdown.starts_with("# The first page\n\nWhen the first boats"), "{markdown}");
    let text = run(&["-f", "text"]);
    assert!(text.starts_with("The first page\n\nWhen the first boats"), "{text}");
    for format in ["markdown", "text"] {
        let bare = run(&["-f", format, "--no-title"]);
        assert!(bare.starts_with("When the first boats"), "{bare}");
        assert!(!bare.contains("The first page"));
    }
    for output in [markdown, text] {
        assert_eq!(output.matches("The first page").count(), 1);
        assert!(output.ends_with(".\n") && !output.ends_with("\n\n"));
    }
}

#[test]
fn the_schema_is_the_one_that_is_kept_and_names_every_field() {
    let schema = dechaff().arg("schema").run().exits(0);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../dechaff/schema/document.schema.json");
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(schema.stdout, kept, "write it anew with: dechaff schema > {path}");
    let folder = folder();
    let run = dechaff().inside(folder.path()).args(["-f", "json", "--with-blocks", "a.html"]);
    let document = run.run().exits(0).json();
    let fields: Vec<&String> = document.as_object().unwrap().keys().collect();
    let schema = schema.json();
    for field in &fields {
        assert!(schema["properties"].get(field).is_some(), "{field} is not in the schema");
    }
    for field in schema["required"].as_array().unwrap() {
        assert!(document.get(field.as_str().unwrap()).is_some(), "{field} is not in the output");
    }
    assert!(document["content"][0]["blocks"].is_array());
}

#[test]
fn html_is_a_part_or_a_page() {
    let folder = folder();
    let run = |arguments: &[&str]| {
        dechaff().inside(folder.path()).args(arguments).arg("a.html").run().exits(0).stdout
    };
    let part = run(&["-f", "html"]);
    assert!(part.starts_with("<h1>The first page</h1>\n<p>When the first"), "{part}");
    let page = run(&["-f", "html", "--standalone"]);
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("default-src 'none'"), "{page}");
    assert!(run(&["-f", "html", "--no-title"]).starts_with("<p>When the first"));
}

#[test]
fn xml_is_a_document_of_tei() {
    let folder = folder();
    let run = dechaff().inside(folder.path()).args(["-f", "xml", "a.html"]);
    let xml = run.run().exits(0).stdout;
    assert!(xml.contains("<title>The first page</title>"), "{xml}");
    assert_eq!(dechaff_tests::tei_fault(&xml), None);
}

#[test]
fn front_matter_stands_before_text_and_markdown() {
    let folder = folder();
    for format in ["markdown", "text"] {
        let run = dechaff().inside(folder.path());
        let url = "https://quay.example/a";
        let run = run.args(["-f", format, "--with-metadata", "--url", url, "a.html"]);
        let text = run.run().exits(0).stdout;
        let start = "---\ntitle: \"The first page\"\n";
        assert!(text.starts_with(start), "{text}");
        assert!(text.contains("\nurl: \"https://quay.example/a\"\n"), "{text}");
        assert!(text.contains("\n---\n\n"), "{text}");
    }
}

#[test]
fn options_of_other_formats_are_wrong_usage() {
    for arguments in [
        &["--standalone"][..],
        &["-f", "json", "--with-metadata"],
        &["-f", "text", "--with-blocks"],
    ] {
        let ran = dechaff().args(arguments).stdin("<p>x</p>").run().exits(2);
        assert!(ran.stderr.contains("needs --format"), "{}", ran.stderr);
    }
    let folder = folder();
    let ran = dechaff().inside(folder.path()).args(["-f", "xml", "a.html", "b.html"]).run();
    assert!(ran.exits(2).stderr.contains("--output-dir"));
    let run = dechaff().inside(folder.path());
    run.args(["-f", "xml", "-O", "out", "a.html", "b.html"]).run().exits(0);
    assert!(folder.path().join("out/a.xml").is_file());
}
