//! Shows long output page by page on a terminal.

use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::{Child, ChildStdin, Command, Stdio};

/// Ends by itself where all fits on the screen, lets colours through, and leaves the text there.
const USUAL: &str = "less -FRX";

/// A pager under way. It ends when its reader does, and then writing to it fails as to any
/// reader that went away.
pub(crate) struct Pager {
    child: Child,
    input: Option<ChildStdin>,
}

impl Pager {
    /// Starts the pager that is set; `None` where there is none to start, or none is wanted.
    pub(crate) fn start() -> Option<Self> {
        let line = env::var_os("PAGER").unwrap_or_else(|| OsString::from(USUAL));
        // As for git, `cat` or nothing at all stand for no pager.
        if line.is_empty() || line == "cat" {
            return None;
        }
        let mut command = of_line(&line);
        if env::var_os("LESS").is_none() {
            command.env("LESS", "FRX");
        }
        let mut child = command.stdin(Stdio::piped()).spawn().ok()?;
        let input = child.stdin.take();
        Some(Self { child, input })
    }
}

/// The shell reads the line, which may have arguments and quotes.
#[cfg(unix)]
fn of_line(line: &OsString) -> Command {
    let mut command = Command::new("sh");
    command.arg("-c").arg(line);
    command
}

#[cfg(not(unix))]
fn of_line(line: &OsString) -> Command {
    let line = line.to_string_lossy();
    let mut words = line.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words);
    command
}

impl Write for Pager {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.input {
            Some(input) => input.write(bytes),
            None => Ok(bytes.len()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.input.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for Pager {
    fn drop(&mut self) {
        // The end of its input; whoever reads it may take their time.
        self.input = None;
        let _ = self.child.wait();
    }
}
