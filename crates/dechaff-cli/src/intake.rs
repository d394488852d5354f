//! Which pages are still to be done, and the file each goes to.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::failure::Fatal;
use crate::name::{Names, hash};
use crate::past::{self, Sources};
use crate::settings::Destination;
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
    Records(Sources),
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
                past::sources(path)
                    .map_err(|error| Fatal::output(path.display().to_string(), error))?,
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
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
