//! What is read piece by piece: archives and bodies, whatever the pieces are.

use std::io::{self, BufReader, Read, Write};

use dechaff_archive::{
    Coding, Decoder, Fault, Lines, Packing, Problem, Response, WarcLimits, WarcReader, main_part,
    unpacked,
};

use crate::roundtrip::Random;

/// Bounds low enough to be reached.
const MOST: usize = 2000;

/// Gives a few bytes at a time, and now and then is interrupted.
struct Pieces<'b> {
    rest: &'b [u8],
    random: Random,
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.random.once_in(16) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let longest = if self.random.once_in(4) { 400 } else { 8 };
        let most = 1 + self.random.below(longest);
        let (piece, rest) = self.rest.split_at(most.min(self.rest.len()).min(buffer.len()));
        let (into, _) = buffer.split_at_mut(piece.len());
        into.copy_from_slice(piece);
        self.rest = rest;
        Ok(piece.len())
    }
}

/// What differs when bytes are read as an archive, or as lines, all at once and in pieces that
/// `cuts` says.
pub fn archive_fault(bytes: &[u8], cuts: &[u8]) -> Option<String> {
    let pieces = || Pieces { rest: bytes, random: Random::from_bytes(cuts) };
    let lines = (lines(bytes), self::lines(pieces()));
    let warc = (warc(bytes), self::warc(pieces()));
    let mhtml = (mhtml(bytes), self::mhtml(pieces()));
    let packed = (unpacked_as(bytes, bytes), unpacked_as(bytes, pieces()));
    let all = [("lines", lines), ("WARC", warc), ("MHTML", mhtml), ("packing", packed)];
    all.into_iter().find_map(|(what, (whole, other))| {
        (whole != other).then(|| format!("{what}: {whole}\nor {other}"))
    })
}

fn lines(source: impl Read) -> String {
    format!("{:?}", Lines::new(source, MOST).collect::<Vec<_>>())
}

fn warc(source: impl Read) -> String {
    use std::fmt::Write;
    let mut limits = WarcLimits::default();
    limits.header_bytes = MOST;
    limits.block_bytes = MOST;
    let mut out = String::new();
    for record in WarcReader::new(source, limits) {
        if let Ok(record) = &record
            && let Some(response) = Response::parse(&record.block)
        {
            let _ = write!(out, "{:?}", response.body(&record.block, MOST));
        }
        // How much of a broken member comes out before its fault depends on the pieces, and with
        // it whether it is no record first. Sound records do not.
        let _ = match &record {
            Err(Fault { problem: Problem::NoRecord | Problem::Gzip(_), .. }) => Ok(()),
            record => writeln!(out, "{record:?}"),
        };
    }
    out
}

/// What comes out of a file in the packing that its first bytes tell.
fn unpacked_as(bytes: &[u8], source: impl Read + Send) -> String {
    let source = unpacked(BufReader::new(source), Packing::of(bytes, None));
    let mut out = Vec::new();
    let read = source.and_then(|source| source.take(MOST as u64).read_to_end(&mut out));
    // What comes out before a fault depends on the pieces.
    read.map_or_else(|error| error.kind().to_string(), |_| format!("{out:?}"))
}

fn mhtml(source: impl Read) -> String {
    format!("{:?}", main_part(source, MOST))
}

/// The ways in which a body is packed.
pub const CODINGS: [Coding; 5] =
    [Coding::Identity, Coding::Gzip, Coding::Deflate, Coding::Brotli, Coding::Zstd];

/// What differs when a body is unpacked in one piece and in pieces that `cuts` says, or when what
/// comes out is longer than it may be.
pub fn body_fault(bytes: &[u8], coding: Coding, cuts: &[u8]) -> Option<String> {
    let first = *bytes.first()?;
    let whole = fed(coding, first, [bytes].into_iter());
    let mut random = Random::from_bytes(cuts);
    let mut pieces = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at((1 + random.below(40)).min(rest.len()));
        pieces.push(piece);
        rest = after;
    }
    let cut = fed(coding, first, pieces.into_iter());
    if whole.0.len() > MOST {
        return Some(format!("{} bytes", whole.0.len()));
    }
    (whole != cut).then(|| format!("{coding:?}: {whole:?}\nor {cut:?}"))
}

/// What comes out, whether it was too long, and whether all went well.
fn fed<'b>(
    coding: Coding,
    first: u8,
    mut pieces: impl Iterator<Item = &'b [u8]>,
) -> (Vec<u8>, bool, bool) {
    let Ok(mut decoder) = Decoder::new(coding, first, MOST) else { return (vec![], false, false) };
    let fed = pieces.try_for_each(|piece| decoder.feed(piece)).and_then(|()| decoder.finish());
    let over = decoder.overflowed();
    // What comes out before a fault depends on the pieces: it is thrown away.
    let out = if fed.is_ok() || over { decoder.take() } else { Vec::new() };
    (out, over, over || fed.is_ok())
}

/// The bytes in gzip members that begin where `cuts` says.
pub fn gzip_members(bytes: &[u8], cuts: &[u8]) -> Vec<u8> {
    let mut random = Random::from_bytes(cuts);
    let mut out = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at((1 + random.below(600)).min(rest.len()));
        out.extend(crate::gzip(piece));
        rest = after;
    }
    out
}

/// An archive by chance, sound or nearly so.
pub fn made_warc(random: &mut Random) -> Vec<u8> {
    let mut out = Vec::new();
    for _ in 0..=random.below(4) {
        let body = "<p>The ferry sails no more. ".repeat(random.below(12));
        let head = *random.one_of(&[
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n",
            "HTTP/1.1 200 OK\nContent-Encoding: gzip\n\n",
            "",
        ]);
        let length = (head.len() + body.len()).saturating_add(*random.one_of(&[0, 0, 0, 1, 5000]));
        let kind = *random.one_of(&["response", "conversion", "warcinfo", "x"]);
        let ends = *random.one_of(&["\r\n\r\n", "\r\n\r\n", "\n\n", "", "\r\n"]);
        let written = write!(
            out,
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <https://quay.example/>\r\n\
             Content-Length: {length}\r\n\r\n{head}{body}{ends}"
        );
        written.expect("memory is writable");
    }
    // A byte that is another one, perhaps.
    if random.once_in(3) {
        let at = random.below(out.len());
        if let Some(byte) = out.get_mut(at) {
            *byte = *random.one_of(&[0, b'\n', b'9', 255]);
        }
    }
    out
}
