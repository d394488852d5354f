//! What a sitemap lists, entry by entry.

use std::io::{BufRead, BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;
use quick_xml::Reader;
use quick_xml::events::Event;
use url::Url;

/// The protocol's own limits.
const MOST_ENTRIES: usize = 50_000;
const MOST_BYTES: u64 = 50 << 20;
/// The longest address, in bytes; the protocol says 2,048 characters.
const LONGEST: usize = 8192;

/// An entry of a sitemap.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SitemapEntry {
    /// A page.
    Page(Url),
    /// Another sitemap, of an index.
    Sitemap(Url),
}

/// Why a sitemap is read no further. What came before is good.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SitemapError {
    /// It is no XML, or breaks off.
    #[error("not a sitemap: {0}")]
    Malformed(String),
    /// It has more entries than the protocol allows.
    #[error("more than {MOST_ENTRIES} entries; the rest is left")]
    TooMany,
}

/// Reads a sitemap or an index of sitemaps, in XML or as text with an address a
/// line, plain or in a gzip file. Holds one entry at a time, reads at most
/// 50,000 of them and 50 MiB of XML, and ends after an error.
pub struct Sitemap<'a> {
    base: Url,
    form: Form<'a>,
    entries: usize,
    ended: bool,
}

enum Form<'a> {
    Xml(Box<Reader<Source<'a>>>, Vec<u8>),
    Text(Source<'a>),
}

type Source<'a> = Box<dyn BufRead + Send + 'a>;

impl<'a> Sitemap<'a> {
    /// Starts to read one that was found at `url`.
    pub fn new(bytes: &'a [u8], url: &Url) -> Self {
        let mut source: Source<'a> = if bytes.starts_with(&[0x1f, 0x8b]) {
            let unpacked = MultiGzDecoder::new(Cursor::new(bytes));
            Box::new(BufReader::new(unpacked.take(MOST_BYTES)))
        } else {
            Box::new(bytes.take(MOST_BYTES))
        };
        // What cannot be unpacked shows when it is read on.
        let start = source.fill_buf().unwrap_or_default();
        let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
        let first = start.iter().find(|byte| !byte.is_ascii_whitespace());
        let form = if first == Some(&b'<') {
            let mut reader = Reader::from_reader(source);
            // Who forgets an end tag has addresses all the same.
            reader.config_mut().check_end_names = false;
            Form::Xml(Box::new(reader), Vec::new())
        } else {
            Form::Text(source)
        };
        Self { base: url.clone(), form, entries: 0, ended: false }
    }

    fn read(&mut self) -> Result<Option<SitemapEntry>, SitemapError> {
        loop {
            let found = match &mut self.form {
                Form::Xml(reader, buffer) => next_loc(reader, buffer)?,
                Form::Text(source) => next_line(source)?,
            };
            let Some((text, is_sitemap)) = found else { return Ok(None) };
            // An address that is none is passed over, and so is one of nothing, which would be
            // the sitemap's own.
            let text = text.trim();
            let Ok(url) = self.base.join(text) else { continue };
            if text.is_empty() || !matches!(url.scheme(), "http" | "https") {
                continue;
            }
            if self.entries == MOST_ENTRIES {
                return Err(SitemapError::TooMany);
            }
            self.entries += 1;
            return Ok(Some(if is_sitemap {
                SitemapEntry::Sitemap(url)
            } else {
                SitemapEntry::Page(url)
            }));
        }
    }
}

impl Iterator for Sitemap<'_> {
    type Item = Result<SitemapEntry, SitemapError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let read = self.read().transpose();
        self.ended = !matches!(read, Some(Ok(_)));
        read
    }
}

fn malformed(error: &dyn std::error::Error) -> SitemapError {
    SitemapError::Malformed(error.to_string())
}

/// The next address in XML, and whether it is that of a sitemap.
fn next_loc(
    reader: &mut Reader<Source<'_>>,
    buffer: &mut Vec<u8>,
) -> Result<Option<(String, bool)>, SitemapError> {
    let mut is_sitemap = false;
    let mut loc: Option<String> = None;
    loop {
        buffer.clear();
        // One event of a hostile file may be all of it: the buffer does not stay that large.
        buffer.shrink_to(1 << 16);
        match reader.read_event_into(buffer).map_err(|error| malformed(&error))? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "sitemap" => is_sitemap = true,
                "url" => is_sitemap = false,
                // Images and videos have a `loc` with a prefix, which is none of ours.
                "loc" if tag.name().prefix().is_none_or(|prefix| prefix.as_ref() == "sm") => {
                    loc = Some(String::new());
                }
                _ => {}
            },
            Event::Text(text) => push(&mut loc, &text.xml10_content()),
            Event::CData(text) => push(&mut loc, &text.xml10_content()),
            Event::GeneralRef(name) => {
                let letter = match name.resolve_char_ref() {
                    Ok(Some(letter)) => Some(letter.to_string()),
                    _ => quick_xml::escape::resolve_xml_entity(&name.xml10_content())
                        .map(str::to_owned),
                };
                push(&mut loc, &letter.unwrap_or_default());
            }
            Event::End(tag) if tag.local_name().as_ref() == "loc" => {
                if let Some(text) = loc.take() {
                    return Ok(Some((text, is_sitemap)));
                }
            }
            Event::Eof => return Ok(None),
            _ => {}
        }
    }
}

/// Adds to an address; one that becomes too long is none, rather than another.
fn push(loc: &mut Option<String>, text: &str) {
    *loc = loc.take().filter(|loc| loc.len() + text.len() <= LONGEST).map(|loc| loc + text);
}

fn next_line(source: &mut Source<'_>) -> Result<Option<(String, bool)>, SitemapError> {
    // A line that is too long is passed over, in as many parts as it is read.
    let mut is_rest = false;
    loop {
        let mut line = Vec::new();
        let most = u64::try_from(LONGEST).unwrap_or(u64::MAX);
        let read = source
            .by_ref()
            .take(most)
            .read_until(b'\n', &mut line)
            .map_err(|error| malformed(&error))?;
        if read == 0 {
            return Ok(None);
        }
        let is_whole = line.ends_with(b"\n") || read < LONGEST;
        if std::mem::replace(&mut is_rest, !is_whole) || !is_whole {
            continue;
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_start_matches('\u{feff}').trim();
        // A text that is no list of addresses has none.
        if text.starts_with("http://") || text.starts_with("https://") {
            return Ok(Some((text.to_owned(), false)));
        }
    }
}

impl std::fmt::Debug for Sitemap<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sitemap").field("base", &self.base.as_str()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn read(bytes: &[u8]) -> (Vec<String>, Option<String>) {
        let base = Url::parse("https://a.test/sitemap.xml").unwrap();
        let mut found = Vec::new();
        for entry in Sitemap::new(bytes, &base) {
            match entry {
                Ok(SitemapEntry::Page(url)) => found.push(url.to_string()),
                Ok(SitemapEntry::Sitemap(url)) => found.push(format!("index {url}")),
                Err(error) => return (found, Some(error.to_string())),
            }
        }
        (found, None)
    }

    const XML: &str = "<?xml version='1.0' encoding='UTF-8'?>\
        <urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:image='i'>\
        <url><loc> https://a.test/1?a=b&amp;c=&#100; </loc><lastmod>2026-01-01</lastmod>\
        <image:image><image:loc>https://a.test/i.png</image:loc></image:image></url>\
        <url><loc><![CDATA[https://a.test/2]]></loc></url><url><loc>/3</loc></url>\
        <url><loc>ftp://a.test/4</loc></url></urlset>";

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn pages_are_listed_packed_or_not() {
        let pages = ["https://a.test/1?a=b&c=d", "https://a.test/2", "https://a.test/3"];
        assert_eq!(read(XML.as_bytes()).0, pages);
        assert_eq!(read(&gzip(XML.as_bytes())).0, pages);
        assert_eq!(read(format!("\u{feff}{XML}").as_bytes()).0, pages);
        let text = b"\xef\xbb\xbfhttps://a.test/1\r\n\r\nnot one\nhttps://b.test/2";
        assert_eq!(read(text).0, ["https://a.test/1", "https://b.test/2"]);
    }

    #[test]
    fn an_index_lists_sitemaps() {
        let index = "<sitemapindex><sitemap><loc>https://a.test/s1.xml.gz</loc></sitemap>\
            <sitemap><loc>https://a.test/s2.xml</loc></sitemap></sitemapindex>";
        let expected = ["index https://a.test/s1.xml.gz", "index https://a.test/s2.xml"];
        assert_eq!(read(index.as_bytes()).0, expected);
    }

    #[test]
    fn no_address_is_made_of_one_that_is_empty_or_too_long() {
        let long = "a".repeat(LONGEST);
        let file = format!(
            "<urlset><url><loc> </loc></url><url><loc>/b&amp;{long}</loc></url>\
             <url><loc>/c</loc></url></urlset>"
        );
        assert_eq!(read(file.as_bytes()).0, ["https://a.test/c"]);
        let file = format!("https://a.test/{long}https://b.test/\nhttps://a.test/c");
        assert_eq!(read(file.as_bytes()).0, ["https://a.test/c"]);
    }

    #[test]
    fn what_came_before_a_fault_is_good() {
        let (found, error) = read(&XML.as_bytes()[..XML.len() - 60]);
        assert_eq!(found.len(), 2);
        assert!(error.is_none() || error.unwrap().starts_with("not a sitemap"));
        let packed = gzip(XML.repeat(50).as_bytes());
        let (_, error) = read(&packed[..packed.len() / 2]);
        assert!(error.unwrap().starts_with("not a sitemap"));
        assert_eq!(read(b""), (Vec::new(), None));
    }

    #[test]
    fn no_more_than_the_protocol_allows_is_read() {
        let url = "<url><loc>https://a.test/x</loc></url>";
        let (found, error) = read(format!("<urlset>{}", url.repeat(50_001)).as_bytes());
        assert_eq!(found.len(), 50_000);
        assert!(error.unwrap().starts_with("more than 50000"));
        let deep = "<a>".repeat(100_000);
        assert!(read(deep.as_bytes()).0.is_empty());
        let bomb = gzip(&vec![b' '; 60 << 20]);
        assert!(read(&bomb).0.is_empty());
    }
}
