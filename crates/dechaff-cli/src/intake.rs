//! Which pages are still to be done, and the file each goes to.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use crate::failure::Fatal;
use crate::name::Names;
use crate::settings::Destination;
use crate::source::Page;

/// Every page passes here once, in the order of the sources, before it is begun.
#[derive(Debug)]
pub(crate) struct Intake {
    /// Folder and extension of outputs, where each page has a file of its own.
    folder: Option<(PathBuf, &'static str)>,
    names: Names,
    past: Past,
    passed_over: Arc<AtomicUsize>,
}

/// What an earlier run has done.
#[derive(Debug)]
enum Past {
    Nothing,
    /// The sources of the records in the output.
    Records(HashSet<String>),
    /// Whatever has its file.
    Files,
}

impl Intake {
    /// Reads what is there of the output, if the run is to go on with it. A last line that was
    /// cut is cut off whole, so that its page is done again.
    pub(crate) fn new(destination: &Destination, resume: bool) -> Result<Self, Fatal> {
        let past = match destination {
            _ if !resume => Past::Nothing,
            Destination::Folder(..) => Past::Files,
            Destination::File(path) => Past::Records(
                records(path).map_err(|error| Fatal::output(path.display().to_string(), error))?,
            ),
            Destination::Stdout | Destination::Pager => Past::Nothing,
        };
        let folder = match destination {
            Destination::Folder(path, extension) => Some((path.clone(), *extension)),
            _ => None,
        };
        Ok(Self { folder, names: Names::default(), past, passed_over: Arc::default() })
    }

    /// The page with the name of its file, if it is still to be done.
    pub(crate) fn take(&mut self, mut page: Page) -> Option<Page> {
        if let Some((folder, extension)) = &self.folder {
            page.file = Some(folder.join(self.names.give(&page.tree, extension)));
        }
        let done = match &self.past {
            Past::Nothing => false,
            Past::Records(sources) => sources.contains(&page.name),
            Past::Files => page.file.as_deref().is_some_and(Path::exists),
        };
        self.passed_over.fetch_add(usize::from(done), Ordering::Relaxed);
        (!done).then_some(page)
    }

    /// How many pages were done before; it goes on counting.
    pub(crate) fn passed_over(&self) -> Arc<AtomicUsize> {
        Arc::clone(&self.passed_over)
    }
}

/// The sources of the records in a file of JSON Lines.
fn records(path: &Path) -> io::Result<HashSet<String>> {
    let mut sources = HashSet::new();
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(sources),
        Err(error) => return Err(error),
    };
    if !fs::metadata(path)?.is_file() {
        return Ok(sources);
    }
    let mut reader = BufReader::new(file);
    let mut line = Vec::new();
    let mut whole = 0_u64;
    loop {
        line.clear();
        let length = reader.read_until(b'\n', &mut line)?;
        if length == 0 {
            return Ok(sources);
        }
        if line.last() != Some(&b'\n') {
            break;
        }
        whole += u64::try_from(length).unwrap_or(u64::MAX);
        let record: Option<Value> = serde_json::from_slice(&line).ok();
        let source = record.as_ref().and_then(|record| record.get("source")?.as_str());
        sources.extend(source.map(str::to_owned));
    }
    OpenOptions::new().write(true).open(path)?.set_len(whole)?;
    Ok(sources)
}

#[cfg(test)]
mod tests {
    use super::*;
    use url::Url;

    fn page(url: &str) -> Page {
        Page::of_url(&Url::parse(url).unwrap())
    }

    #[test]
    fn records_that_are_there_are_passed_over_and_a_cut_one_is_cut_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.jsonl");
        let whole = "{\"source\":\"http://a.test/1\"}\nnonsense\n";
        fs::write(&path, format!("{whole}{{\"source\":\"http://a.test/2\"}}")).unwrap();
        let mut intake = Intake::new(&Destination::File(path.clone()), true).unwrap();
        assert!(intake.take(page("http://a.test/1")).is_none());
        assert!(intake.take(page("http://a.test/2")).is_some());
        assert_eq!(intake.passed_over().load(Ordering::Relaxed), 1);
        assert_eq!(fs::read_to_string(&path).unwrap(), whole);
        let mut anew = Intake::new(&Destination::File(path), false).unwrap();
        assert!(anew.take(page("http://a.test/1")).is_some());
    }

    #[test]
    fn files_that_are_there_are_passed_over_under_the_names_they_had() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("a.test")).unwrap();
        fs::write(folder.path().join("a.test/X-2.md"), "").unwrap();
        let destination = Destination::Folder(folder.path().into(), "md");
        let mut intake = Intake::new(&destination, true).unwrap();
        assert!(intake.take(page("http://a.test/x")).is_some());
        assert!(intake.take(page("http://a.test/X")).is_none());
    }
}
