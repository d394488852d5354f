//! Running the command as a child process that may not take more than it is given, and measuring
//! what it took.

use std::ffi::OsString;
use std::hash::{DefaultHasher, Hasher};
use std::io::Read;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use wait4::Wait4;

/// Sets the limits in KiB and then becomes the command: a test may not do so itself without
/// unsafe code.
const LIMIT_AND_RUN: &str = "ulimit -v 1048576 && ulimit -s 2048 && exec \"$@\"";

/// Bytes of standard error that are kept.
const KEPT_MESSAGES: usize = 1 << 16;

/// What a child did and took.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// The signal that ended it.
    pub signal: Option<i32>,
    /// Time of the processor, that of the system for the child included.
    pub cpu: Duration,
    /// Time by the clock, which on a busy machine says little.
    pub wall: Duration,
    /// Most memory that it held, in bytes. What the test itself holds is a lower bound to it.
    pub peak: u64,
    /// Bytes of standard output.
    pub written: u64,
    /// A hash of standard output.
    pub hash: u64,
    /// The beginning of standard output.
    pub head: String,
    /// The beginning of standard error.
    pub messages: String,
}

impl Outcome {
    /// Whether a warning names this limit, or any that begins so.
    pub fn tells(&self, limit: &str) -> bool {
        self.messages.contains(&format!(": limit {limit}"))
    }
}

/// Runs `program` in a GiB of address space and with a stack of 2 MiB, and ends it after
/// `longest`.
///
/// # Panics
///
/// Panics where the child cannot be started or watched.
pub fn confined(program: &Path, args: &[OsString], longest: Duration) -> Outcome {
    let start = Instant::now();
    let mut child = Command::new("sh")
        .args(["-c", LIMIT_AND_RUN, "sh"])
        .arg(program)
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the shell starts");
    let stdout = digest(child.stdout.take());
    let stderr = digest(child.stderr.take());
    let id = child.id().to_string();
    let (done, is_done) = channel::<()>();
    let watchdog = thread::spawn(move || {
        if is_done.recv_timeout(longest) == Err(RecvTimeoutError::Timeout) {
            // Where it ended by itself meanwhile, there is nothing to kill.
            let _ = Command::new("kill").args(["-KILL", &id]).status();
        }
    });
    let ended = child.wait4().expect("the child can be waited for");
    drop(done);
    watchdog.join().expect("the watchdog ends");
    let stdout = stdout.join().expect("stdout is read");
    let stderr = stderr.join().expect("stderr is read");
    Outcome {
        code: ended.status.code(),
        signal: ended.status.signal(),
        cpu: ended.rusage.utime + ended.rusage.stime,
        wall: start.elapsed(),
        peak: ended.rusage.maxrss,
        written: stdout.bytes,
        hash: stdout.hash,
        head: stdout.head,
        messages: stderr.head,
    }
}

struct Digest {
    bytes: u64,
    hash: u64,
    head: String,
}

/// Reads a pipe to its end and keeps little of it.
fn digest(pipe: Option<impl Read + Send + 'static>) -> JoinHandle<Digest> {
    thread::spawn(move || {
        let (mut hasher, mut bytes, mut head) = (DefaultHasher::new(), 0, Vec::new());
        let mut buffer = vec![0; 1 << 16];
        let mut pipe = pipe.expect("the pipe was asked for");
        loop {
            let count = pipe.read(&mut buffer).expect("the pipe is readable");
            let piece = buffer.get(..count).unwrap_or_default();
            if piece.is_empty() {
                break;
            }
            hasher.write(piece);
            bytes += count as u64;
            let room = KEPT_MESSAGES.saturating_sub(head.len());
            head.extend(piece.iter().take(room));
        }
        let head = String::from_utf8_lossy(&head).into_owned();
        Digest { bytes, hash: hasher.finish(), head }
    })
}
