//! Undoes brotli without a second copy of what it has unpacked.
//!
//! The decoder keeps up to 16 MiB of what it made, as its window. Until that is
//! full it holds the whole body, so the body is taken out of it at the end.
//! Only a body that is longer than its window is copied out piece by piece.

use std::io::{self, Write};
use std::mem;

use brotli_decompressor::{
    BrotliDecoderTakeOutput, BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc,
};

use crate::sink::Sink;

/// A decoder and what came out of it.
pub(crate) struct Brotli {
    state: BrotliState<StandardAlloc, StandardAlloc, StandardAlloc>,
    pub(crate) sink: Sink,
    whole: Whole,
}

/// Where the body is so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whole {
    /// All of it in the window.
    Here,
    /// The same, and it is exactly as long as it may be. What comes next would
    /// overwrite it, so it is looked at byte by byte.
    ToTheBrim,
    /// In the sink, but for what waits in the window.
    Apart,
}

impl Brotli {
    pub(crate) fn new(sink: Sink) -> Self {
        let alloc = StandardAlloc::default;
        let state = BrotliState::new(alloc(), alloc(), alloc());
        Self { state, sink, whole: Whole::Here }
    }

    /// Takes a piece of the stream; tells how much of it, which is nothing after
    /// the stream's end.
    fn unpack(&mut self, wire: &[u8]) -> io::Result<usize> {
        let mut taken = 0;
        loop {
            let mut rest = wire.get(taken..).unwrap_or_default();
            if self.whole == Whole::ToTheBrim {
                rest = rest.get(..1).unwrap_or_default();
            }
            let (more, result) = self.step(rest);
            taken += more;
            match result {
                BrotliResult::ResultSuccess => return Ok(taken),
                BrotliResult::ResultFailure => return Err(io::ErrorKind::InvalidData.into()),
                BrotliResult::NeedsMoreOutput => {
                    if !self.make_room()? {
                        return Ok(taken);
                    }
                }
                BrotliResult::NeedsMoreInput => {
                    self.check_length()?;
                    if taken == wire.len() {
                        return Ok(taken);
                    }
                }
            }
        }
    }

    /// Checks that the stream is whole, and puts all of it into the sink.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        let length = self.made();
        self.check_length()?;
        match self.whole {
            Whole::Apart => self.drain()?,
            Whole::Here | Whole::ToTheBrim => self.pass_over(),
        }
        let (_, result) = self.step(&[]);
        if !matches!(result, BrotliResult::ResultSuccess) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        match self.whole {
            Whole::Here => self.hand_over(length),
            Whole::ToTheBrim => self.hand_over(self.sink.limit()),
            Whole::Apart => {}
        }
        Ok(())
    }

    fn step(&mut self, wire: &[u8]) -> (usize, BrotliResult) {
        let (mut left, mut taken) = (wire.len(), 0);
        let (mut room, mut written, mut total) = (0, 0, 0);
        let result = BrotliDecompressStream(
            &mut left,
            &mut taken,
            wire,
            &mut room,
            &mut written,
            &mut [],
            &mut total,
            &mut self.state,
        );
        (taken, result)
    }

    /// How much is in the window, as long as that is all there is.
    fn made(&self) -> usize {
        usize::try_from(self.state.pos).unwrap_or_default()
    }

    /// The window is full, or the stream has ended; tells whether it goes on.
    fn make_room(&mut self) -> io::Result<bool> {
        self.check_length()?;
        if self.whole == Whole::Here {
            let full = self.state.pos >= self.state.ringbuffer_size;
            if !full {
                return Ok(false);
            }
            if self.made() == self.sink.limit() {
                self.whole = Whole::ToTheBrim;
                self.pass_over();
                return Ok(true);
            }
            self.whole = Whole::Apart;
        }
        self.drain()?;
        Ok(true)
    }

    /// Ends a body that is, or must become, longer than it may be.
    fn check_length(&mut self) -> io::Result<()> {
        let limit = self.sink.limit();
        let more_to_come = self.state.meta_block_remaining_len > 0 && self.state.is_metadata == 0;
        let (length, too_long) = match self.whole {
            Whole::Here => {
                (self.made(), self.made() > limit || (self.made() == limit && more_to_come))
            }
            Whole::ToTheBrim => (limit, more_to_come),
            Whole::Apart => return Ok(()),
        };
        if !too_long {
            return Ok(());
        }
        self.hand_over(length);
        Err(self.sink.overflow())
    }

    /// Copies what waits in the window.
    fn drain(&mut self) -> io::Result<()> {
        loop {
            let mut size = 0;
            let piece = BrotliDecoderTakeOutput(&mut self.state, &mut size);
            if piece.is_empty() {
                return Ok(());
            }
            self.sink.write_all(piece)?;
        }
    }

    /// Counts what waits in the window as taken. It stays there.
    fn pass_over(&mut self) {
        let mut size = 1;
        while size > 0 {
            size = 0;
            let _ = BrotliDecoderTakeOutput(&mut self.state, &mut size);
        }
    }

    /// Gives the window's memory to the sink, with so many bytes of body in it.
    /// After that the decoder can make nothing more.
    fn hand_over(&mut self, length: usize) {
        self.whole = Whole::Apart;
        let window: Box<[u8]> = mem::take(&mut self.state.ringbuffer).into();
        let mut bytes = window.into_vec();
        bytes.truncate(length);
        self.sink.adopt(bytes);
    }
}

impl Write for Brotli {
    fn write(&mut self, wire: &[u8]) -> io::Result<usize> {
        self.unpack(wire)
    }

    /// Puts what is unpacked into the sink; nothing can be written after that.
    fn flush(&mut self) -> io::Result<()> {
        match self.whole {
            Whole::Here => self.hand_over(self.made()),
            Whole::ToTheBrim => self.hand_over(self.sink.limit()),
            Whole::Apart => self.drain()?,
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes as a stream of blocks that are stored and not packed, each of at
    /// most 64 KiB, with a window of so many bits.
    fn stored(bytes: &[u8], window: u8) -> Vec<u8> {
        let mut bits = Bits::default();
        // Windows of 18 to 24 bits: a one, and how many more than 17.
        bits.put(1 | (u32::from(window) - 17) << 1, 4);
        for block in bytes.chunks(1 << 16) {
            // Not the last; four nibbles of length; stored.
            bits.put(0, 1);
            bits.put(0, 2);
            bits.put(u32::try_from(block.len() - 1).unwrap(), 16);
            bits.put(1, 1);
            bits.pad();
            bits.bytes.extend(block);
        }
        // The last, and empty.
        bits.put(3, 2);
        bits.pad();
        bits.bytes
    }

    #[derive(Default)]
    struct Bits {
        bytes: Vec<u8>,
        held: u32,
        count: u32,
    }

    impl Bits {
        fn put(&mut self, value: u32, count: u32) {
            self.held |= value << self.count;
            self.count += count;
            while self.count >= 8 {
                self.bytes.push(self.held as u8);
                self.held >>= 8;
                self.count -= 8;
            }
        }

        fn pad(&mut self) {
            if self.count > 0 {
                self.put(0, 8 - self.count);
            }
        }
    }

    fn text(length: usize) -> Vec<u8> {
        (0..length).map(|at| (at * 31 + at / 977) as u8).collect()
    }

    /// What comes out, in pieces of so many bytes, and whether it was too long.
    fn unpacked(stream: &[u8], limit: usize, piece: usize) -> io::Result<(Vec<u8>, bool)> {
        let mut brotli = Brotli::new(Sink::new(limit));
        let outcome = stream.chunks(piece).try_for_each(|piece| {
            let mut rest = piece;
            while !rest.is_empty() {
                let taken = brotli.write(rest)?;
                if taken == 0 {
                    break;
                }
                rest = &rest[taken..];
            }
            Ok(())
        });
        let outcome = outcome.and_then(|()| brotli.finish());
        let overflowed = brotli.sink.overflowed();
        match outcome {
            Err(error) if !overflowed => Err(error),
            _ => Ok((brotli.sink.take(), overflowed)),
        }
    }

    #[test]
    fn a_body_comes_out_whole_around_the_sizes_of_window_and_limit() {
        let window = 1 << 18;
        for length in
            [0, 1, 1000, window - 17, window - 16, window - 1, window, window + 1, 3 * window + 5]
        {
            let body = text(length);
            let stream = stored(&body, 18);
            for piece in [1, 7, 4096, stream.len()] {
                for limit in [length, length + 1, 10 * window] {
                    let (found, cut) = unpacked(&stream, limit, piece).unwrap();
                    assert!(found == body && !cut, "{length} in {piece}s, at most {limit}: {cut}");
                }
                if length > 0 {
                    let (found, cut) = unpacked(&stream, length - 1, piece).unwrap();
                    assert!(found == body[..length - 1] && cut, "{length} in {piece}s: {cut}");
                }
            }
        }
    }

    #[test]
    fn a_stream_that_breaks_off_is_no_body() {
        let stream = stored(&text(1 << 18), 18);
        for end in [1, 100, stream.len() / 2, stream.len() - 1] {
            assert!(unpacked(&stream[..end], 1 << 20, 4096).is_err(), "{end}");
            // As where it ends at the very limit.
            assert!(unpacked(&stream[..end], 1 << 18, 4096).is_err(), "{end}");
        }
        assert!(unpacked(b"\xff\xff\xff\xff", 100, 4).is_err());
    }

    #[test]
    fn what_is_there_of_a_cut_stream_can_be_had() {
        let body = text(1 << 19);
        for window in [18, 24] {
            let stream = stored(&body, window);
            let mut brotli = Brotli::new(Sink::new(1 << 20));
            brotli.write_all(&stream[..300_000]).unwrap();
            brotli.flush().unwrap();
            let found = brotli.sink.take();
            assert!(found.len() > 290_000 && found == body[..found.len()], "{}", found.len());
        }
    }

    #[test]
    fn a_body_that_is_finished_may_be_flushed_again() {
        for limit in [1000, 1 << 18, 1 << 20] {
            let body = text(limit.min(1 << 18));
            let mut brotli = Brotli::new(Sink::new(limit));
            brotli.write_all(&stored(&body, 18)).unwrap();
            brotli.finish().unwrap();
            brotli.flush().unwrap();
            assert!(brotli.sink.take() == body, "{limit}");
        }
    }
}
