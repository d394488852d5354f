//! Files, folders and standard input.

use dechaff_tests::{Folder, article, gzip, prose};

use crate::dechaff;

/// Names of pages in the order that a folder is walked in.
const WALKED: [&str; 5] = ["a.html", "b/1.htm", "b/2.XHTML", "b/3.html.gz", "c.html"];

fn pages() -> Folder {
    let page = |name: &str| article(&format!("Page {name}"), &format!("the ferry {name}"));
    WALKED
        .iter()
        .fold(Folder::new(), |folder, name| {
            if name.contains(".gz") {
                folder.with(name, gzip(page(name)))
            } else {
                folder.with(name, page(name))
            }
        })
        .with("b/notes.txt", prose("the notes", 6).join("\n\n"))
        .with("style.css", "p { color: red }")
        .with("picture.png", [0x89, b'P', b'N', b'G'])
}

fn sources_of(ran: &dechaff_tests::Ran) -> Vec<String> {
    let names = ran.json_lines().into_iter().map(|record| {
        let source = record["source"].as_str().unwrap();
        source.replace('\\', "/")
    });
    names.collect()
}

#[test]
fn a_folder_is_walked_in_order_for_pages() {
    let folder = pages();
    let ran = dechaff().inside(folder.path()).args(["--format", "jsonl", "."]).run().exits(0);
    let expected: Vec<String> = WALKED.iter().map(|name| format!("./{name}")).collect();
    assert_eq!(sources_of(&ran), expected);
    for (record, name) in ran.json_lines().iter().zip(WALKED) {
        let text = record["text"].as_str().unwrap();
        assert!(text.contains(&format!("the ferry {name} 5,")), "{name}: {text}");
        assert_eq!(record["title"], format!("Page {name}"));
    }
}

#[test]
fn with_input_text_a_folder_is_walked_for_texts() {
    let folder = pages();
    let ran = dechaff()
        .inside(folder.path())
        .args(["--format", "jsonl", "--input", "text", "b"])
        .run()
        .exits(0);
    assert_eq!(sources_of(&ran), ["b/notes.txt"]);
}

#[test]
fn the_number_of_jobs_changes_nothing() {
    let folder = (0..40).fold(Folder::new(), |folder, number| {
        let topic = format!("the lighthouse {number}");
        let page = match number % 10 {
            3 => String::new(),
            7 => "%PDF-1.4 not a page".into(),
            // Some pages take much longer than their neighbours.
            _ => article(&topic, &topic).repeat(1 + 20 * (number % 2)),
        };
        folder.with(&format!("{number:02}.html"), page)
    });
    for format in ["markdown", "text", "json", "jsonl"] {
        let run = |jobs| {
            let command = dechaff().inside(folder.path());
            command.args(["-j", jobs, "-f", format, "."]).run().exits(3)
        };
        let (one, four) = (run("1"), run("4"));
        assert_eq!(one.stdout, four.stdout, "{format}");
        assert_eq!(one.stderr, four.stderr, "{format}");
    }
}

#[test]
fn standard_input_is_a_source() {
    let page = article("From a pipe", "the pipe");
    let named = dechaff().arg("-").stdin(page.as_str()).run().exits(0);
    assert!(named.stdout.contains("the pipe 5,"));
    let unnamed = dechaff().stdin(page).run().exits(0);
    assert_eq!(named.stdout, unnamed.stdout);
    let twice = dechaff().args(["-", "-"]).stdin("x").run().exits(2);
    assert!(twice.stderr.contains("only once"), "{}", twice.stderr);
}

#[test]
fn gzip_is_read_from_standard_input_too() {
    let page = article("Packed", "the parcel");
    let plain = dechaff().arg("-").stdin(page.as_str()).run().exits(0);
    let packed = dechaff().arg("-").stdin(gzip(page)).run().exits(0);
    assert_eq!(plain.stdout, packed.stdout);
}

#[test]
fn input_is_told_by_content_unless_it_is_said() {
    let text = prose("the orchard", 6).join("\n\n");
    let folder =
        Folder::new().with("text.html", &text).with("page.txt", article("In disguise", "the mask"));
    let run = |arguments: &[&str]| {
        let command = dechaff().inside(folder.path()).args(["-f", "text"]);
        command.args(arguments).run().exits(0).stdout
    };
    assert_eq!(run(&["text.html"]).trim_end(), text);
    let page = run(&["page.txt"]);
    assert!(page.contains("the mask 5,") && !page.contains('<'), "{page}");
    assert!(run(&["--input", "text", "page.txt"]).contains("<p>"));
}

#[test]
fn a_folder_with_its_own_output_in_it_is_not_read_twice() {
    let folder = Folder::new().with("in/a.txt", prose("the mirror", 6).join("\n\n"));
    for _ in 0..2 {
        dechaff()
            .inside(folder.path())
            .args(["--input", "text", "-f", "text", "in", "-O", "in/out"])
            .run()
            .exits(0);
        assert_eq!(folder.tree(), ["in/a.txt", "in/out/a.txt"]);
    }
}
