//! What is said of a run: `--summary` and `--only-failed`; and what a run that is killed leaves.

use std::fs;

use dechaff_tests::{Folder, article, navigation_only};
use serde_json::Value;

use crate::dechaff;

/// Two pages with content, one without, and one that is none.
fn pages() -> Folder {
    Folder::new()
        .with("in/a.html", article("Tides", "the tide"))
        .with("in/b.html", navigation_only())
        .with("in/c.html", "%PDF-1.4 not a page")
        .with("in/d.html", article("Locks", "the lock"))
}

#[test]
fn a_summary_counts_pages_words_and_labels() {
    let folder = pages();
    let run = |arguments: &[&str]| {
        let command = dechaff().inside(folder.path()).args(["-q", "in", "-f", "jsonl"]);
        command.args(arguments).run().exits(3)
    };
    let ran = run(&["--summary=json"]);
    let summary: Value = serde_json::from_str(ran.stderr.lines().last().unwrap()).unwrap();
    let pages = &summary["pages"];
    let counts = ["with_content", "empty", "failed", "repeated", "done_before"];
    assert_eq!(counts.map(|name| pages[name].as_u64().unwrap()), [2, 1, 1, 0, 0]);
    let words = |text: &str| text.split_whitespace().count() as u64;
    let records = ran.json_lines();
    let kept: u64 = records.iter().map(|record| words(record["text"].as_str().unwrap())).sum();
    let stated = summary["kept_words"].as_u64().unwrap();
    assert!(kept.abs_diff(stated) < kept / 20, "{kept} {stated}");
    let dropped = summary["dropped"].as_object().unwrap();
    let sum: u64 = dropped.values().map(|label| label["words"].as_u64().unwrap()).sum();
    assert_eq!(sum, summary["dropped_words"].as_u64().unwrap());
    assert!(dropped.contains_key("legal") || dropped.contains_key("site-footer"), "{dropped:?}");
    assert_eq!(summary["languages"]["en"], 2, "{summary}");
    assert!(summary["pages_per_second"].as_f64().unwrap() > 0.0);
    let text = run(&["--summary"]).stderr;
    assert!(text.contains("pages      2 with content, 1 without, 1 failed\n"), "{text}");
    assert!(text.contains("\nlanguages  2 en"), "{text}");
}

#[test]
fn only_what_failed_is_put_out_as_a_list_can_be_read() {
    let folder = pages();
    let run = |arguments: &[&str]| {
        let command = dechaff().inside(folder.path()).args(arguments);
        command.args(["in", "--only-failed"]).run().exits(3)
    };
    assert_eq!(run(&[]).stdout, "in/b.html\nin/c.html\n");
    let records = run(&["-f", "jsonl"]).json_lines();
    assert_eq!(records.len(), 2);
    assert_eq!(records[0]["error"], "no main content found");
    assert_eq!(records[1]["source"], "in/c.html");
    dechaff().args(["in", "--only-failed", "--resume"]).run().exits(2);
}

#[test]
fn an_output_is_written_beside_its_place_and_gone_on_with() {
    let folder = pages();
    let run = |arguments: &[&str]| {
        let command = dechaff().inside(folder.path()).args(["-q", "-f", "jsonl", "in"]);
        command.args(["-o", "out.jsonl"]).args(arguments).run().exits(3)
    };
    run(&[]);
    let whole = folder.read("out.jsonl");
    assert_eq!(whole.lines().count(), 3);
    // As a run leaves it that is killed: with the older output, and a line that is cut.
    fs::write(folder.join("out.jsonl"), "older").unwrap();
    let first = whole.lines().next().unwrap().len();
    for cut in [0, 1, first, first + 1, first + 2, whole.len() - 1, whole.len()] {
        fs::write(folder.join("out.jsonl.part"), whole.get(..cut).unwrap()).unwrap();
        run(&["--resume"]);
        assert_eq!(folder.read("out.jsonl"), whole, "cut at {cut}");
        assert!(!folder.join("out.jsonl.part").exists());
    }
    // What is complete is gone on with too, and nothing is done twice.
    run(&["--resume"]);
    assert_eq!(folder.read("out.jsonl"), whole);
}

#[test]
fn what_a_killed_run_left_in_a_folder_is_removed() {
    let folder = pages();
    let run = |arguments: &[&str]| {
        let command = dechaff().inside(folder.path()).args(["-q", "in", "-O", "out"]);
        command.args(arguments).run().exits(3)
    };
    run(&[]);
    let tree = folder.tree();
    fs::remove_file(folder.join("out/d.md")).unwrap();
    fs::write(folder.join("out/.dechaff-Ab1Cd2"), "half of a pa").unwrap();
    run(&["--resume"]);
    assert_eq!(folder.tree(), tree);
}
