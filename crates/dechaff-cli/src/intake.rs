//! Which pages are still to be done, and the file each goes to.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use crate::failure::Fatal;
use crate::name::{Names, hash};
use crate::settings::Destination;
use crate::show::our_field;
use crate::source::Page;

/// Every page passes here once, in the order of the sources, before it is begun. Copies share
/// what they know.
#[derive(Debug, Clone)]
pub(crate) struct Intake {
    /// Folder and extension of outputs, where each page has a file of its own.
    folder: Option<(PathBuf, &'static str)>,
    known: Arc<Mutex<Known>>,
    passed_over: Arc<AtomicUsize>,
}

#[derive(Debug)]
struct Known {
    names: Names,
    past: Past,
}

/// What an earlier run has done.
#[derive(Debug)]
enum Past {
    Nothing,
    /// Hashes of the sources of the records in the output, and how often each is there: an
    /// archive or a list may name a page twice.
    Records(HashMap<u64, u32>),
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
        let known = Arc::new(Mutex::new(Known { names: Names::default(), past }));
        Ok(Self { folder, known, passed_over: Arc::default() })
    }

    /// The page with the name of its file, if it is still to be done.
    pub(crate) fn take(&self, mut page: Page) -> Option<Page> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((folder, extension)) = &self.folder {
            page.file = Some(folder.join(known.names.give(&page.tree, extension)));
        }
        let done = match &mut known.past {
            Past::Nothing => false,
            Past::Records(sources) => match sources.get_mut(&hash(&page.name)) {
                Some(count @ 1..) => {
                    *count -= 1;
                    true
                }
                _ => false,
            },
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
fn records(path: &Path) -> io::Result<HashMap<u64, u32>> {
    let mut sources = HashMap::new();
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
        let source = record.as_ref().and_then(|record| our_field(record, "source")?.as_str());
        if let Some(source) = source {
            *sources.entry(hash(source)).or_default() += 1;
        }
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
        let intake = Intake::new(&Destination::File(path.clone()), true).unwrap();
        assert!(intake.take(page("http://a.test/1")).is_none());
        assert!(intake.take(page("http://a.test/2")).is_some());
        assert_eq!(intake.passed_over().load(Ordering::Relaxed), 1);
        assert_eq!(fs::read_to_string(&path).unwrap(), whole);
        let anew = Intake::new(&Destination::File(path), false).unwrap();
        assert!(anew.take(page("http://a.test/1")).is_some());
    }

    #[test]
    fn files_that_are_there_are_passed_over_under_the_names_they_had() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("a.test")).unwrap();
        fs::write(folder.path().join("a.test/X-2.md"), "").unwrap();
        let destination = Destination::Folder(folder.path().into(), "md");
        let intake = Intake::new(&destination, true).unwrap();
        assert!(intake.take(page("http://a.test/x")).is_some());
        assert!(intake.take(page("http://a.test/X")).is_none());
    }
}
