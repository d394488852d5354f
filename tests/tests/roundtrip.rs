//! Markdown of trees by chance, read back.

use dechaff_tests::roundtrip::{Random, fault, tree};

/// How many trees are tried, and the seed of the first.
const TREES: u64 = 10_000;

#[test]
fn markdown_reads_back_as_the_same_tree() {
    let mut faults = 0;
    for seed in 0..TREES {
        let content = tree(&mut Random::new(seed));
        if let Some(fault) = fault(&content) {
            faults += 1;
            if faults <= 5 {
                println!("seed {seed}: {fault}\n");
            }
        }
    }
    assert_eq!(faults, 0, "of {TREES} trees");
}
