//! Starts the browser so that it ends with us, whatever happens to us.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use tempfile::TempDir;
use tokio::io::AsyncReadExt;
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};

/// What the browser is started with, and why.
const FLAGS: &str = include_str!("../../data/render/flags.tsv");

/// Puts the pipe where the browser looks for it. When the browser has ended, by
/// itself or since we did and so closed the pipe, it removes the profile, and
/// with its last act whatever is left of the group, itself included.
const KEEPER: &str = r#"profile=$1; shift
"$@" 3<&0 4>&1 </dev/null >/dev/null
exec 2>/dev/null
trap '' TERM; kill -TERM 0
rm -rf -- "$profile" || { sleep 1; rm -rf -- "$profile"; }
kill -9 0"#;

/// The last of what the browser says on standard error that is kept, in bytes.
const LAST_WORDS: usize = 4096;
/// How long removing a profile is tried: processes take a moment to die.
const REMOVALS: u32 = 50;
const BETWEEN_REMOVALS: Duration = Duration::from_millis(10);

/// A browser and all its processes, gone when this is dropped.
#[derive(Debug)]
pub(super) struct Group {
    child: Child,
    profile: Option<TempDir>,
    last_words: Arc<Mutex<Vec<u8>>>,
}

/// A browser that was started, and both ends of its pipe.
pub(super) struct Launched {
    pub(super) group: Group,
    pub(super) orders: ChildStdin,
    pub(super) news: ChildStdout,
}

/// Starts the browser with a profile of its own.
pub(super) fn launch(browser: &Path, sandbox: bool) -> Result<Launched, String> {
    let temporary = tempfile::Builder::new().prefix("dechaff-render-").tempdir();
    let profile = temporary.map_err(|error| format!("there is no room for a profile: {error}"))?;
    let mut command = Command::new("/bin/sh");
    command.arg("-c").arg(KEEPER).arg("sh").arg(profile.path()).arg(browser).args(flags());
    command.arg(format!("--user-data-dir={}", profile.path().display()));
    if !sandbox {
        command.arg("--no-sandbox");
    }
    command.arg("about:blank");
    // Nothing is left in the user's folders, and nothing of them is read.
    command.env("HOME", profile.path());
    for folder in ["XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"] {
        command.env_remove(folder);
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    // A group of its own: ^C on the terminal is for us, and we can end all of it.
    command.process_group(0).kill_on_drop(true);
    let failed = |error| format!("{} does not start: {error}", browser.display());
    let mut child = command.spawn().map_err(failed)?;
    let ends = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let (Some(orders), Some(news), Some(words)) = ends else {
        return Err("the browser has no pipes".to_owned());
    };
    let last_words = Arc::default();
    tokio::spawn(listen(words, Arc::clone(&last_words)));
    let group = Group { child, profile: Some(profile), last_words };
    Ok(Launched { group, orders, news })
}

fn flags() -> impl Iterator<Item = &'static str> {
    FLAGS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split('\t').next())
        .filter(|flag| !flag.is_empty())
}

impl Group {
    /// The number of the group, as long as it is ours.
    pub(super) fn id(&self) -> Option<i32> {
        self.child.id().and_then(|id| i32::try_from(id).ok())
    }

    /// Why the browser did not start, in its own words.
    pub(super) fn complaint(&self) -> String {
        let words = self.last_words.lock().unwrap_or_else(PoisonError::into_inner);
        let words = String::from_utf8_lossy(&words);
        // What says why stands last; noise about the desktop stands before it.
        let said = || words.lines().rev().filter(|line| !line.trim().is_empty());
        let fatal = said().find(|line| line.contains("sandbox"));
        let line = fatal.or_else(|| said().next()).unwrap_or("it says nothing");
        // `[pid:thread:time:ERROR:file(line)] message`
        line.split_once("] ").map_or(line, |(_, message)| message).to_owned()
    }

    /// Waits for its end for so long, and then ends it.
    pub(super) async fn end(mut self, patience: Duration) {
        // Whether it went by itself makes no difference.
        let _ = tokio::time::timeout(patience, self.child.wait()).await;
    }

    /// Ends every process of the browser.
    pub(super) fn kill(&self) {
        if let Some(group) = self.id().and_then(Pid::from_raw) {
            // Fails only where nothing is left.
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill();
        let Some(profile) = self.profile.take() else { return };
        let folder = profile.keep();
        for _ in 0..REMOVALS {
            // What is not there need not be removed.
            if fs::remove_dir_all(&folder).is_ok() || !folder.exists() {
                return;
            }
            thread::sleep(BETWEEN_REMOVALS);
        }
    }
}

/// Keeps the last of what is said.
async fn listen(mut words: ChildStderr, last: Arc<Mutex<Vec<u8>>>) {
    let mut piece = [0; 1024];
    while let Ok(read @ 1..) = words.read(&mut piece).await {
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        last.extend(piece.iter().take(read));
        let surplus = last.len().saturating_sub(LAST_WORDS);
        last.drain(..surplus);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flag_says_why() {
        for line in FLAGS.lines().filter(|line| !line.starts_with('#')) {
            let (flag, why) = line.split_once('\t').unwrap();
            assert!(flag.starts_with("--") && !why.is_empty(), "{line}");
        }
        assert!(flags().any(|flag| flag == "--remote-debugging-pipe"));
    }
}
