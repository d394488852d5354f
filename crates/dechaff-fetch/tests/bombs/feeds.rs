//! Feeds that would take gigabytes, or more of the stack than there is.

use std::time::{Duration, Instant};

use dechaff_fetch::{Url, entries};

use super::memory::{MIB, measure, peak};

/// Names the feed to a process that is started for it.
const FEED: &str = "DECHAFF_FEED";
const LONGEST: usize = 16 * MIB;

const MOST_MEMORY: usize = 256 * MIB;
/// Given for an optimised build; others get more.
const MOST_TIME: Duration = Duration::from_secs(3);

/// As many as a feed may have of something.
const FULL: [(&str, &str, &str, usize); 3] = [
    ("no more entries than may be", "<rss version='2.0'><channel>", SOUND, 50_000),
    ("no more groups than may be", "<rss version='2.0'><channel><item>", "<m:group/>", 499_990),
    ("no more objects than may be", JSON, OBJECT, 49_990),
];

const SOUND: &str = "<item><enclosure url='/a' type='a/b'/><link>/a</link><title>a</title></item>";
const OBJECT: &str =
    ",{\"id\":\"1\",\"url\":\"/a\",\"attachments\":[{\"url\":\"/a\",\"mime_type\":\"a/b\"}]}";
const JSON: &str =
    "{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"a\",\"items\":[{\"id\":\"\"}";

/// What a feed begins with, and what comes again and again to its end.
const ENDLESS: [(&str, &str, &str); 10] = [
    ("entries", "<rss version='2.0'><channel>", "<item/>"),
    ("entries with sounds", "<rss version='2.0'><channel>", "<item><enclosure url='/a'/></item>"),
    ("groups", "<rss version='2.0'><channel><item>", "<m:group/>"),
    ("links", "<feed xmlns='http://www.w3.org/2005/Atom'><entry>", "<link href='a'/>"),
    ("deep", "<rss version='2.0'><channel><item>", "<m:group>"),
    ("deep behind an end in quotes", "<rss version='2.0'><channel><item>", "<m:group a='/>'>"),
    ("deep behind ends of nothing", "<rss version='2.0'><channel><item>", "<m:group></b>"),
    ("objects", JSON, ",{}"),
    ("lists", "{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"a\",\"x\":", "["),
    ("bases", "", "<item><link>b</link></item>"),
];

/// All feeds: name, start, part, and how often at most it comes.
fn feeds() -> impl Iterator<Item = (&'static str, &'static str, &'static str, usize)> {
    let endless = ENDLESS.into_iter();
    endless.map(|(name, start, part)| (name, start, part, usize::MAX)).chain(FULL)
}

fn feed(name: &str) -> Vec<u8> {
    let (_, start, part, most) = feeds().find(|(each, ..)| *each == name).unwrap();
    let mut start = start.to_owned();
    if name == "bases" {
        start = format!("<rss version='2.0'><channel xml:base='/{}/'>", "a".repeat(LONGEST / 2));
    }
    // The names with a prefix are those of Media RSS, whose groups are read by recursion.
    start = start.replace("<rss", "<rss xmlns:m='http://search.yahoo.com/mrss/'");
    let end = match start.as_str() {
        json if json.starts_with('{') => "]}",
        item if item.ends_with("<item>") => "</item></channel></rss>",
        _ => "</channel></rss>",
    };
    let count = most.min((LONGEST - start.len()) / part.len());
    let mut feed = start + &part.repeat(count);
    feed.push_str(end);
    feed.into_bytes()
}

#[test]
fn a_feed_is_read_or_refused_in_bounded_memory_and_time() {
    for (name, ..) in feeds() {
        measure("feeds::one_feed", FEED, name);
    }
}

#[test]
#[ignore = "run by the other test, which names the feed"]
fn one_feed() {
    let Ok(name) = std::env::var(FEED) else { return };
    let feed = feed(&name);
    let url = Url::parse("https://quay.example/feed").unwrap();
    let slack = if cfg!(debug_assertions) { 20 } else { 1 };
    peak();
    let before = peak();
    let started = Instant::now();
    let found = entries(&feed, &url);
    let took = started.elapsed();
    let after = peak();
    assert!(took < MOST_TIME * slack, "{took:?}");
    let more = after.zip(before).map(|(after, before)| after.saturating_sub(before));
    assert!(more < Some(MOST_MEMORY), "{more:?}");
    let more = more.map(|more| more as f64 / MIB as f64);
    let told = found.map_or_else(|why| why, |entries| format!("{} entries", entries.len()));
    println!("{name}: {told}; {took:?}, {more:.1?} MiB more");
}
