# What people type while working on dechaff. `just --list` shows all of it.

# Everything that must hold before a merge: what .ci/run and the workflow check
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

# Every hostile input at full size, the table of them in SECURITY.md, and how time grows with size
hostile:
    rm -rf "${CARGO_TARGET_DIR:-target}/tmp/hostile"
    DECHAFF_HOSTILE_TABLE={{justfile_directory()}}/SECURITY.md DECHAFF_PROGRESS=1 cargo test --profile hostile -p dechaff-cli --test hostile -- --test-threads=1
    just growth

# How the time of each hostile input grows with its size; DECHAFF_SHAPE=words picks some
growth:
    DECHAFF_PROGRESS=1 cargo test --profile hostile -p dechaff-cli --test hostile -- --ignored --nocapture time_grows

# Exceptions to the lints are counted, and nothing is read without a bound
house:
    cargo test -p dechaff-tests --test house

# What must hold of every page, on a hundred thousand pages by chance for each property
properties CASES="100000":
    PROPTEST_CASES={{CASES}} cargo test --profile quick -p dechaff-tests --features fetch --test properties --test sites

# 10,000 pages with 100 hostile ones among them, memory over 20,000, disks that fill up, interrupts
batch:
    DECHAFF_FULL=1 cargo test --profile quick -p dechaff-cli --test batch -- --nocapture --test-threads=1

# Every fuzz target for so long, as the workflow does
fuzz-ci SECONDS="30":
    .ci/fuzz {{SECONDS}}

# One fuzz target, for as long as you like
fuzz TARGET SECONDS="3600":
    .ci/fuzz {{SECONDS}} {{TARGET}}

# 10,000 URLs over 200 local hosts, 20 of them slow: pace, memory, and runs that are killed
many:
    DECHAFF_FULL=1 cargo test --profile quick -p dechaff-cli --test many -- --nocapture

# Bodies that unpack to a gibibyte, and long files of robots.txt, against their limits
bombs:
    cargo test --profile quick -p dechaff-fetch --test bombs --test rules -- --nocapture

# Runs that are killed, a million rows, and the archives of other tools, at full size
pipelines: archive-env
    DECHAFF_FULL=1 cargo test --profile quick -p dechaff-cli --test pipelines -- --nocapture

# The Python that writes and reads archives beside us
archive-env:
    python3 -m venv target/archive-env
    target/archive-env/bin/pip install --quiet -r tests/scripts/requirements.txt

# Pages a second of a WARC.gz of a labelled set, ten times over, at one and two jobs, and of other tools
throughput SET="../shared/corpus/train/wcxb": archive-env
    cargo build --profile quick -p dechaff-cli
    target/archive-env/bin/python tests/scripts/throughput.py target/quick/dechaff {{SET}}

# Licences, advisories and duplicates of what we depend on
deny:
    cargo deny check

# Score labelled pages, fit nothing; fails when a figure of eval/baseline.json fell, says so where there is no corpus
gate CORPUS="../shared/corpus":
    cargo run --profile quick -p dechaff-train -- gate {{CORPUS}}

# Fit both models anew, with the pinned LightGBM in an environment of its own
train CORPUS="../shared/corpus/train": train-env
    cargo run --release -p dechaff-train -- train {{CORPUS}} -o crates/dechaff/model/page.bin
    cargo run --release -p dechaff-train -- train {{CORPUS}} --text -o crates/dechaff/model/text.bin

# Cross-validate both models, and store the models of folds and the baseline for the gate
crossval CORPUS="../shared/corpus": train-env
    cargo run --release -p dechaff-train -- crossval {{CORPUS}}/train --store eval
    cargo run --release -p dechaff-train -- crossval {{CORPUS}}/train --text --store eval
    cargo run --release -p dechaff-train -- gate {{CORPUS}} --write

# The Python that fits the trees
train-env:
    python3 -m venv target/train-env
    target/train-env/bin/pip install --quiet -r crates/dechaff-train/requirements.txt

# Time a bare parse and a whole extraction in turns over a third of a set of pages
bench SET="../shared/corpus/train/wcxb":
    cargo run --release -p dechaff-train -- speed {{SET}}
