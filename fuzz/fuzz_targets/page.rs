//! A page from its bytes to every output. The first two bytes choose options.

#![no_main]

use dechaff_fuzz::{extractor, hold, hold_extraction, options_and};
use dechaff_tests::promise::{blocks_fault, hint, limits};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (bits, bytes) = options_and(data);
    let extractor = extractor(bits);
    let Ok(extraction) = extractor.extract_bytes(bytes, &hint()) else { return };
    hold_extraction(&extraction, &extractor.extract_bytes(bytes, &hint()).expect("as before"));
    if bits >> 10 & 1 == 0
        && let Ok(decoded) = dechaff::decode::decode(bytes, None, usize::MAX)
    {
        let (html, _) = dechaff::dom::parse(&decoded.text, &limits());
        hold(blocks_fault(&html, &extraction.blocks));
    }
});
