//! Bytes to text: which encoding a page is in, and how that was told.
//!
//! The order is that of the HTML Standard (byte order mark, transport, `<meta>`, detection),
//! with one difference: a label that the bytes contradict is passed over with a warning.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::{Error, Limit, Warning};

/// How far into the page a `<meta>` is looked for. The standard asks for 1,024 bytes; real pages
/// put scripts before it.
const PRESCAN: usize = 4096;

/// How much the detector is given, from the first byte on that tells anything. It weighs
/// all encodings at once, which is slow, and knows long before.
const DETECTED: usize = 1 << 20;

/// A page's text, and how it was read.
#[derive(Debug)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// The encoding it was read in.
    pub encoding: &'static Encoding,
    /// How the encoding was found.
    pub found_by: FoundBy,
    /// Labels and bytes that do not agree.
    pub warnings: Vec<Warning>,
}

/// How an encoding was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundBy {
    /// A byte order mark.
    ByteOrderMark,
    /// The transport's label.
    Transport,
    /// A `<meta>` element.
    Meta,
    /// The bytes themselves.
    Detection,
}

/// Reads the first `limit` bytes as text. `transport` is the charset label that came with them.
///
/// # Errors
///
/// [`Error::Empty`] when there is nothing but white space, [`Error::NotText`] when the bytes are
/// an image, a PDF, an archive or the like.
pub fn decode(bytes: &[u8], transport: Option<&str>, limit: usize) -> Result<Decoded, Error> {
    let mut warnings = Vec::new();
    let bytes = match bytes.get(..limit) {
        Some(head) if head.len() < bytes.len() => {
            warnings.push(Warning::LimitHit { limit: Limit::InputBytes, value: limit as u64 });
            head
        }
        _ => bytes,
    };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Error::Empty);
    }
    refuse_other_files(bytes)?;
    let (encoding, found_by) = find_encoding(bytes, transport, &mut warnings);
    let (text, malformed) = encoding.decode_with_bom_removal(bytes);
    // A cut in the last character is the limit's doing, and a stray byte is normal.
    if malformed {
        warnings.push(Warning::MalformedBytes { encoding: encoding.name() });
    }
    Ok(Decoded { text: text.into_owned(), encoding, found_by, warnings })
}

/// Refuses what is plainly no text.
fn refuse_other_files(bytes: &[u8]) -> Result<(), Error> {
    if let Some(kind) = infer::get(bytes) {
        let text = matches!(kind.matcher_type(), infer::MatcherType::Text);
        if !text {
            return Err(Error::NotText { media_type: kind.mime_type().to_owned() });
        }
    }
    let head = bytes.get(..PRESCAN).unwrap_or(bytes);
    let controls =
        head.iter().filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127)).count();
    // UTF-16 is full of NULs but has no other control characters to speak of.
    let nuls = memchr::memchr_iter(0, head).count();
    if (controls - nuls) * 20 > head.len() {
        return Err(Error::NotText { media_type: "application/octet-stream".to_owned() });
    }
    Ok(())
}

fn find_encoding(
    bytes: &[u8],
    transport: Option<&str>,
    warnings: &mut Vec<Warning>,
) -> (&'static Encoding, FoundBy) {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding, FoundBy::ByteOrderMark);
    }
    let meta = meta_label(bytes);
    let candidates = [(transport, FoundBy::Transport), (meta.as_deref(), FoundBy::Meta)];
    let mut refused = None;
    for (label, found_by) in candidates {
        let Some(label) = label else { continue };
        let Some(encoding) = Encoding::for_label(label.as_bytes()) else {
            continue;
        };
        if fits(bytes, encoding, found_by, meta.as_deref()) {
            warn_of(refused, encoding, warnings);
            return (encoding, found_by);
        }
        refused.get_or_insert(label);
    }
    let encoding = detect(bytes);
    warn_of(refused, encoding, warnings);
    (encoding, FoundBy::Detection)
}

fn warn_of(refused: Option<&str>, used: &'static Encoding, warnings: &mut Vec<Warning>) {
    if let Some(label) = refused {
        let (declared, used) = (label.to_owned(), used.name());
        warnings.push(Warning::WrongCharset { declared, used });
    }
}

/// Whether the bytes can be in the encoding that was declared.
fn fits(bytes: &[u8], encoding: &'static Encoding, found_by: FoundBy, meta: Option<&str>) -> bool {
    if bytes.is_ascii() {
        return encoding != UTF_16LE && encoding != UTF_16BE;
    }
    let is_utf8 = utf8_errors(bytes) == 0;
    if encoding == UTF_8 {
        // A page with a broken character here and there is still UTF-8: what declares an
        // encoding wrongly has an error at nearly every letter beyond ASCII.
        let beyond_ascii = bytes.iter().filter(|byte| !byte.is_ascii()).count();
        return utf8_errors(bytes) * 4 <= beyond_ascii;
    }
    // Text in another encoding is practically never valid UTF-8 by chance.
    if is_utf8 && encoding != encoding_rs::ISO_2022_JP {
        return false;
    }
    // Servers send Latin-1 by default: a page that says otherwise, and is right, knows better.
    let other = meta.and_then(|label| Encoding::for_label(label.as_bytes()));
    !(found_by == FoundBy::Transport
        && encoding == WINDOWS_1252
        && other.is_some_and(|other| other != encoding && other == detect(bytes)))
}

/// How many sequences of the bytes are no UTF-8.
fn utf8_errors(bytes: &[u8]) -> usize {
    bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count()
}

/// With this character ISO-2022-JP goes from ASCII to Japanese and back.
const ESCAPE: u8 = 0x1b;

fn detect(bytes: &[u8]) -> &'static Encoding {
    if let Some(encoding) = detect_utf16(bytes) {
        return encoding;
    }
    // Text in another encoding is practically never valid UTF-8, but for one that is all ASCII.
    if utf8_errors(bytes) == 0 && memchr::memchr(ESCAPE, bytes).is_none() {
        return UTF_8;
    }
    let first = bytes.iter().position(|&byte| !byte.is_ascii() || byte == ESCAPE);
    let end = first.unwrap_or_default().saturating_add(DETECTED);
    let head = bytes.get(..end).unwrap_or(bytes);
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(head, head.len() == bytes.len());
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

/// UTF-16 without a mark: Latin text in it has a NUL in every other place.
fn detect_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..256).unwrap_or(bytes);
    let nuls = |odd: usize| {
        head.iter().skip(odd).step_by(2).filter(|&&byte| byte == 0).count() * 4 > head.len()
    };
    match (nuls(0), nuls(1)) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

/// The label of the first `<meta charset>` or `<meta content="...; charset=...">`.
fn meta_label(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..PRESCAN).unwrap_or(bytes).to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    let mut rest: &str = &head;
    while let Some((_, after)) = rest.split_once("<meta") {
        let (tag, next) = after.split_once('>').unwrap_or((after, ""));
        if let Some((_, value)) = tag.split_once("charset") {
            let value = value.trim_start().strip_prefix('=').unwrap_or_default();
            let value = value.trim_start_matches(['"', '\'', ' ']);
            let end = |character: char| {
                matches!(character, '"' | '\'' | ';' | '/') || character.is_whitespace()
            };
            let label = value.split(end).next().unwrap_or_default();
            if !label.is_empty() {
                // A page that could be searched for ASCII is not in UTF-16.
                let label = if label.starts_with("utf-16") { "utf-8" } else { label };
                return Some(label.to_owned());
            }
        }
        rest = next;
    }
    None
}

/// Tags that pages are full of.
const TAGS: [&str; 20] = [
    "<html", "<body", "<div", "<p>", "<p ", "<table", "<span", "<a href", "<br", "<script",
    "<meta", "<title", "<h1", "<ul", "<pre", "<h2", "<ol", "<main", "<article", "<section",
];

/// What no plain text begins with. A page may begin with elements of its head, however long they
/// are.
const STARTS: [&str; 13] = [
    "<!doctype", "<html", "<head", "<body", "<?xml", "<!--", "<style", "<script", "<link", "<meta",
    "<title", "<base", "<noscript",
];

/// Whether the bytes look like a page rather than a plain text: markup near the beginning.
pub fn looks_like_html(bytes: &[u8]) -> bool {
    let head = bytes.get(..PRESCAN).unwrap_or(bytes);
    let head = match Encoding::for_bom(head) {
        Some((encoding, _)) => encoding.decode(head).0,
        None => detect_utf16(head)
            .map_or_else(|| String::from_utf8_lossy(head), |encoding| encoding.decode(head).0),
    };
    let head = head.trim_start().to_ascii_lowercase();
    if STARTS.iter().any(|start| head.starts_with(start)) {
        return true;
    }
    let opened: usize = TAGS.iter().map(|tag| head.matches(tag).count()).sum();
    opened >= 3 || head.starts_with('<') && opened >= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], transport: Option<&str>) -> Decoded {
        decode(bytes, transport, 1 << 20).unwrap()
    }

    const RUSSIAN: &str = "<meta charset=windows-1251><p>Это довольно длинный русский текст, \
        по которому легко узнать его кодировку.</p>";

    #[test]
    fn the_mark_wins_over_the_transport() {
        let decoded = read(b"\xef\xbb\xbf<p>\xc3\xa9", Some("windows-1252"));
        assert_eq!((decoded.text.as_str(), decoded.found_by), ("<p>é", FoundBy::ByteOrderMark));
    }

    #[test]
    fn a_lying_transport_is_passed_over() {
        let bytes = encoding_rs::WINDOWS_1251.encode(RUSSIAN).0;
        for label in ["utf-8", "iso-8859-1"] {
            let decoded = read(&bytes, Some(label));
            assert_eq!(decoded.text, RUSSIAN, "{label}");
            assert_eq!(decoded.found_by, FoundBy::Meta);
            assert!(matches!(decoded.warnings.as_slice(), [Warning::WrongCharset { .. }]));
        }
    }

    #[test]
    fn without_any_label_the_bytes_tell() {
        let russian = RUSSIAN.replace("<meta charset=windows-1251>", "");
        let decoded = read(&encoding_rs::WINDOWS_1251.encode(&russian).0, None);
        assert_eq!((decoded.text, decoded.found_by), (russian, FoundBy::Detection));
        let utf16: Vec<u8> = "<p>plain</p>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&utf16, None).text, "<p>plain</p>");
    }

    #[test]
    fn what_tells_the_encoding_may_come_late_and_be_long() {
        let letters = "Это довольно длинный русский текст. ".repeat(20_000);
        let russian = format!("<p>{}{letters}", "plain words ".repeat(200_000));
        let bytes = encoding_rs::WINDOWS_1251.encode(&russian).0;
        let decoded = decode(&bytes, None, 16 << 20).unwrap();
        assert_eq!(decoded.encoding, encoding_rs::WINDOWS_1251);
        // A byte that is wrong only far behind does not make another language of it all.
        let mut utf8 = format!("<p>{}", letters.repeat(2)).into_bytes();
        utf8.push(0xff);
        assert_eq!(decode(&utf8, None, 16 << 20).unwrap().encoding, UTF_8);
    }

    #[test]
    fn utf8_declared_as_latin1_is_utf8() {
        assert_eq!(read("<p>naïve".as_bytes(), Some("iso-8859-1")).text, "<p>naïve");
        let meta = "<meta http-equiv=x content='text/html; charset=iso-8859-1'>naïve";
        assert_eq!(read(meta.as_bytes(), None).text, meta);
    }

    #[test]
    fn a_stray_byte_does_not_undo_utf8() {
        let decoded = read(b"<p>na\xc3\xafve \xc3\xa9t\xc3\xa9, \xc3\xa0 \xff", Some("utf-8"));
        assert!(decoded.text.contains("naïve"));
        assert_eq!(decoded.warnings, [Warning::MalformedBytes { encoding: "UTF-8" }]);
    }

    #[test]
    fn other_files_are_refused() {
        let refused = |bytes: &[u8]| decode(bytes, None, 1 << 20).unwrap_err().to_string();
        assert!(refused(b"%PDF-1.7\n%\xe2\xe3").contains("application/pdf"));
        assert!(refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").contains("image/png"));
        assert!(refused(&[1, 2, 3, 4, 5, 6, 7, 200, 201]).contains("octet-stream"));
        assert_eq!(decode(b" \n\t", None, 9).unwrap_err(), Error::Empty);
    }

    #[test]
    fn input_is_cut_at_the_limit() {
        let decoded = decode(b"<p>abcdef", None, 5).unwrap();
        assert_eq!(decoded.text, "<p>ab");
        assert_eq!(decoded.warnings, [Warning::LimitHit { limit: Limit::InputBytes, value: 5 }]);
    }

    #[test]
    fn markup_tells_a_page_from_a_text() {
        assert!(looks_like_html(b"\n<!DOCTYPE html><title>x"));
        assert!(looks_like_html(b"<div>a</div>"));
        assert!(looks_like_html(b"<pre>a\nb</pre>"));
        assert!(looks_like_html(format!("<style>{}", ".a{}".repeat(4000)).as_bytes()));
        assert!(!looks_like_html(b"If a < b then c. Use <p> for paragraphs."));
        assert!(!looks_like_html("Left Menu\n\nSecret talks".as_bytes()));
    }
}
