//! What is promised of any input: each function says how it is broken, if it is.
//!
//! Fuzzers (`fuzz/`), property tests and the fixtures are held against the same functions.

mod account;
mod archive;
mod decoding;
mod forms;
mod lines;
#[cfg(feature = "fetch")]
mod robots;
#[cfg(feature = "fetch")]
mod site;
mod tree;

pub use account::{account_fault, blocks_fault};
pub use archive::{CODINGS, archive_fault, body_fault, gzip_members, made_warc};
pub use decoding::{LABELS, decoding_fault};
pub use forms::{content_fault, forms_fault, html_content_fault, json_fault};
pub use lines::lines_fault;
#[cfg(feature = "fetch")]
pub use robots::robots_fault;
#[cfg(feature = "fetch")]
pub use site::{feed_fault, markup_fault, robots_bytes_fault, sitemap_fault};
pub use tree::{pieces_fault, tree_fault};

use std::time::{Duration, UNIX_EPOCH};

use dechaff::{Extraction, Focus, Hint, Limits, Options};
use url::Url;

/// The default limits but for those on time: what comes out is the same however busy the machine
/// is.
pub fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.parse_time = Duration::from_secs(3600);
    limits.total_time = Duration::from_secs(3600);
    limits
}

/// Options by chance: a switch is one bit, so that zero is the default.
pub fn options(bits: u16) -> Options {
    let on = |bit: u16| bits >> bit & 1 == 1;
    let mut options = Options::default();
    options.limits = limits();
    options.explain = on(0);
    options.links = !on(1);
    options.images = !on(2);
    options.tables = !on(3);
    options.formatting = !on(4);
    options.comments = on(5);
    options.strip_tracking = on(6);
    options.focus = match bits >> 7 & 3 {
        1 => Focus::Precision,
        2 => Focus::Recall,
        _ => Focus::Balanced,
    };
    if on(9) {
        options.keep = vec!["body".to_owned()];
    }
    if on(10) {
        options.limits.nodes = 100;
        options.limits.depth = 20;
        options.limits.table_cells = 10;
        options.limits.table_span = 3;
        options.limits.json_ld_bytes = 200;
    }
    options
}

/// What is known of a page that is made up: its address, and the day it was fetched.
pub fn hint() -> Hint {
    let url = Url::parse("https://quay.example/harbor/2026/light?utm_source=a#top");
    let fetched = UNIX_EPOCH + Duration::from_secs(1_790_000_000);
    Hint::new().with_url(url.expect("an address")).with_fetched(fetched)
}

/// What is wrong with an extraction by itself: its account and its outputs.
pub fn extraction_fault(extraction: &Extraction) -> Option<String> {
    account_fault(extraction).or_else(|| forms_fault(extraction))
}

/// The letters and digits of a text: what no layout changes.
fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|character| character.is_alphanumeric())
}

/// The first place where two texts differ in letters and digits, with what stands there.
fn letters_fault(what: &str, wanted: &str, given: &str) -> Option<String> {
    let (wanted, given): (String, String) = (letters(wanted).collect(), letters(given).collect());
    if wanted == given {
        return None;
    }
    let same = wanted.chars().zip(given.chars()).take_while(|(one, other)| one == other).count();
    let from = |text: &str| text.chars().skip(same.saturating_sub(20)).take(60).collect::<String>();
    Some(format!("{what}: wanted {:?}, given {:?}", from(&wanted), from(&given)))
}
