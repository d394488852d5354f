//! `robots.txt`, sitemaps, feeds and the tags of a page. The first byte chooses which, the second
//! where a sitemap is cut.

#![no_main]

use dechaff_fuzz::hold;
use dechaff_tests::promise::{
    feed_fault, markup_fault, robots_bytes_fault, robots_fault, sitemap_fault,
};
use dechaff_tests::roundtrip::Random;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [kind, cut, bytes @ ..] = data else { return };
    match kind % 6 {
        0 => hold(robots_fault(&mut Random::from_bytes(bytes))),
        1 => hold(robots_bytes_fault(bytes)),
        2 => hold(sitemap_fault(bytes, bytes.len() * usize::from(*cut) / 256)),
        3 | 4 => hold(feed_fault(bytes)),
        _ => hold(markup_fault(&String::from_utf8_lossy(bytes))),
    }
});
