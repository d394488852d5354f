//! The five texts that the project starts from, where they lie beside the repository.

use std::fs;
use std::path::Path;

use dechaff_tests::{Dechaff, assert_none, line_problems};

#[test]
fn every_line_to_keep_is_kept_and_every_line_to_drop_is_gone() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("skipped: there is no {}", folder.display());
        return;
    };
    let mut texts: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    texts.sort();
    let mut problems = Vec::new();
    for path in &texts {
        let text = fs::read_to_string(path).unwrap();
        let labels = fs::read_to_string(path.with_extension("labels.tsv")).unwrap();
        let output = Dechaff::new(env!("CARGO_BIN_EXE_dechaff"))
            .args(["--input", "text", "--format", "text"])
            .arg(path)
            .run()
            .exits(0)
            .stdout;
        let name = path.file_stem().unwrap_or_default().display();
        let found = line_problems(&text, &labels, &output);
        println!("{name}: {} problems", found.len());
        problems.extend(found.into_iter().map(|problem| format!("{name}: {problem}")));
    }
    assert_none(&problems);
    assert_eq!(texts.len(), 5);
}
