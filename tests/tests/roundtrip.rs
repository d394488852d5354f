//! Trees by chance, written and read back.

use dechaff::content::Content;
use dechaff_tests::roundtrip::{Random, fault, html_fault, tree};

/// How many trees are tried; the number of each is the seed that it comes from.
const TREES: u64 = 10_000;

fn assert_no_fault(trees: u64, fault: fn(&Content) -> Option<String>) {
    let mut faults = Vec::new();
    for seed in 0..trees {
        let fault = fault(&tree(&mut Random::new(seed)));
        faults.extend(fault.map(|fault| format!("seed {seed}: {fault}")));
    }
    let count = faults.len();
    faults.truncate(3);
    assert!(faults.is_empty(), "{count} of {trees} trees:\n\n{}", faults.join("\n\n"));
}

#[test]
fn markdown_reads_back_as_the_same_tree() {
    assert_no_fault(TREES, fault);
}

#[test]
fn html_reads_back_as_the_same_tree_and_is_written_the_same_again() {
    assert_no_fault(TREES / 5, html_fault);
}
