//! Sources that give nothing: a message that names each, and the others done all the same.

use std::fs::{self, File};

use dechaff_tests::{Folder, Ran, article, gzip, navigation_only};

use crate::dechaff;

const PDF: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n";
const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

/// Runs over a good page, the source in question, and another good page.
fn between_good_pages(folder: &Folder, source: &str) -> Ran {
    fs::write(folder.join("1.html"), article("One", "the oar")).unwrap();
    fs::write(folder.join("3.html"), article("Three", "the thimble")).unwrap();
    let ran = dechaff()
        .inside(folder.path())
        .args(["-f", "text", "1.html", source, "3.html"])
        .run()
        .exits(3);
    assert!(ran.stdout.contains("the oar 5,"), "{}", ran.stdout);
    assert!(ran.stdout.contains("the thimble 5,"), "{}", ran.stdout);
    assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
    ran
}

/// Checks the one message of a run that failed on this source.
fn assert_says(ran: &Ran, source: &str, what: &str) {
    let start = format!("dechaff: {source}: ");
    assert!(ran.stderr.starts_with(&start), "{}", ran.stderr);
    assert!(ran.stderr.contains(what), "{}", ran.stderr);
}

#[test]
fn a_missing_file() {
    let ran = between_good_pages(&Folder::new(), "2.html");
    assert_says(&ran, "2.html", "no such file");
}

#[test]
fn a_missing_file_alone() {
    let ran = dechaff().arg("no-such.html").run().exits(3);
    assert_eq!(ran.stdout, "");
    assert_says(&ran, "no-such.html", "no such file");
}

#[cfg(unix)]
#[test]
fn an_unreadable_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new().with("2.html", article("Two", "the lock"));
    let nobody = fs::Permissions::from_mode(0o0);
    fs::set_permissions(folder.join("2.html"), nobody).unwrap();
    if File::open(folder.join("2.html")).is_ok() {
        println!("skipped: this user may read everything");
        return;
    }
    let ran = between_good_pages(&folder, "2.html");
    assert_says(&ran, "2.html", "permission denied");
}

#[test]
fn a_pdf() {
    let folder = Folder::new().with("2.html", PDF);
    let ran = between_good_pages(&folder, "2.html");
    assert_says(&ran, "2.html", "application/pdf");
}

#[test]
fn an_image() {
    let folder = Folder::new().with("2.html", PNG);
    let ran = between_good_pages(&folder, "2.html");
    assert_says(&ran, "2.html", "image/png");
}

#[test]
fn a_pdf_and_an_image_whatever_they_are_said_to_be() {
    for content in [PDF, PNG] {
        for kind in ["html", "text"] {
            let command = dechaff().args(["--input", kind, "-"]).stdin(content);
            let ran = command.run().exits(3);
            assert_says(&ran, "-", "not a web page");
        }
    }
}

#[test]
fn damaged_gzip() {
    let mut packed = gzip(article("Two", "the dent"));
    packed.truncate(packed.len() / 2);
    let folder = Folder::new().with("2.html.gz", packed);
    let ran = between_good_pages(&folder, "2.html.gz");
    assert_says(&ran, "2.html.gz", "damaged gzip");
}

#[test]
fn a_folder_with_one_bad_page() {
    let folder = Folder::new()
        .with("in/1.html", article("One", "the oar"))
        .with("in/2.html", PDF)
        .with("in/3.html", article("Three", "the thimble"));
    let ran = dechaff().inside(folder.path()).args(["-f", "jsonl", "in"]).run().exits(3);
    assert_eq!(ran.json_lines().len(), 2);
    assert_says(&ran, "in/2.html", "application/pdf");
}

#[test]
fn a_folder_without_pages() {
    let folder = Folder::new().with("in/notes.txt", "no page");
    let ran = dechaff().inside(folder.path()).arg("in").run().exits(3);
    assert_says(&ran, "in", "no .html");
    let ran = between_good_pages(&folder, "in");
    assert_says(&ran, "in", "no .html");
}

#[test]
fn bad_urls() {
    for (url, problem) in [
        ("http://", "not a valid URL"),
        ("https://a b/", "not a valid URL"),
        ("ftp://quay.example/a", "not http or https"),
        ("file:///etc/passwd", "not http or https"),
    ] {
        let ran = between_good_pages(&Folder::new(), url);
        assert_says(&ran, url, problem);
    }
}

#[test]
fn a_page_that_is_only_navigation() {
    let run = |arguments: &[&str]| {
        let command = dechaff().args(arguments).stdin(navigation_only());
        command.run().exits(1)
    };
    for format in ["text", "markdown"] {
        let ran = run(&["-f", format]);
        assert_eq!(ran.stdout, "");
        assert_says(&ran, "-", "no main content found");
    }
    assert_eq!(run(&["-f", "json"]).json()["text"], "");
    assert_eq!(run(&["-f", "jsonl"]).json_lines()[0]["text"], "");
    assert_eq!(run(&["-q"]).stderr, "");
}

#[test]
fn an_empty_file() {
    for content in ["", " \n\t\n"] {
        let ran = dechaff().arg("-").stdin(content).run().exits(1);
        assert_eq!(ran.stdout, "");
        assert_says(&ran, "-", "the input is empty");
    }
}

#[test]
fn many_empty_pages_are_nothing_and_one_full_page_is_something() {
    let folder = Folder::new().with("a.html", navigation_only()).with("b.html", "");
    let run = || dechaff().inside(folder.path()).arg(".").run();
    assert_eq!(run().exits(1).stderr.lines().count(), 2);
    fs::write(folder.join("c.html"), article("Page", "the crumb")).unwrap();
    run().exits(0);
}
