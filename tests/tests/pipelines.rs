//! The command at work on much: runs that are killed, readers that go away, a million rows, and
//! archives of other tools. With `DECHAFF_FULL` set at full size, for an optimised build:
//! `DECHAFF_FULL=1 cargo test --profile quick -p dechaff-cli --test pipelines`.

#[cfg(test)]
mod pipelines {
    use std::fs::{self, File};
    use std::io::{BufRead, BufReader, BufWriter, Read, Write};
    use std::path::Path;
    use std::process::{Command, Stdio};
    use std::thread;
    use std::time::{Duration, Instant};

    use dechaff_tests::{Dechaff, Folder, article, gzip};
    use serde_json::{Value, json};

    const DECHAFF: &str = env!("CARGO_BIN_EXE_dechaff");

    /// One test at a time: they measure.
    static ALONE: std::sync::Mutex<()> = std::sync::Mutex::new(());

    fn alone() -> std::sync::MutexGuard<'static, ()> {
        ALONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn is_full() -> bool {
        std::env::var_os("DECHAFF_FULL").is_some()
    }

    /// An archive of so many pages, of which every seventh is no page.
    fn archive(pages: usize) -> Vec<u8> {
        let member = |number: usize| {
            let page = match number % 7 {
                3 => "%PDF-1.4 not a page".to_owned(),
                _ => article(&format!("Page {number}"), &format!("the ferry {number}")),
            };
            let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
            let length = block.len();
            gzip(format!(
                "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2026-01-01T00:00:00Z\r\n\
                 WARC-Target-URI: http://a.test/{number}\r\nContent-Type: application/http\r\n\
                 Content-Length: {length}\r\n\r\n{block}\r\n\r\n"
            ))
        };
        (0..pages).flat_map(member).collect()
    }

    /// Kills a run again and again, at moments spread over what a whole run takes, and goes on
    /// with it.
    fn kill_and_go_on(arguments: &[&str], output: &str) {
        let pages = if is_full() { 2000 } else { 150 };
        let folder = Folder::new().with("in.warc.gz", archive(pages));
        let command = |name: &str| {
            Dechaff::new(DECHAFF)
                .inside(folder.path())
                .args(["-q", "-j", "2", "in.warc.gz", "--resume"])
                .args(arguments)
                .arg(name)
        };
        let start = Instant::now();
        let undisturbed = format!("undisturbed-{output}");
        command(&undisturbed).run().exits(3);
        let whole = start.elapsed();
        let (mut killed, mut seed) = (0, u64::from(std::process::id()));
        for _ in 0..20 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            // So short that the work lasts for twenty of them.
            let pause = whole.mul_f64((seed >> 33) as f64 / f64::from(u32::MAX >> 1) / 8.0);
            let mut child = command(output).spawn();
            thread::sleep(pause);
            killed += usize::from(child.try_wait().unwrap().is_none());
            // As `kill -9` does.
            child.kill().unwrap();
            child.wait().unwrap();
        }
        assert!(killed >= 10, "{killed}");
        command(output).run().exits(3);
        assert_same(&folder.join(&undisturbed), &folder.join(output));
        println!("{pages} pages, killed {killed} times: the same bytes as undisturbed");
    }

    /// Two files or folders with the same in them.
    fn assert_same(one: &Path, other: &Path) {
        if one.is_file() {
            assert!(fs::read(one).unwrap() == fs::read(other).unwrap(), "not the same bytes");
            return;
        }
        let names = |folder: &Path| {
            let mut names: Vec<_> =
                fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
            names.sort();
            names
        };
        assert_eq!(names(one), names(other));
        for name in names(one) {
            let (one, other) = (one.join(&name), other.join(&name));
            if one.is_dir() {
                assert_eq!(names(&one), names(&other));
                for name in names(&one) {
                    assert!(
                        fs::read(one.join(&name)).unwrap() == fs::read(other.join(&name)).unwrap()
                    );
                }
            }
        }
    }

    #[test]
    fn json_lines_that_are_killed_twenty_times_are_the_same_bytes() {
        let _alone = alone();
        kill_and_go_on(&["-f", "jsonl", "-o"], "out.jsonl");
    }

    #[test]
    fn wet_that_is_killed_twenty_times_is_the_same_bytes() {
        let _alone = alone();
        kill_and_go_on(&["-f", "wet", "-o"], "out.wet");
    }

    #[test]
    fn a_folder_that_is_killed_twenty_times_has_the_same_files() {
        let _alone = alone();
        kill_and_go_on(&["-O"], "out");
    }

    #[test]
    fn a_reader_that_has_enough_ends_the_run_at_once() {
        let _alone = alone();
        let page = article("Tides", "the tide");
        let folder =
            (0..3000).fold(Folder::new(), |folder, n| folder.with(&format!("in/{n}.html"), &page));
        let run = |source: Stdio, arguments: &[&str]| {
            let mut child = Command::new(DECHAFF)
                .args(arguments)
                .current_dir(folder.path())
                .stdin(source)
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            let mut line = String::new();
            BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
            let start = Instant::now();
            // The pipe is closed by now.
            (child, line, start)
        };
        let (mut child, line, start) = run(Stdio::null(), &["-f", "jsonl", "in"]);
        assert!(line.contains("the tide"));
        assert!(child.wait().unwrap().success());
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!(said, "");
        // A source that still has something to say does not hold it up.
        fs::write(folder.join("row"), format!("{}\n", json!({ "html": page }))).unwrap();
        let mut source = Command::new("sh")
            .args(["-c", "for i in 1 2 3 4 5; do cat row; done; exec sleep 60"])
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let pipe = source.stdout.take().unwrap();
        let (mut child, _, start) = run(pipe.into(), &["-f", "jsonl", "--html-field", "html"]);
        assert!(child.wait().unwrap().success());
        assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
        source.kill().unwrap();
        source.wait().unwrap();
    }

    /// The most memory that the process holds now, in KiB, where the system tells.
    fn memory(id: u32) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().strip_suffix(" kB")?.trim().parse().ok()
    }

    #[test]
    fn memory_stays_flat_over_any_number_of_rows() {
        let _alone = alone();
        let rows = if is_full() { 1_000_000 } else { 10_000 };
        let folder = Folder::new();
        let mut out = BufWriter::new(File::create(folder.join("in.jsonl")).unwrap());
        for number in 0..rows {
            let text = format!(
                "The ferry number {number} was late again, and nobody on the quay knew why.\n\nBack"
            );
            writeln!(out, "{}", json!({"text": text, "id": number})).unwrap();
        }
        out.into_inner().unwrap();
        let mut child = Command::new(DECHAFF)
            .args(["-q", "--text-field", "text", "-f", "jsonl", "in.jsonl", "-o", "out.jsonl"])
            .current_dir(folder.path())
            .spawn()
            .unwrap();
        let mut samples = Vec::new();
        while child.try_wait().unwrap().is_none() {
            let done = fs::metadata(folder.join("out.jsonl.part")).map_or(0, |data| data.len());
            samples.extend(memory(child.id()).map(|kib| (done, kib)));
            thread::sleep(Duration::from_millis(10));
        }
        assert!(child.wait().unwrap().success());
        let all = fs::metadata(folder.join("out.jsonl")).unwrap().len();
        let lines = BufReader::new(File::open(folder.join("out.jsonl")).unwrap()).lines();
        for (number, line) in lines.enumerate() {
            let record: Value = serde_json::from_str(&line.unwrap()).unwrap();
            assert_eq!(record["id"], number);
        }
        let most = |from: u64, to: u64| {
            let within = samples.iter().filter(|(done, _)| (from..=to).contains(done));
            within.map(|(_, kib)| *kib).max().unwrap_or_default()
        };
        let (first, last) = (most(1, all / 5), most(all / 5 * 4, all));
        println!("{rows} rows: {first} KiB in the first fifth, {last} KiB in the last");
        assert!(last <= first + 4096 || last * 10 <= first * 11, "{first} and {last} KiB");
    }

    /// A Python that has these modules; none says so.
    fn python(modules: &str) -> Option<String> {
        let named = std::env::var("DECHAFF_ARCHIVE_PYTHON").ok();
        let candidates = named.into_iter().chain(["target/archive-env/bin/python".to_owned()]);
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
        let imports = |python: &String| {
            let mut command = Command::new(python);
            let silent = command.args(["-c", &format!("import {modules}")]).current_dir(root);
            silent.stderr(Stdio::null()).status().is_ok_and(|status| status.success())
        };
        let found = candidates.into_iter().find(imports);
        if found.is_none() {
            println!("skipped: no Python with {modules} (just archive-env)");
        }
        found
    }

    /// Runs `tests/scripts/interop.py`; what it printed, as JSON Lines.
    fn interop(python: &str, verb: &str, path: &Path) -> Vec<Value> {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
        let ran = Command::new(python)
            .args(["tests/scripts/interop.py", verb])
            .arg(path)
            .current_dir(root)
            .output()
            .unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        let text = String::from_utf8(ran.stdout).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn archives_of_other_tools_are_read_and_ours_by_them() {
        let Some(python) = python("warcio, fastwarc") else { return };
        let topics = ["the tide", "the lock", "the bell"];
        let folder = topics.iter().fold(Folder::new(), |folder, topic| {
            folder.with(&format!("{topic}.html"), article(topic, topic))
        });
        interop(&python, "write", folder.path());
        let run = |arguments: &[&str]| {
            Dechaff::new(DECHAFF).inside(folder.path()).args(arguments).run().exits(0)
        };
        let text = |record: &Value| record["text"].as_str().unwrap().to_owned();
        let expected: Vec<String> =
            run(&["-f", "jsonl", "*.html"]).json_lines().iter().map(text).collect();
        for name in ["warcio.warc.gz", "warcio.warc", "fastwarc.warc.gz", "fastwarc.warc"] {
            let ran = run(&["-f", "jsonl", name]);
            assert_eq!(ran.json_lines().iter().map(text).collect::<Vec<_>>(), expected, "{name}");
            assert_eq!(ran.stderr, "", "{name}");
        }
        run(&["-f", "wet", "--no-title", "warcio.warc.gz", "-o", "out.wet"]);
        let records = interop(&python, "read-wet", &folder.join("out.wet"));
        for by in ["warcio", "fastwarc"] {
            let texts = records.iter().filter(|record| record["by"] == by).map(text);
            assert_eq!(texts.collect::<Vec<_>>(), expected, "{by}");
        }
        println!("warcio and fastwarc: 4 archives read, a WET file read by both");
    }

    #[test]
    #[cfg(feature = "parquet")]
    fn parquet_of_pyarrow_is_read_and_ours_by_it() {
        let Some(python) = python("pyarrow") else { return };
        let folder = Folder::new();
        let rows = ["the tide", "the lock"].map(|topic| {
            json!({"html": article(topic, topic), "id": topic.len(), "share": 0.5, "ok": true,
                   "nested": {"a": [topic]}, "url": format!("https://a.test/{}", topic.len())})
        });
        let lines: String = rows.iter().map(|row| row.to_string() + "\n").collect();
        let mut child = Command::new(&python)
            .args(["tests/scripts/interop.py", "write-parquet"])
            .arg(folder.join("in.parquet"))
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success());
        let run = |arguments: &[&str]| {
            let command = Dechaff::new(DECHAFF).inside(folder.path());
            command.args(["--html-field", "html", "in.parquet"]).args(arguments).run().exits(0)
        };
        let expected = run(&["-f", "jsonl"]).json_lines();
        assert_eq!(expected[1]["nested"], rows[1]["nested"]);
        run(&["-f", "parquet", "-o", "out.parquet"]);
        let read = interop(&python, "read-parquet", &folder.join("out.parquet"));
        assert_eq!(read.len(), 2);
        for ((read, expected), row) in read.iter().zip(&expected).zip(&rows) {
            for name in ["text", "dechaff_url", "tags", "confidence", "page_kind", "source"] {
                assert_eq!(read[name], expected[name], "{name}");
            }
            for name in ["id", "share", "ok", "url"] {
                assert_eq!(read[name], row[name], "{name}");
            }
            // What is no plain value stands as JSON.
            assert_eq!(read["nested"], row["nested"].to_string());
        }
        println!("pyarrow: a table read, and ours read back");
    }

    #[test]
    fn json_lines_go_through_jq_and_back() {
        let jq = |filter: &str, input: &[u8]| {
            let child = Command::new("jq")
                .args(["-c", filter])
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn();
            let Ok(mut child) = child else { return None };
            child.stdin.take().unwrap().write_all(input).unwrap();
            Some(String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap())
        };
        let pages: String = (0..5)
            .map(|n| json!({"html": article("Tides", "the tide"), "n": n}).to_string() + "\n")
            .collect();
        let run = |field: &str, input: String| {
            let command = Dechaff::new(DECHAFF).args([field, "-f", "jsonl"]);
            command.stdin(input).run().exits(0).stdout
        };
        let cleaned = run("--html-field=html", pages);
        let Some(through) = jq(".", cleaned.as_bytes()) else {
            println!("skipped: no jq");
            return;
        };
        let parsed = |text: &str| -> Vec<Value> {
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
        };
        assert_eq!(parsed(&through), parsed(&cleaned));
        let texts = jq("{text, n, title}", cleaned.as_bytes()).unwrap();
        let again = run("--text-field=text", texts);
        let numbers = jq(".n", again.as_bytes()).unwrap();
        assert_eq!(numbers, "0\n1\n2\n3\n4\n");
    }
}
