//! Writes texts as WET: WARC whose records are conversions to plain text.

use std::fmt::Write as _;
use std::io::{self, Write};

use data_encoding::BASE32;
use sha2::{Digest, Sha256};

/// A text to be written, and where it is from.
#[derive(Debug, Clone, Copy)]
pub struct Conversion<'a> {
    /// Address of the page.
    pub target: &'a str,
    /// When it was fetched or saved, as `2026-01-31T23:59:59Z`.
    pub date: &'a str,
    /// The record that the text is from, by its own name, where it has one.
    pub refers_to: Option<&'a str>,
    /// What the page is called where it was found, in a field of our own.
    pub source: &'a str,
    /// The language of the text, as ISO 639-3 has it.
    pub language: Option<&'a str>,
    /// The text.
    pub text: &'a str,
}

/// Writes conversions one after the other. Names of records are made from what is in them, so
/// that the same texts are the same bytes.
#[derive(Debug)]
pub struct WetWriter {
    /// Who writes, for the record about the file.
    software: String,
    begun: bool,
}

impl WetWriter {
    /// A writer into a new file, or into one that is `begun` already.
    pub fn new(software: impl Into<String>, begun: bool) -> Self {
        Self { software: software.into(), begun }
    }

    /// Writes one text; before the first a record about the file, of the same date.
    ///
    /// # Errors
    ///
    /// What `out` fails with.
    pub fn write(&mut self, out: &mut impl Write, text: &Conversion<'_>) -> io::Result<()> {
        if !std::mem::replace(&mut self.begun, true) {
            self.write_info(out, text.date)?;
        }
        out.write_all(&conversion(text))
    }

    fn write_info(&self, out: &mut impl Write, date: &str) -> io::Result<()> {
        let block = format!("software: {}\r\nformat: WARC File Format 1.0\r\n", self.software);
        let mut head = String::from("WARC/1.0\r\nWARC-Type: warcinfo\r\n");
        field(&mut head, "WARC-Date", date);
        field(&mut head, "WARC-Record-ID", &name_of(&[date, &block]));
        field(&mut head, "Content-Type", "application/warc-fields");
        field(&mut head, "Content-Length", &block.len().to_string());
        write!(out, "{head}\r\n{block}\r\n\r\n")
    }
}

fn conversion(text: &Conversion<'_>) -> Vec<u8> {
    let mut head = String::from("WARC/1.0\r\nWARC-Type: conversion\r\n");
    field(&mut head, "WARC-Target-URI", text.target);
    field(&mut head, "WARC-Date", text.date);
    let name = name_of(&[text.source, text.target, text.date, text.text]);
    field(&mut head, "WARC-Record-ID", &name);
    if let Some(refers_to) = text.refers_to {
        field(&mut head, "WARC-Refers-To", refers_to);
    }
    let digest = BASE32.encode(&Sha256::digest(text.text.as_bytes()));
    field(&mut head, "WARC-Block-Digest", &format!("sha256:{digest}"));
    if let Some(language) = text.language {
        field(&mut head, "WARC-Identified-Content-Language", language);
    }
    field(&mut head, "Dechaff-Source", text.source);
    field(&mut head, "Content-Type", "text/plain");
    field(&mut head, "Content-Length", &text.text.len().to_string());
    [head.as_bytes(), b"\r\n", text.text.as_bytes(), b"\r\n\r\n"].concat()
}

/// Adds a field; a line break in its value would be a field of its own.
fn field(head: &mut String, name: &str, value: &str) {
    let value: String = value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    // Writing into a string cannot fail.
    let _ = write!(head, "{name}: {value}\r\n");
}

/// A name in the form of a UUID of version 8, whose bits are free to choose.
fn name_of(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_le_bytes());
        hash.update(part.as_bytes());
    }
    let digest = hash.finalize();
    let mut id = [0_u8; 16];
    for (into, from) in id.iter_mut().zip(digest) {
        *into = from;
    }
    let number = u128::from_be_bytes(id);
    let number = number & !(0xf << 76) & !(0x3 << 62) | (0x8 << 76) | (0x2 << 62);
    let hex = format!("{number:032x}");
    let parts = [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)];
    let parts = parts.map(|(from, to)| hex.get(from..to).unwrap_or_default());
    format!("<urn:uuid:{}>", parts.join("-"))
}
