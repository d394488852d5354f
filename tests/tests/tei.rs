//! XML of trees by chance, against the content models of TEI.

use dechaff_tests::roundtrip::{Random, tree};
use dechaff_tests::tei_fault;

const TREES: u64 = 2_000;

#[test]
fn xml_keeps_to_the_models_of_tei() {
    // To check the documents with the schema itself, name a folder for them.
    let folder = std::env::var_os("DECHAFF_TEI_OUT").map(std::path::PathBuf::from);
    let mut faults = Vec::new();
    for seed in 0..TREES {
        let xml = tree(&mut Random::new(seed)).to_xml();
        if let Some(folder) = &folder {
            std::fs::write(folder.join(format!("{seed}.xml")), &xml).unwrap();
        }
        faults.extend(tei_fault(&xml).map(|fault| format!("seed {seed}: {fault}")));
    }
    faults.truncate(10);
    dechaff_tests::assert_none(&faults);
}
