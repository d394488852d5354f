//! The lines of a stream, none longer than a limit.

use std::io::{self, BufRead, BufReader, Read};

use memchr::memchr;

/// One line, without its break.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Line {
    /// Its number, from 1.
    pub number: u64,
    /// What it holds; only the first bytes of one that is too long.
    pub bytes: Vec<u8>,
    /// Whether it is longer than the limit; it was then read to its end.
    pub too_long: bool,
    /// Whether a line break ends it.
    pub ended: bool,
}

/// Cuts a stream into lines.
#[derive(Debug)]
pub struct Lines<R> {
    source: BufReader<R>,
    limit: usize,
    number: u64,
    over: bool,
}

impl<R: Read> Lines<R> {
    /// The lines of `source`; `limit` is the most that is held of one, in bytes.
    pub fn new(source: R, limit: usize) -> Self {
        let source = BufReader::with_capacity(64 * 1024, source);
        Self { source, limit, number: 0, over: false }
    }

    fn line(&mut self) -> io::Result<Option<Line>> {
        let mut line =
            Line { number: self.number + 1, bytes: Vec::new(), too_long: false, ended: false };
        loop {
            let ahead = match self.source.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                ahead => ahead?,
            };
            if ahead.is_empty() {
                break;
            }
            let end = memchr(b'\n', ahead);
            let length = end.unwrap_or(ahead.len());
            let kept = length.min(self.limit - line.bytes.len());
            line.too_long |= kept < length;
            line.bytes.extend_from_slice(ahead.get(..kept).unwrap_or_default());
            line.ended = end.is_some();
            self.source.consume(length + usize::from(line.ended));
            if line.ended {
                break;
            }
        }
        if !line.ended && line.bytes.is_empty() && !line.too_long {
            return Ok(None);
        }
        if line.bytes.last() == Some(&b'\r') {
            line.bytes.pop();
        }
        self.number += 1;
        Ok(Some(line))
    }
}

impl<R: Read> Iterator for Lines<R> {
    type Item = io::Result<Line>;

    fn next(&mut self) -> Option<io::Result<Line>> {
        if self.over {
            return None;
        }
        let line = self.line().transpose();
        self.over = !matches!(line, Some(Ok(_)));
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_numbered_and_a_long_one_is_passed_over() {
        let source = b"one\r\n\nlonger than ten bytes\nlast".as_slice();
        let lines: Vec<Line> = Lines::new(source, 10).map(Result::unwrap).collect();
        let texts: Vec<_> = lines
            .iter()
            .map(|line| (line.number, String::from_utf8_lossy(&line.bytes).into_owned()))
            .collect();
        let expected = [(1, "one"), (2, ""), (3, "longer tha"), (4, "last")];
        assert_eq!(texts, expected.map(|(number, text)| (number, text.to_owned())));
        let flags: Vec<_> = lines.iter().map(|line| (line.too_long, line.ended)).collect();
        assert_eq!(flags, [(false, true), (false, true), (true, true), (false, false)]);
    }
}
