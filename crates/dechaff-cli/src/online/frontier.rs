//! How far a crawl is, in a file that outlives the run.
//!
//! Each line is `add`, depth, `private` or `public`, and URL; or `done` and URL. Lines are only ever added, so a run that
//! is killed leaves at worst a last line that is cut, which counts for nothing.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use url::Url;

const FILE: &str = "frontier.tsv";
/// Says that a page may be at a private address.
const PRIVATE: &str = "private";

/// A page that a crawl goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    /// How many links lie between it and the start.
    pub(super) depth: u32,
    /// Whether it may be at a private address: the page that leads to it was.
    pub(super) trusted: bool,
    pub(super) url: Url,
}

/// Something that happened in a crawl.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Event {
    Add(Target),
    Done(Url),
}

/// The file; none for a crawl that is not to be remembered.
#[derive(Debug)]
pub(super) struct Frontier {
    file: Option<File>,
}

impl Frontier {
    /// Opens the frontier in a folder, and reads what earlier runs wrote.
    pub(super) fn open(folder: Option<&Path>) -> io::Result<(Self, Vec<Event>)> {
        let Some(folder) = folder else {
            return Ok((Self { file: None }, Vec::new()));
        };
        fs::create_dir_all(folder)?;
        let path = folder.join(FILE);
        let mut events = Vec::new();
        let mut whole = 0_u64;
        if path.exists() {
            let mut reader = BufReader::new(File::open(&path)?);
            let mut line = String::new();
            while reader.read_line(&mut line)? > 0 && line.ends_with('\n') {
                whole += u64::try_from(line.len()).unwrap_or(u64::MAX);
                events.extend(event(&line));
                line.clear();
            }
        }
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path)?;
        file.set_len(whole)?;
        let mut file = file;
        io::Seek::seek(&mut file, io::SeekFrom::End(0))?;
        Ok((Self { file: Some(file) }, events))
    }

    /// Notes events, all or none of them where the run is killed meanwhile.
    pub(super) fn note(&mut self, events: &[Event]) -> io::Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        let lines: Vec<String> = events
            .iter()
            .map(|event| match event {
                Event::Add(Target { depth, trusted, url }) => {
                    let trust = if *trusted { PRIVATE } else { "public" };
                    format!("add\t{depth}\t{trust}\t{url}\n")
                }
                Event::Done(url) => format!("done\t{url}\n"),
            })
            .collect();
        file.write_all(lines.concat().as_bytes())
    }
}

fn event(line: &str) -> Option<Event> {
    let mut fields = line.trim_end().split('\t');
    match fields.next()? {
        "add" => {
            let depth = fields.next()?.parse().ok()?;
            let trusted = fields.next()? == PRIVATE;
            let url = Url::parse(fields.next()?).ok()?;
            Some(Event::Add(Target { depth, trusted, url }))
        }
        "done" => Some(Event::Done(Url::parse(fields.next()?).ok()?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_noted_is_there_again_but_for_a_cut_line() {
        let folder = tempfile::tempdir().unwrap();
        let url = |text: &str| Url::parse(text).unwrap();
        let add = |depth, trusted, text| Event::Add(Target { depth, trusted, url: url(text) });
        let first = [add(0, true, "http://a.test/"), Event::Done(url("http://a.test/"))];
        let (mut frontier, before) = Frontier::open(Some(folder.path())).unwrap();
        assert!(before.is_empty());
        frontier.note(&first).unwrap();
        drop(frontier);
        let path = folder.path().join(FILE);
        let whole = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("{whole}add\t1\tpublic\thttp://a.te")).unwrap();
        let (mut frontier, before) = Frontier::open(Some(folder.path())).unwrap();
        assert_eq!(before, first);
        frontier.note(&[add(1, false, "http://a.test/x")]).unwrap();
        let lines = fs::read_to_string(&path).unwrap();
        assert_eq!(lines, format!("{whole}add\t1\tpublic\thttp://a.test/x\n"));
    }
}
