//! A plain text, whose kept lines come out as they were. The first two bytes choose options.

#![no_main]

use dechaff_fuzz::{extractor, hold, hold_extraction, options_and};
use dechaff_tests::promise::{hint, lines_fault};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    // Without the low limits: all lines are looked at.
    let (bits, bytes) = options_and(data);
    let extractor = extractor(bits & 0x3ff);
    let text = String::from_utf8_lossy(bytes);
    let Ok(extraction) = extractor.extract_text(&text, &hint()) else { return };
    hold_extraction(&extraction, &extractor.extract_text(&text, &hint()).expect("as before"));
    hold(lines_fault(&text, &extraction));
});
