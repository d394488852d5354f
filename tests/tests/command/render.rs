//! Pages that a browser makes, skipped with a message where there is none.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use dechaff_tests::{Answer, Dechaff, Folder, Server};
use serde_json::Value;

use crate::dechaff;

const SHELL: &str = "<!DOCTYPE html><title>Shell</title><div id=app></div><script>
    fetch('/text').then(answer => answer.text()).then(text => {
      const article = document.createElement('article');
      article.innerHTML = '<h1>The ferry sails again</h1>' + text;
      document.getElementById('app').append(article);
    });
    </script>";

const TEXT: &str = "<p>The ferry to the island sails again from Monday, said the harbour master on \
    Friday, after its engine had been taken apart and put together in a shed by the water.</p>\
    <p>For eleven weeks the islanders had rowed, borrowed boats or stayed at home, and the school \
    on the mainland had kept a classroom free for those who could not get back at night.</p>\
    <p>The council now looks for money for a second boat, so that this need not happen twice.</p>";

fn site(path: &str) -> Answer {
    match path {
        "/text" => Answer::page("text/html", TEXT),
        "/busy" => Answer::page("text/html", "<title>Busy</title><script>for (;;);</script>"),
        _ => Answer::page("text/html", SHELL),
    }
}

/// The command with the flag, where there is a browser; its temporary files go into `folder`.
fn rendering(folder: &Folder) -> Option<Dechaff> {
    let ran = dechaff().args(["--render", "http://[::1]:9/"]).run();
    if ran.code == Some(2) {
        println!("skipped: {}", ran.stderr);
        return None;
    }
    fs::create_dir_all(folder.path().join("temporary")).unwrap();
    // Tests run as root and in containers too.
    let ready = dechaff().args(["--render", "--no-sandbox"]);
    Some(ready.env("TMPDIR", folder.path().join("temporary")))
}

/// Waits until nothing is left of a browser: no file, no process.
fn assert_gone(folder: &Folder) {
    let temporary = folder.path().join("temporary");
    let name = temporary.display().to_string();
    let started = Instant::now();
    loop {
        let files = fs::read_dir(&temporary).unwrap().count();
        let processes = processes_with(&name);
        if files == 0 && processes.is_empty() {
            return;
        }
        assert!(started.elapsed() < Duration::from_secs(15), "{files} files, {processes:?}");
        thread::sleep(Duration::from_millis(50));
    }
}

fn processes_with(text: &str) -> Vec<String> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let lines = entries.flatten().filter_map(|entry| {
        let line = fs::read(entry.path().join("cmdline")).ok()?;
        Some(String::from_utf8_lossy(&line).replace('\0', " "))
    });
    lines.filter(|line| line.contains(text)).collect()
}

#[test]
fn a_page_made_by_scripts_comes_out_with_render_and_is_hinted_at_without() {
    let folder = Folder::new();
    let Some(ready) = rendering(&folder) else { return };
    let server = Server::start(site);
    let ran = dechaff().arg(server.url("/")).run();
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stderr.contains("perhaps its scripts make it: --render runs them"),
        "{}",
        ran.stderr
    );

    let ran = ready.args(["-f", "jsonl"]).arg(server.url("/")).run();
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let record: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(record["title"], "The ferry sails again");
    assert!(record["text"].as_str().unwrap().contains("rowed, borrowed boats"), "{record}");
    assert_eq!(record["warnings"][0]["kind"], "rendered");
    assert_gone(&folder);
}

#[test]
fn a_list_takes_one_browser() {
    let folder = Folder::new();
    let Some(ready) = rendering(&folder) else { return };
    let server = Server::start(site);
    // Notes each start.
    let starts = folder.path().join("starts");
    let script = format!("#!/bin/sh\necho x >> {}\nexec chromium \"$@\"\n", starts.display());
    let browser = folder.write("browser", script);
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();
    if !Path::new("/usr/bin/chromium").exists() {
        println!("skipped: chromium is not at its usual place");
        return;
    }
    let urls: Vec<String> = (0..5).map(|n| server.url(&format!("/page{n}"))).collect();
    let list = folder.write("urls.txt", urls.join("\n"));
    let ran = ready
        .args(["--browser".as_ref(), browser.as_os_str(), "-i".as_ref(), list.as_os_str()])
        .args(["-f", "jsonl", "--allow-private", "--no-robots", "--rate", "0", "--per-host", "4"])
        .run();
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(
        ran.stdout.matches("\"title\":\"The ferry sails again\"").count(),
        5,
        "{}",
        ran.stdout
    );
    assert_eq!(fs::read_to_string(starts).unwrap(), "x\n");
    assert_gone(&folder);
}

#[test]
fn nothing_is_left_when_the_command_is_killed() {
    let server = Server::start(site);
    for signal in ["-INT", "-KILL"] {
        let folder = Folder::new();
        let Some(ready) = rendering(&folder) else { return };
        let mut child = ready.args(["--render-time", "60"]).arg(server.url("/busy")).spawn();
        let name = folder.path().join("temporary").display().to_string();
        let started = Instant::now();
        // Until the page itself is at work.
        while processes_with(&name).iter().filter(|line| line.contains("type=renderer")).count() < 1
            && started.elapsed() < Duration::from_secs(20)
        {
            thread::sleep(Duration::from_millis(50));
        }
        thread::sleep(Duration::from_millis(500));
        assert!(!processes_with(&name).is_empty());
        let killed = Command::new("kill").args([signal, &child.id().to_string()]).status();
        assert!(killed.unwrap().success());
        child.wait().unwrap();
        assert_gone(&folder);
    }
}

#[test]
fn without_a_browser_the_command_does_not_begin() {
    let ran =
        dechaff().args(["--render", "--browser", "/nowhere/chromium", "http://[::1]:9/"]).run();
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("there is no browser at /nowhere/chromium"), "{}", ran.stderr);
}

#[test]
fn as_root_the_sandbox_is_not_dropped_unasked() {
    let folder = Folder::new();
    let id = Command::new("id").arg("-u").stderr(Stdio::null()).output();
    if !id.is_ok_and(|id| id.stdout == b"0\n") || rendering(&folder).is_none() {
        println!("skipped: not root, or no browser");
        return;
    }
    let server = Server::start(site);
    let ran = dechaff().arg("--render").arg(server.url("/")).run();
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(3), ""));
    assert!(ran.stderr.contains("--no-sandbox"), "{}", ran.stderr);
}
