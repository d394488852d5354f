//! A page built of numbers, so that each is well-formed where it is not meant to be odd, from its
//! text to every output. The first two bytes choose options.

#![no_main]

use dechaff_fuzz::{extractor, hold, hold_extraction, options_and};
use dechaff_tests::made_page::MadePage;
use dechaff_tests::promise::{blocks_fault, hint, limits};
use dechaff_tests::roundtrip::Random;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (bits, bytes) = options_and(data);
    let page = MadePage::new(&mut Random::from_bytes(bytes)).to_html();
    let extractor = extractor(bits);
    let Ok(extraction) = extractor.extract(&page, &hint()) else { return };
    hold_extraction(&extraction, &extractor.extract(&page, &hint()).expect("as before"));
    if bits >> 10 & 1 == 0 {
        let (html, _) = dechaff::dom::parse(&page, &limits());
        hold(blocks_fault(&html, &extraction.blocks));
    }
});
