//! Pages that repeat others.

use std::fs;
use std::path::Path;

use dechaff_tests::{Folder, article, prose};

use crate::dechaff;

/// The pages of an article for readers and for printers: other markup, other boilerplate, another
/// order of parts, and a line on where it was printed.
fn print_version(title: &str, topic: &str) -> String {
    let paragraphs = prose(topic, 5).join("<br><br>\n");
    format!(
        "<html><head><title>{title} - print</title></head><body><h2>{title}</h2>\
         <div id=\"print-text\">{paragraphs}</div><hr>\
         <small>Printed from Quayside Press. All rights reserved.</small></body></html>"
    )
}

/// An article that has no words in common with another.
fn other_article(name: &str) -> String {
    let words: Vec<String> = (0..300).map(|at| format!("{name}{at}")).collect();
    let body = words.chunks(60).map(|words| format!("<p>{}.</p>", words.join(" ")));
    format!("<title>{name}</title><article>{}</article>", body.collect::<String>())
}

/// The sources of the records, each up to its extension.
fn sources(ran: &dechaff_tests::Ran) -> Vec<String> {
    let records = ran.json_lines();
    records.iter().map(|record| record["source"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn copies_and_print_versions_are_left_out_and_named() {
    let folder = Folder::new()
        .with("a.html", article("The lock", "the lock"))
        .with("b.html", other_article("other"))
        .with("copy.html", article("Another title", "the lock"))
        .with("print.html", print_version("The lock", "the lock"));
    let run = |arguments: &[&str]| {
        let command = dechaff().inside(folder.path()).args(["-f", "jsonl", "."]);
        command.args(arguments).run().exits(0)
    };
    let ran = run(&["--dedup"]);
    assert_eq!(sources(&ran), ["./a.html", "./b.html"]);
    let messages: Vec<&str> = ran.stderr.lines().collect();
    assert_eq!(messages.len(), 3, "{}", ran.stderr);
    assert!(messages[0].starts_with("dechaff: ./copy.html: left out, "), "{}", ran.stderr);
    assert!(messages[0].contains("./a.html"), "{}", ran.stderr);
    assert!(messages[1].starts_with("dechaff: ./print.html: left out, "), "{}", ran.stderr);
    assert!(messages[2].starts_with("dechaff: 2 pages left out"), "{}", ran.stderr);
    assert_eq!(run(&["--dedup", "-q"]).stderr, "");
    let summary = run(&["--dedup", "-q", "--summary=json"]).stderr;
    let summary: serde_json::Value = serde_json::from_str(&summary).unwrap();
    assert_eq!(summary["pages"]["repeated"], 2, "{summary}");
    assert_eq!(sources(&run(&[])).len(), 4);
}

#[test]
fn a_folder_of_outputs_has_no_file_for_a_repeat() {
    let folder = Folder::new()
        .with("in/a.html", article("The lock", "the lock"))
        .with("in/b.html", article("The lock", "the lock"));
    dechaff().inside(folder.path()).args(["in", "-O", "out", "--dedup"]).run().exits(0);
    assert_eq!(folder.tree(), ["in/a.html", "in/b.html", "out/a.md"]);
}

#[test]
fn five_wordings_of_one_story_are_no_duplicates() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    if fs::read_dir(&folder).is_err() {
        println!("skipped: there is no {}", folder.display());
        return;
    }
    let run = dechaff().args(["--input", "text", "-f", "jsonl", "--dedup=0.5"]).arg(&folder);
    let ran = run.run().exits(0);
    assert_eq!((ran.json_lines().len(), ran.stderr.as_str()), (5, ""));
}

#[test]
fn which_page_stays_does_not_depend_on_which_is_done_first() {
    let mut folder = Folder::new();
    for number in 0..40 {
        // The first of each pair takes the longest.
        let padding = "<script>//</script>".repeat(if number % 2 == 0 { 400 } else { 0 });
        let page = other_article(&format!("story{}x", number / 2));
        folder = folder.with(&format!("{number:02}.html"), format!("{page}{padding}"));
    }
    let run = |jobs: &str| {
        let command = dechaff().inside(folder.path());
        command.args([".", "-f", "jsonl", "--dedup", "-j", jobs]).run().exits(0)
    };
    let (one, many) = (run("1"), run("8"));
    let expected: Vec<String> = (0..40).step_by(2).map(|at| format!("./{at:02}.html")).collect();
    assert_eq!(sources(&one), expected);
    assert!(one.stdout == many.stdout && one.stderr == many.stderr, "{}", many.stderr);
}

#[test]
fn a_resumed_run_knows_what_is_in_the_output() {
    let folder = Folder::new()
        .with("a.html", other_article("a"))
        .with("b.html", other_article("a"))
        .with("c.html", other_article("c"));
    let run = || {
        let command = dechaff().inside(folder.path());
        command.args([".", "-f", "jsonl", "-o", "out.jsonl", "--dedup", "--resume"]).run().exits(0)
    };
    run();
    let whole = folder.read("out.jsonl");
    assert_eq!(whole.lines().count(), 2);
    folder.write("out.jsonl", whole.split_inclusive('\n').next().unwrap());
    assert!(run().stderr.contains("./b.html: left out"));
    assert_eq!(folder.read("out.jsonl"), whole);
}

#[test]
fn no_more_pages_are_remembered_than_may_be() {
    let folder = Folder::new()
        .with("1.html", other_article("a"))
        .with("2.html", other_article("b"))
        .with("3.html", other_article("c"))
        .with("4.html", other_article("a"));
    let run = |most: &str| {
        let command = dechaff().inside(folder.path()).args([".", "-f", "jsonl", "--dedup"]);
        command.args(["--dedup-pages", most]).run().exits(0).json_lines().len()
    };
    assert_eq!((run("2"), run("6")), (4, 3));
}

#[test]
fn wrong_thresholds_and_what_cannot_be_resumed_are_wrong_usage() {
    for arguments in [
        &["--dedup=0.2", "-"][..],
        &["--dedup=much", "-"],
        &["--dedup-pages", "5", "-"],
        &["--dedup", "--resume", "-O", "out", "-"],
    ] {
        let folder = Folder::new();
        let ran = dechaff().inside(folder.path()).args(arguments).run().exits(2);
        assert!(
            ran.stderr.contains("--dedup") || ran.stderr.contains("--resume"),
            "{}",
            ran.stderr
        );
    }
}
