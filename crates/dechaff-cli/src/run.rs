//! One run of the command, from the settings to a tally.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::failure::Fatal;
use crate::intake::Intake;
use crate::job::Worker;
use crate::local::{self, List, Terms};
use crate::message;
use crate::network::Network;
use crate::online::{self, Crawl, CrawlSettings, Finder};
use crate::part::Part;
use crate::pool;
use crate::progress::{self, Progress};
use crate::read::Reader;
use crate::settings::{Destination, Settings, Writing};
use crate::sink::{Sink, Tally};
use crate::source::{Found, Page, Source};
use crate::trace;
use tokio::time::Instant;
use url::Url;

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
    let found = Arc::new(progress::Found::default());
    let to_stdout = matches!(settings.destination, Destination::Stdout | Destination::Pager);
    let progress =
        Progress::new(Arc::clone(&found), Arc::clone(&before), settings.verbosity, to_stdout);
    let sink = Sink::open(&mut settings, progress, in_place)?;
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
    run.sink.finish(part, before.load(Ordering::Relaxed))
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

/// A run under way.
struct Run {
    settings: Settings,
    worker: Worker,
    sink: Sink,
    found: Arc<progress::Found>,
    terms: Arc<Terms>,
}

impl Run {
    /// Does the sources of this machine, in order. What is left is of the network.
    fn local(&mut self, intake: &Intake) -> Result<(), Fatal> {
        let (locals, remotes): (Vec<Source>, Vec<Source>) =
            self.settings.sources.drain(..).partition(|source| !source.is_remote());
        self.settings.sources = remotes;
        let lists: Vec<List> = locals.iter().filter_map(Source::as_list).cloned().collect();
        let (sources, terms) = (locals.clone(), Arc::clone(&self.terms));
        self.sink.progress().count_ahead(move || {
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
