//! What a release is made of, as far as it can be made here.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use dechaff_tests::Folder;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Runs a script of `packaging/`; `None` where there is no bash.
fn script(name: &str, arguments: &[&Path]) -> Option<Output> {
    if cfg!(windows) {
        println!("skipped: the scripts are for Unix");
        return None;
    }
    let ran =
        Command::new("bash").arg(root().join("packaging").join(name)).args(arguments).output();
    if ran.is_err() {
        println!("skipped: there is no bash");
    }
    ran.ok()
}

fn succeeded(ran: &Output) -> String {
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8_lossy(&ran.stdout).into_owned()
}

#[test]
fn an_archive_holds_the_binary_with_all_that_belongs_to_it() {
    let folder = Folder::new().with("binaries/dechaff", "a binary");
    let texts = folder.join("texts");
    let binary = Path::new(env!("CARGO_BIN_EXE_dechaff"));
    let Some(ran) = script("texts", &[binary, &texts]) else { return };
    succeeded(&ran);
    let archives = folder.join("archives");
    let target = Path::new("x86_64-unknown-linux-musl");
    succeeded(&script("archive", &[target, &folder.join("binaries"), &texts, &archives]).unwrap());
    let name = concat!("dechaff-", env!("CARGO_PKG_VERSION"), "-x86_64-unknown-linux-musl");
    let archive = archives.join(format!("{name}.tar.gz"));
    let listing = Command::new("tar").arg("-tzf").arg(archive).output().unwrap();
    let listing = succeeded(&listing);
    for file in [
        "dechaff", "README.md", "LICENSE-MIT", "LICENSE-APACHE", "MODEL_CARD.md",
        "completions/_dechaff", "completions/dechaff.bash", "completions/dechaff.fish",
        "completions/_dechaff.ps1", "man/dechaff.1", "man/dechaff-explain.1",
    ] {
        let path = format!("{name}/{file}");
        assert!(listing.lines().any(|line| line == path), "{path} in {listing}");
    }
}

#[test]
fn a_formula_is_filled_in_whole_or_not_at_all() {
    let version = env!("CARGO_PKG_VERSION");
    let targets = [
        "aarch64-apple-darwin", "x86_64-apple-darwin", "aarch64-unknown-linux-musl",
        "x86_64-unknown-linux-musl",
    ];
    let sums: Vec<String> = (1..)
        .zip(targets)
        .map(|(number, target)| {
            format!("{:064x}  dechaff-{version}-{target}.tar.gz\n", number * 0xabc)
        })
        .collect();
    let folder = Folder::new().with("all", sums.concat()).with("some", &sums[0]);
    let Some(ran) = script("homebrew/fill", &[&folder.join("all")]) else { return };
    let formula = succeeded(&ran);
    assert!(!formula.contains('@'), "{formula}");
    for (number, target) in (1..).zip(targets) {
        let url = format!("v{version}/dechaff-{version}-{target}.tar.gz\"\n");
        let sum = format!("      sha256 \"{:064x}\"\n", number * 0xabc);
        assert!(formula.contains(&format!("{url}{sum}")), "{target}: {formula}");
    }
    folder.write("dechaff.rb", formula);
    match Command::new("ruby").arg("-c").arg(folder.join("dechaff.rb")).output() {
        Ok(ran) => assert!(succeeded(&ran).contains("Syntax OK")),
        Err(_) => println!("skipped: there is no ruby to read the formula"),
    }
    let some = script("homebrew/fill", &[&folder.join("some")]).unwrap();
    assert!(!some.status.success());
    assert!(String::from_utf8_lossy(&some.stderr).contains("no checksum of"));
}

#[test]
fn a_release_runs_no_action_that_others_could_change() {
    let workflow = fs::read_to_string(root().join(".github/workflows/release.yml")).unwrap();
    let uses: Vec<&str> =
        workflow.lines().filter_map(|line| line.trim().strip_prefix("- uses: ")).collect();
    assert!(!uses.is_empty());
    for action in uses {
        let (_, commit) = action.split_once('@').unwrap();
        let commit = commit.split(' ').next().unwrap();
        assert_eq!(commit.len(), 40, "{action}");
        assert!(commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{action}");
    }
}
