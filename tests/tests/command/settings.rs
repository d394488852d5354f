//! Options out of a file and the environment.

use dechaff_tests::{Dechaff, Folder, Ran, article};

use crate::dechaff;

/// A folder with a page and a file of options.
fn folder(options: &str) -> Folder {
    let page = article("Page", "the kiln").replace("the kiln 2", "<b>the kiln 2</b>");
    Folder::new().with("page.html", page).with("options.toml", options)
}

fn run(folder: &Folder, arguments: &[&str], variables: &[(&str, &str)]) -> Ran {
    let mut command = dechaff().inside(folder.path()).args(["--config", "options.toml"]);
    for (name, value) in variables {
        command = command.env(name, value);
    }
    command.args(arguments).run()
}

/// The start of the output tells its form.
fn form(ran: &Ran) -> &str {
    match ran.stdout.get(..2) {
        Some("# ") => "markdown",
        Some("<h") => "html",
        Some("{\"") => "jsonl",
        Some("Pa") => "text",
        _ => "something else",
    }
}

#[test]
fn what_is_typed_wins_over_the_environment_and_that_over_the_file() {
    let folder = folder("format = \"text\"\n");
    let variables = [("DECHAFF_FORMAT", "html")];
    let page = ["page.html"];
    assert_eq!(form(&dechaff().inside(folder.path()).args(page).run().exits(0)), "markdown");
    assert_eq!(form(&run(&folder, &page, &[]).exits(0)), "text");
    assert_eq!(form(&run(&folder, &page, &variables).exits(0)), "html");
    assert_eq!(form(&run(&folder, &["page.html", "-f", "jsonl"], &variables).exits(0)), "jsonl");
    assert_eq!(form(&run(&folder, &page, &[("DECHAFF_FORMAT", "")]).exits(0)), "text");
}

#[test]
fn the_usual_file_is_read_unless_another_or_none_is_wanted() {
    let folder = Folder::new()
        .with("page.html", article("Page", "the kiln"))
        .with("home/dechaff/config.toml", "format = \"text\"")
        .with("other.toml", "format = \"html\"");
    let command = || -> Dechaff {
        let command = dechaff().inside(folder.path()).env_remove("DECHAFF_CONFIG");
        command.env("XDG_CONFIG_HOME", folder.join("home")).env("APPDATA", folder.join("home"))
    };
    assert_eq!(form(&command().arg("page.html").run().exits(0)), "text");
    assert_eq!(form(&command().args(["--no-config", "page.html"]).run().exits(0)), "markdown");
    let other = command().env("DECHAFF_CONFIG", "other.toml");
    assert_eq!(form(&other.arg("page.html").run().exits(0)), "html");
    let none = command().env("DECHAFF_CONFIG", "");
    assert_eq!(form(&none.arg("page.html").run().exits(0)), "markdown");
    let elsewhere = command().env("XDG_CONFIG_HOME", folder.join("no-such"));
    let elsewhere = elsewhere.env("APPDATA", folder.join("no-such"));
    assert_eq!(form(&elsewhere.arg("page.html").run().exits(0)), "markdown");
}

#[test]
fn switches_numbers_and_lists_are_set_and_typed_ones_replace_them() {
    let page = ["page.html", "-f", "markdown"];
    let set = folder("no-formatting = true\ndrop = [\"p:nth-of-type(1)\", \"p:nth-of-type(3)\"]\n");
    let ran = run(&set, &page, &[]).exits(0).stdout;
    assert!(!ran.contains("**") && ran.contains("kiln 2"), "{ran}");
    assert!(!ran.contains("kiln 1") && !ran.contains("kiln 3"), "{ran}");
    let ran = run(&set, &["page.html", "--formatting", "--drop", "p:nth-of-type(5)"], &[]);
    let ran = ran.exits(0).stdout;
    assert!(ran.contains("**the kiln 2**") && ran.contains("kiln 1"), "{ran}");
    assert!(!ran.contains("kiln 5"), "{ran}");
    let opposite = folder("formatting = false\nverbose = 1\njobs = 2\n");
    let ran = run(&opposite, &page, &[]).exits(0);
    assert!(!ran.stdout.contains("**"), "{}", ran.stdout);
    assert!(ran.stderr.contains("page.html: kept "), "{}", ran.stderr);
    let lines = [("DECHAFF_DROP", "p:nth-of-type(1)\np:nth-of-type(2)")];
    let ran = run(&folder(""), &page, &lines).exits(0).stdout;
    assert!(!ran.contains("kiln 1") && !ran.contains("kiln 2"), "{ran}");
}

#[test]
fn a_switch_that_is_set_can_be_turned_off_for_one_run() {
    let set = folder("dedup = true\ndedup-pages = 9\nno-title = true\n").with("again.html", "");
    let page = set.read("page.html");
    set.write("again.html", page);
    let both = ["page.html", "again.html", "-f", "text"];
    assert_eq!(run(&set, &both, &[]).exits(0).stdout.matches("==>").count(), 1);
    let off = [&both[..], &["--no-dedup", "--title"]].concat();
    let ran = run(&set, &off, &[]).exits(0).stdout;
    assert_eq!((ran.matches("==>").count(), ran.matches("Page\n").count()), (2, 2), "{ran}");
    let off = run(&set, &both, &[("DECHAFF_DEDUP", "no")]).exits(0).stdout;
    assert_eq!(off.matches("==>").count(), 2, "{off}");
    // What is off excludes nothing.
    let set = folder("verbose = 1");
    let ran = run(&set, &["page.html"], &[("DECHAFF_QUIET", "false")]).exits(0);
    assert!(ran.stderr.contains("kept "), "{}", ran.stderr);
}

#[test]
fn options_that_exclude_what_is_typed_or_wait_for_another_are_passed_over() {
    let set = folder("precision = true\nquiet = true\nstandalone = true\ndedup-pages = 10\n");
    run(&set, &["page.html"], &[]).exits(0);
    let ran = run(&set, &["page.html", "--recall", "-v", "-f", "html"], &[]).exits(0);
    assert!(ran.stdout.starts_with("<!DOCTYPE html>"), "{}", ran.stdout);
    assert!(ran.stderr.contains("kept "), "{}", ran.stderr);
    run(&set, &["page.html"], &[("DECHAFF_BROWSER", "no-such"), ("DECHAFF_OFFLINE", "1")]).exits(0);
    // Typed, it is still a mistake.
    run(&set, &["page.html", "--with-blocks"], &[]).exits(2);
}

#[test]
fn a_table_is_for_one_command() {
    let set = folder("format = \"text\"\n[explain]\nformat = \"json\"\nverbose = 1\n");
    assert_eq!(form(&run(&set, &["page.html"], &[]).exits(0)), "text");
    let command = dechaff().inside(set.path()).args(["explain", "--config", "options.toml"]);
    let account = command.arg("page.html").run().exits(0);
    assert!(account.json()["blocks"].is_array());
    // Its format is another option than that of pages, which has the same name.
    set.write("options.toml", "format = \"text\"\nverbose = 1\n");
    let command = dechaff().inside(set.path()).args(["explain", "--config", "options.toml"]);
    let listing = command.env("DECHAFF_FORMAT", "markdown").arg("page.html").run().exits(0);
    assert!(listing.stdout.starts_with("- 0.") && listing.stderr.contains("kept "));
    // Commands that clean nothing do not look at it.
    set.write("options.toml", "nonsense");
    let file = set.join("options.toml");
    dechaff().env("DECHAFF_CONFIG", file).arg("schema").run().exits(0);
}

#[test]
fn what_is_wrong_in_a_file_is_named_with_its_line() {
    for (options, parts) in [
        ("\nfromat = \"text\"", &["options.toml:2: ", "`fromat`", "`format` is meant"][..]),
        ("with_blocks = true", &["options.toml:1: ", "`with-blocks` is meant"]),
        ("[crawl]\npages = 5\n[exlain]\n", &["options.toml:3: ", "`explain` is meant"]),
        ("[explain]\nstandalone = true", &["options.toml:2: ", "`standalone`"]),
        ("output = \"x\"", &["options.toml:1: ", "one run"]),
        ("format = [\"text\"]", &["options.toml:1: ", "one value"]),
        ("no-title = 3", &["options.toml:1: ", "switch"]),
        ("rate = true", &["options.toml:1: ", "`rate` takes a value"]),
        ("format = 1979-05-27", &["options.toml:1: "]),
        ("format = \n", &["options.toml:1: "]),
        ("\n\nformat = \"pdf\"", &["invalid value 'pdf'", "options.toml:3"]),
        ("rate = \"fast\"", &["invalid value 'fast'", "options.toml:1"]),
    ] {
        let ran = run(&folder(options), &["page.html"], &[]).exits(2);
        for part in parts {
            assert!(ran.stderr.contains(part), "{options}: {part} in {}", ran.stderr);
        }
        assert_eq!(ran.stdout, "");
    }
    let long = run(&folder(&"# \n".repeat(1 << 19)), &["page.html"], &[]).exits(2);
    assert!(long.stderr.contains("options.toml: too long"), "{}", long.stderr);
    let missing = dechaff().args(["--config", "no-such.toml", "-"]).run().exits(2);
    assert!(missing.stderr.contains("no-such.toml"), "{}", missing.stderr);
}

#[test]
fn what_is_wrong_in_the_environment_is_named() {
    let set = folder("");
    let ran = run(&set, &["page.html"], &[("DECHAFF_JOBS", "many")]).exits(2);
    assert!(ran.stderr.contains("'many'") && ran.stderr.contains("DECHAFF_JOBS"), "{}", ran.stderr);
    let ran = run(&set, &["page.html"], &[("DECHAFF_NO_TITLE", "perhaps")]).exits(2);
    assert!(ran.stderr.contains("DECHAFF_NO_TITLE: "), "{}", ran.stderr);
    let variables = [("DECHAFF_FROMAT", "text"), ("DECHAFF_SOMETHING_OF_OTHERS", "1")];
    let ran = run(&set, &["page.html"], &variables).exits(0);
    assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("DECHAFF_FORMAT is one"), "{}", ran.stderr);
}
