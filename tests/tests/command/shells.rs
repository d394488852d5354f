//! Completions, manual pages, help, and what is wrong on the command line.

use std::path::Path;
use std::process::{Command, Output};

use dechaff_tests::{Folder, squash};

use crate::dechaff;
use crate::terminal::on_terminal;

fn completions(shell: &str) -> String {
    dechaff().args(["completions", shell]).run().exits(0).stdout
}

/// Runs a program that may not be there.
fn program(name: &str, arguments: &[&str], folder: &Path) -> Option<Output> {
    let ran = Command::new(name).args(arguments).current_dir(folder).output();
    if ran.is_err() {
        println!("skipped: there is no `{name}`");
    }
    ran.ok()
}

#[test]
fn bash_completes_options_values_and_commands() {
    let folder = Folder::new().with("completions", completions("bash"));
    let complete = |words: &str| {
        let script = format!(
            "source completions; COMP_WORDS=(dechaff {words}); COMP_CWORD=$((${{#COMP_WORDS[@]}}-1)); \
             _dechaff dechaff \"${{COMP_WORDS[COMP_CWORD]}}\" \"${{COMP_WORDS[COMP_CWORD-1]}}\"; \
             echo \"${{COMPREPLY[*]}}\""
        );
        let ran = program("bash", &["--norc", "-c", &script], folder.path())?;
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        Some(String::from_utf8_lossy(&ran.stdout).into_owned())
    };
    let Some(options) = complete("--dedup") else { return };
    assert_eq!(options.trim(), "--dedup --dedup-pages");
    assert!(complete("--format jso").unwrap().contains("json jsonl"));
    assert_eq!(complete("expl").unwrap().trim(), "explain");
    assert!(complete("crawl --fron").unwrap().contains("--frontier"));
}

#[test]
fn fish_completes_options_values_and_commands() {
    let folder = Folder::new().with("completions", completions("fish"));
    let complete = |line: &str| {
        let script = format!("source completions; complete -C '{line}'");
        let ran = program("fish", &["--no-config", "-c", &script], folder.path())?;
        Some(String::from_utf8_lossy(&ran.stdout).into_owned())
    };
    let Some(options) = complete("dechaff --dedup") else { return };
    assert!(options.contains("--dedup\t") && options.contains("--dedup-pages\t"), "{options}");
    assert!(complete("dechaff --format=jso").unwrap().contains("jsonl"));
    assert!(complete("dechaff expl").unwrap().starts_with("explain\t"));
}

#[test]
fn zsh_takes_the_completions_as_its_own() {
    let folder = Folder::new().with("functions/_dechaff", completions("zsh"));
    let script = "fpath=($PWD/functions $fpath); autoload -Uz compinit; compinit -u -D; \
                  autoload -Uz +X _dechaff && print -- $_comps[dechaff]";
    let Some(ran) = program("zsh", &["-f", "-c", script], folder.path()) else { return };
    let stderr = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(String::from_utf8_lossy(&ran.stdout).trim(), "_dechaff", "{stderr}");
    assert_eq!(stderr, "");
}

#[test]
fn power_shell_is_given_completions_too() {
    let script = completions("powershell");
    assert!(script.contains("Register-ArgumentCompleter") && script.contains("--dedup"));
    let folder = Folder::new().with("completions.ps1", script);
    let check = "$e = $null; [void][System.Management.Automation.Language.Parser]::ParseFile(\
                 \"$PWD/completions.ps1\", [ref]$null, [ref]$e); $e.Count";
    let Some(ran) = program("pwsh", &["-NoProfile", "-Command", check], folder.path()) else {
        return;
    };
    assert_eq!(String::from_utf8_lossy(&ran.stdout).trim(), "0");
}

#[test]
fn there_is_a_manual_page_for_each_command() {
    let folder = Folder::new();
    dechaff().inside(folder.path()).args(["man", "man"]).run().exits(0);
    let pages = folder.tree();
    for name in
        ["dechaff", "dechaff-explain", "dechaff-report", "dechaff-crawl", "dechaff-completions"]
    {
        assert!(pages.contains(&format!("man/{name}.1")), "{name} in {pages:?}");
    }
    let Some(ran) =
        program("groff", &["-man", "-Tutf8", "-P-cbou", "-ww", "man/dechaff.1"], folder.path())
    else {
        return;
    };
    // Lines are filled up with spaces.
    let text = squash(&String::from_utf8_lossy(&ran.stdout));
    assert_eq!(String::from_utf8_lossy(&ran.stderr), "");
    for part in [
        "NAME", "Leave out pages whose", "Check no certificates", "EXIT STATUS", "EXAMPLES",
        "dechaff-crawl(1)",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn help_is_short_with_h_and_whole_with_help() {
    let short = dechaff().arg("-h").run().exits(0).stdout;
    let long = dechaff().arg("--help").run().exits(0).stdout;
    assert!(short.lines().count() < 60, "{short}");
    for part in ["--format", "--dedup", "explain", "dechaff --help"] {
        assert!(short.contains(part), "{part} in {short}");
    }
    for part in ["--proxy", "Examples:", "Exit status:", "DECHAFF_FORMAT", "NO_COLOR", "PAGER"] {
        assert!(!short.contains(part), "{part} in {short}");
        assert!(long.contains(part), "{part} in {long}");
    }
    for command in ["explain", "report", "links", "crawl", "completions"] {
        let long = dechaff().args([command, "--help"]).run().exits(0).stdout;
        assert!(
            long.contains("Examples:") && long.contains(&format!("dechaff {command}")),
            "{long}"
        );
    }
}

#[test]
fn the_long_version_tells_the_models() {
    let short = dechaff().arg("-V").run().exits(0).stdout;
    let long = dechaff().arg("--version").run().exits(0).stdout;
    assert!(long.starts_with(short.trim_end()), "{long}");
    assert_eq!(short.lines().count(), 1);
    let models: Vec<&str> = long.lines().skip(1).collect();
    assert_eq!(models.len(), 2, "{long}");
    for (model, file) in models.iter().zip(["page.bin", "text.bin"]) {
        let checksum = model.rsplit(' ').next().unwrap();
        assert!(checksum.len() == 8 && checksum.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../dechaff/model");
        let command = format!("gzip -c {file} | tail -c 8 | od -A n -t x4 -N 4 --endian=little");
        let Some(gzip) = program("sh", &["-c", &command], &folder) else { return };
        if gzip.status.success() && !gzip.stdout.is_empty() {
            assert_eq!(String::from_utf8_lossy(&gzip.stdout).trim(), checksum);
        }
    }
}

#[test]
fn mistyped_options_and_commands_are_met_with_a_suggestion() {
    let ran = dechaff().args(["--fromat", "text", "-"]).run().exits(2);
    assert!(ran.stderr.contains("'--format'"), "{}", ran.stderr);
    let ran = dechaff().args(["--format", "markdwon", "-"]).run().exits(2);
    assert!(ran.stderr.contains("'markdown'"), "{}", ran.stderr);
    let folder = Folder::new();
    let ran = dechaff().inside(folder.path()).args(["explian", "page.html"]).run().exits(2);
    assert!(ran.stderr.contains("`dechaff explain`"), "{}", ran.stderr);
    // A file of that name is a file.
    folder.write("explian", "");
    dechaff().inside(folder.path()).arg("explian").run().exits(1);
}

#[test]
fn an_explanation_is_paged_on_a_terminal_and_coloured() {
    let folder = Folder::new().with("page.html", dechaff_tests::article("Page", "the forge"));
    let run = |arguments: &str, variables: &[(&str, &str)]| {
        on_terminal(folder.path(), &format!("explain {arguments} page.html"), variables)
    };
    let pager = ("PAGER", "sed 's/^/paged: /'");
    let Some((seen, code)) = run("", &[pager]) else { return };
    assert_eq!(code, Some(0), "{seen}");
    assert!(seen.contains("paged: ") && seen.contains("\u{1b}[32m+ "), "{seen}");
    assert!(seen.lines().count() > 10, "{seen}");
    let (seen, _) = run("--color never", &[("PAGER", "cat -A")]).unwrap();
    assert!(seen.contains('$') && !seen.contains("^["), "{seen}");
    for (arguments, variables) in [("--no-pager", &[pager][..]), ("-f json", &[pager])] {
        let (seen, code) = run(arguments, variables).unwrap();
        assert!(!seen.contains("paged: "), "{arguments}: {seen}");
        assert_eq!(code, Some(0), "{seen}");
    }
    // Whoever has seen enough ends the pager, and that is no failure.
    let (seen, code) = run("", &[("PAGER", "head -1")]).unwrap();
    assert_eq!((seen.lines().count(), code), (1, Some(0)), "{seen}");
    let piped = dechaff().inside(folder.path()).args(["explain", "page.html"]);
    let piped = piped.env("PAGER", "sed 's/^/paged: /'").run().exits(0).stdout;
    assert!(!piped.contains("paged: ") && !piped.contains('\u{1b}'), "{piped}");
}
