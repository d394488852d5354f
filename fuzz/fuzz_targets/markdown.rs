//! Markdown that is written, and read by another parser as the same tree. Half of the inputs are
//! markup of which all is wanted, half are numbers that a content tree is built by.

#![no_main]

use dechaff::content::Content;
use dechaff_fuzz::hold;
use dechaff_tests::promise::{hint, options};
use dechaff_tests::roundtrip::{Random, fault, tree};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [kind, bytes @ ..] = data else { return };
    let content = if kind % 2 == 0 {
        let html = String::from_utf8_lossy(bytes);
        Content::from_html(&html, hint().url.as_ref(), &options(0))
    } else {
        tree(&mut Random::from_bytes(bytes))
    };
    hold(fault(&content));
});
