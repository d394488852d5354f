//! Undoes a content coding of HTTP piece by piece, into a bounded buffer.
//!
//! An HTTP client could do this by itself, but then nobody sees how many bytes
//! came over the wire, nor how large a window a zstd frame asks for.

use std::io::{self, Write};
use std::mem;

use flate2::write::{DeflateDecoder, GzDecoder, ZlibDecoder};
use zstd::stream::raw::{DParameter, Decoder as RawZstd};
use zstd::stream::write::Decoder as ZstdDecoder;

use crate::brotli::Brotli;
use crate::sink::Sink;

const GZIP_MAGIC: u8 = 0x1f;
/// 8 MiB, the most that RFC 9659 lets a page ask for; zstd's own 128 MiB would
/// let a few bytes claim them.
const ZSTD_WINDOW_LOG: u32 = 23;

/// How a body is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Coding {
    /// Not at all.
    #[default]
    Identity,
    /// gzip, perhaps of several members.
    Gzip,
    /// zlib, or what is in it.
    Deflate,
    /// Brotli.
    Brotli,
    /// Zstandard.
    Zstd,
}

impl Coding {
    /// Reads the values of all `Content-Encoding` headers of a message.
    ///
    /// # Errors
    ///
    /// The coding as sent, where it is none of these, or one on top of another.
    pub fn of_headers<'a>(values: impl IntoIterator<Item = &'a [u8]>) -> Result<Self, String> {
        let mut coding = Self::Identity;
        for value in values {
            let value = String::from_utf8_lossy(value);
            for name in value.split(',').map(str::trim) {
                let next = Self::named(name).ok_or_else(|| name.to_owned())?;
                match (coding, next) {
                    (_, Self::Identity) => {}
                    (Self::Identity, next) => coding = next,
                    // No server has a reason to pack what is packed.
                    _ => return Err(value.into_owned()),
                }
            }
        }
        Ok(coding)
    }

    fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "" | "identity" => Self::Identity,
            "gzip" | "x-gzip" => Self::Gzip,
            "deflate" => Self::Deflate,
            "br" => Self::Brotli,
            "zstd" => Self::Zstd,
            _ => return None,
        })
    }
}

/// Unpacks one body.
pub struct Decoder {
    kind: Kind,
    /// Whether the packed stream is over, and what comes is ignored.
    over: bool,
}

enum Kind {
    Identity(Sink),
    Gzip(GzDecoder<Sink>),
    Zlib(ZlibDecoder<Sink>),
    Deflate(DeflateDecoder<Sink>),
    Brotli(Box<Brotli>),
    Zstd(ZstdDecoder<'static, Sink>),
}

impl Decoder {
    /// Starts with the first byte of the body, which tells the two things that
    /// are called "deflate" apart. No more than `limit` bytes are kept.
    ///
    /// # Errors
    ///
    /// When there is no memory for it.
    pub fn new(coding: Coding, first: u8, limit: usize) -> io::Result<Self> {
        let sink = Sink::new(limit);
        let kind = match coding {
            Coding::Identity => Kind::Identity(sink),
            Coding::Gzip => Kind::Gzip(GzDecoder::new(sink)),
            // By the standard it is zlib, whose method is always 8 and whose
            // window is at most 7; some servers send it bare.
            Coding::Deflate if first & 0x0f == 8 && first >> 4 <= 7 => {
                Kind::Zlib(ZlibDecoder::new(sink))
            }
            Coding::Deflate => Kind::Deflate(DeflateDecoder::new(sink)),
            Coding::Brotli => Kind::Brotli(Box::new(Brotli::new(sink))),
            Coding::Zstd => {
                let mut raw = RawZstd::new()?;
                raw.set_parameter(DParameter::WindowLogMax(ZSTD_WINDOW_LOG))?;
                Kind::Zstd(ZstdDecoder::with_decoder(sink, raw))
            }
        };
        Ok(Self { kind, over: false })
    }

    /// Takes the next piece off the wire. Bytes after the packed stream's end
    /// are ignored, as in browsers.
    ///
    /// # Errors
    ///
    /// When it does not unpack, and when the limit is reached, which
    /// [`overflowed`](Self::overflowed) tells.
    pub fn feed(&mut self, mut wire: &[u8]) -> io::Result<()> {
        while !wire.is_empty() && !self.over {
            let taken = self.writer().write(wire);
            if taken.is_err() {
                self.push_out();
            }
            let taken = taken?;
            wire = wire.get(taken..).unwrap_or_default();
            self.over = taken == 0 && !self.next_member(wire)?;
        }
        Ok(())
    }

    /// Hands on what was unpacked before a fault, since it may be more than fits: then the fault
    /// is past the end of what is wanted, in whatever pieces it came.
    fn push_out(&mut self) {
        if !self.overflowed() {
            let _ = self.writer().write(&[]);
        }
    }

    /// A gzip body may be several, one after the other.
    fn next_member(&mut self, wire: &[u8]) -> io::Result<bool> {
        let Kind::Gzip(gzip) = &mut self.kind else {
            return Ok(false);
        };
        if wire.first() != Some(&GZIP_MAGIC) {
            return Ok(false);
        }
        gzip.try_finish()?;
        let sink = mem::replace(gzip.get_mut(), Sink::new(0));
        *gzip = GzDecoder::new(sink);
        Ok(true)
    }

    /// Checks that the stream is whole.
    ///
    /// # Errors
    ///
    /// When it is not.
    pub fn finish(&mut self) -> io::Result<()> {
        match &mut self.kind {
            Kind::Identity(_) => Ok(()),
            Kind::Gzip(gzip) => gzip.try_finish(),
            Kind::Zlib(zlib) => zlib.try_finish(),
            Kind::Deflate(deflate) => deflate.try_finish(),
            Kind::Brotli(brotli) => brotli.finish(),
            Kind::Zstd(zstd) => zstd.do_finish(),
        }
    }

    /// Pushes out what is unpacked so far, where the stream is cut on purpose.
    ///
    /// # Errors
    ///
    /// As [`feed`](Self::feed).
    pub fn flush(&mut self) -> io::Result<()> {
        self.writer().flush()
    }

    /// Whether more came than fits.
    pub fn overflowed(&mut self) -> bool {
        self.sink().overflowed()
    }

    /// What is unpacked so far; it is then gone from here.
    pub fn take(&mut self) -> Vec<u8> {
        self.sink().take()
    }

    fn writer(&mut self) -> &mut dyn Write {
        match &mut self.kind {
            Kind::Identity(sink) => sink,
            Kind::Gzip(gzip) => gzip,
            Kind::Zlib(zlib) => zlib,
            Kind::Deflate(deflate) => deflate,
            Kind::Brotli(brotli) => &mut **brotli,
            Kind::Zstd(zstd) => zstd,
        }
    }

    fn sink(&mut self) -> &mut Sink {
        match &mut self.kind {
            Kind::Identity(sink) => sink,
            Kind::Gzip(gzip) => gzip.get_mut(),
            Kind::Zlib(zlib) => zlib.get_mut(),
            Kind::Deflate(deflate) => deflate.get_mut(),
            Kind::Brotli(brotli) => &mut brotli.sink,
            Kind::Zstd(zstd) => zstd.get_mut(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    #[test]
    fn a_fault_past_the_limit_does_not_matter_in_whatever_pieces_it_comes() {
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&[b'a'; 3000]).unwrap();
        encoder.flush().unwrap();
        let mut packed = encoder.get_ref().clone();
        // A block of a kind that there is not.
        packed.extend([0x07; 40]);
        for (limit, overflows) in [(2000, true), (20_000, false)] {
            for size in [1, packed.len()] {
                let first = *packed.first().unwrap();
                let mut decoder = Decoder::new(Coding::Deflate, first, limit).unwrap();
                assert!(packed.chunks(size).try_for_each(|piece| decoder.feed(piece)).is_err());
                assert_eq!(decoder.overflowed(), overflows, "limit {limit}, pieces of {size}");
            }
        }
    }

    #[test]
    fn what_follows_the_end_is_ignored_in_whatever_pieces_it_comes() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(b"Tides").unwrap();
        let packed = encoder.finish().unwrap();
        let first = *packed.first().unwrap();
        let mut decoder = Decoder::new(Coding::Gzip, first, 100).unwrap();
        for piece in [packed.as_slice(), b"\0\0", &[GZIP_MAGIC, 0], b"more"] {
            decoder.feed(piece).unwrap();
        }
        decoder.finish().unwrap();
        assert_eq!(decoder.take(), b"Tides");
    }
}
