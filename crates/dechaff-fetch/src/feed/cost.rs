//! What reading a feed would take, told before it is read.
//!
//! The parser goes down a level of the stack for each element in another one,
//! keeps all that it reads, and resolves each address against `xml:base`, so a
//! feed of a few megabytes could take gigabytes. Here the same tokens are
//! counted first.

use quick_xml::Reader;
use quick_xml::encoding::DecodingReader;
use quick_xml::errors::Error;
use quick_xml::events::{BytesStart, Event};

/// How deep elements may lie in one another. Feeds are flat.
const DEEPEST: usize = 64;
/// Most pages that may be listed, as in a sitemap: the parser takes some 3 KB
/// for each.
const MOST_ENTRIES: usize = 50_000;
/// Most elements: those that are no entry take up to half a kilobyte.
const MOST_ELEMENTS: usize = 500_000;
/// Most objects of a feed in JSON.
const MOST_OBJECTS: usize = 2 * MOST_ENTRIES;
/// Most bytes that bases may add, where each element holds an address.
const MOST_BASE_BYTES: usize = 64 << 20;

/// Why a feed is not read, if it would take too much. `base` is how long the
/// address is that its own are relative to.
pub(super) fn refusal(bytes: &[u8], base: usize) -> Option<String> {
    // What the parser takes it for hangs on which of the two comes first.
    let start = memchr::memchr2(b'<', b'{', bytes).and_then(|at| bytes.get(at));
    match start {
        Some(b'{') => json_refusal(bytes, base),
        Some(_) => xml_refusal(bytes, base),
        None => None,
    }
}

/// Counts braces, those in texts among them: it may count too much, and never
/// too little. On depth `serde_json` has a bound of its own.
fn json_refusal(bytes: &[u8], base: usize) -> Option<String> {
    let objects = memchr::memchr_iter(b'{', bytes).count();
    if objects > MOST_OBJECTS {
        return Some(format!("it has more than {MOST_OBJECTS} objects"));
    }
    base_refusal(base, objects)
}

fn xml_refusal(bytes: &[u8], base: usize) -> Option<String> {
    let mut reader = Reader::from_reader(DecodingReader::new(bytes));
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().trim_markup_names_in_closing_tags = true;
    let mut cost = Cost { bases: vec![base], longest_base: base, elements: 0, entries: 0 };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Decl(declaration)) => {
                if let Some(encoding) = declaration.encoder() {
                    reader.get_mut().set_encoding(encoding);
                }
            }
            Ok(Event::Start(tag)) => cost.open(&tag),
            Ok(Event::End(_)) => cost.close(),
            // After an end that fits no start, reading may go on.
            Ok(Event::Eof) | Err(Error::Io(_) | Error::Syntax(_)) => return cost.refusal(),
            Ok(_) | Err(_) => {}
        }
        if let Some(refusal) = cost.refusal() {
            return Some(refusal);
        }
    }
}

/// What has been counted.
struct Cost {
    /// For each open element, how long a base may be there.
    bases: Vec<usize>,
    longest_base: usize,
    elements: usize,
    entries: usize,
}

impl Cost {
    fn open(&mut self, tag: &BytesStart<'_>) {
        let mut attributes = tag.attributes();
        let bases = attributes
            .with_checks(false)
            .flatten()
            .filter(|attr| attr.key.local_name().as_ref() == "base");
        let own: usize = bases.map(|attr| attr.value.len()).sum();
        let base = self.bases.last().copied().unwrap_or_default() + own;
        self.bases.push(base);
        self.longest_base = self.longest_base.max(base);
        self.elements += 1;
        self.entries += usize::from(matches!(tag.local_name().as_ref(), "item" | "entry"));
    }

    fn close(&mut self) {
        if self.bases.len() > 1 {
            self.bases.pop();
        }
    }

    fn refusal(&self) -> Option<String> {
        if self.bases.len() > DEEPEST {
            Some(format!("its elements lie more than {DEEPEST} deep in one another"))
        } else if self.entries > MOST_ENTRIES {
            Some(format!("it lists more than {MOST_ENTRIES} pages"))
        } else if self.elements > MOST_ELEMENTS {
            Some(format!("it has more than {MOST_ELEMENTS} elements"))
        } else {
            base_refusal(self.longest_base, self.elements)
        }
    }
}

fn base_refusal(base: usize, parts: usize) -> Option<String> {
    (base.saturating_mul(parts) > MOST_BASE_BYTES)
        .then(|| "the address that its own are relative to is too long for so many".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(start: &str, part: &str, count: usize, end: &str) -> Option<String> {
        refusal(format!("{start}{}{end}", part.repeat(count)).as_bytes(), 30)
    }

    #[test]
    fn nesting_is_told_however_it_is_written() {
        let group = "<media:group>";
        let encoded = |text: &str| -> Vec<u8> {
            let units = "\u{feff}".encode_utf16().chain(text.encode_utf16());
            units.flat_map(u16::to_le_bytes).collect()
        };
        for open in ["<a>", group, "<item>", "<a b='>'>", "<a b='/>'>", "<a b=\"</a>\">", "<a\n>"] {
            let feed = format!("<rss><channel><item>{}", open.repeat(200));
            let deep = |bytes: &[u8]| refusal(bytes, 30).is_some_and(|why| why.contains("deep"));
            assert!(deep(feed.as_bytes()), "{open}");
            assert!(deep(&encoded(&feed)), "{open} in UTF-16");
            assert!(deep(format!("<?xml encoding='x'?></b></rss>{feed}").as_bytes()), "{open}");
        }
        let flat = "<item><a/><b></b><!-- <c> --><![CDATA[<d>]]></item>";
        assert_eq!(refused("<rss><channel>", flat, 1000, "</channel></rss>"), None);
    }

    #[test]
    fn what_would_take_too_much_memory_is_told() {
        let rss = ("<rss version='2.0'><channel>", "</channel></rss>");
        for item in ["<item/>", "<a:item />", "<item><enclosure url='/a' type='a/b'/></item>"] {
            assert!(refused(rss.0, item, MOST_ENTRIES + 1, rss.1).is_some(), "{item}");
            assert_eq!(refused(rss.0, item, MOST_ENTRIES, rss.1), None, "{item}");
        }
        assert!(refused(rss.0, "<items/>", MOST_ELEMENTS + 1, rss.1).is_some());
        assert_eq!(refused(rss.0, "<items/>", MOST_ENTRIES + 1, rss.1), None);
        let json = "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"id\":\"1\"}";
        for start in ["", "words before it ", "\u{feff}"] {
            let json = format!("{start}{json}");
            assert!(refused(&json, ",{\"id\":\"1\"}", MOST_OBJECTS, "]}").is_some());
            assert_eq!(refused(&json, ",{\"id\":\"1\"}", 1000, "]}"), None);
        }
    }

    #[test]
    fn long_bases_count_for_each_element() {
        let base = |length: usize| format!("<feed xml:base='/{}/'>", "a".repeat(length));
        let entry = "<entry><link href='b'/></entry>";
        assert!(refused(&base(1 << 20), entry, 100, "</feed>").is_some());
        assert_eq!(refused(&base(100), entry, 1000, "</feed>"), None);
        // Each lengthens the one around it.
        let nested = format!("<entry>{}", "<a xml:base='aaaaaaaaaaaaaaaaaaaa/'>".repeat(50));
        let feed = format!("{nested}{}</entry>", "</a>".repeat(50));
        assert!(refused("<feed>", &feed, 3000, "</feed>").is_some());
        assert_eq!(refused("<feed>", &feed, 300, "</feed>"), None);
        assert!(refusal(b"<rss><a/><b/></rss>", 1 << 30).is_some());
        assert!(refusal(b"{\"items\":[{}]}", 1 << 30).is_some());
    }
}
