//! JSON Lines in: pages in a field of each record.

use dechaff_tests::{Folder, article, gzip, prose};
use serde_json::{Value, json};

use crate::dechaff;

fn lines(rows: &[Value]) -> String {
    rows.iter().flat_map(|row| [row.to_string(), "\n".to_owned()]).collect()
}

#[test]
fn other_fields_are_passed_through_and_ours_get_another_name() {
    let rows = [
        json!({"id": 7, "html": article("Tides", "the tide"), "title": "As it was",
               "source": "crawl", "nested": {"a": [1, null]}, "url": "https://a.test/b/c"}),
        json!({"id": 8, "html": article("Locks", "the lock")}),
    ];
    let folder = Folder::new().with("a.jsonl", lines(&rows));
    let run = |arguments: &[&str]| dechaff().inside(folder.path()).args(arguments).run();
    let ran = run(&["--html-field", "html", "-f", "jsonl", "a.jsonl"]).exits(0);
    let records = ran.json_lines();
    let first = &records[0];
    for name in ["id", "title", "source", "nested", "url"] {
        assert_eq!(first[name], rows[0][name], "{name}");
    }
    assert_eq!(first["dechaff_title"], "Tides");
    assert_eq!(first["dechaff_source"], "a.jsonl:1");
    assert_eq!(first["dechaff_url"], "https://a.test/b/c");
    assert!(first["text"].as_str().unwrap().contains("the tide 5,"));
    assert_eq!(first.get("html"), None);
    assert_eq!(records[1]["source"], "a.jsonl:2");
    assert_eq!(records[1]["title"], "Locks");
    let markdown = run(&["--html-field", "html", "a.jsonl"]).exits(0);
    assert!(markdown.stdout.contains("==> a.jsonl:2 <==\n# Locks"), "{}", markdown.stdout);
}

#[test]
fn texts_are_cleaned_in_place() {
    let text = prose("the orchard", 6).join("\n\n");
    let rows = lines(&[json!({"text": text, "meta": 1})]);
    for input in [rows.clone().into_bytes(), gzip(&rows)] {
        let ran =
            dechaff().args(["--text-field", "text", "-f", "jsonl"]).stdin(input).run().exits(0);
        let records = ran.json_lines();
        assert_eq!(records[0]["text"].as_str().unwrap().trim_end(), text);
        assert_eq!(records[0]["meta"], 1);
        assert_eq!(records[0]["source"], "-:1");
    }
}

#[test]
fn a_row_that_holds_no_page_is_a_failure_of_that_row() {
    let good = json!({"html": article("Tides", "the tide")});
    let input = format!("{good}\nnot json\n\n{{\"html\":7}}\n[1]\n{good}\n");
    let ran = dechaff().args(["--html-field", "html", "-f", "jsonl"]).stdin(input).run().exits(3);
    assert_eq!(ran.json_lines().len(), 2);
    let said: Vec<&str> = ran.stderr.lines().collect();
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said[0].starts_with("dechaff: -:2: not a JSON object: "), "{said:?}");
    assert_eq!(said[1], "dechaff: -:4: no text in the field \"html\"");
    assert!(said[2].starts_with("dechaff: -:5: not a JSON object: "), "{said:?}");
}

#[test]
fn a_table_needs_a_word_on_where_its_pages_are() {
    let folder = Folder::new().with("a.jsonl", "{}\n");
    let ran = dechaff().inside(folder.path()).arg("a.jsonl").run().exits(3);
    assert!(ran.stderr.contains("--html-field"), "{}", ran.stderr);
    dechaff().args(["--html-field", "a", "--text-field", "b", "-"]).stdin("").run().exits(2);
}
