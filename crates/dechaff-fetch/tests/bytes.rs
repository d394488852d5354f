//! Whatever the bytes: what reads files of others ends and does not panic.

#[cfg(test)]
mod bytes {
    use std::time::{Duration, Instant};

    use dechaff_fetch::{CookieJar, Markup, Robots, Sitemap, Url, entries};

    const SAMPLES: [&str; 6] = [
        "User-agent: *\nDisallow: /a*b$\nAllow: /%C3%A4\nCrawl-delay: 1\nSitemap: /s.xml\n",
        "<urlset><url><loc>https://a.test/?a=b&amp;c=&#100;</loc></url><![CDATA[x]]></urlset>",
        "<rss version='2.0'><channel><item><link>/1</link><guid>x</guid></item></channel></rss>",
        "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"t\",\"items\":[{\"id\":\"1\"}]}",
        "<base href=/x/><a href=//b.test/ä#c>x</a><meta http-equiv=refresh content='0; url=\"y\"'>",
        ".a.test\tTRUE\t/\tFALSE\t4102444800\tname\tvalue\n#HttpOnly_b.test\tFALSE\t/\n",
    ];

    /// The sample with some of its bytes changed, left out or doubled.
    fn mutated(random: &mut fastrand::Rng, sample: &str) -> Vec<u8> {
        let mut bytes = sample.as_bytes().to_vec();
        for _ in 0..random.usize(1..8) {
            let at = random.usize(..bytes.len());
            match random.u8(..4) {
                0 => bytes[at] = random.u8(..),
                1 => drop(bytes.drain(at..(at + random.usize(..9)).min(bytes.len()))),
                2 => bytes.extend_from_within(at..),
                _ => bytes.insert(at, *random.choice(b"<>&;%*$#\"'\0\n\t[]{}").unwrap()),
            }
            if bytes.is_empty() {
                bytes.push(b' ');
            }
        }
        bytes
    }

    #[test]
    fn any_bytes_are_read_to_an_end() {
        let mut random = fastrand::Rng::with_seed(6);
        let url = Url::parse("https://a.test/some/page?q").unwrap();
        let started = Instant::now();
        for round in 0..3000 {
            let sample = SAMPLES[round % SAMPLES.len()];
            let bytes = mutated(&mut random, sample);
            let text = String::from_utf8_lossy(&bytes);
            Robots::parse(&bytes, "dechaff").allows(&url);
            assert!(Sitemap::new(&bytes, &url).count() < 1000);
            drop(entries(&bytes, &url));
            Markup::read(&text, &url);
            let jar = CookieJar::from_netscape(&text).to_netscape();
            assert_eq!(CookieJar::from_netscape(&jar).to_netscape(), jar);
        }
        assert!(started.elapsed() < Duration::from_secs(120), "{:?}", started.elapsed());
    }
}
