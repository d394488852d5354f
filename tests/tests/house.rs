//! What no lint can see: how many exceptions there are, that nothing is read without a bound, and
//! that what is fuzzed is what is shipped.

#[cfg(test)]
mod house {
    use std::fs;
    use std::path::{Path, PathBuf};

    /// Exceptions to the lints outside of tests. A smaller number is to be written here; a
    /// greater one only with a reason that is worth it.
    const EXCEPTIONS: usize = 11;
    /// Exceptions to those lints that forbid a panic or a hang.
    const GRAVE: usize = 4;
    const GRAVE_LINTS: [&str; 7] = [
        "indexing_slicing", "string_slice", "unwrap_used", "expect_used", "panic",
        "disallowed_methods", "arithmetic_side_effects",
    ];

    /// The source files of our crates with what is not for tests.
    fn sources() -> Vec<(PathBuf, String)> {
        let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates")];
        let mut found = Vec::new();
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                if path.is_dir() && name != "tests" {
                    open.push(path);
                } else if path.extension().is_some_and(|end| end == "rs")
                    && !name.ends_with("tests.rs")
                {
                    let text = fs::read_to_string(&path).unwrap();
                    let mut parts = text.split("#[cfg(test)]\nmod tests {");
                    found.push((path, parts.next().unwrap_or_default().to_owned()));
                }
            }
        }
        assert!(found.len() > 200, "the sources are where they were");
        found
    }

    #[test]
    fn exceptions_to_the_lints_stay_few() {
        let mut all = Vec::new();
        for (path, text) in sources() {
            for (number, line) in (1..).zip(text.lines()) {
                let code = line.trim_start();
                assert!(!code.starts_with("#[allow") && !code.starts_with("#![allow"), "{path:?}");
                if code.starts_with('#') && code.contains("expect(") {
                    all.push(format!("{}:{number}: {code}", path.display()));
                }
            }
        }
        let is_grave = |line: &&String| GRAVE_LINTS.iter().any(|lint| line.contains(lint));
        let grave = all.iter().filter(is_grave).count();
        assert!(all.len() <= EXCEPTIONS, "{} exceptions:\n{}", all.len(), all.join("\n"));
        assert!(grave <= GRAVE, "{grave} grave exceptions:\n{}", all.join("\n"));
    }

    #[test]
    fn nothing_is_read_without_a_bound() {
        let mut faults = Vec::new();
        // Whoever trains models has the memory for it.
        let shipped = sources()
            .into_iter()
            .filter(|(path, _)| !path.components().any(|part| part.as_os_str() == "dechaff-train"));
        for (path, text) in shipped {
            for statement in text.split([';', '{', '}']) {
                let whole = ["fs::read(", "fs::read_to_string(", "io::read_to_string("];
                let rest = [".read_to_end(", ".read_to_string("];
                let is_whole = whole.iter().any(|call| statement.contains(call));
                let is_rest = rest.iter().any(|call| statement.contains(call));
                if is_whole || (is_rest && !statement.contains(".take(")) {
                    faults.push(format!("{}: {}", path.display(), statement.trim()));
                }
            }
        }
        dechaff_tests::assert_none(&faults);
    }

    /// The packages of a lock file, as `name version`.
    fn locked(file: &str) -> Vec<String> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        let text = fs::read_to_string(path).unwrap();
        let value = |line: &str| line.split('"').nth(1).unwrap_or_default().to_owned();
        let lines: Vec<_> = text.lines().collect();
        let pairs = lines.windows(2).filter_map(|pair| match pair {
            [name, version] if name.starts_with("name =") && version.starts_with("version =") => {
                Some(format!("{} {}", value(name), value(version)))
            }
            _ => None,
        });
        pairs.collect()
    }

    /// The workspace of the fuzz targets has a lock file of its own. Where it differs:
    /// `cp Cargo.lock fuzz/ && cargo check --manifest-path fuzz/Cargo.toml`.
    #[test]
    fn what_is_fuzzed_stands_on_the_same_packages() {
        let own = ["arbitrary ", "dechaff-fuzz ", "libfuzzer-sys "];
        let (ours, fuzzed) = (locked("../Cargo.lock"), locked("../fuzz/Cargo.lock"));
        assert!(fuzzed.len() > 100, "the lock files are where they were");
        let is_other = |package: &&String| {
            !ours.contains(package) && !own.iter().any(|name| package.starts_with(name))
        };
        let others: Vec<_> = fuzzed.iter().filter(is_other).cloned().collect();
        dechaff_tests::assert_none(&others);
    }
}
