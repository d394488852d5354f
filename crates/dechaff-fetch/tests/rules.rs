//! How long `robots.txt` may keep us. In a process of its own, since it measures
//! time.

use std::time::{Duration, Instant};

use dechaff_fetch::{Robots, Url};

/// 512 KiB are parsed in 50 ms and a match takes 1 ms, in an optimised build;
/// others are given fifty times as long.
#[test]
fn long_files_are_parsed_and_matched_in_time() {
    let slack = if cfg!(debug_assertions) { 50 } else { 1 };
    let url =
        Url::parse("https://a.test/some/long/path/of/a/page-0123456789?b=x$&query=of-some-length");
    let url = url.unwrap();
    for rule in ["Disallow: /a", "Disallow: /*some*path*x$", "Disallow: /some/long/", "Allow:/*/b"]
    {
        let lines = (0..).map(|number| format!("{rule}{number}\n"));
        let mut file = "User-agent: *\n".to_owned();
        lines
            .take_while(|line| {
                file.push_str(line);
                file.len() < 100 << 20 >> 6
            })
            .for_each(drop);
        let started = Instant::now();
        let robots = Robots::parse(file.as_bytes(), "dechaff");
        let parsed = started.elapsed();
        assert!(parsed < Duration::from_millis(50) * slack, "{rule}: {parsed:?}");
        let started = Instant::now();
        for _ in 0..10 {
            robots.allows(&url);
        }
        let matched = started.elapsed() / 10;
        assert!(matched < Duration::from_millis(1) * slack, "{rule}: {matched:?}");
        println!("{rule}: parsed in {parsed:?}, matched in {matched:?}");
    }
}
