//! The members of a gzip file, one after the other, past those that are broken.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;
use memchr::memmem;

use crate::replay::Replay;

/// What every member begins with: two bytes, and the only method there is.
const MAGIC: [u8; 3] = [0x1f, 0x8b, 0x08];
/// Bits of the fourth byte that no member has set.
const NO_FLAGS: u8 = 0xe0;
/// Unpacked at a time.
const PIECE: usize = 32 * 1024;
/// Looked at of a place that may begin a member, so that looking stays linear.
const LOOK: u64 = 1024;
/// What an unpacked member of an archive begins with.
const BEGINNING: &[u8] = b"WARC/";

/// Unpacks a gzip file and tells its members apart.
pub(crate) struct Members<R> {
    state: State<R>,
    /// What was unpacked last, in its first `end` bytes, and handed out up to `at`.
    piece: Vec<u8>,
    end: usize,
    at: usize,
    /// Where the member begins, and what was handed out of it.
    start: u64,
    given: u64,
}

enum State<R> {
    Between(Replay<R>),
    Within(Box<GzDecoder<Replay<R>>>),
    /// Only while one becomes the other.
    Nowhere,
}

impl<R: Read> Members<R> {
    pub(crate) fn new(input: Replay<R>) -> Self {
        let start = input.offset();
        let piece = vec![0; PIECE];
        Self { state: State::Between(input), piece, end: 0, at: 0, start, given: 0 }
    }

    /// Begins the next member; tells whether there is one. The last must be at its end.
    pub(crate) fn advance(&mut self) -> io::Result<bool> {
        let Some(mut input) = self.take_input() else { return Ok(false) };
        self.forget(input.offset());
        let is_end = input.fill_buf().map(<[u8]>::is_empty);
        self.state = match is_end {
            Ok(false) => State::Within(Box::new(GzDecoder::new(input))),
            _ => State::Between(input),
        };
        is_end.map(|is_end| !is_end)
    }

    /// What comes next of this member: at least so many bytes, if there are as many; nothing at its
    /// end, when its check sum was right.
    pub(crate) fn ahead_of(&mut self, least: usize) -> io::Result<&[u8]> {
        if self.end - self.at < least && self.at > 0 {
            self.piece.copy_within(self.at..self.end, 0);
            (self.at, self.end) = (0, self.end - self.at);
        }
        while self.end < least
            && let State::Within(decoder) = &mut self.state
        {
            let room = self.piece.get_mut(self.end..).unwrap_or_default();
            let came = read_some(decoder, room)?;
            if came == 0 {
                break;
            }
            self.end += came;
        }
        Ok(self.piece.get(self.at..self.end).unwrap_or_default())
    }

    pub(crate) fn take(&mut self, count: usize) {
        self.at = (self.at + count).min(self.end);
        self.given += u64::try_from(count).unwrap_or(u64::MAX);
    }

    pub(crate) fn start(&self) -> u64 {
        self.start
    }

    pub(crate) fn given(&self) -> u64 {
        self.given
    }

    /// Whether the file could not be read, whatever is in it.
    pub(crate) fn failed(&self) -> bool {
        match &self.state {
            State::Between(input) => input.failed(),
            State::Within(decoder) => decoder.get_ref().failed(),
            State::Nowhere => true,
        }
    }

    /// Leaves a broken member for the next place where a member with a record begins; tells
    /// whether there is one.
    pub(crate) fn recover(&mut self) -> io::Result<bool> {
        let Some(mut input) = self.take_input() else { return Ok(false) };
        input.rewind(self.start + 1);
        let found = find_member(&mut input);
        self.forget(input.offset());
        self.state = match found {
            Ok(true) => State::Within(Box::new(GzDecoder::new(input))),
            _ => State::Between(input),
        };
        found
    }

    fn forget(&mut self, start: u64) {
        (self.at, self.end, self.start, self.given) = (0, 0, start, 0);
    }

    fn take_input(&mut self) -> Option<Replay<R>> {
        match std::mem::replace(&mut self.state, State::Nowhere) {
            State::Between(input) => Some(input),
            State::Within(decoder) => Some(decoder.into_inner()),
            State::Nowhere => None,
        }
    }
}

fn read_some(source: &mut impl Read, into: &mut [u8]) -> io::Result<usize> {
    loop {
        match source.read(into) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}

/// Stands before the next member with a record, or at the end.
fn find_member<R: Read>(input: &mut Replay<R>) -> io::Result<bool> {
    loop {
        let ahead = input.fill_buf()?;
        if ahead.is_empty() {
            return Ok(false);
        }
        let Some(found) = memmem::find(ahead, &MAGIC) else {
            // The mark may lie across two pieces.
            let over = ahead.len();
            let kept = tail_of_mark(ahead);
            input.consume(over - kept);
            if kept > 0 && !join(input, kept)? {
                return Ok(false);
            }
            continue;
        };
        input.consume(found);
        let start = input.offset();
        let begins = begins_record(input);
        input.rewind(start);
        if begins || input.failed() {
            return Ok(begins);
        }
        input.consume(1);
    }
}

/// How many bytes at the end may be the beginning of the mark.
fn tail_of_mark(bytes: &[u8]) -> usize {
    (1..MAGIC.len())
        .rev()
        .find(|&length| bytes.ends_with(MAGIC.get(..length).unwrap_or_default()))
        .unwrap_or(0)
}

/// Makes the next bytes one piece with the `kept` ones before them; tells whether there are any.
fn join<R: Read>(input: &mut Replay<R>, kept: usize) -> io::Result<bool> {
    let start = input.offset();
    input.consume(kept);
    let more = !input.fill_buf()?.is_empty();
    if more {
        input.rewind(start);
    }
    Ok(more)
}

fn begins_record<R: Read>(input: &mut Replay<R>) -> bool {
    let mut look = input.by_ref().take(LOOK);
    let flags = look.fill_buf().ok().and_then(|bytes| bytes.get(MAGIC.len()).copied());
    if flags.is_some_and(|flags| flags & NO_FLAGS != 0) {
        return false;
    }
    let mut beginning = [0; BEGINNING.len()];
    GzDecoder::new(look).read_exact(&mut beginning).is_ok() && beginning == BEGINNING
}
