//! One page, from its bytes to what is shown of it. Runs on a worker thread.

use std::time::{Duration, Instant};

use dechaff::{Error, Extraction, Extractor, Options, Warning};

use crate::args::InputKind;
use crate::failure::{Failure, Fatal};
use crate::panics;
use crate::read::{Input, Reader};
use crate::settings::View;
use crate::show;
use crate::source::Page;

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
}

/// What became of a page.
pub(crate) struct Done {
    /// What is shown of it.
    pub(crate) output: String,
    /// Why there is no main content, where there is none.
    pub(crate) empty: Option<&'static str>,
    pub(crate) warnings: Vec<Warning>,
    pub(crate) kept_blocks: usize,
    pub(crate) all_blocks: usize,
    pub(crate) time: Duration,
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
        })
    }

    /// Does one page; a panic on the way is a failure of that page.
    pub(crate) fn run(&self, page: &Page) -> Result<Done, Failure> {
        panics::guard(|| self.page(page)).unwrap_or_else(|message| Err(Failure::Panic(message)))
    }

    fn page(&self, page: &Page) -> Result<Done, Failure> {
        let start = Instant::now();
        let input = self.reader.read(&page.place)?;
        let (mut extraction, empty) = match self.extract(&input) {
            Err(Error::Empty) => {
                let blank = self.extractor.extract(BLANK_PAGE, &input.hint)?;
                (blank, Some("the input is empty"))
            }
            result => {
                let extraction = result?;
                let empty = extraction.is_empty().then_some("no main content found");
                (extraction, empty)
            }
        };
        if input.truncated {
            extraction.warnings.push(Warning::LimitHit {
                limit: "input_bytes",
                value: u64::try_from(self.input_limit).unwrap_or(u64::MAX),
            });
        }
        let output = if empty.is_some() && !self.view.shows_empty_pages() {
            String::new()
        } else {
            show::page(&extraction, &page.name, self.view)
        };
        let is_kept = |block: &&dechaff::JudgedBlock| block.decision.keep;
        Ok(Done {
            output,
            empty,
            kept_blocks: extraction.blocks.iter().filter(is_kept).count(),
            all_blocks: extraction.blocks.len(),
            warnings: extraction.warnings,
            time: start.elapsed(),
        })
    }

    fn extract(&self, input: &Input) -> Result<Extraction, Error> {
        let is_html = match self.input {
            Some(kind) => kind == InputKind::Html,
            None => input.declared_html || dechaff::looks_like_html(&input.bytes),
        };
        if is_html {
            self.extractor.extract_bytes(&input.bytes, &input.hint)
        } else {
            self.extractor.extract_text_bytes(&input.bytes, &input.hint)
        }
    }
}
