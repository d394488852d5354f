//! Any text to a tree: within limits, and the same tree as without them. The first byte moves the
//! pieces that the parser is fed, and chooses low limits.

#![no_main]

use dechaff_fuzz::hold;
use dechaff_tests::promise::{limits, pieces_fault, tree_fault};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [first, bytes @ ..] = data else { return };
    let text = String::from_utf8_lossy(bytes);
    let mut limits = limits();
    if first % 4 == 3 {
        limits.nodes = 50;
        limits.depth = 10;
        limits.json_ld_bytes = 100;
    }
    hold(tree_fault(&text, &limits));
    if first % 4 == 2 {
        hold(pieces_fault(&text, usize::from(*first) * 4));
    }
});
