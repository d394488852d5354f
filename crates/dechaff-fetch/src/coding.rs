//! Undoes a content coding piece by piece, into a bounded buffer.
//!
//! The client could do this by itself, but then nobody sees how many bytes
//! came over the wire, nor how large a window a zstd frame asks for.

use std::io::{self, Write};
use std::mem;

use flate2::write::{DeflateDecoder, GzDecoder, ZlibDecoder};
use reqwest::header::{CONTENT_ENCODING, HeaderMap};
use zstd::stream::raw::{DParameter, Decoder as RawZstd};
use zstd::stream::write::Decoder as ZstdDecoder;

use crate::brotli::Brotli;
use crate::sink::Sink;

/// What we tell servers we can undo.
pub(crate) const ACCEPTED: &str = "gzip, br, zstd, deflate";

const GZIP_MAGIC: u8 = 0x1f;
/// 8 MiB, the most that RFC 9659 lets a page ask for; zstd's own 128 MiB would
/// let a few bytes claim them.
const ZSTD_WINDOW_LOG: u32 = 23;

/// How a body is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    Identity,
    Gzip,
    Deflate,
    Brotli,
    Zstd,
}

impl Coding {
    /// Reads the headers of an answer; the error is the coding as sent.
    pub(crate) fn of(headers: &HeaderMap) -> Result<Self, String> {
        let mut coding = Self::Identity;
        for value in headers.get_all(CONTENT_ENCODING) {
            let value = String::from_utf8_lossy(value.as_bytes());
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
pub(crate) enum Decoder {
    Identity(Sink),
    Gzip(GzDecoder<Sink>),
    Zlib(ZlibDecoder<Sink>),
    Deflate(DeflateDecoder<Sink>),
    Brotli(Box<Brotli>),
    Zstd(ZstdDecoder<'static, Sink>),
}

impl Decoder {
    /// Starts with the first byte of the body, which tells the two things that
    /// are called "deflate" apart.
    pub(crate) fn new(coding: Coding, first: u8, limit: usize) -> io::Result<Self> {
        let sink = Sink::new(limit);
        Ok(match coding {
            Coding::Identity => Self::Identity(sink),
            Coding::Gzip => Self::Gzip(GzDecoder::new(sink)),
            // By the standard it is zlib, whose method is always 8 and whose
            // window is at most 7; some servers send it bare.
            Coding::Deflate if first & 0x0f == 8 && first >> 4 <= 7 => {
                Self::Zlib(ZlibDecoder::new(sink))
            }
            Coding::Deflate => Self::Deflate(DeflateDecoder::new(sink)),
            Coding::Brotli => Self::Brotli(Box::new(Brotli::new(sink))),
            Coding::Zstd => {
                let mut raw = RawZstd::new()?;
                raw.set_parameter(DParameter::WindowLogMax(ZSTD_WINDOW_LOG))?;
                Self::Zstd(ZstdDecoder::with_decoder(sink, raw))
            }
        })
    }

    /// Takes the next piece off the wire. Bytes after the packed stream's end
    /// are ignored, as in browsers.
    pub(crate) fn feed(&mut self, mut wire: &[u8]) -> io::Result<()> {
        while !wire.is_empty() {
            let taken = self.writer().write(wire)?;
            wire = wire.get(taken..).unwrap_or_default();
            if taken == 0 && !self.next_member(wire)? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// A gzip body may be several, one after the other.
    fn next_member(&mut self, wire: &[u8]) -> io::Result<bool> {
        let Self::Gzip(gzip) = self else {
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
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        match self {
            Self::Identity(_) => Ok(()),
            Self::Gzip(gzip) => gzip.try_finish(),
            Self::Zlib(zlib) => zlib.try_finish(),
            Self::Deflate(deflate) => deflate.try_finish(),
            Self::Brotli(brotli) => brotli.finish(),
            Self::Zstd(zstd) => zstd.do_finish(),
        }
    }

    /// Pushes out what is unpacked so far, where the stream is cut on purpose.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.writer().flush()
    }

    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Self::Identity(sink) => sink,
            Self::Gzip(gzip) => gzip,
            Self::Zlib(zlib) => zlib,
            Self::Deflate(deflate) => deflate,
            Self::Brotli(brotli) => &mut **brotli,
            Self::Zstd(zstd) => zstd,
        }
    }

    pub(crate) fn sink(&mut self) -> &mut Sink {
        match self {
            Self::Identity(sink) => sink,
            Self::Gzip(gzip) => gzip.get_mut(),
            Self::Zlib(zlib) => zlib.get_mut(),
            Self::Deflate(deflate) => deflate.get_mut(),
            Self::Brotli(brotli) => &mut brotli.sink,
            Self::Zstd(zstd) => zstd.get_mut(),
        }
    }
}
