//! The bytes of an archive, unpacked: one stretch of a plain file, or the members of a gzip file.

use std::io::{self, BufRead, Read};

use memchr::memmem;

use crate::fault::{Fault, Place, Problem};
use crate::members::Members;
use crate::replay::Replay;

/// First bytes of every gzip file.
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// First bytes of every record.
const BEGINNING: &[u8] = b"WARC/";

/// How many bytes tell what a broken archive is.
const LOOK: usize = 64 * 1024;

/// An archive's bytes, in stretches that each begin with a record.
pub(crate) enum Stretches<R> {
    Plain { input: Replay<R>, begun: bool },
    Gzip(Members<R>),
}

impl<R: Read> Stretches<R> {
    /// Looks at the first bytes of `source`. Where they are broken, a line that begins as a record
    /// does is the sign of a plain file.
    pub(crate) fn new(source: R) -> io::Result<Self> {
        let mut input = Replay::new(source);
        let head = input.ahead_of(BEGINNING.len())?;
        let is_gzip = head.starts_with(&GZIP_MAGIC);
        let mut is_plain = head.starts_with(BEGINNING);
        if !is_gzip && !is_plain {
            // As much as is asked for, so that it does not depend on the pieces in which it comes.
            let head = input.ahead_of(LOOK)?;
            is_plain = memmem::find(head.get(..LOOK).unwrap_or(head), b"\nWARC/").is_some();
        }
        Ok(if is_gzip || !is_plain {
            Self::Gzip(Members::new(input))
        } else {
            Self::Plain { input, begun: false }
        })
    }

    /// Where the next byte is.
    pub(crate) fn place(&self) -> Place {
        match self {
            Self::Plain { input, .. } => Place { offset: input.offset(), inside: 0 },
            Self::Gzip(members) => Place { offset: members.start(), inside: members.given() },
        }
    }

    /// Begins the next stretch; tells whether there is one.
    pub(crate) fn advance(&mut self) -> Result<bool, Problem> {
        match self {
            Self::Plain { begun, .. } => Ok(!std::mem::replace(begun, true)),
            Self::Gzip(members) => {
                let advanced = members.advance();
                advanced.map_err(|error| self.problem(error))
            }
        }
    }

    /// What comes next in this stretch; nothing at its end.
    pub(crate) fn ahead(&mut self) -> Result<&[u8], Problem> {
        self.ahead_of(1)
    }

    /// The same, and at least so many bytes, if there are as many.
    pub(crate) fn ahead_of(&mut self, least: usize) -> Result<&[u8], Problem> {
        let is_there = match self {
            Self::Plain { input, .. } => input.ahead_of(least).map(|_| ()),
            Self::Gzip(members) => members.ahead_of(least).map(|_| ()),
        };
        if let Err(error) = is_there {
            return Err(self.problem(error));
        }
        // The second call has it at hand.
        let ahead = match self {
            Self::Plain { input, .. } => input.ahead_of(least),
            Self::Gzip(members) => members.ahead_of(least),
        };
        ahead.map_err(Problem::Read)
    }

    pub(crate) fn take(&mut self, count: usize) {
        match self {
            Self::Plain { input, .. } => input.consume(count),
            Self::Gzip(members) => members.take(count),
        }
    }

    /// Leaves a stretch that cannot be unpacked; tells whether there is another.
    pub(crate) fn recover(&mut self) -> Result<bool, Fault> {
        match self {
            Self::Plain { .. } => Ok(false),
            Self::Gzip(members) => {
                let recovered = members.recover();
                let place = self.place();
                recovered.map_err(|error| Fault { place, problem: self.problem(error) })
            }
        }
    }

    fn problem(&self, error: io::Error) -> Problem {
        match self {
            Self::Gzip(members) if !members.failed() => Problem::Gzip(error),
            _ => Problem::Read(error),
        }
    }
}
