# What people type while working on dechaff. `just --list` shows all of it.

# The gate: what .ci/run and the workflow check
ci:
    .ci/run

# Quick: format, lints, and the unit tests
check:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings
    cargo test --workspace --lib --bins

# All tests
test:
    cargo test --workspace

# The five texts in ../shared/seeds, line by line; says so where they are not there
seeds:
    cargo test -p dechaff-cli --test seeds -- --nocapture

# Every fixture: what was expected, what came out
fixtures:
    cargo test -p dechaff-cli --test fixtures

# Inputs made to hang or to fill the memory, against the limits of an optimised build
hostile:
    cargo test --profile quick -p dechaff-cli --test hostile -- --test-threads=1

# Licences, advisories and duplicates of what we depend on
deny:
    cargo deny check

# Time a bare parse and a whole extraction in turns over a third of a set of pages
bench SET="../shared/corpus/train/wcxb":
    cargo run --release -p dechaff-train -- speed {{SET}}
