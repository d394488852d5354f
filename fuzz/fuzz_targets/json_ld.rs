//! Data that a page holds for machines: JSON-LD, state for its scripts, and streams of it. The
//! first byte chooses which.

#![no_main]

use dechaff_fuzz::{extractor, hold_extraction};
use dechaff_tests::promise::hint;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [kind, bytes @ ..] = data else { return };
    let data = String::from_utf8_lossy(bytes);
    let (open, close) = match kind % 5 {
        0 => ("<script type=application/ld+json>", "</script>"),
        1 => ("<script type=application/json id=__NEXT_DATA__>", "</script>"),
        2 => ("<script>window.__INITIAL_STATE__ = ", ";</script>"),
        3 => ("<script>self.__next_f.push(", ")</script>"),
        _ => ("<div itemscope itemtype=https://schema.org/Article ", "</div>"),
    };
    let page = format!("<title>The harbor light</title>{open}{data}{close}<p>Loading</p>");
    let extractor = extractor(0);
    let Ok(extraction) = extractor.extract(&page, &hint()) else { return };
    hold_extraction(&extraction, &extractor.extract(&page, &hint()).expect("as before"));
});
