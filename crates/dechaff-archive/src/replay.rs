//! Bytes that can be read again as long as they are near.

use std::io::{self, BufRead, Read};

/// How far back one can go at least, once so much was read. A broken gzip member is noticed
/// within a stored block (64 KiB) or two of its end.
const KEPT: usize = 256 * 1024;
/// What is read at a time.
const PIECE: usize = 64 * 1024;

/// A reader that counts, and remembers what it read last.
pub(crate) struct Replay<R> {
    source: R,
    piece: Vec<u8>,
    held: Vec<u8>,
    /// Bytes of the source before the first one held.
    base: u64,
    /// Where in `held` the next byte is.
    at: usize,
    /// Whether the source itself failed, and not what is made of its bytes.
    failed: bool,
}

impl<R: Read> Replay<R> {
    pub(crate) fn new(source: R) -> Self {
        let piece = vec![0; PIECE];
        Self { source, piece, held: Vec::new(), base: 0, at: 0, failed: false }
    }

    /// Bytes of the source before the next one.
    pub(crate) fn offset(&self) -> u64 {
        self.base + u64::try_from(self.at).unwrap_or(u64::MAX)
    }

    /// Goes back to this offset, or as near to it as what is held allows.
    pub(crate) fn rewind(&mut self, offset: u64) {
        let back = usize::try_from(offset.saturating_sub(self.base)).unwrap_or(usize::MAX);
        self.at = back.min(self.held.len());
    }

    /// What comes next: at least so many bytes, if there are as many.
    pub(crate) fn ahead_of(&mut self, least: usize) -> io::Result<&[u8]> {
        let mut ahead = self.held.len() - self.at;
        while ahead < least {
            self.read_on()?;
            let more = self.held.len() - self.at;
            if more == ahead {
                break;
            }
            ahead = more;
        }
        Ok(self.held.get(self.at..).unwrap_or_default())
    }

    pub(crate) fn failed(&self) -> bool {
        self.failed
    }

    fn read_on(&mut self) -> io::Result<()> {
        if self.at > 2 * KEPT {
            let gone = self.at - KEPT;
            self.held.drain(..gone);
            self.base += u64::try_from(gone).unwrap_or(u64::MAX);
            self.at = KEPT;
        }
        // One read and no more: who waits at a pipe gets what has come.
        let read = loop {
            match self.source.read(&mut self.piece) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        self.failed |= read.is_err();
        self.held.extend_from_slice(self.piece.get(..read?).unwrap_or_default());
        Ok(())
    }
}

impl<R: Read> Read for Replay<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(into)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Replay<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.held.len() {
            self.read_on()?;
        }
        Ok(self.held.get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.at = (self.at + count).min(self.held.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_near_can_be_read_again_and_what_is_far_is_forgotten() {
        let bytes: Vec<u8> = (0..3_000_000_u32).map(|n| (n / 7 % 251) as u8).collect();
        let mut replay = Replay::new(bytes.as_slice());
        let mut first = vec![0; 2_500_000];
        replay.read_exact(&mut first).unwrap();
        assert_eq!(replay.offset(), 2_500_000);
        assert!(replay.held.len() <= 3 * KEPT);
        replay.rewind(2_400_000);
        let mut again = vec![0; 100_000];
        replay.read_exact(&mut again).unwrap();
        assert_eq!(again, bytes[2_400_000..2_500_000]);
        replay.rewind(0);
        assert!(replay.offset() > 1_500_000);
    }
}
