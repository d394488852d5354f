//! HTML that is written: safe, and the same when it is read and written again. Half of the inputs
//! are markup of which all is wanted, half are numbers that a content tree is built by.

#![no_main]

use dechaff::content::Content;
use dechaff_fuzz::hold;
use dechaff_tests::promise::{hint, html_content_fault, options};
use dechaff_tests::roundtrip::{Random, html_fault, tree};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [kind, bytes @ ..] = data else { return };
    if kind % 2 == 0 {
        let html = String::from_utf8_lossy(bytes);
        let content = Content::from_html(&html, hint().url.as_ref(), &options(0));
        hold(html_content_fault(&content));
    } else {
        let content = tree(&mut Random::from_bytes(bytes));
        hold(html_fault(&content));
        hold(dechaff_tests::safety::off_list(&content.to_html(), false).into_iter().next());
    }
});
