//! A list of files and URLs, one a line, from a file or from standard input.
//!
//! Its first line says how it is done. With a file there, the files are done in their order, and
//! the URLs among them after that. With a URL there, the list goes to the network, and files
//! among the URLs are done as they come.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use dechaff_archive::Lines;
use url::Url;

use super::{Pages, Terms, failed};
use crate::failure::Failure;
use crate::source::{Found, Source};

/// The longest line of a list, in bytes.
const LONGEST_LINE: usize = 64 * 1024;
/// URLs that wait until the files of a list are done.
const MOST_WAITING: usize = 100_000;

/// A list that was opened. Copies share it: who reads it first has it.
#[derive(Clone)]
pub(crate) struct List {
    pub(crate) name: String,
    begins_with_url: bool,
    content: Arc<Mutex<Option<io::Result<Entries>>>>,
    /// URLs that were found among files.
    later: Arc<Mutex<Vec<Url>>>,
}

impl std::fmt::Debug for List {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("List").field("name", &self.name).finish_non_exhaustive()
    }
}

impl List {
    /// Opens the list and looks at its first line.
    pub(crate) fn open(path: &Path) -> Self {
        let source: io::Result<Box<dyn Read + Send>> = if path.as_os_str() == "-" {
            Ok(Box::new(io::stdin()))
        } else {
            File::open(path).map(|file| Box::new(file) as _)
        };
        let mut entries = source.map(Entries::new);
        let first = entries.as_mut().ok().and_then(Entries::look);
        Self {
            name: path.display().to_string(),
            begins_with_url: first.is_some_and(|line| line.contains("://")),
            content: Arc::new(Mutex::new(Some(entries))),
            later: Arc::default(),
        }
    }

    pub(crate) fn is_stdin(&self) -> bool {
        self.name == "-"
    }

    /// Whether it goes to the network.
    pub(crate) fn is_remote(&self) -> bool {
        self.begins_with_url
    }

    /// The lines that say something, for the first who asks.
    pub(crate) fn take(&self) -> io::Result<Entries> {
        let taken = self.content.lock().unwrap_or_else(PoisonError::into_inner).take();
        taken.unwrap_or_else(|| Ok(Entries::new(Box::new(io::empty()))))
    }

    /// The URLs that were among the files, once those are done.
    pub(crate) fn later(&self) -> Vec<Url> {
        std::mem::take(&mut self.later.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The lines of a list that say something.
pub(crate) struct Entries {
    lines: Lines<Box<dyn Read + Send>>,
    first: Option<io::Result<String>>,
}

impl Entries {
    fn new(source: Box<dyn Read + Send>) -> Self {
        Self { lines: Lines::new(source, LONGEST_LINE), first: None }
    }

    /// The first line; it comes again.
    fn look(&mut self) -> Option<String> {
        self.first = self.next();
        Some(self.first.as_ref()?.as_ref().ok()?.clone())
    }
}

impl Iterator for Entries {
    type Item = io::Result<String>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        loop {
            let line = match self.lines.next()? {
                Ok(line) => line,
                Err(error) => return Some(Err(error)),
            };
            let text = String::from_utf8_lossy(&line.bytes);
            let text = text.trim_start_matches('\u{feff}').trim();
            if !text.is_empty() && !text.starts_with('#') {
                return Some(Ok(text.to_owned()));
            }
        }
    }
}

/// A line as a source. A list cannot name standard input.
pub(crate) fn source_of(line: &str) -> Source {
    Source::new(&OsString::from(if line == "-" { "./-" } else { line }))
}

/// The pages of the files of a list.
pub(super) fn pages(list: List, terms: Arc<Terms>) -> Pages {
    let entries = match list.take() {
        Ok(entries) => entries,
        Err(error) => return failed(list.name, error.into()),
    };
    let later = Arc::clone(&list.later);
    Box::new(entries.flat_map(move |line| match line {
        Ok(line) => match source_of(&line) {
            Source::Url(url) => wait(&later, url),
            source => super::pages(source, &terms),
        },
        Err(error) => failed(list.name.clone(), error.into()),
    }))
}

/// Puts a URL off until the files are done.
fn wait(later: &Mutex<Vec<Url>>, url: Url) -> Pages {
    let mut later = later.lock().unwrap_or_else(PoisonError::into_inner);
    if later.len() == MOST_WAITING {
        return failed(url.into(), Failure::Url("too many URLs after files in one list".into()));
    }
    later.push(url);
    Box::new(std::iter::empty::<Found>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_say_nothing_are_passed_over() {
        let text = "\u{feff}http://a.test/1\r\n\n# note\n  http://a.test/2  \nlast";
        let mut entries = Entries::new(Box::new(text.as_bytes()));
        assert_eq!(entries.look().as_deref(), Some("http://a.test/1"));
        let lines: Vec<String> = entries.map(Result::unwrap).collect();
        assert_eq!(lines, ["http://a.test/1", "http://a.test/2", "last"]);
    }
}
