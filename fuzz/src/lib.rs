//! What the targets share.

#![expect(clippy::missing_panics_doc, reason = "a panic is how a fault is told")]

use std::sync::LazyLock;

use dechaff::{Extraction, Extractor, Options};
use dechaff_tests::promise;

/// Ends the run with what is wrong, if anything is.
#[track_caller]
pub fn hold(fault: Option<String>) {
    if let Some(fault) = fault {
        panic!("{fault}");
    }
}

/// An extractor with these options; making one takes long enough to be worth keeping the plain
/// one.
#[must_use]
pub fn extractor(bits: u16) -> Extractor {
    static PLAIN: LazyLock<Extractor> = LazyLock::new(|| make(promise::options(0)));
    if bits == 0 { PLAIN.clone() } else { make(promise::options(bits)) }
}

fn make(options: Options) -> Extractor {
    Extractor::new(options).expect("the selectors are valid")
}

/// The first two bytes of the data as options, and the rest.
#[must_use]
pub fn options_and(data: &[u8]) -> (u16, &[u8]) {
    match data {
        [high, low, rest @ ..] => (u16::from_be_bytes([*high, *low]), rest),
        _ => (0, data),
    }
}

/// Whether an extraction and its outputs keep what is promised, and are the same a second time.
pub fn hold_extraction(one: &Extraction, other: &Extraction) {
    hold(promise::extraction_fault(one));
    let same = json_of(one) == json_of(other);
    assert!(same, "not the same twice");
}

fn json_of(extraction: &Extraction) -> String {
    extraction.to_json(&dechaff::JsonOptions::default()).to_string()
}
