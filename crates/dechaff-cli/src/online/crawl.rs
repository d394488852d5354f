//! Which pages of a site come next.

use std::collections::{HashMap, HashSet, VecDeque};
use std::path::PathBuf;

use dechaff_fetch::Request;
use tokio::sync::mpsc;
use url::Url;

use super::Finished;
use super::finder::hash;
use super::frontier::{Event, Frontier, Target};
use super::hosts::Errand;
use crate::args::Within;
use crate::failure::{Failure, Fatal};
use crate::intake::Intake;
use crate::job::Done;
use crate::source::Page;

/// Pages that a crawl knows at most; further links are not noted.
const MOST_KNOWN: usize = 1_000_000;

/// How far a crawl goes.
#[derive(Debug)]
pub(crate) struct CrawlSettings {
    pub(crate) starts: Vec<Url>,
    pub(crate) depth: u32,
    pub(crate) pages: usize,
    pub(crate) within: Within,
    pub(crate) frontier: Option<PathBuf>,
    pub(crate) intake: Option<Intake>,
}

/// A crawl under way.
pub(crate) struct Crawl {
    settings: CrawlSettings,
    frontier: Frontier,
    seen: HashSet<u64>,
    /// Pages done before or sent for in this run.
    begun: usize,
    /// Pages beyond those that may be fetched now: a later run may go on with them.
    waiting: VecDeque<Target>,
    /// Pages sent for and not yet come, by name, with their URL.
    under_way: HashMap<String, Url>,
    errands: Option<mpsc::UnboundedSender<Errand>>,
}

impl Crawl {
    /// Opens a crawl, or goes on with one; the pages to fetch come out of the receiver.
    pub(crate) fn open(
        settings: CrawlSettings,
    ) -> Result<(Self, mpsc::UnboundedReceiver<Errand>), Fatal> {
        let (frontier, events) = Frontier::open(settings.frontier.as_deref())
            .map_err(|error| Fatal::output("the frontier", error))?;
        let (sender, receiver) = mpsc::unbounded_channel();
        let mut crawl = Self {
            settings,
            frontier,
            seen: HashSet::new(),
            begun: 0,
            waiting: VecDeque::new(),
            under_way: HashMap::new(),
            errands: Some(sender),
        };
        crawl.go_on(events)?;
        crawl.end_where_over();
        Ok((crawl, receiver))
    }

    /// Takes up what is left of an earlier run, and the start.
    fn go_on(&mut self, events: Vec<Event>) -> Result<(), Fatal> {
        let done: HashSet<u64> = events
            .iter()
            .filter_map(|event| match event {
                Event::Done(url) => Some(hash(url)),
                Event::Add(_) => None,
            })
            .collect();
        self.begun = done.len();
        for event in events {
            if let Event::Add(target) = event
                && self.seen.insert(hash(&target.url))
                && !done.contains(&hash(&target.url))
            {
                self.waiting.push_back(target);
            }
        }
        // They were typed, so they may be anywhere.
        let starts = self.settings.starts.iter().cloned();
        let starts = starts.map(|url| Target { depth: 0, trusted: true, url }).collect();
        self.add(starts)
    }

    /// Takes note of where a page leads, has it put out, and then takes note that it is done: so a
    /// page that was put out has never to be fetched again.
    pub(crate) fn finish(
        &mut self,
        finished: Finished,
        put: impl FnOnce(&Page, Result<Done, Failure>) -> Result<(), Fatal>,
    ) -> Result<(), Fatal> {
        let Finished { page, depth, result } = finished;
        if let Ok(done) = &result {
            self.follow(depth, done)?;
        }
        let passing = match &result {
            Err(Failure::Fetch(error)) => error.is_transient(),
            _ => false,
        };
        put(&page, result)?;
        if let Some(url) = self.under_way.remove(&page.name)
            && !passing
        {
            self.note(&[Event::Done(url)])?;
        }
        self.end_where_over();
        Ok(())
    }

    fn follow(&mut self, depth: u32, done: &Done) -> Result<(), Fatal> {
        // A page that a redirect led to needs no second visit.
        self.seen.extend(done.url.as_ref().map(hash));
        if depth >= self.settings.depth {
            return Ok(());
        }
        let (depth, trusted) = (depth + 1, done.private);
        let inside = done.links.iter().filter(|url| self.is_inside(url)).cloned();
        let targets = inside.map(|url| Target { depth, trusted, url }).collect();
        self.add(targets)
    }

    /// Notes new pages, and sends for as many as may be.
    fn add(&mut self, targets: Vec<Target>) -> Result<(), Fatal> {
        let room = MOST_KNOWN.saturating_sub(self.seen.len());
        let is_new = |target: &Target| self.seen.insert(hash(&target.url));
        let new: Vec<Target> = targets.into_iter().take(room).filter(is_new).collect();
        let events: Vec<Event> = new.iter().cloned().map(Event::Add).collect();
        self.note(&events)?;
        self.waiting.extend(new);
        while self.begun < self.settings.pages
            && let Some(target) = self.waiting.pop_front()
        {
            self.begun += 1;
            self.send(target)?;
        }
        Ok(())
    }

    fn send(&mut self, target: Target) -> Result<(), Fatal> {
        let Target { depth, trusted, url } = target;
        let page = Page::of_url(&url);
        let page = match &self.settings.intake {
            Some(intake) => intake.take(page),
            None => Some(page),
        };
        let Some(page) = page else {
            // It was put out, and the run was killed before it could say so.
            return self.note(&[Event::Done(url)]);
        };
        let mut request = Request::listed(url.clone());
        request.trusted = trusted;
        if let Some(errands) = &self.errands {
            self.under_way.insert(page.name.clone(), url);
            // Fails only where the run is over.
            let _ = errands.send(Errand { page, request, depth });
        }
        Ok(())
    }

    fn is_inside(&self, url: &Url) -> bool {
        self.settings.starts.iter().any(|start| {
            let folder = start.path().rsplit_once('/').map_or("", |(folder, _)| folder);
            let below = self.settings.within == Within::Host
                || url.path().strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
            url.host() == start.host() && url.port() == start.port() && below
        })
    }

    fn note(&mut self, events: &[Event]) -> Result<(), Fatal> {
        self.frontier.note(events).map_err(|error| Fatal::output("the frontier", error))
    }

    /// Without a sender, the finder ends and the run with it.
    fn end_where_over(&mut self) {
        if self.under_way.is_empty() {
            self.errands = None;
        }
    }
}
