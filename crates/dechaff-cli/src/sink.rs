//! Where all pages end up: written, told of, and counted.

use std::fmt::Display;

use dechaff::Warning;
use serde_json::json;

use crate::console::Verbosity;
use crate::dedup::Dedup;
use crate::failure::{Failure, Fatal};
use crate::job::Done;
use crate::limit_counts::LimitCounts;
use crate::message;
use crate::output::Output;
use crate::part::Part;
use crate::pool::Weight;
use crate::progress::Progress;
use crate::settings::{Destination, Settings, View};
use crate::source::Page;
use crate::summary::{Pages, Summary, SummaryForm};

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

/// How a page is named that gave nothing.
#[derive(Debug, Clone, Copy)]
enum FailureForm {
    /// By its name.
    Name,
    /// By a record with the reason.
    Record,
}

/// Where all pages end up.
pub(crate) struct Sink {
    progress: Progress,
    output: Output,
    tally: Tally,
    limits: LimitCounts,
    verbosity: Verbosity,
    dedup: Option<Dedup>,
    summary: Option<(Summary, SummaryForm)>,
    /// In which form only what gave nothing is put out, if that is all.
    only_failed: Option<FailureForm>,
}

impl Sink {
    /// Opens the destination; nothing is written yet.
    pub(crate) fn open(
        settings: &mut Settings,
        progress: Progress,
        in_place: bool,
    ) -> Result<Self, Fatal> {
        let dedup = dedup(settings)?;
        let Settings { destination, layout, resume, verbosity, .. } = settings;
        Ok(Self {
            progress,
            output: Output::open(destination, *layout, in_place, *resume)?,
            tally: Tally::default(),
            limits: LimitCounts::default(),
            verbosity: *verbosity,
            dedup,
            summary: settings.summary.map(|form| (Summary::start(), form)),
            only_failed: settings.only_failed.then_some(match settings.view {
                View::Record => FailureForm::Record,
                _ => FailureForm::Name,
            }),
        })
    }

    /// The line of progress.
    pub(crate) fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Completes the output and says what all pages came to.
    pub(crate) fn finish(self, part: Option<Part>, before: usize) -> Result<Tally, Fatal> {
        if let Some(line) = self.limits.line() {
            message::summary(self.verbosity, &line);
        }
        self.output.finish()?;
        if let Some(part) = part {
            let name = part.written_to().display().to_string();
            part.keep().map_err(|error| Fatal::output(name, error))?;
        }
        if let Some(dedup) = &self.dedup {
            message::repeats(self.verbosity, dedup.repeats());
        }
        let tally = Tally { before, ..self.tally };
        // What is asked for is said, also to those who want no warnings.
        if let Some((summary, form)) = self.summary {
            message::plain(&summary.finish(tally.pages(), form));
        }
        Ok(tally)
    }

    /// Writes a page that was done, says what there is to say, and counts it.
    pub(crate) fn put(&mut self, page: &Page, result: Result<Done, Failure>) -> Result<(), Fatal> {
        self.progress.page(result.is_err());
        if let (Ok(done), Some((summary, _))) = (&result, &mut self.summary) {
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
        message::note(verbosity, name, format_args!("kept {kept} of {all} blocks in {time:.1?}"));
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
