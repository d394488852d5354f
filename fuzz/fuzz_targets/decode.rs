//! Bytes in any encoding, with any label. The first byte chooses a label, the second a bound.

#![no_main]

use dechaff_fuzz::hold;
use dechaff_tests::promise::{LABELS, decoding_fault};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [label, limit, bytes @ ..] = data else { return };
    let label = LABELS[usize::from(*label) % LABELS.len()];
    let limit = if *limit == 0 { 1 << 20 } else { usize::from(*limit) };
    hold(decoding_fault(bytes, label, limit));
});
