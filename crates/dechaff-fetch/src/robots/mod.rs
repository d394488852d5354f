//! `robots.txt` as RFC 9309 says it is read: which rules are ours, and what
//! they say of a URL.

mod book;
mod parse;
mod rules;

pub(crate) use book::{Book, Verdict};
pub use rules::Robots;

/// How much of a file is read; the standard asks for no less.
pub(crate) const MOST_BYTES: usize = 512 * 1024;
