//! Running the command as a child process, watched.

use std::ffi::OsStr;
use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

/// Ends a child that hangs, long after any limit a test sets itself.
const LONGEST: Duration = Duration::from_secs(120);
/// Ends a child before it takes the machine with it.
const MOST_MEMORY: u64 = 2 << 30;

/// A run of the command that is being prepared.
#[derive(Debug)]
pub struct Dechaff {
    command: Command,
    stdin: Option<Vec<u8>>,
}

/// A run of the command that has ended.
#[derive(Debug)]
pub struct Ran {
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// Exit code; `None` when a signal ended the run.
    pub code: Option<i32>,
    /// How long it took.
    pub time: Duration,
    /// Most memory held at once, in bytes, where the system tells.
    pub peak_memory: Option<u64>,
}

impl Dechaff {
    /// Prepares the command at this path, which tests have as `env!("CARGO_BIN_EXE_dechaff")`.
    /// It sees no options that whoever runs the tests has set for themselves.
    pub fn new(path: &str) -> Self {
        let mut command = Command::new(path);
        let own = std::env::vars_os().map(|(name, _)| name);
        for name in own.filter(|name| name.to_string_lossy().starts_with("DECHAFF_")) {
            command.env_remove(name);
        }
        command.env("DECHAFF_CONFIG", "");
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        Self { command, stdin: None }
    }

    /// Adds an argument.
    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    /// Adds arguments.
    pub fn args<T: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = T>) -> Self {
        self.command.args(arguments);
        self
    }

    /// Sets a variable of its environment.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Takes a variable out of its environment.
    pub fn env_remove(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// Runs in this folder.
    pub fn inside(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Gives it something to read.
    pub fn stdin(mut self, content: impl Into<Vec<u8>>) -> Self {
        self.stdin = Some(content.into());
        self
    }

    /// Starts it and leaves the watching to the caller.
    pub fn spawn(mut self) -> Child {
        self.command.stdin(Stdio::null());
        self.command.spawn().expect("the command starts")
    }

    /// Runs it to its end.
    pub fn run(mut self) -> Ran {
        let start = Instant::now();
        self.command.stdin(match self.stdin {
            Some(_) => Stdio::piped(),
            None => Stdio::null(),
        });
        let mut child = self.command.spawn().expect("the command starts");
        let stdout = drain(child.stdout.take());
        let stderr = drain(child.stderr.take());
        let mut pipe = child.stdin.take();
        let content = self.stdin.unwrap_or_default();
        let feeder = thread::spawn(move || {
            if let Some(pipe) = &mut pipe {
                // A command that ends without reading everything is the test's own affair.
                let _ = pipe.write_all(&content);
            }
        });
        let (status, peak_memory) = watch(&mut child, start);
        feeder.join().expect("stdin is fed");
        Ran {
            stdout: stdout.join().expect("stdout is read"),
            stderr: stderr.join().expect("stderr is read"),
            code: status.code(),
            time: start.elapsed(),
            peak_memory,
        }
    }
}

impl Ran {
    /// Standard output as one JSON document.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).expect("the output is JSON")
    }

    /// Standard output as JSON Lines.
    pub fn json_lines(&self) -> Vec<Value> {
        let lines = self.stdout.lines();
        lines.map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
    }

    /// The same run, if it ended with this exit code.
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "stderr: {}", self.stderr);
        self
    }
}

fn drain(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            pipe.read_to_end(&mut bytes).expect("the pipe is readable");
        }
        String::from_utf8(bytes).expect("output is UTF-8")
    })
}

fn watch(child: &mut Child, start: Instant) -> (ExitStatus, Option<u64>) {
    let mut peak = None;
    loop {
        if let Some(status) = child.try_wait().expect("the child can be waited for") {
            return (status, peak);
        }
        peak = peak_memory(child.id()).or(peak);
        if start.elapsed() > LONGEST || peak > Some(MOST_MEMORY) {
            // Where it ended by itself meanwhile, there is nothing to kill.
            let _ = child.kill();
        }
        thread::sleep(Duration::from_millis(3));
    }
}

/// The most memory the process has held so far; only Linux tells.
fn peak_memory(id: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib << 10)
}
