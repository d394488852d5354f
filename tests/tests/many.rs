//! Many URLs over many hosts: slow ones hold up nobody, each host keeps its pace, memory stays
//! flat, and a run that is killed goes on. With `DECHAFF_FULL` set, 10,000 URLs over 200 hosts, for
//! an optimised build: `DECHAFF_FULL=1 cargo test --profile quick -p dechaff-cli --test many`.

#[cfg(test)]
mod many {
    use std::collections::HashMap;
    use std::fs;
    use std::path::Path;
    use std::process::Child;
    use std::thread;
    use std::time::{Duration, Instant};

    use dechaff_tests::{Answer, Dechaff, Farm, Folder};

    /// One test at a time: they measure.
    static ALONE: std::sync::Mutex<()> = std::sync::Mutex::new(());

    /// How much is done.
    struct Scale {
        hosts: u16,
        slow: u16,
        pages: usize,
        /// Requests a second to one host.
        rate: f64,
        pause: Duration,
        /// How much of the measured times the machine may add.
        slack: Duration,
    }

    impl Scale {
        fn new() -> Self {
            let millis = Duration::from_millis;
            if std::env::var_os("DECHAFF_FULL").is_some() {
                let (hosts, slow, pages) = (200, 20, 50);
                Self { hosts, slow, pages, rate: 2.0, pause: millis(1500), slack: Duration::ZERO }
            } else {
                let (hosts, slow, pages) = (20, 2, 10);
                Self { hosts, slow, pages, rate: 10.0, pause: millis(300), slack: millis(500) }
            }
        }

        /// A farm whose first hosts are slow.
        fn farm(&self) -> Farm {
            let slow: Vec<String> = (0..self.slow).map(Farm::host).collect();
            let pause = self.pause;
            Farm::start(move |host, path| {
                if path == "/robots.txt" {
                    return (Duration::ZERO, Answer::status(404));
                }
                let pause =
                    if slow.iter().any(|name| name == host) { pause } else { Duration::ZERO };
                let text = format!("<p>The ferry {path} of {host} will not sail today. ");
                (pause, Answer::page("text/html", text.repeat(5)))
            })
        }

        /// The list: a page of each host, then the next of each.
        fn urls(&self, farm: &Farm, from: u16) -> Vec<String> {
            let hosts = from..self.hosts;
            let pages = 0..self.pages;
            pages
                .flat_map(|page| hosts.clone().map(move |host| (host, page)))
                .map(|(host, page)| farm.url(host, &format!("/{page}")))
                .collect()
        }
    }

    fn command(list: &Path, out: &Path, rate: f64) -> Dechaff {
        Dechaff::new(env!("CARGO_BIN_EXE_dechaff"))
            .args(["-q", "-f", "jsonl", "--allow-private", "--resume", "--connections", "128"])
            .args(["--rate", &rate.to_string(), "-i"])
            .arg(list)
            .arg("-o")
            .arg(out)
    }

    fn records(out: &Path) -> Vec<String> {
        let text = fs::read_to_string(out).unwrap_or_default();
        let source = |line: &str| {
            let record: serde_json::Value = serde_json::from_str(line).expect("a whole record");
            record["source"].as_str().unwrap().to_owned()
        };
        text.lines().map(source).collect()
    }

    fn assert_each_once(out: &Path, urls: &[String]) {
        let mut done = records(out);
        let mut expected = urls.to_vec();
        done.sort();
        expected.sort();
        assert_eq!(done.len(), expected.len());
        assert!(done == expected, "not the same URLs");
    }

    /// When the first and the last request to a host came, and how many there were.
    fn spans(farm: &Farm) -> HashMap<String, (Instant, Instant, u32)> {
        let mut spans = HashMap::new();
        for visit in farm.visits() {
            let (_, last, count) =
                spans.entry(visit.host).or_insert((visit.time, visit.time, 0_u32));
            *last = visit.time;
            *count += 1;
        }
        spans
    }

    /// Runs a list; how long the hosts that are not slow took, and the pace of each.
    fn run(scale: &Scale, from: u16) -> (Duration, Vec<f64>) {
        let farm = scale.farm();
        let urls = scale.urls(&farm, from);
        let folder = Folder::new();
        let list = folder.write("urls.txt", urls.join("\n"));
        let out = folder.join("out.jsonl");
        let mut child = command(&list, &out, scale.rate).spawn();
        let memory = watch(&mut child, &out);
        assert_each_once(&out, &urls);
        let spans = spans(&farm);
        let slow: Vec<String> = (0..scale.slow).map(Farm::host).collect();
        let others = || spans.iter().filter(|(host, _)| !slow.contains(host)).map(|(_, span)| span);
        let first = others().map(|(first, ..)| *first).min().unwrap();
        let end = others().map(|(_, last, _)| *last).max().unwrap();
        let pace = |(first, last, count): &(Instant, Instant, u32)| {
            f64::from(count - 1) / (*last - *first).as_secs_f64()
        };
        let paces = others().map(pace).collect();
        println!("{} URLs, from host {from}: {:?}; {memory}", urls.len(), end - first);
        (end - first, paces)
    }

    /// Waits for the end; the memory at its beginning and its end, in KiB, where the system tells.
    fn watch(child: &mut Child, out: &Path) -> String {
        let mut samples = Vec::new();
        while child.try_wait().unwrap().is_none() {
            let done = fs::metadata(out).map_or(0, |data| data.len());
            let status = fs::read_to_string(format!("/proc/{}/status", child.id()));
            let status = status.unwrap_or_default();
            let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
            let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
            samples.extend(kib.map(|kib| (done, kib)));
            thread::sleep(Duration::from_millis(20));
        }
        let all = fs::metadata(out).unwrap().len();
        let most = |from: u64, to: u64| {
            let within = samples.iter().filter(|(done, _)| (from..=to).contains(done));
            within.map(|(_, kib)| *kib).max().unwrap_or_default()
        };
        // Tenths of the output stand for thousands of the URLs.
        let (first, last) = (most(1, all / 10), most(all / 10 * 9, all));
        let full = std::env::var_os("DECHAFF_FULL").is_some();
        assert!(!full || last * 10 <= first * 11, "{first} KiB, then {last} KiB");
        format!("memory {first} KiB in the first tenth, {last} KiB in the last")
    }

    #[test]
    fn slow_hosts_hold_up_nobody_and_each_host_keeps_its_pace() {
        let _alone = ALONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let scale = Scale::new();
        let (without, _) = run(&scale, scale.slow);
        let (with, paces) = run(&scale, 0);
        assert!(with < without.mul_f64(1.2) + scale.slack, "{without:?} without, {with:?} with");
        let (least, most) =
            (paces.iter().copied().reduce(f64::min), paces.iter().copied().reduce(f64::max));
        println!("{least:?} to {most:?} requests a second, of {}", scale.rate);
        assert!(most.unwrap() <= scale.rate * 1.05, "{most:?}");
        let slowest = if scale.slack.is_zero() { 0.95 } else { 0.5 };
        assert!(least.unwrap() >= scale.rate * slowest, "{least:?}");
    }

    #[test]
    fn a_run_that_is_killed_goes_on_with_each_page_once() {
        let _alone = ALONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let scale = Scale::new();
        let farm = scale.farm();
        let urls = scale.urls(&farm, scale.slow);
        let folder = Folder::new();
        let list = folder.write("urls.txt", urls.join("\n"));
        let out = folder.join("out.jsonl");
        let unhurried = scale.rate * 2.0;
        let mut killed = 0;
        for part in [1, 2, 3] {
            let mut child = command(&list, &out, unhurried).spawn();
            while records_so_far(&out) < urls.len() * part / 4
                && child.try_wait().unwrap().is_none()
            {
                thread::sleep(Duration::from_millis(5));
            }
            killed += usize::from(child.try_wait().unwrap().is_none());
            // As `kill -9` does.
            child.kill().unwrap();
            child.wait().unwrap();
        }
        assert_eq!(killed, 3);
        command(&list, &out, 0.0).run().exits(0);
        assert_each_once(&out, &urls);
    }

    fn records_so_far(out: &Path) -> usize {
        fs::read_to_string(out).map_or(0, |text| text.matches('\n').count())
    }
}
