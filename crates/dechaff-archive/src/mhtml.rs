//! The page in an MHTML file, read as a stream: pictures and styles are passed over.

use std::io::{self, Read};

use data_encoding::BASE64;
use mailparse::{MailHeaderMap, parse_content_type, parse_headers};
use memchr::memmem;
use quoted_printable::{ParseMode, decode};

use crate::lines::{Line, Lines};

/// The longest header of the file or of a part.
const HEADER_BYTES: usize = 64 * 1024;
/// Lines in a mail are short; a longer one comes in pieces of this size.
const LINE_BYTES: usize = 1 << 20;
/// Parts within parts.
const MOST_BOUNDARIES: usize = 16;

/// The main part of an MHTML file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct MainPart {
    /// The page.
    pub bytes: Vec<u8>,
    /// The charset that the part's header names.
    pub charset: Option<String>,
    /// Where the page is from.
    pub url: Option<String>,
    /// Whether the limit cut it.
    pub truncated: bool,
}

/// Why an MHTML file has no page for us.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MhtmlError {
    /// It cannot be read.
    #[error("{0}")]
    Read(#[from] io::Error),
    /// The header of the file or of a part is no header.
    #[error("a broken header in line {0}")]
    Header(u64),
    /// No part is a web page.
    #[error("no part of it is a web page")]
    NoPage,
}

/// Whether a file that begins so, once it is unpacked, is MHTML.
pub fn is_mhtml(head: &[u8]) -> bool {
    let first_lines = head.get(..2048).unwrap_or(head).to_ascii_lowercase();
    let has = |mark: &[u8]| memmem::find(&first_lines, mark).is_some();
    let is_header = first_lines
        .split(|&byte| byte == b'\n')
        .next()
        .is_some_and(|line| line.contains(&b':') && !line.contains(&b'<'))
        || first_lines.starts_with(b"from: <saved by");
    is_header && has(b"mime-version:") && has(b"content-type:")
}

/// What a header says of what follows it.
#[derive(Debug, Default)]
struct Part {
    essence: String,
    charset: Option<String>,
    boundary: Option<String>,
    /// The `Content-ID` of the main part, as the file's header names it.
    start: Option<String>,
    id: Option<String>,
    encoding: String,
    url: Option<String>,
}

/// Finds the main part: the one that the header names, or else the first that is a web page.
///
/// # Errors
///
/// When the file cannot be read, or none of its parts is a page.
pub fn main_part(source: impl Read, limit: usize) -> Result<MainPart, MhtmlError> {
    let mut lines = Lines::new(source, LINE_BYTES);
    let whole = header(&mut lines)?;
    let mut boundaries: Vec<String> = whole.boundary.clone().into_iter().collect();
    if boundaries.is_empty() {
        if is_page(&whole) {
            return Ok(read_part(&mut lines, &[], whole, None, limit)?);
        }
        return Err(MhtmlError::NoPage);
    }
    loop {
        // Up to the next part, over what stands between.
        loop {
            let line = lines.next().ok_or(MhtmlError::NoPage)??;
            if is_delimiter(&line.bytes, &boundaries) {
                break;
            }
        }
        let part = header(&mut lines)?;
        if let Some(boundary) = &part.boundary
            && boundaries.len() < MOST_BOUNDARIES
        {
            boundaries.push(boundary.clone());
        } else if is_page(&part) && (whole.start.is_none() || part.id == whole.start) {
            return Ok(read_part(&mut lines, &boundaries, part, whole.url, limit)?);
        }
    }
}

fn is_page(part: &Part) -> bool {
    matches!(part.essence.as_str(), "text/html" | "application/xhtml+xml")
}

fn header<R: Read>(lines: &mut Lines<R>) -> Result<Part, MhtmlError> {
    let mut held = Vec::new();
    let mut last = 0;
    for line in lines.by_ref() {
        let line = line?;
        last = line.number;
        if line.bytes.is_empty() {
            break;
        }
        if held.len() + line.bytes.len() > HEADER_BYTES {
            return Err(MhtmlError::Header(line.number));
        }
        held.extend_from_slice(&line.bytes);
        held.extend_from_slice(b"\r\n");
    }
    held.extend_from_slice(b"\r\n");
    let (headers, _) = parse_headers(&held).map_err(|_| MhtmlError::Header(last))?;
    let kind = headers.get_first_value("Content-Type").unwrap_or_default();
    let parsed = parse_content_type(&kind);
    let of = |name: &str| parsed.params.get(name).filter(|value| !value.is_empty()).cloned();
    let id = |text: String| text.trim().trim_matches(['<', '>']).to_owned();
    let is_multipart = parsed.mimetype.starts_with("multipart/");
    let urls = ["Snapshot-Content-Location", "Content-Location"];
    Ok(Part {
        charset: kind.to_ascii_lowercase().contains("charset").then_some(parsed.charset.clone()),
        boundary: of("boundary").filter(|_| is_multipart),
        start: of("start").map(id),
        id: headers.get_first_value("Content-ID").map(id),
        encoding: headers
            .get_first_value("Content-Transfer-Encoding")
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase(),
        url: urls.iter().find_map(|name| headers.get_first_value(name)),
        essence: parsed.mimetype,
    })
}

fn is_delimiter(line: &[u8], boundaries: &[String]) -> bool {
    let Some(rest) = line.strip_prefix(b"--") else { return false };
    let rest = rest.trim_ascii_end();
    boundaries.iter().any(|boundary| rest == boundary.as_bytes())
}

fn is_end(line: &[u8], boundaries: &[String]) -> bool {
    is_delimiter(line, boundaries)
        || line
            .trim_ascii_end()
            .strip_suffix(b"--")
            .is_some_and(|line| is_delimiter(line, boundaries))
}

fn read_part<R: Read>(
    lines: &mut Lines<R>,
    boundaries: &[String],
    part: Part,
    url: Option<String>,
    limit: usize,
) -> io::Result<MainPart> {
    let mut body =
        Body { encoding: Encoding::of(&part.encoding), bytes: Vec::new(), left: Vec::new() };
    let mut truncated = false;
    for line in lines {
        let line = line?;
        if is_end(&line.bytes, boundaries) {
            break;
        }
        body.add(&line);
        if body.bytes.len() > limit {
            body.bytes.truncate(limit);
            truncated = true;
            break;
        }
    }
    // A snapshot's own address is the page's; that of a part may be made up.
    let url = url.or(part.url);
    Ok(MainPart { bytes: body.bytes, charset: part.charset, url, truncated })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    AsIs,
    QuotedPrintable,
    Base64,
}

impl Encoding {
    fn of(name: &str) -> Self {
        match name {
            "quoted-printable" => Self::QuotedPrintable,
            "base64" => Self::Base64,
            _ => Self::AsIs,
        }
    }
}

struct Body {
    encoding: Encoding,
    bytes: Vec<u8>,
    /// Letters of base64 that make no whole group yet.
    left: Vec<u8>,
}

impl Body {
    fn add(&mut self, line: &Line) {
        match self.encoding {
            Encoding::AsIs => {
                self.bytes.extend_from_slice(&line.bytes);
                self.bytes.extend_from_slice(b"\n");
            }
            Encoding::QuotedPrintable => {
                let text = line.bytes.trim_ascii_end();
                // A line that ends in `=` goes on in the next.
                let (text, is_soft) = match text.strip_suffix(b"=") {
                    Some(text) => (text, true),
                    None => (text, false),
                };
                match decode(text, ParseMode::Robust) {
                    Ok(decoded) => self.bytes.extend_from_slice(&decoded),
                    Err(_) => self.bytes.extend_from_slice(text),
                }
                if !is_soft {
                    self.bytes.push(b'\n');
                }
            }
            Encoding::Base64 => {
                let letters = line.bytes.iter().filter(|byte| !byte.is_ascii_whitespace());
                self.left.extend(letters);
                let whole = self.left.len() / 4 * 4;
                let rest = self.left.split_off(whole);
                let groups = std::mem::replace(&mut self.left, rest);
                if let Ok(decoded) = BASE64.decode(&groups) {
                    self.bytes.extend_from_slice(&decoded);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHROME: &str = "From: <Saved by Blink>\r\n\
        Snapshot-Content-Location: https://a.test/tides\r\nSubject: Tides\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\
        \tboundary=\"----Part--7\"\r\n\r\n\r\n------Part--7\r\n\
        Content-Type: text/css; charset=utf-8\r\n\r\np { color: red }\r\n------Part--7\r\n\
        Content-Type: text/html; charset=\"windows-1251\"\r\n\
        Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://a.test/x\r\n\r\n\
        <p>Salt=20wa=\r\nter =CF=D0</p>\r\n------Part--7\r\nContent-Type: image/png\r\n\r\n\
        xyz\r\n------Part--7--\r\n";

    #[test]
    fn the_first_page_is_the_main_part_with_its_own_charset() {
        assert!(is_mhtml(CHROME.as_bytes()));
        let part = main_part(CHROME.as_bytes(), 1000).unwrap();
        assert_eq!(part.bytes, b"<p>Salt water \xcf\xd0</p>\n");
        assert_eq!(part.charset.as_deref(), Some("windows-1251"));
        assert_eq!(part.url.as_deref(), Some("https://a.test/tides"));
        assert!(!part.truncated);
    }

    #[test]
    fn the_header_may_name_the_main_part_and_parts_may_lie_in_parts() {
        let text = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=o; start=\"<b>\"\n\n\
            --o\nContent-Type: text/html\nContent-ID: <a>\n\n<p>A frame</p>\n\
            --o\nContent-Type: multipart/alternative; boundary=i\n\n--i\n\
            Content-Type: text/html\nContent-ID: <b>\nContent-Transfer-Encoding: base64\n\n\
            PHA+U2F\nsdDwvcD4=\n--i--\n--o--\n";
        let part = main_part(text.as_bytes(), 1000).unwrap();
        assert_eq!(part.bytes, b"<p>Salt</p>");
        assert_eq!(part.charset, None);
    }

    #[test]
    fn a_file_cut_anywhere_ends_with_a_part_or_an_error() {
        for end in 0..CHROME.len() {
            let cut = CHROME.get(..end).unwrap();
            if let Ok(part) = main_part(cut.as_bytes(), 1000) {
                // An escape or a boundary that is cut stays as it is.
                let whole = part.bytes.split(|byte| b"=\n".contains(byte)).next().unwrap();
                assert!(b"<p>Salt water \xcf\xd0</p>".starts_with(whole), "cut at {end}");
            }
        }
        let part = main_part(CHROME.as_bytes(), 5).unwrap();
        assert_eq!((part.bytes.as_slice(), part.truncated), (b"<p>Sa".as_slice(), true));
    }

    #[test]
    fn pages_and_texts_are_no_mhtml() {
        assert!(!is_mhtml(b"<!DOCTYPE html><p>MIME-Version: 1.0 Content-Type: text/html"));
        assert!(!is_mhtml(b"Note: nothing of the kind"));
        let none = "MIME-Version: 1.0\nContent-Type: image/png\n\nxyz";
        assert!(matches!(main_part(none.as_bytes(), 9), Err(MhtmlError::NoPage)));
    }
}
