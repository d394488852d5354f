//! Where the output goes.

use std::io::Read;

use dechaff_tests::{Answer, Folder, Server, article, gzip, navigation_only, prose};

use crate::dechaff;

#[test]
fn a_file_gets_what_standard_output_would() {
    let folder =
        Folder::new().with("a.html", article("Page", "the well")).with("out.md", "an older output");
    let run = |arguments: &[&str]| {
        let command = dechaff().inside(folder.path()).args(arguments);
        command.arg("a.html").run().exits(0).stdout
    };
    let expected = run(&[]);
    assert_eq!(run(&["-o", "out.md"]), "");
    assert_eq!(folder.read("out.md"), expected);
    assert_eq!(run(&["-o", "-"]), expected);
    assert_eq!(folder.tree(), ["a.html", "out.md"]);
}

#[test]
fn an_older_output_stays_when_there_is_no_new_one() {
    let folder = Folder::new().with("out.md", "an older output");
    let run = dechaff().inside(folder.path());
    run.args(["no-such.html", "-o", "out.md"]).run().exits(3);
    assert_eq!(folder.read("out.md"), "an older output");
    assert_eq!(folder.tree(), ["out.md"]);
}

#[test]
fn titles_names_and_prose_steer_no_terminal() {
    let page = article("A&#27;[2J page&#x9b;", "the &#27;]0;well&#7;");
    let page = page.replace("<head>", "<head><meta name=\"author\" content=\"Bo &#27;[7m Li\">");
    for arguments in [&[][..], &["-f", "text", "--with-metadata"], &["explain"]] {
        let shown = dechaff().args(arguments).stdin(page.as_str()).run().exits(0).stdout;
        let control = |letter: char| letter.is_control() && letter != '\n';
        assert!(!shown.is_empty() && !shown.contains(control), "{arguments:?}: {shown:?}");
    }
}

#[cfg(unix)]
#[test]
fn an_output_file_has_the_usual_rights_and_a_link_stays_a_link() {
    use std::os::unix::fs::{MetadataExt, symlink};
    let folder = Folder::new()
        .with("a.html", article("Page", "the well"))
        .with("usual", "")
        .with("there/out.md", "");
    symlink(folder.join("there/out.md"), folder.join("link.md")).unwrap();
    for name in ["new.md", "link.md", "/dev/null"] {
        let run = dechaff().inside(folder.path());
        run.args(["a.html", "-o", name]).run().exits(0);
    }
    let mode = |name: &str| folder.join(name).metadata().unwrap().mode();
    assert_eq!(mode("new.md"), mode("usual"));
    assert!(folder.join("link.md").is_symlink());
    assert!(folder.read("there/out.md").contains("the well 5,"));
}

#[test]
fn a_folder_of_outputs_has_the_tree_of_the_pages() {
    let page = |topic: &str| article(topic, topic);
    let server = {
        let body = page("the network");
        Server::start(move |_| Answer::page("text/html", body.clone()))
    };
    let folder = Folder::new()
        .with("in/a.html", page("the acorn"))
        .with("in/deep/er/b.html.gz", gzip(page("the birch")))
        .with("in/deep/b.htm", page("the cedar"))
        .with("in/deep/b.html", page("the drum"))
        .with("in/nothing.html", navigation_only())
        .with("other/x.html", page("the elm"))
        .with("top.html", page("the fir"));
    let names = |format: &str, outputs: &str| {
        let run = dechaff().inside(&folder.join("other"));
        let ran = run
            .args(["-f", format, "-O", outputs, "../in", "x.html", "../top.html"])
            .args(["../other/../other/x.html", &server.url("/b/../../c.html?q=1")])
            .run()
            .exits(0);
        assert_eq!(ran.stdout, "");
        let tree = folder.tree().into_iter();
        let prefix = outputs.replace("../", "") + "/";
        let mut names: Vec<String> =
            tree.filter_map(|name| Some(name.strip_prefix(&prefix)?.to_owned())).collect();
        names.retain(|name| !name.starts_with("127.0.0.1"));
        names
    };
    let expected = [
        "a.md", "deep/b-2.md", "deep/b.md", "deep/er/b.md", "nothing.md", "other/other/x.md",
        "top.md", "x.md",
    ];
    assert_eq!(names("markdown", "../out"), expected);
    assert!(folder.read("out/deep/b.md").contains("the cedar 5,"));
    assert!(folder.read("out/deep/b-2.md").contains("the drum 5,"));
    assert_eq!(folder.read("out/nothing.md"), "");
    assert!(folder.read("out/127.0.0.1/c_q=1.md").contains("the network 5,"));
    assert_eq!(names("jsonl", "../records").len(), expected.len());
}

#[test]
fn an_output_never_replaces_its_own_input() {
    let text = prose("the original", 6).join("\n\n");
    let folder = Folder::new().with("in/a.txt", &text);
    let ran = dechaff()
        .inside(folder.path())
        .args(["--input", "text", "-f", "text", "in", "-O", "in"])
        .run()
        .exits(3);
    assert!(ran.stderr.contains("replace its own input"), "{}", ran.stderr);
    assert_eq!(folder.read("in/a.txt"), text);
}

#[test]
fn a_place_that_cannot_be_written_ends_the_run() {
    let folder = Folder::new().with("a.html", article("Page", "the well"));
    for arguments in [["-o", "no/such/folder/out.md"], ["-O", "a.html"]] {
        let run = dechaff().inside(folder.path()).args(arguments);
        let ran = run.arg("a.html").run().exits(2);
        assert!(ran.stderr.contains("cannot write"), "{}", ran.stderr);
    }
    let both = ["-o", "x", "-O", "y", "a.html"];
    dechaff().inside(folder.path()).args(both).run().exits(2);
}

#[test]
fn a_reader_that_goes_away_ends_the_run_quietly() {
    let page = article("Page", "the well").repeat(30);
    let folder =
        (0..60).fold(Folder::new(), |folder, number| folder.with(&format!("{number}.html"), &page));
    let command = dechaff().inside(folder.path()).args(["-f", "json", "."]);
    let mut child = command.spawn();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}
