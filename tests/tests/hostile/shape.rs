//! What a hostile input is: a name, the code that writes it at any size, and what is expected.

use std::fmt::Display;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// An input that is written piece by piece, since the largest would fill the test's own memory,
/// and that would count as the child's.
pub(crate) struct Page {
    out: BufWriter<File>,
    bytes: usize,
}

impl Page {
    pub(crate) fn create(path: &Path) -> Self {
        Self { out: BufWriter::new(File::create(path).expect("a file can be made")), bytes: 0 }
    }

    /// Bytes written, once all of them are.
    pub(crate) fn finish(mut self) -> usize {
        self.out.flush().expect("the page can be written");
        self.bytes
    }

    pub(crate) fn bytes(&mut self, piece: &[u8]) {
        self.out.write_all(piece).expect("the page can be written");
        self.bytes += piece.len();
    }

    pub(crate) fn put(&mut self, piece: impl Display) {
        self.bytes(piece.to_string().as_bytes());
    }

    /// The same piece so many times.
    pub(crate) fn times(&mut self, count: usize, piece: &str) {
        for _ in 0..count {
            self.bytes(piece.as_bytes());
        }
    }

    /// Another piece each time, made of its number.
    pub(crate) fn each<T: Display>(&mut self, count: usize, piece: impl Fn(usize) -> T) {
        for number in 0..count {
            self.put(piece(number));
        }
    }

    /// The same piece until it has made so many bytes.
    pub(crate) fn fill(&mut self, bytes: usize, piece: &str) {
        self.times(bytes / piece.len(), piece);
    }
}

/// How an input is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Html,
    Text,
}

/// A family of inputs, all made by code and never stored.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// The size at which the promise is proved.
    pub(crate) full: usize,
    pub(crate) write: fn(&mut Page, usize),
    /// Limits that are hit at that size, by their names.
    pub(crate) hits: &'static [&'static str],
    /// The size at which growth begins to be measured, where it is, and the most it may be for
    /// four times as much.
    pub(crate) growth: Option<(usize, f64)>,
}

/// Four times as much may cost so much more where the parser, which is not ours, has a part.
const PARSER_GROWTH: f64 = 5.0;
/// The same where nearly all is our own work.
const OWN_GROWTH: f64 = 4.6;
/// Where an input also gets deeper as it gets longer: each start tag looks through the open
/// elements, by the standard, and the limit on depth is what bounds it.
const DEEPER_GROWTH: f64 = 8.0;

impl Shape {
    pub(crate) const fn page(name: &'static str, full: usize, write: fn(&mut Page, usize)) -> Self {
        Self { name, kind: Kind::Html, full, write, hits: &[], growth: None }
    }

    pub(crate) const fn text(name: &'static str, full: usize, write: fn(&mut Page, usize)) -> Self {
        Self { kind: Kind::Text, ..Self::page(name, full, write) }
    }

    /// The same, of which these limits are known to be hit.
    pub(crate) const fn hits(mut self, limits: &'static [&'static str]) -> Self {
        self.hits = limits;
        self
    }

    /// The same, whose growth is measured from this size on.
    pub(crate) const fn grows(mut self, from: usize) -> Self {
        self.growth = Some((from, PARSER_GROWTH));
        self
    }

    /// The same, of one that gets deeper too.
    pub(crate) const fn grows_deeper(mut self, from: usize) -> Self {
        self.growth = Some((from, DEEPER_GROWTH));
        self
    }

    /// The same, where the work is our own.
    pub(crate) const fn grows_by_us(mut self, from: usize) -> Self {
        self.growth = Some((from, OWN_GROWTH));
        self
    }
}
