//! Trees by chance, written and read back.

use dechaff::content::Content;
use dechaff_tests::roundtrip::{Random, fault, html_fault, tree};

/// How many trees are tried; the number of each is the seed that it comes from.
const TREES: u64 = 10_000;

fn assert_no_fault(trees: u64, fault: fn(&Content) -> Option<String>) {
    let mut faults = 0;
    for seed in 0..trees {
        if let Some(fault) = fault(&tree(&mut Random::new(seed))) {
            faults += 1;
            if faults <= 5 {
                println!("seed {seed}: {fault}\n");
            }
        }
    }
    assert_eq!(faults, 0, "of {trees} trees");
}

#[test]
fn markdown_reads_back_as_the_same_tree() {
    assert_no_fault(TREES, fault);
}

#[test]
fn html_reads_back_as_the_same_tree_and_is_written_the_same_again() {
    assert_no_fault(TREES / 5, html_fault);
}
