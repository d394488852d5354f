//! Many pages in one run, hostile ones among them, and what may go wrong around a run. With
//! `DECHAFF_FULL` set 10,000 pages and 100 hostile ones, and memory over 20,000 pages, for an
//! optimised build: `just batch`.

#[cfg(test)]
mod batch {
    use std::fs::{self, File};
    use std::io::Read;
    use std::path::{Path, PathBuf};
    use std::process::{Child, Command};
    use std::thread;
    use std::time::{Duration, Instant};

    use dechaff_tests::made_page::MadePage;
    use dechaff_tests::roundtrip::Random;
    use dechaff_tests::{Dechaff, Folder, article, gzip};

    fn dechaff() -> Dechaff {
        Dechaff::new(env!("CARGO_BIN_EXE_dechaff"))
    }

    fn is_full() -> bool {
        std::env::var_os("DECHAFF_FULL").is_some()
    }

    /// A page for each number: articles, and pages of all sorts.
    fn good(number: usize) -> String {
        if number.is_multiple_of(2) {
            return article(&format!("Page {number}"), &format!("the well of {number}"));
        }
        let page = MadePage::new(&mut Random::new(number as u64)).to_html();
        page.replace("</body>", &format!("<p>The ferry {number} sails no more.</p></body>"))
    }

    /// Pages that cannot be read or that hit a limit, each another one, and what is said of them.
    fn hostile(number: usize) -> (Vec<u8>, &'static str) {
        let text = format!("<p>{number}");
        match number % 6 {
            0 => (format!("%PDF-1.7\n%\u{e2}\u{e3} {number}").into_bytes(), "application/pdf"),
            1 => (format!("{}{text}", "<div>".repeat(3000)).into_bytes(), "limit depth"),
            2 => {
                let mut cut = gzip(format!("{text}{}", "word ".repeat(500)));
                cut.truncate(cut.len() - 9);
                (cut, "gzip")
            }
            3 => ([1, 2, 3, 4, 5, 6, 7, 8].repeat(40), "octet-stream"),
            4 => (Vec::new(), "is empty"),
            _ => {
                let bold: Vec<_> = (0..900).map(|bold| format!("<b a={number}-{bold}>")).collect();
                (format!("<p>{}{}", bold.concat(), "<p>x".repeat(4000)).into_bytes(), "limit")
            }
        }
    }

    fn write_good(folder: &Path, numbers: impl Iterator<Item = usize>) {
        fs::create_dir_all(folder).unwrap();
        for number in numbers {
            fs::write(folder.join(format!("{number:05}.html")), good(number)).unwrap();
        }
    }

    /// The files of a folder, sorted, with what they hold.
    fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| (path.file_name().unwrap().into(), fs::read(&path).unwrap()))
            .collect();
        files.sort();
        files
    }

    #[test]
    fn hostile_pages_are_reported_and_change_no_other() {
        let (pages, bad) = if is_full() { (10_000, 100) } else { (150, 18) };
        let folder = Folder::new();
        write_good(&folder.join("alone"), 0..pages);
        write_good(&folder.join("among"), 0..pages);
        for number in 0..bad {
            // Names that stand between those of the others.
            let name = format!("among/{:05}-{number}.html", number * (pages / bad));
            fs::write(folder.join(&name), hostile(number).0).unwrap();
        }
        let run = |pages: &str, outputs: &str| {
            let command = dechaff().inside(folder.path()).args(["-f", "markdown", "-O", outputs]);
            command.arg(pages).run()
        };
        run("alone", "out-alone").exits(0);
        let ran = run("among", "out-among").exits(3);
        for number in 0..bad {
            let name = format!("{:05}-{number}.html: ", number * (pages / bad));
            let mut lines = ran.stderr.lines().filter(|line| line.contains(&name));
            let said = hostile(number).1;
            assert!(lines.any(|line| line.contains(said)), "{name}{said}\n{}", ran.stderr);
        }
        let among = files(&folder.join("out-among"));
        let alone = files(&folder.join("out-alone"));
        let is_bad = |path: &Path| path.to_string_lossy().contains('-');
        let others: Vec<_> = among.into_iter().filter(|(path, _)| !is_bad(path)).collect();
        assert_eq!(alone.len(), pages);
        assert!(alone == others, "a page came out in another way");
    }

    /// Only builds with assertions have what the test asks for.
    #[cfg(debug_assertions)]
    #[test]
    fn a_panic_is_a_failure_of_its_page_alone() {
        let folder = Folder::new();
        write_good(&folder.join("in"), 0..30);
        let mut command = Command::new(env!("CARGO_BIN_EXE_dechaff"));
        command.current_dir(folder.path()).env("DECHAFF_TEST_PANIC_AT", "00007.html");
        let output = command.args(["-f", "jsonl", "in"]).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{stderr}");
        let reported = stderr.lines().filter(|line| line.contains("internal error")).count();
        assert_eq!(reported, 1, "{stderr}");
        assert!(stderr.contains("00007.html: internal error, please report it"), "{stderr}");
        assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 29);
    }

    /// Waits for the end; the most memory held, in KiB, while the first and the last tenth of the
    /// output was written. Nothing where the system does not tell.
    fn watch(mut child: Child, out: &Path, all: u64) -> Option<(u64, u64)> {
        let mut samples = Vec::new();
        while child.try_wait().unwrap().is_none() {
            let done = fs::read_dir(out).map_or(0, Iterator::count) as u64;
            let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
            let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
            let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
            samples.extend(kib.map(|kib| (done, kib)));
            thread::sleep(Duration::from_millis(50));
        }
        let most = |from: u64, to: u64| {
            let within = samples.iter().filter(|(done, _)| (from..=to).contains(done));
            within.map(|(_, kib)| *kib).max()
        };
        Some((most(1, all / 10)?, most(all / 10 * 9, all)?))
    }

    #[test]
    fn memory_does_not_grow_with_the_pages() {
        let pages = if is_full() { 20_000 } else { 400 };
        let folder = Folder::new();
        write_good(&folder.join("in"), 0..pages);
        let out = folder.join("out");
        let child = dechaff().inside(folder.path()).args(["-q", "-O", "out", "in"]).spawn();
        let Some((first, last)) = watch(child, &out, pages as u64) else {
            println!("skipped: this system does not tell how much memory a process has");
            return;
        };
        println!("{first} KiB in the first tenth of {pages} pages, {last} KiB in the last");
        assert!(!is_full() || last * 10 <= first * 11, "{first} KiB, then {last} KiB");
        assert_eq!(files(&out).len(), pages);
    }

    #[test]
    fn a_full_disk_is_told_and_leaves_nothing_by_halves() {
        if !Path::new("/dev/full").exists() {
            println!("skipped: this system has no /dev/full");
            return;
        }
        let folder = Folder::new();
        write_good(&folder.join("in"), 0..3);
        for format in ["markdown", "jsonl"] {
            let command = dechaff().inside(folder.path()).args(["-f", format, "-o", "/dev/full"]);
            let ran = command.arg("in").run().exits(2);
            assert!(ran.stderr.contains("cannot write /dev/full"), "{}", ran.stderr);
        }
        let full = File::options().write(true).open("/dev/full").unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_dechaff"));
        let output = command.current_dir(folder.path()).arg("in").stdout(full).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(stderr.contains("cannot write to standard output"), "{stderr}");
    }

    /// A file system with room for a few pages; none where the system or its rights have none.
    #[cfg(target_os = "linux")]
    struct SmallDisk(PathBuf);

    #[cfg(target_os = "linux")]
    impl SmallDisk {
        fn new(at: PathBuf) -> Option<Self> {
            fs::create_dir(&at).unwrap();
            let mut mount = Command::new("mount");
            let mounted = mount.args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"]).arg(&at).output();
            mounted.is_ok_and(|output| output.status.success()).then_some(Self(at))
        }
    }

    #[cfg(target_os = "linux")]
    impl Drop for SmallDisk {
        fn drop(&mut self) {
            let _ = Command::new("umount").arg(&self.0).output();
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_disk_that_fills_up_keeps_whole_files_and_a_resumed_run_adds_the_rest() {
        let folder = Folder::new();
        write_good(&folder.join("in"), 0..40);
        let Some(disk) = SmallDisk::new(folder.join("disk")) else {
            println!("skipped: no file system can be mounted here");
            return;
        };
        let run = |outputs: &str| {
            let command = dechaff().inside(folder.path()).args(["-f", "json", "--resume", "in"]);
            command.args(["-O", outputs]).run()
        };
        run("whole").exits(0);
        let ran = run("disk/out").exits(3);
        assert!(ran.stderr.contains("No space left on device"), "{}", ran.stderr);
        let whole = files(&folder.join("whole"));
        let done = files(&disk.0.join("out"));
        assert!(!done.is_empty() && done.len() < whole.len(), "{} files", done.len());
        assert!(done.iter().all(|file| whole.contains(file)), "{:?}", folder.tree());
        let remount = ["-o", "remount,size=8m"];
        assert!(Command::new("mount").args(remount).arg(&disk.0).status().unwrap().success());
        run("disk/out").exits(0);
        assert!(files(&disk.0.join("out")) == whole, "not as in one run");
    }

    #[cfg(unix)]
    #[test]
    fn a_place_without_the_right_to_write_is_told() {
        use std::os::unix::fs::PermissionsExt;
        let folder = Folder::new();
        write_good(&folder.join("in"), 0..3);
        fs::create_dir(folder.join("shut")).unwrap();
        fs::set_permissions(folder.join("shut"), fs::Permissions::from_mode(0o555)).unwrap();
        if File::create(folder.join("shut/try")).is_ok() {
            println!("skipped: whoever runs this may write anywhere");
            return;
        }
        let run = |arguments: &[&str]| dechaff().inside(folder.path()).args(arguments).run();
        let ran = run(&["in", "-O", "shut"]).exits(3);
        assert_eq!(ran.stderr.matches("cannot write shut/").count(), 3, "{}", ran.stderr);
        let ran = run(&["in", "-f", "jsonl", "-o", "shut/out.jsonl"]).exits(2);
        assert!(ran.stderr.contains("cannot write shut/out.jsonl"), "{}", ran.stderr);
    }

    #[test]
    fn a_reader_that_has_enough_ends_a_batch_quietly() {
        let folder = Folder::new();
        write_good(&folder.join("in"), 0..200);
        let command = dechaff().inside(folder.path()).args(["-q", "-f", "jsonl", "in"]);
        let mut child = command.spawn();
        let mut first = [0; 10];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        assert_eq!(output.status.code(), Some(0));
    }

    /// Starts a run, and interrupts it once there is something of it.
    #[cfg(unix)]
    fn interrupted(command: Dechaff, begun: impl Fn() -> bool) {
        let mut child = command.spawn();
        let start = Instant::now();
        while !begun() && start.elapsed() < Duration::from_secs(60) {
            assert!(child.try_wait().unwrap().is_none(), "it ended before it was interrupted");
            thread::sleep(Duration::from_millis(2));
        }
        let id = child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(130));
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(stderr.ends_with("dechaff: interrupted\n"), "{stderr}");
    }

    #[cfg(unix)]
    #[test]
    fn an_interrupted_folder_holds_whole_files_and_a_resumed_run_adds_the_rest() {
        let folder = Folder::new();
        write_good(&folder.join("in"), 0..300);
        let run = |outputs: &str| {
            let command = dechaff().inside(folder.path()).args(["-q", "-O", outputs]);
            command.args(["--resume", "in"])
        };
        run("whole").run().exits(0);
        let whole = files(&folder.join("whole"));
        let out = folder.join("out");
        interrupted(run("out"), || fs::read_dir(&out).is_ok_and(|files| files.count() > 3));
        let done = files(&out);
        assert!(done.len() < whole.len(), "{} files", done.len());
        assert!(done.iter().all(|file| whole.contains(file)), "{:?}", folder.tree());
        run("out").run().exits(0);
        assert!(files(&out) == whole, "not as in one run");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_is_written_aside_is_taken_away() {
        let folder = Folder::new().with("old.json", "an older output");
        write_good(&folder.join("in"), 0..300);
        let is_aside = || folder.tree().iter().any(|name| name.starts_with(".dechaff-"));
        let command = dechaff().inside(folder.path()).args(["-q", "-f", "json", "in"]);
        interrupted(command.args(["-o", "old.json"]), is_aside);
        assert_eq!(folder.read("old.json"), "an older output");
        assert!(!is_aside(), "{:?}", folder.tree());
    }

    #[cfg(unix)]
    #[test]
    fn interrupted_records_are_resumed_and_an_older_file_stays_until_a_run_is_done() {
        let folder = Folder::new().with("old.jsonl", "an older output");
        write_good(&folder.join("in"), 0..300);
        let run = |out: &str| {
            let command = dechaff().inside(folder.path()).args(["-q", "-f", "jsonl", "-o", out]);
            command.arg("in")
        };
        run("whole.jsonl").run().exits(0);
        let part = folder.join("old.jsonl.part");
        interrupted(run("old.jsonl"), || fs::metadata(&part).is_ok_and(|data| data.len() > 0));
        assert_eq!(folder.read("old.jsonl"), "an older output");
        let out = folder.join("out.jsonl");
        let part = folder.join("out.jsonl.part");
        let begun = || fs::metadata(&part).is_ok_and(|data| data.len() > 2000);
        interrupted(run("out.jsonl"), begun);
        assert!(!out.exists());
        assert!(fs::metadata(&part).unwrap().len() < folder.read("whole.jsonl").len() as u64);
        run("out.jsonl").arg("--resume").run().exits(0);
        assert!(folder.read("out.jsonl") == folder.read("whole.jsonl"), "not as in one run");
    }
}
