//! Reads the records of an archive, and goes on after one that is broken.

use std::io::Read;

use memchr::{memchr, memmem};

use crate::fault::{Fault, Place, Problem};
use crate::stretches::Stretches;

use super::header::RecordHeader;

/// What every record begins with.
const BEGINNING: &[u8] = b"WARC/";
/// Line breaks that end every record.
const BREAKS: usize = 2;
/// A block is given so much room at first, whatever its header claims.
const ROOM_AT_FIRST: u64 = 64 * 1024;

/// Bounds of what is held of a record.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct WarcLimits {
    /// Longest header. Default 64 KiB.
    pub header_bytes: usize,
    /// What is kept of a block; the rest is passed over. Default 16 MiB.
    pub block_bytes: usize,
    /// Length of the file, where it is plain and known: a record that claims more is passed over
    /// at once, and not with all that follows it.
    pub file_bytes: Option<u64>,
}

impl Default for WarcLimits {
    fn default() -> Self {
        Self { header_bytes: 64 * 1024, block_bytes: 16 << 20, file_bytes: None }
    }
}

/// A record of an archive.
#[derive(Debug)]
#[non_exhaustive]
pub struct Record {
    /// Where it begins.
    pub place: Place,
    /// What stands before the block.
    pub header: RecordHeader,
    /// The block, up to the limit.
    pub block: Vec<u8>,
    /// Whether the limit cut it.
    pub truncated: bool,
}

/// Reads an archive, plain or in gzip, record by record.
///
/// What is broken comes as a [`Fault`], and the next sound record after it. Only after a
/// [`Problem::Read`] there is nothing more.
pub struct WarcReader<R> {
    /// None before the first bytes are read.
    bytes: Option<Stretches<R>>,
    source: Option<R>,
    limits: WarcLimits,
    wanted: fn(&RecordHeader) -> bool,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// In a stretch, before a record.
    Before,
    /// In a stretch, somewhere in what is broken.
    Lost,
    /// A stretch is over.
    Between,
    /// A stretch cannot be unpacked.
    Broken,
    Ended,
}

impl<R: Read> WarcReader<R> {
    /// A reader of all records.
    pub fn new(source: R, limits: WarcLimits) -> Self {
        Self { bytes: None, source: Some(source), limits, wanted: |_| true, state: State::Between }
    }

    /// The same, of those records only whose header `wanted` wants; blocks of others are not held.
    #[must_use]
    pub fn with_wanted(mut self, wanted: fn(&RecordHeader) -> bool) -> Self {
        self.wanted = wanted;
        self
    }

    fn step(&mut self, bytes: &mut Stretches<R>) -> Result<Option<Record>, Fault> {
        match self.state {
            State::Ended => {}
            State::Between => {
                let advanced = bytes.advance();
                let there = advanced.map_err(|problem| fault(bytes.place(), problem))?;
                self.state = if there { State::Before } else { State::Ended };
            }
            State::Broken => {
                self.state = State::Ended;
                if bytes.recover()? {
                    self.state = State::Before;
                }
            }
            State::Lost => self.find(bytes).map_err(|problem| fault(bytes.place(), problem))?,
            State::Before => {
                if let Some(record) = self.record(bytes)? {
                    return Ok(Some(record));
                }
            }
        }
        Ok(None)
    }

    /// The record that begins here, if it is wanted.
    fn record(&mut self, bytes: &mut Stretches<R>) -> Result<Option<Record>, Fault> {
        let here = bytes.place();
        skip_breaks(bytes, usize::MAX).map_err(|problem| fault(here, problem))?;
        let place = bytes.place();
        let at_start = |problem| fault(place, problem);
        if bytes.ahead().map_err(at_start)?.is_empty() {
            self.state = State::Between;
            return Ok(None);
        }
        // Until it is sound, what follows is not to be trusted to begin a record.
        self.state = State::Lost;
        let header = self.header(bytes).map_err(at_start)?;
        let claimed = header.length().ok_or_else(|| at_start(Problem::NoLength))?;
        let left = self.limits.file_bytes.filter(|_| matches!(bytes, Stretches::Plain { .. }));
        let left = left.map(|all| all.saturating_sub(bytes.place().offset));
        if let Some(found) = left.filter(|&left| claimed > left) {
            return Err(at_start(Problem::Cut { claimed, found }));
        }
        let wanted = (self.wanted)(&header);
        let keep = if wanted { self.limits.block_bytes } else { 0 };
        let block = read_block(bytes, claimed, keep).map_err(at_start)?;
        let breaks = skip_breaks(bytes, BREAKS).map_err(at_start)?;
        // This also tells whether a gzip member that ends here is sound.
        let fits = begins_record(bytes).map_err(at_start)?;
        if !fits && breaks < BREAKS {
            return Err(at_start(Problem::Misfit));
        }
        self.state = State::Before;
        let truncated = u64::try_from(block.len()).is_ok_and(|kept| kept < claimed);
        Ok(wanted.then_some(Record { place, header, block, truncated }))
    }

    /// The header that begins here.
    fn header(&self, bytes: &mut Stretches<R>) -> Result<RecordHeader, Problem> {
        let mut held = Vec::new();
        loop {
            let line = held.len();
            let ended = read_line(bytes, &mut held, self.limits.header_bytes)?;
            if line == 0 && !held.starts_with(BEGINNING) {
                return Err(Problem::NoRecord);
            }
            let text = held.get(line..).unwrap_or_default().trim_ascii();
            if text.is_empty() {
                return Ok(RecordHeader::parse(&held));
            }
            if held.len() >= self.limits.header_bytes {
                return Err(Problem::HeaderTooLong(self.limits.header_bytes));
            }
            if !ended {
                return Err(Problem::NoRecord);
            }
        }
    }

    /// Looks for the next record in this stretch, at the beginning of a line.
    fn find(&mut self, bytes: &mut Stretches<R>) -> Result<(), Problem> {
        const MARK: &[u8] = b"\nWARC/";
        loop {
            let ahead = bytes.ahead_of(MARK.len())?;
            if ahead.is_empty() {
                self.state = State::Between;
                return Ok(());
            }
            if let Some(found) = memmem::find(ahead, MARK) {
                bytes.take(found + 1);
                self.state = State::Before;
                return Ok(());
            }
            // Past everything, but for an end that may go on as the mark.
            let end = ahead.len();
            let kept = if end < MARK.len() { 0 } else { MARK.len() - 1 };
            bytes.take(end - kept);
        }
    }
}

impl<R: Read> Iterator for WarcReader<R> {
    type Item = Result<Record, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut bytes = match self.bytes.take() {
            Some(bytes) => bytes,
            None => match Stretches::new(self.source.take()?) {
                Ok(bytes) => bytes,
                Err(error) => return Some(Err(fault(Place::default(), Problem::Read(error)))),
            },
        };
        let mut item = None;
        while self.state != State::Ended && item.is_none() {
            item = match self.step(&mut bytes) {
                Ok(record) => record.map(Ok),
                Err(fault) => {
                    match fault.problem {
                        Problem::Read(_) => self.state = State::Ended,
                        Problem::Gzip(_) => self.state = State::Broken,
                        _ => {}
                    }
                    Some(Err(fault))
                }
            };
        }
        self.bytes = Some(bytes);
        item
    }
}

fn fault(place: Place, problem: Problem) -> Fault {
    Fault { place, problem }
}

/// Passes over line breaks, `most` of them; tells how many there were.
fn skip_breaks<R: Read>(bytes: &mut Stretches<R>, most: usize) -> Result<usize, Problem> {
    let mut breaks = 0;
    while breaks < most {
        match bytes.ahead()?.first() {
            Some(b'\r') => bytes.take(1),
            Some(b'\n') => {
                bytes.take(1);
                breaks += 1;
            }
            _ => break,
        }
    }
    Ok(breaks)
}

/// Whether a record begins here, or the stretch ends.
fn begins_record<R: Read>(bytes: &mut Stretches<R>) -> Result<bool, Problem> {
    let ahead = bytes.ahead_of(BEGINNING.len())?;
    let length = ahead.len().min(BEGINNING.len());
    Ok(ahead.get(..length) == BEGINNING.get(..length))
}

/// Reads to the end of the line; tells whether it has one.
fn read_line<R: Read>(
    bytes: &mut Stretches<R>,
    held: &mut Vec<u8>,
    most: usize,
) -> Result<bool, Problem> {
    while held.len() < most {
        let ahead = bytes.ahead()?;
        if ahead.is_empty() {
            return Ok(false);
        }
        let end = memchr(b'\n', ahead).map(|at| at + 1);
        let length = end.unwrap_or(ahead.len()).min(most - held.len());
        held.extend_from_slice(ahead.get(..length).unwrap_or_default());
        bytes.take(length);
        if end == Some(length) {
            return Ok(true);
        }
    }
    Ok(true)
}

/// Reads a block of so many bytes, and keeps the first of them.
fn read_block<R: Read>(
    bytes: &mut Stretches<R>,
    claimed: u64,
    keep: usize,
) -> Result<Vec<u8>, Problem> {
    let room = claimed.min(ROOM_AT_FIRST).min(u64::try_from(keep).unwrap_or(u64::MAX));
    let mut block = Vec::with_capacity(usize::try_from(room).unwrap_or_default());
    let mut found = 0;
    while found < claimed {
        let ahead = bytes.ahead()?;
        if ahead.is_empty() {
            return Err(Problem::Cut { claimed, found });
        }
        let left = usize::try_from(claimed - found).unwrap_or(usize::MAX);
        let length = ahead.len().min(left);
        let kept = length.min(keep - block.len());
        block.extend_from_slice(ahead.get(..kept).unwrap_or_default());
        bytes.take(length);
        found += u64::try_from(length).unwrap_or(u64::MAX);
    }
    Ok(block)
}
