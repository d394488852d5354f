//! One run of the command, from the settings to a tally.

use crate::failure::{Failure, Fatal};
use crate::job::{Done, Worker};
use crate::message::{self, Verbosity};
use crate::network::Network;
use crate::output::Output;
use crate::pool;
use crate::read::Reader;
use crate::settings::{Destination, Settings};
use crate::source::{Page, Source};

/// How many pages came out how.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    full: usize,
    empty: usize,
    failed: usize,
}

impl Tally {
    /// 0 all done, 1 nothing extracted, 3 some failed.
    pub(crate) fn exit_code(self) -> u8 {
        match self {
            Self { failed: 1.., .. } => 3,
            Self { full: 0, .. } => 1,
            _ => 0,
        }
    }
}

/// Does every page of every source.
pub(crate) fn run(settings: Settings) -> Result<Tally, Fatal> {
    let network = if settings.sources.iter().any(Source::is_url) {
        Some(Network::new(settings.fetch)?)
    } else {
        None
    };
    let reader = Reader::new(settings.options.limits.input_bytes, settings.url, network);
    let worker = Worker::new(settings.options, reader, settings.input, settings.view)?;
    let mut output = Output::open(&settings.destination, settings.layout)?;
    let folder = match &settings.destination {
        Destination::Folder(path, _) => Some(path.as_path()),
        _ => None,
    };
    let pages = settings.sources.into_iter();
    let pages = pages.flat_map(|source| source.pages(settings.input, folder));
    let mut tally = Tally::default();
    pool::in_order(
        pages,
        settings.jobs,
        |found| found.as_ref().ok().map(|page| worker.run(page)),
        |found, result| {
            let (name, result) = match (found, result) {
                (Ok(page), Some(result)) => {
                    let result = put(&mut output, &page, result, settings.verbosity)?;
                    (page.name, result)
                }
                (Err((name, failure)), _) => (name, Err(failure)),
                (Ok(_), None) => return Ok(()),
            };
            match result {
                Ok(true) => tally.full += 1,
                Ok(false) => tally.empty += 1,
                Err(failure) => {
                    tally.failed += 1;
                    message::failed(&name, &failure);
                }
            }
            Ok::<(), Fatal>(())
        },
    )?;
    output.finish()?;
    Ok(tally)
}

/// Writes a page that was done and says what there is to say; tells whether it had content.
fn put(
    output: &mut Output,
    page: &Page,
    result: Result<Done, Failure>,
    verbosity: Verbosity,
) -> Result<Result<bool, Failure>, Fatal> {
    let done = match result {
        Ok(done) => done,
        Err(failure) => return Ok(Err(failure)),
    };
    for warning in &done.warnings {
        message::warning(verbosity, &page.name, warning);
    }
    if let Some(reason) = done.empty {
        message::nothing(verbosity, &page.name, reason);
    }
    let (kept, all, time) = (done.kept_blocks, done.all_blocks, done.time);
    let account = format_args!("kept {kept} of {all} blocks in {time:.1?}");
    message::note(verbosity, &page.name, account);
    let written = output.page(page, &done.output)?;
    Ok(written.map(|()| done.empty.is_none()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_outweighs_everything_and_one_full_page_outweighs_empty_ones() {
        let code = |full, empty, failed| {
            let tally = Tally { full, empty, failed };
            tally.exit_code()
        };
        assert_eq!(code(2, 0, 0), 0);
        assert_eq!(code(1, 5, 0), 0);
        assert_eq!(code(0, 1, 0), 1);
        assert_eq!(code(3, 0, 1), 3);
        assert_eq!(code(0, 1, 1), 3);
    }
}
