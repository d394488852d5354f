//! One page, from its bytes to what is shown of it. Runs on a worker thread.

use std::time::{Duration, Instant};

use dechaff::duplicate::Fingerprint;
use dechaff::{Error, Extraction, Extractor, Limit, Options, Warning};
use dechaff_fetch::{Fetched, Markup, Rendering};
use tracing::debug;
use url::Url;

use crate::args::InputKind;
use crate::failure::{Failure, Fatal};
use crate::panics;
use crate::read::{Input, Reader, Scripts};
use crate::settings::View;
use crate::show;
use crate::source::Page;
use crate::summary::Account;
use crate::wet;

/// A document without content: stands for an input without bytes, which is to give an empty
/// record like every other page without content.
const BLANK_PAGE: &str = "<!DOCTYPE html><title></title>";

/// What it takes to do a page.
pub(crate) struct Worker {
    extractor: Extractor,
    reader: Reader,
    input: Option<InputKind>,
    input_limit: usize,
    view: View,
    /// Whether the links of a page are wanted too.
    links: bool,
    /// Whether pages are compared with one another.
    fingerprints: bool,
}

/// What became of a page.
#[derive(Debug, Default)]
pub(crate) struct Done {
    /// What is shown of it.
    pub(crate) output: String,
    /// What stands before it where it is the first in its output.
    pub(crate) head: Option<String>,
    /// Why there is no main content, where there is none.
    pub(crate) empty: Option<&'static str>,
    pub(crate) warnings: Vec<Warning>,
    pub(crate) kept_blocks: usize,
    pub(crate) all_blocks: usize,
    pub(crate) time: Duration,
    /// Where a page of the network was found.
    pub(crate) url: Option<Url>,
    /// Whether it was at a private address.
    pub(crate) private: bool,
    /// The links of the whole page, where they are wanted.
    pub(crate) links: Vec<Url>,
    /// What the page and its server ask of robots.
    pub(crate) robots: Vec<String>,
    /// What it adds to the summary.
    pub(crate) account: Account,
    /// What its text says, where pages are compared and there is any.
    pub(crate) fingerprint: Option<Fingerprint>,
}

impl Worker {
    pub(crate) fn new(
        options: Options,
        reader: Reader,
        input: Option<InputKind>,
        view: View,
    ) -> Result<Self, Fatal> {
        Ok(Self {
            input_limit: options.limits.input_bytes,
            extractor: Extractor::new(options)?,
            reader,
            input,
            view,
            links: false,
            fingerprints: false,
        })
    }

    /// The same with the links of each page, if `links`.
    pub(crate) fn with_links(self, links: bool) -> Self {
        Self { links, ..self }
    }

    /// The same with a fingerprint of each page, if `fingerprints`.
    pub(crate) fn with_fingerprints(self, fingerprints: bool) -> Self {
        Self { fingerprints, ..self }
    }

    /// Does a page that the network brought; a panic on the way is a failure of that page.
    pub(crate) fn fetched(&self, page: &Page, fetched: Fetched) -> Result<Done, Failure> {
        let work = || {
            let start = Instant::now();
            let (private, robots) = (fetched.private, fetched.robots.clone());
            let url = fetched.url.clone();
            let input = self.reader.fetched(fetched);
            let links = if self.links { self.markup(&input, &url).links } else { Vec::new() };
            let done = self.done(input, &page.name, start)?;
            Ok(Done { url: Some(url), private, links, robots, ..done })
        };
        panics::guard(work).unwrap_or_else(|message| Err(Failure::Panic(message)))
    }

    /// Does one local page; a panic on the way is a failure of that page.
    pub(crate) fn run(&self, page: &mut Page) -> Result<Done, Failure> {
        panics::guard(|| self.page(page)).unwrap_or_else(|message| Err(Failure::Panic(message)))
    }

    fn page(&self, page: &mut Page) -> Result<Done, Failure> {
        let start = Instant::now();
        let input = self.reader.read(&mut page.place)?;
        debug!(page = page.name, bytes = input.bytes.len(), time = ?start.elapsed(), "read");
        self.done(input, &page.name, start)
    }

    fn done(&self, mut input: Input, name: &str, start: Instant) -> Result<Done, Failure> {
        panics::where_a_test_asks(name);
        if let View::Links { all, feeds } = self.view
            && (all || feeds)
        {
            return Ok(self.links_of_all(&input, feeds, start));
        }
        let (mut extraction, empty) = match self.extract(&input) {
            Err(Error::Empty) => {
                let blank = self.extractor.extract(BLANK_PAGE, &input.hint)?;
                (blank, Some("the input is empty"))
            }
            result => {
                let extraction = result?;
                let empty = extraction.is_empty().then(|| why_empty(&extraction, &input));
                (extraction, empty)
            }
        };
        if input.truncated {
            extraction.warnings.push(Warning::LimitHit {
                limit: Limit::InputBytes,
                value: u64::try_from(self.input_limit).unwrap_or(u64::MAX),
            });
        }
        extraction.warnings.extend(input.scripts.warning());
        let mut output = if empty.is_some() && !self.view.shows_empty_pages() {
            String::new()
        } else {
            show::page(&extraction, name, input.fields.take(), self.view)
        };
        let mut head = None;
        if matches!(self.view, View::Wet { .. }) && !output.is_empty() {
            let page_url = extraction.metadata.url.as_ref();
            (head, output) = wet::record(&output, name, &input, page_url.map(Url::as_str));
        }
        let empty = match self.view {
            View::Links { .. } if output.is_empty() => Some("no links found"),
            _ => empty,
        };
        debug!(page = name, time = ?start.elapsed(), "extracted and rendered");
        let is_kept = |block: &&dechaff::JudgedBlock| block.decision.keep;
        let compared = self.fingerprints.then(|| extraction.to_text());
        Ok(Done {
            output,
            head,
            account: Account::of(&extraction),
            fingerprint: compared.and_then(|text| Fingerprint::of(&text)),
            empty,
            kept_blocks: extraction.blocks.iter().filter(is_kept).count(),
            all_blocks: extraction.blocks.len(),
            warnings: extraction.warnings,
            time: start.elapsed(),
            ..Done::default()
        })
    }

    /// The links of the whole page, or the feeds it offers, one a line.
    fn links_of_all(&self, input: &Input, feeds: bool, start: Instant) -> Done {
        let nowhere = || Url::parse("about:blank").ok();
        let base = input.hint.url.clone().or_else(nowhere);
        let found = base.map(|base| self.markup(input, &base)).unwrap_or_default();
        let urls = if feeds { found.feeds } else { found.links };
        let lines: Vec<String> = urls.into_iter().map(|url| format!("{url}\n")).collect();
        Done {
            output: lines.concat(),
            empty: lines.is_empty().then_some("no links found"),
            time: start.elapsed(),
            ..Done::default()
        }
    }

    fn markup(&self, input: &Input, url: &Url) -> Markup {
        let charset = input.hint.charset.as_deref();
        match dechaff::decode::decode(&input.bytes, charset, self.input_limit) {
            Ok(decoded) => Markup::read(&decoded.text, url),
            Err(_) => Markup::default(),
        }
    }

    fn extract(&self, input: &Input) -> Result<Extraction, Error> {
        let is_html = match self.input {
            Some(kind) => kind == InputKind::Html,
            None => match input.declared {
                Some(kind) => kind == InputKind::Html,
                None => dechaff::looks_like_html(&input.bytes),
            },
        };
        if is_html {
            self.extractor.extract_bytes(&input.bytes, &input.hint)
        } else {
            self.extractor.extract_text_bytes(&input.bytes, &input.hint)
        }
    }
}

impl Scripts {
    /// What a caller should know of them.
    fn warning(&self) -> Option<Warning> {
        let Self::Run(rendering) = self else { return None };
        Some(match rendering {
            Rendering::Cut { limit } => Warning::Rendered { limit: Some(limit) },
            Rendering::Failed { reason } => Warning::NotRendered { reason: reason.clone() },
            _ => Warning::Rendered { limit: None },
        })
    }
}

/// Words of a page that is but a shell for its scripts.
const WORDS_OF_SHELL: usize = 50;

/// Why a page may have no content.
fn why_empty(extraction: &Extraction, input: &Input) -> &'static str {
    let words: usize = extraction.blocks.iter().map(|block| block.words).sum();
    let has_script = || input.bytes.windows(7).any(|part| part.eq_ignore_ascii_case(b"<script"));
    if words >= WORDS_OF_SHELL || !has_script() {
        return "no main content found";
    }
    match input.scripts {
        Scripts::Local => "no main content found; perhaps its scripts make it, and none are run",
        Scripts::Idle => "no main content found; perhaps its scripts make it: --render runs them",
        Scripts::Run(_) => "no main content found, with its scripts run",
    }
}
