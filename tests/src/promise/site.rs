//! What sites tell those that fetch from them: sitemaps, feeds, `robots.txt` and the markup of
//! pages, of any bytes.

use std::collections::HashSet;

use dechaff_fetch::{Markup, Robots, Sitemap, SitemapEntry, entries};
use url::Url;

fn base() -> Url {
    Url::parse("https://quay.example/harbor/").expect("an address")
}

/// What is wrong with the addresses that are found, of which each is for HTTP.
fn scheme_fault<'u>(urls: impl IntoIterator<Item = &'u Url>) -> Option<String> {
    let other = urls.into_iter().find(|url| !matches!(url.scheme(), "http" | "https"))?;
    Some(format!("an address for something else: {other}"))
}

/// What is wrong with a list of addresses, of which each is there once and for HTTP.
fn addresses_fault<'u>(urls: impl IntoIterator<Item = &'u Url> + Clone) -> Option<String> {
    let mut seen = HashSet::new();
    let twice = urls.clone().into_iter().find(|&url| !seen.insert(url));
    let twice = twice.map(|url| format!("twice: {url}"));
    twice.or_else(|| scheme_fault(urls))
}

/// What is wrong with how bytes are read as a feed.
pub fn feed_fault(bytes: &[u8]) -> Option<String> {
    let found = entries(bytes, &base());
    if format!("{found:?}") != format!("{:?}", entries(bytes, &base())) {
        return Some("not the same twice".to_owned());
    }
    addresses_fault(found.ok()?.iter().map(|entry| &entry.url).collect::<Vec<_>>())
}

/// The entries of a sitemap, and whether all of it was read.
fn sitemap(bytes: &[u8]) -> (Vec<Url>, bool) {
    let mut read = Sitemap::new(bytes, &base());
    let mut urls = Vec::new();
    let mut whole = true;
    for entry in &mut read {
        match entry {
            Ok(SitemapEntry::Page(url) | SitemapEntry::Sitemap(url)) => urls.push(url),
            Ok(_) | Err(_) => whole = false,
        }
    }
    assert!(read.next().is_none(), "a sitemap has come to its end");
    (urls, whole)
}

/// What is wrong with how bytes are read as a sitemap: it reads otherwise in a gzip file, or what
/// stands before a cut comes out as something else.
pub fn sitemap_fault(bytes: &[u8], cut: usize) -> Option<String> {
    let (urls, whole) = sitemap(bytes);
    let is_packed = bytes.starts_with(&[0x1f, 0x8b]);
    if !is_packed && sitemap(&crate::gzip(bytes)) != (urls.clone(), whole) {
        return Some("another in a gzip file".to_owned());
    }
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let (before, _) = sitemap(bytes.get(..cut).unwrap_or(bytes));
    // A cut within a line of a text makes another address of it.
    if start.starts_with(b"<") && !urls.starts_with(&before) {
        return Some(format!("cut off: {before:?}, whole: {urls:?}"));
    }
    scheme_fault(&urls)
}

/// What is wrong with how bytes are read as `robots.txt`: it depends on how lines end.
pub fn robots_bytes_fault(bytes: &[u8]) -> Option<String> {
    let robots = Robots::parse(bytes, "dechaff");
    let text = String::from_utf8_lossy(bytes);
    let other = Robots::parse(text.replace('\n', "\r\n").as_bytes(), "dechaff");
    (format!("{robots:?}") != format!("{other:?}")).then(|| format!("{robots:?}\nor {other:?}"))
}

/// What is wrong with what the markup of a page says.
pub fn markup_fault(html: &str) -> Option<String> {
    let found = Markup::read(html, &base());
    if format!("{found:?}") != format!("{:?}", Markup::read(html, &base())) {
        return Some("not the same twice".to_owned());
    }
    if let Some(url) = found.links.iter().find(|url| url.fragment().is_some()) {
        return Some(format!("a link to a part of a page: {url}"));
    }
    let others = [&found.canonical, &found.amp, &found.print, &found.refresh];
    let others = others.into_iter().flatten().chain(&found.feeds);
    addresses_fault(&found.links).or_else(|| scheme_fault(others))
}
