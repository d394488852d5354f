//! Writes texts as WET: WARC whose records are conversions to plain text.

use std::fmt::Write;

use data_encoding::BASE32;
use sha2::{Digest, Sha256};

/// The field, our own, that says what a page was called where it was found.
pub const SOURCE_FIELD: &str = "Dechaff-Source";

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
    /// The text.
    pub text: &'a str,
}

impl Conversion<'_> {
    /// The text as a record. Its name is made from what is in it, so that the same text gives the
    /// same bytes.
    pub fn to_record(&self) -> String {
        let mut head = String::from("WARC/1.0\r\nWARC-Type: conversion\r\n");
        field(&mut head, "WARC-Target-URI", self.target);
        field(&mut head, "WARC-Date", self.date);
        let name = name_of(&[self.source, self.target, self.date, self.text]);
        field(&mut head, "WARC-Record-ID", &name);
        if let Some(refers_to) = self.refers_to {
            field(&mut head, "WARC-Refers-To", refers_to);
        }
        let digest = BASE32.encode(&Sha256::digest(self.text.as_bytes()));
        field(&mut head, "WARC-Block-Digest", &format!("sha256:{digest}"));
        field(&mut head, SOURCE_FIELD, self.source);
        field(&mut head, "Content-Type", "text/plain");
        field(&mut head, "Content-Length", &self.text.len().to_string());
        format!("{head}\r\n{}\r\n\r\n", self.text)
    }
}

/// The record about a WET file that stands before all others: who wrote it.
pub fn wet_info(software: &str, date: &str) -> String {
    let block = format!("software: {software}\r\nformat: WARC File Format 1.0\r\n");
    let mut head = String::from("WARC/1.0\r\nWARC-Type: warcinfo\r\n");
    field(&mut head, "WARC-Date", date);
    field(&mut head, "WARC-Record-ID", &name_of(&[date, &block]));
    field(&mut head, "Content-Type", "application/warc-fields");
    field(&mut head, "Content-Length", &block.len().to_string());
    format!("{head}\r\n{block}\r\n\r\n")
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
