//! One run of the command, from the settings to a tally.

use std::collections::HashSet;
use std::fmt::Display;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::console::Verbosity;
use crate::dedup::Dedup;
use crate::failure::{Failure, Fatal};
use crate::intake::Intake;
use crate::job::{Done, Worker};
use crate::limit_counts::LimitCounts;
use crate::local::{self, List, Terms};
use crate::message;
use crate::network::Network;
use crate::online::{self, Crawl, CrawlSettings, Finder};
use crate::output::Output;
use crate::part::Part;
use crate::pool::{self, Weight};
use crate::progress::{self, Progress};
use crate::read::Reader;
use crate::settings::{Destination, Settings, View, Writing};
use crate::source::{Found, Page, Source};
use crate::summary::{Pages, Summary};
use crate::trace;
use dechaff::Warning;
use serde_json::json;
use tokio::time::Instant;
use url::Url;

/// How many pages came out how.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    full: usize,
    empty: usize,
    failed: usize,
    /// Left out, since they repeat others.
    repeated: usize,
    /// Done by an earlier run, as far as is known.
    before: usize,
}

impl Tally {
    fn pages(self) -> Pages {
        let Self { full, empty, failed, repeated, before } = self;
        Pages { with_content: full, empty, failed, repeated, done_before: before }
    }

    /// 0 all done, 1 nothing extracted, 3 some failed.
    pub(crate) fn exit_code(self) -> u8 {
        match self {
            Self { failed: 1.., .. } => 3,
            Self { full: 0, before: 0, .. } => 1,
            _ => 0,
        }
    }
}

/// Does every page of every source.
pub(crate) fn run(mut settings: Settings) -> Result<Tally, Fatal> {
    trace::start(settings.verbosity);
    let writing = settings.writing();
    let part = part(&mut settings, writing)?;
    let in_place = writing != Writing::Aside;
    let intake = Intake::new(&settings.destination, settings.resume)?;
    let reader = Reader::new(settings.options.limits.input_bytes, settings.url.clone());
    let worker = Worker::new(settings.options.clone(), reader, settings.input, settings.view)?
        .with_links(settings.crawl.is_some())
        .with_fingerprints(settings.dedup.is_some());
    let before = intake.passed_over();
    let remote = settings.crawl.is_some() || settings.sources.iter().any(Source::is_remote);
    let network = if remote { Some(network(&settings)?) } else { None };
    let dedup = dedup(&mut settings)?;
    let output = Output::open(&settings.destination, settings.layout, in_place, settings.resume)?;
    let found = Arc::new(progress::Found::default());
    let to_stdout = matches!(settings.destination, Destination::Stdout | Destination::Pager);
    let progress =
        Progress::new(Arc::clone(&found), Arc::clone(&before), settings.verbosity, to_stdout);
    let sink = Sink {
        progress,
        output,
        tally: Tally::default(),
        limits: LimitCounts::default(),
        verbosity: settings.verbosity,
        dedup,
        summary: settings.summary.map(|_| Summary::start()),
        only_failed: settings.only_failed.then_some(match settings.view {
            View::Record => FailureForm::Record,
            _ => FailureForm::Name,
        }),
    };
    let terms = Arc::new(terms(&settings));
    let mut run = Run { settings, worker, sink, found, terms };
    run.local(&intake)?;
    let network = match network {
        // A list of files may have had URLs in it.
        None if !run.settings.sources.is_empty() => Some(self::network(&run.settings)?),
        network => network,
    };
    if let Some(network) = network {
        let done = run.remote(&network, intake);
        network.end();
        done?;
        run.settings.network.write_cookies()?;
    }
    if let Some(line) = run.sink.limits.line() {
        message::summary(run.sink.verbosity, &line);
    }
    run.sink.output.finish()?;
    if let Some(part) = part {
        let name = part.written_to().display().to_string();
        part.keep().map_err(|error| Fatal::output(name, error))?;
    }
    if let Some(dedup) = &run.sink.dedup {
        message::repeats(run.sink.verbosity, dedup.repeats());
    }
    let tally = Tally { before: before.load(Ordering::Relaxed), ..run.sink.tally };
    // What is asked for is said, also to those who want no warnings.
    if let (Some(summary), Some(form)) = (run.sink.summary, run.settings.summary) {
        message::plain(&summary.finish(tally.pages(), form));
    }
    Ok(tally)
}

/// Where a file is written in parts, its destination until it is complete.
fn part(settings: &mut Settings, writing: Writing) -> Result<Option<Part>, Fatal> {
    let Destination::File(path) = &settings.destination else { return Ok(None) };
    if writing != Writing::Part {
        return Ok(None);
    }
    let part = Part::begin(path, settings.resume)
        .map_err(|error| Fatal::output(path.display().to_string(), error))?;
    if let Some(part) = &part {
        settings.destination = Destination::File(part.written_to().into());
    }
    Ok(part)
}

fn network(settings: &Settings) -> Result<Network, Fatal> {
    if settings.network.options.insecure {
        message::warning(settings.verbosity, "--insecure", "certificates are not checked");
    }
    Network::new(settings.network.options.clone())
}

fn terms(settings: &Settings) -> Terms {
    let outputs = match &settings.destination {
        Destination::Folder(path, _) => Some(path.clone()),
        _ => None,
    };
    let limit = settings.options.limits.input_bytes;
    Terms { input: settings.input, outputs, field: settings.field.clone(), limit }
}

/// What finds repeated pages, with what an earlier run wrote if this one goes on with it.
fn dedup(settings: &mut Settings) -> Result<Option<Dedup>, Fatal> {
    let Some(mut dedup) = settings.dedup.take() else { return Ok(None) };
    if settings.resume
        && let Destination::File(path) = &settings.destination
    {
        let read = dedup.remember_records(path);
        read.map_err(|error| Fatal::output(path.display().to_string(), error))?;
    }
    Ok(Some(dedup))
}

/// A run under way.
struct Run {
    settings: Settings,
    worker: Worker,
    sink: Sink,
    found: Arc<progress::Found>,
    terms: Arc<Terms>,
}

/// How a page is named that gave nothing.
#[derive(Debug, Clone, Copy)]
enum FailureForm {
    /// By its name.
    Name,
    /// By a record with the reason.
    Record,
}

/// Where all pages end up.
struct Sink {
    progress: Progress,
    output: Output,
    tally: Tally,
    limits: LimitCounts,
    verbosity: Verbosity,
    dedup: Option<Dedup>,
    summary: Option<Summary>,
    /// In which form only what gave nothing is put out, if that is all.
    only_failed: Option<FailureForm>,
}

impl Run {
    /// Does the sources of this machine, in order. What is left is of the network.
    fn local(&mut self, intake: &Intake) -> Result<(), Fatal> {
        let (locals, remotes): (Vec<Source>, Vec<Source>) =
            self.settings.sources.drain(..).partition(|source| !source.is_remote());
        self.settings.sources = remotes;
        let lists: Vec<List> = locals.iter().filter_map(Source::as_list).cloned().collect();
        let (sources, terms) = (locals.clone(), Arc::clone(&self.terms));
        self.sink.progress.count_ahead(move || {
            sources.into_iter().flat_map(move |source| local::count(source, &terms))
        });
        let (intake, terms) = (intake.clone(), Arc::clone(&self.terms));
        let pages = locals.into_iter().flat_map(move |source| local::pages(source, &terms));
        let pages = pages.filter_map(move |found| match found {
            Ok(page) => intake.take(page).map(Ok),
            Err(failure) => Some(Err(failure)),
        });
        let (worker, sink) = (&self.worker, &mut self.sink);
        pool::run(
            pages,
            self.settings.jobs,
            self.settings.order,
            |found: &mut Found| found.as_mut().ok().map(|page| worker.run(page)),
            |found, result| match (found, result) {
                (Ok(page), Some(result)) => sink.put(&page, result),
                (Err((name, failure)), _) => sink.put(&Page::nowhere(name), Err(failure)),
                (Ok(_), None) => Ok(()),
            },
        )?;
        let later: Vec<Url> = lists.iter().flat_map(List::later).collect();
        if !later.is_empty() {
            self.settings.sources.push(Source::Listed(later));
        }
        Ok(())
    }

    /// Does the sources of the network, as they come.
    fn remote(&mut self, network: &Network, intake: Intake) -> Result<(), Fatal> {
        let sources = std::mem::take(&mut self.settings.sources);
        let single = matches!(sources.as_slice(), [Source::Url(_)]);
        self.found.begin();
        let mut finder = Finder {
            polite: self.settings.network.always_polite || !single,
            sources,
            intake: Some(intake),
            terms: Arc::clone(&self.terms),
            found: Arc::clone(&self.found),
            crawl: None,
            until: None,
            seen: HashSet::new(),
        };
        let mut crawl: Option<Crawl> = None;
        if let Some(args) = self.settings.crawl.take() {
            finder.until = args.time.and_then(|time| Instant::now().checked_add(time));
            let intake = finder.intake.take();
            let settings = CrawlSettings {
                starts: std::mem::take(&mut finder.sources)
                    .into_iter()
                    .filter_map(Source::into_url)
                    .collect(),
                depth: args.depth,
                pages: args.pages,
                within: args.within,
                frontier: args.frontier,
                intake,
            };
            let (opened, errands) = Crawl::open(settings)?;
            finder.crawl = Some(errands);
            crawl = Some(opened);
        }
        let per_host = self.settings.network.options.manners.connections;
        let sink = &mut self.sink;
        online::run(network, finder, per_host, self.settings.jobs, &self.worker, |finished| {
            match &mut crawl {
                Some(crawl) => crawl.finish(finished, |page, result| sink.put(page, result)),
                None => sink.put(&finished.page, finished.result),
            }
        })
    }
}

impl Sink {
    /// Writes a page that was done, says what there is to say, and counts it.
    fn put(&mut self, page: &Page, result: Result<Done, Failure>) -> Result<(), Fatal> {
        self.progress.page(result.is_err());
        if let (Ok(done), Some(summary)) = (&result, &mut self.summary) {
            summary.add(&done.account, &done.warnings);
        }
        if let Ok(done) = &result
            && let Some(dedup) = &mut self.dedup
            && let Some(repeated) = dedup.repeated(&page.name, done.fingerprint.as_ref())
        {
            self.tally.repeated += 1;
            message::nothing(self.verbosity, &page.name, repeated);
            return Ok(());
        }
        match result.map(|done| self.write(page, &done)) {
            Ok(Ok(Ok(true))) => self.tally.full += 1,
            Ok(Ok(Ok(false))) => self.tally.empty += 1,
            Ok(Err(fatal)) => return Err(fatal),
            Ok(Ok(Err(failure))) | Err(failure) => {
                self.tally.failed += 1;
                self.put_failure(page, &failure)?;
                match failure {
                    // The rest of the archive is done all the same.
                    Failure::Archive(_) => {
                        message::warning(self.verbosity, &page.name, &failure);
                    }
                    failure => message::failed(&page.name, &failure),
                }
            }
        }
        Ok(())
    }

    /// Writes a page; tells whether it had content. The inner result is a failure of this page.
    fn write(&mut self, page: &Page, done: &Done) -> Result<Result<bool, Failure>, Fatal> {
        let (verbosity, name) = (self.verbosity, page.name.as_str());
        self.limits.page(&done.warnings);
        for warning in &done.warnings {
            match warning {
                // As it was asked for.
                Warning::Rendered { limit: None } => message::note(verbosity, name, warning),
                _ => message::warning(verbosity, name, warning),
            }
        }
        if done.robots.iter().any(|word| word == "noindex" || word == "none") {
            message::warning(verbosity, name, "the site asks that this page not be indexed");
        }
        if let Some(reason) = done.empty {
            message::nothing(verbosity, name, reason);
        }
        let (kept, all, time) = (done.kept_blocks, done.all_blocks, done.time);
        let account = format_args!("kept {kept} of {all} blocks in {time:.1?}");
        message::note(verbosity, name, account);
        if self.only_failed.is_some() {
            if let Some(reason) = done.empty {
                self.put_failure(page, &reason)?;
            }
            return Ok(Ok(done.empty.is_none()));
        }
        let written = self.output.page(page, done)?;
        Ok(written.map(|()| done.empty.is_none()))
    }

    /// Puts out that a page gave nothing, where only that is wanted.
    fn put_failure(&mut self, page: &Page, reason: &dyn Display) -> Result<(), Fatal> {
        let output = match self.only_failed {
            None => return Ok(()),
            Some(FailureForm::Name) => format!("{}\n", page.name),
            Some(FailureForm::Record) => {
                format!("{}\n", json!({"source": page.name, "error": reason.to_string()}))
            }
        };
        // A stream has no failure of one page alone.
        let _ = self.output.page(page, &Done { output, ..Done::default() })?;
        Ok(())
    }
}

/// What is held of a result while it waits for those before it.
impl Weight for Option<Result<Done, Failure>> {
    fn weight(&self) -> usize {
        match self {
            Some(Ok(done)) => done.output.len(),
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_outweighs_everything_and_one_full_page_outweighs_empty_ones() {
        let code = |full, empty, failed, before| {
            let tally = Tally { full, empty, failed, before, repeated: 0 };
            tally.exit_code()
        };
        assert_eq!(code(2, 0, 0, 0), 0);
        assert_eq!(code(1, 5, 0, 0), 0);
        assert_eq!(code(0, 1, 0, 0), 1);
        assert_eq!(code(3, 0, 1, 0), 3);
        assert_eq!(code(0, 1, 1, 0), 3);
        assert_eq!(code(0, 0, 0, 9), 0);
    }
}
