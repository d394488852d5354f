//! What is wrong with a part of an archive, and where.

use std::fmt;
use std::io;

/// Where a record begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// Bytes of the file before it; of a gzip member, before that member.
    pub offset: u64,
    /// Bytes of the unpacked member before it.
    pub inside: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.inside {
            0 => write!(f, "{}", self.offset),
            inside => write!(f, "{}+{inside}", self.offset),
        }
    }
}

/// A part of an archive that was passed over.
#[derive(Debug, thiserror::Error)]
#[error("at byte {place}: {problem}")]
pub struct Fault {
    /// Where the broken part begins.
    pub place: Place,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a part of an archive.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// There is something else where a record should begin.
    #[error("no WARC record")]
    NoRecord,
    /// The header goes on for longer than the limit.
    #[error("a WARC header longer than {0} bytes")]
    HeaderTooLong(usize),
    /// The header does not say how long the record is.
    #[error("a WARC record without a length")]
    NoLength,
    /// The record says that it is longer than what there is.
    #[error("a WARC record of {claimed} bytes of which only {found} are there")]
    Cut {
        /// What its header says.
        claimed: u64,
        /// What is there.
        found: u64,
    },
    /// No record begins where this one should end.
    #[error("a WARC record that does not end where its header says")]
    Misfit,
    /// A gzip member does not unpack, or to something other than its check sum says.
    #[error("broken gzip data: {0}")]
    Gzip(io::Error),
    /// The file cannot be read on; nothing comes after this.
    #[error("cannot be read: {0}")]
    Read(io::Error),
}
