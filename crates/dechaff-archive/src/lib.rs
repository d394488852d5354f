//! Web pages out of what they are packed in, as a stream and within limits.
//!
//! [`WarcReader`] reads WARC and WARC.gz record by record, and goes on after a record or gzip
//! member that is broken. [`Response`] is the HTTP message in a record, [`main_part`] finds the
//! page in an MHTML file, [`unpacked`] undoes gzip, zstd and brotli around a file, and [`Lines`]
//! cuts JSON Lines apart. [`Conversion`] is a text that is written as a record of WET. Everything is read from a
//! `std::io::Read`; no file is opened here.
//!
//! ```
//! use dechaff_archive::{WarcLimits, WarcReader};
//!
//! let archive = b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: 5\r\n\r\nTides\r\n\r\n";
//! let mut records = WarcReader::new(archive.as_slice(), WarcLimits::default());
//! let record = records.next().ok_or("no record")??;
//! assert_eq!(record.block, b"Tides");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod brotli;
mod chunked;
mod coding;
mod content_type;
mod fault;
mod lines;
mod members;
mod mhtml;
mod outer;
mod replay;
mod response;
mod saved;
mod sink;
mod stretches;
mod warc;

pub use coding::{Coding, Decoder};
pub use content_type::ContentType;
pub use fault::{Fault, Place, Problem};
pub use lines::{Line, Lines};
pub use mhtml::{MainPart, MhtmlError, is_mhtml, main_part};
pub use outer::{Packing, unpacked};
pub use response::{Body, Response};
pub use saved::saved_from;
pub use warc::{
    Conversion, Record, RecordHeader, SOURCE_FIELD, WarcLimits, WarcReader, is_warc, wet_info,
};
