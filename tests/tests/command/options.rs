//! Options that change what is kept, and wrong usage.

use dechaff_tests::{Folder, article};

use crate::dechaff;

fn with_option(arguments: &[&str]) -> dechaff_tests::Ran {
    let page = article("Page", "the garden").replace(
        "</article>",
        "<aside class=\"extra\"><p>A note in the margin.</p></aside></article>",
    );
    dechaff().args(arguments).stdin(page).run()
}

#[test]
fn elements_can_be_kept_and_dropped() {
    let plain = with_option(&[]).exits(0).stdout;
    assert!(plain.contains("the garden 2,") && !plain.contains("Terms of use"), "{plain}");
    let kept = with_option(&["--keep", "footer li", "--keep", ".extra"]).exits(0);
    assert!(kept.stdout.contains("Terms of use"), "{}", kept.stdout);
    assert!(kept.stdout.contains("A note in the margin."), "{}", kept.stdout);
    assert_eq!(kept.stderr, "");
    let dropped = with_option(&["--drop", "p:nth-of-type(2)"]).exits(0).stdout;
    assert!(!dropped.contains("the garden 2,"), "{dropped}");
    assert!(dropped.contains("the garden 3,"), "{dropped}");
    let both = with_option(&["--keep", "article p", "--drop", "article p"]).exits(1);
    assert_eq!(both.stdout, "");
}

#[test]
fn a_selector_that_matches_nothing_is_warned_of() {
    for option in ["--keep", "--drop"] {
        let ran = with_option(&[option, ".no-such-class"]).exits(0);
        let start = "dechaff: warning: -: ";
        assert!(ran.stderr.starts_with(start), "{}", ran.stderr);
        assert!(ran.stderr.contains(".no-such-class"), "{}", ran.stderr);
        let ran = with_option(&[option, ".no-such-class", "-q"]).exits(0);
        assert_eq!(ran.stderr, "");
    }
    let ran = with_option(&["--keep", ".no-such-class", "-f", "jsonl"]).exits(0);
    let warnings = ran.json_lines()[0]["warnings"].clone();
    assert_eq!(warnings.as_array().map(Vec::len), Some(1), "{warnings}");
}

#[test]
fn a_bad_selector_is_wrong_usage() {
    for option in ["--keep", "--drop"] {
        let ran = with_option(&[option, "p[["]).exits(2);
        assert!(ran.stderr.contains("p[["), "{}", ran.stderr);
        assert_eq!(ran.stdout, "");
    }
}

#[test]
fn precision_and_recall_exclude_each_other() {
    for arguments in [["--precision"], ["--recall"]] {
        let ran = with_option(&arguments).exits(0);
        assert!(ran.stdout.contains("the garden 3,"), "{}", ran.stdout);
    }
    let ran = with_option(&["--precision", "--recall"]).exits(2);
    assert!(ran.stderr.contains("cannot be used with"), "{}", ran.stderr);
}

#[test]
fn the_address_of_a_page_is_the_base_of_its_links() {
    let page = article("Page", "the garden")
        .replace("<p>When the first boats", "<p>When <a href=\"../boats?x=1\">the first boats</a>");
    let run = |arguments: &[&str]| {
        let command = dechaff().args(arguments).stdin(page.as_str());
        command.run().exits(0).stdout
    };
    let output = run(&["--url", "https://quay.example/news/today/"]);
    let link = "[the first boats](https://quay.example/news/boats?x=1)";
    assert!(output.contains(link), "{output}");
    let folder = Folder::new().with("a.html", "").with("b.html", "");
    for sources in [&["."][..], &["a.html", "b.html"]] {
        let command = dechaff().inside(folder.path());
        let address = ["--url", "https://quay.example/"];
        let ran = command.args(address).args(sources).run().exits(2);
        assert!(ran.stderr.contains("--url"), "{}", ran.stderr);
    }
}

#[test]
fn wrong_usage_is_told_from_failure() {
    for arguments in [
        &["--no-such-option"][..],
        &["--format", "pdf", "-"],
        &["--input", "pdf", "-"],
        &["--url", "not a url", "-"],
        &["-j", "0", "-"],
        &["-q", "-v", "-"],
        &["-H", "no colon", "-"],
        &["--timeout", "soon", "-"],
    ] {
        let ran = dechaff().args(arguments).run().exits(2);
        assert!(ran.stderr.contains("error:"), "{}", ran.stderr);
    }
}

#[test]
fn help_and_version_are_there() {
    let help = dechaff().arg("--help").run().exits(0);
    for part in ["Usage: dechaff", "--precision", "explain", "Exit status", "Network:"] {
        assert!(help.stdout.contains(part), "{part} in {}", help.stdout);
    }
    assert!(dechaff().args(["explain", "--help"]).run().exits(0).stdout.contains("block"));
    let version = dechaff().arg("--version").run().exits(0);
    assert!(version.stdout.starts_with("dechaff "), "{}", version.stdout);
}

#[test]
fn verbose_gives_a_line_about_each_page() {
    let ran = with_option(&["-v"]).exits(0);
    assert!(ran.stderr.starts_with("dechaff: -: kept "), "{}", ran.stderr);
    assert_eq!(ran.stdout, with_option(&[]).stdout);
}

#[test]
fn very_verbose_tells_the_steps_of_a_page() {
    let ran = with_option(&["-vv"]).exits(0);
    let has = |words: &[&str]| {
        ran.stderr.lines().any(|line| words.iter().all(|word| line.contains(word)))
    };
    assert!(has(&["DEBUG dechaff::job: read", "bytes="]), "{}", ran.stderr);
    assert!(has(&["DEBUG dechaff::job: extracted"]), "{}", ran.stderr);
    assert!(has(&["dechaff: -: kept "]), "{}", ran.stderr);
    assert_eq!(ran.stdout, with_option(&[]).stdout);
    assert!(!with_option(&["-v"]).stderr.contains("DEBUG"));
}
