//! What holds of every `robots.txt`, sitemap, feed and page that is fetched, tried on files by
//! chance. `PROPTEST_CASES` says how many.

use dechaff_tests::promise::{
    feed_fault, markup_fault, robots_bytes_fault, robots_fault, sitemap_fault,
};
use dechaff_tests::roundtrip::Random;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError};

fn config() -> Config {
    Config { failure_persistence: None, ..Config::default() }
}

fn no(fault: Option<String>) -> Result<(), TestCaseError> {
    match fault {
        Some(fault) => Err(TestCaseError::fail(fault)),
        None => Ok(()),
    }
}

/// Parts of files, sound and not.
const PARTS: [&str; 34] = [
    "<urlset>",
    "<sitemapindex>",
    "<sitemap>",
    "<url>",
    "<loc>",
    "</loc>",
    "</url>",
    "<sm:loc>",
    "https://quay.example/a",
    "/b?c=d&amp;e",
    "&#100;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "\n",
    "<rss version='2.0'><channel>",
    "<item>",
    "<link>",
    "</link>",
    "</item>",
    "</channel></rss>",
    "<feed xmlns='http://www.w3.org/2005/Atom'>",
    "<entry>",
    "<link href='c#d'/>",
    "</entry>",
    "<a href='e#f'>",
    "<base href=/g/>",
    "<meta name=robots content=nofollow>",
    "<script>",
    "User-agent: *\r",
    "Disallow: /h*$\n",
    "\u{feff}",
    "mailto:a@b",
];

fn file() -> impl Strategy<Value = String> {
    vec(0..PARTS.len(), 0..40)
        .prop_map(|parts| parts.into_iter().filter_map(|part| PARTS.get(part).copied()).collect())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn robots_say_what_a_plain_matcher_says(numbers in vec(any::<u8>(), 0..200)) {
        no(robots_fault(&mut Random::from_bytes(&numbers)))?;
    }

    #[test]
    fn what_a_site_says_is_read_or_refused(file in file(), cut in 0..400_usize) {
        no(robots_bytes_fault(file.as_bytes()))?;
        no(sitemap_fault(file.as_bytes(), cut))?;
        no(feed_fault(file.as_bytes()))?;
        no(markup_fault(&file))?;
    }
}
