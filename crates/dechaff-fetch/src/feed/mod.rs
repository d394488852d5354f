//! What a feed lists: RSS, Atom and JSON Feed.

mod cost;

use std::collections::HashSet;

use feed_rs::model;
use feed_rs::parser;
use url::Url;

/// A page that a feed lists.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// Where the page is.
    pub url: Url,
    /// Its title, as the feed has it.
    pub title: Option<String>,
}

/// The pages that a feed lists, in its order, each once; entries without an
/// address are left out. `url` is where the feed was found.
///
/// # Errors
///
/// What is wrong with it, where it is no feed, or would take too much memory:
/// over 50,000 pages or 500,000 elements, elements 64 deep, or a long address
/// that very many are relative to.
pub fn entries(bytes: &[u8], url: &Url) -> Result<Vec<Entry>, String> {
    if let Some(refusal) = cost::refusal(bytes, url.as_str().len()) {
        return Err(refusal);
    }
    let parser = parser::Builder::new().base_uri(Some(url.as_str())).build();
    let feed = parser.parse(bytes).map_err(|error| error.to_string())?;
    let mut seen = HashSet::new();
    let entries = feed.entries.into_iter().filter_map(|entry| {
        let url = address(&entry, url)?;
        seen.insert(url.clone()).then(|| Entry { url, title: entry.title.map(|text| text.content) })
    });
    Ok(entries.collect())
}

/// The link to the page itself, or an identifier that is one.
fn address(entry: &model::Entry, base: &Url) -> Option<Url> {
    let own = |link: &&model::Link| matches!(link.rel.as_deref(), None | Some("alternate"));
    let link = entry.links.iter().find(own).map(|link| link.href.as_str());
    let found = match link {
        Some(link) => base.join(link.trim()).ok()?,
        None => Url::parse(&entry.id).ok()?,
    };
    matches!(found.scheme(), "http" | "https").then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn urls(feed: &str) -> Vec<String> {
        let base = Url::parse("https://a.test/feed").unwrap();
        let found = entries(feed.as_bytes(), &base).unwrap();
        found.into_iter().map(|entry| entry.url.to_string()).collect()
    }

    #[test]
    fn each_kind_of_feed_is_read() {
        let rss = "<?xml version='1.0'?><rss version='2.0'><channel><title>t</title>\
            <item><title>One</title><link>https://a.test/1</link></item>\
            <item><guid>https://a.test/2</guid></item>\
            <item><link>/3</link></item><item><link>https://a.test/1</link></item>\
            <item><title>nowhere</title></item></channel></rss>";
        assert_eq!(urls(rss), ["https://a.test/1", "https://a.test/2", "https://a.test/3"]);
        let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title><id>x</id>\
            <updated>2026-01-01T00:00:00Z</updated><entry><id>urn:1</id><title>One</title>\
            <updated>2026-01-01T00:00:00Z</updated>\
            <link rel='enclosure' href='https://a.test/sound'/>\
            <link rel='alternate' href='https://a.test/1'/></entry></feed>";
        assert_eq!(urls(atom), ["https://a.test/1"]);
        let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "t",
            "items": [{"id": "1", "url": "https://a.test/1", "content_text": "x"}]}"#;
        assert_eq!(urls(json), ["https://a.test/1"]);
    }

    #[test]
    fn what_is_no_feed_is_an_error() {
        let base = Url::parse("https://a.test/").unwrap();
        for text in ["", "<html></html>", "plain", "{}", "[1]", "<rss><channel>"] {
            assert!(entries(text.as_bytes(), &base).is_err() || urls(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_feed_of_nested_elements_is_refused() {
        let base = Url::parse("https://a.test/").unwrap();
        for open in ["<a>", "<item>", "<entry><content type='xhtml'>", "<media:group b='/>'>"] {
            let feed = format!("<rss version='2.0'><channel><item>{}", open.repeat(200_000));
            assert!(entries(feed.as_bytes(), &base).is_err(), "{open}");
        }
        let json = format!(
            "{{\"version\":\"https://jsonfeed.org/version/1\",\"x\":{}",
            "[".repeat(200_000)
        );
        assert!(entries(json.as_bytes(), &base).is_err());
    }
}
