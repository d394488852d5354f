//! What is different on a terminal. The terminal is that of `script`, where there is one.

use std::path::Path;
use std::process::{Command, Stdio};

use dechaff_tests::{Folder, article};

use crate::dechaff;

/// What a person sees who runs the command with these arguments and variables in a folder, and
/// the exit code; `None` where there is no `script` that can tell.
#[cfg(target_os = "linux")]
pub(crate) fn on_terminal(
    folder: &Path,
    arguments: &str,
    variables: &[(&str, &str)],
) -> Option<(String, Option<i32>)> {
    let line = format!("{} {arguments}", env!("CARGO_BIN_EXE_dechaff"));
    let ran = Command::new("script")
        .args(["-qec", &line, "/dev/null"])
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR")
        .env_remove("CI")
        .env("DECHAFF_CONFIG", "")
        .env("TERM", "xterm-256color")
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .output();
    let Ok(ran) = ran else {
        println!("skipped: there is no `script`");
        return None;
    };
    Some((String::from_utf8_lossy(&ran.stdout).into_owned(), ran.status.code()))
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn on_terminal(_: &Path, _: &str, _: &[(&str, &str)]) -> Option<(String, Option<i32>)> {
    println!("skipped: `script` takes other arguments here");
    None
}

fn pages(count: usize) -> Folder {
    let mut folder = Folder::new();
    for number in 0..count {
        let page = article("Page", &format!("the mill {number}"));
        folder = folder.with(&format!("in/{number:02}.html"), page);
    }
    folder
}

#[test]
fn progress_is_shown_on_a_terminal_with_the_total_and_nowhere_else() {
    let folder = pages(30);
    let Some((seen, code)) = on_terminal(folder.path(), "in -O out -j 1", &[]) else { return };
    assert_eq!(code, Some(0), "{seen}");
    assert!(seen.contains(" of 30 pages ("), "{seen}");
    assert!(seen.contains("/s)") && seen.contains(" left"), "{seen}");
    for arguments in ["in -O out2 -q", "in --color never"] {
        let Some((seen, _)) = on_terminal(folder.path(), arguments, &[]) else { return };
        assert!(!seen.contains(" pages ("), "{arguments}: {seen}");
    }
    let piped = dechaff().inside(folder.path()).args(["in", "-O", "out3"]).run().exits(0);
    assert_eq!((piped.stdout, piped.stderr), (String::new(), String::new()));
}

#[test]
fn progress_counts_warnings_and_failures_and_leaves_messages_whole() {
    let folder = pages(10);
    let arguments = "--drop .no-such in no-such.html -O out -j 1";
    let Some((seen, code)) = on_terminal(folder.path(), arguments, &[]) else { return };
    assert_eq!(code, Some(3), "{seen}");
    assert!(seen.contains(" warnings"), "{seen}");
    assert!(seen.contains("no-such.html: no such file or folder"), "{seen}");
}

#[test]
fn messages_are_coloured_on_a_terminal_unless_that_is_unwanted() {
    let folder = Folder::new();
    let coloured = |arguments: &str, variables: &[(&str, &str)]| {
        let (seen, _) = on_terminal(folder.path(), arguments, variables)?;
        assert!(seen.contains("no-such.html: no such file"), "{seen}");
        Some(seen.contains("\u{1b}[31m"))
    };
    let Some(usual) = coloured("no-such.html", &[]) else { return };
    assert!(usual);
    assert_eq!(coloured("no-such.html", &[("NO_COLOR", "1")]), Some(false));
    assert_eq!(coloured("no-such.html", &[("CLICOLOR", "0")]), Some(false));
    assert_eq!(coloured("no-such.html --color never", &[]), Some(false));
    assert_eq!(coloured("no-such.html --color always", &[("NO_COLOR", "1")]), Some(true));
}

#[test]
fn colours_go_into_a_pipe_only_where_they_are_asked_for() {
    let run = |arguments: &[&str]| dechaff().arg("no-such.html").args(arguments).run().exits(3);
    assert!(!run(&[]).stderr.contains('\u{1b}'));
    assert!(!run(&["--color", "auto"]).stderr.contains('\u{1b}'));
    assert!(run(&["--color", "always"]).stderr.contains('\u{1b}'));
}
