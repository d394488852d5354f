//! Where a body is kept, up to its limit.

use std::io::{self, Write};
use std::mem;

/// A buffer that takes so many bytes and then fails every write.
#[derive(Debug)]
pub(crate) struct Sink {
    kept: Vec<u8>,
    limit: usize,
    overflowed: bool,
}

impl Sink {
    pub(crate) fn new(limit: usize) -> Self {
        Self { kept: Vec::new(), limit, overflowed: false }
    }

    /// Whether more came than fits; a body of exactly the limit does fit.
    pub(crate) fn overflowed(&self) -> bool {
        self.overflowed
    }

    /// How many bytes it takes.
    pub(crate) fn limit(&self) -> usize {
        self.limit
    }

    /// Takes the memory of others, with a body in it, in place of what it has.
    pub(crate) fn adopt(&mut self, mut bytes: Vec<u8>) {
        bytes.truncate(self.limit);
        bytes.shrink_to_fit();
        self.kept = bytes;
    }

    /// Notes that there is more than fits, and makes the error for it.
    pub(crate) fn overflow(&mut self) -> io::Error {
        self.overflowed = true;
        // An error and not `Ok(0)`, which some decoders would try again for ever.
        io::Error::other("the body is longer than the limit")
    }

    pub(crate) fn take(&mut self) -> Vec<u8> {
        mem::take(&mut self.kept)
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = self.limit - self.kept.len();
        self.kept.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
        if bytes.len() > room {
            return Err(self.overflow());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
