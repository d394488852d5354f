//! The HTTP message in a record of an archive.

use std::borrow::Cow;

use httparse::{Header, ParserConfig, Status};

use crate::chunked;
use crate::coding::{Coding, Decoder};
use crate::content_type::ContentType;

/// More headers than any server sends.
const MOST_HEADERS: usize = 512;

/// The head of an HTTP response.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// What the body is.
    pub content_type: ContentType,
    /// How it is packed; none where the name is not known.
    coding: Option<Coding>,
    chunked: bool,
    /// Bytes of the message before the body.
    head_bytes: usize,
}

/// The body of a response, unpacked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Body {
    /// The bytes of the page.
    pub bytes: Vec<u8>,
    /// Whether a limit cut them.
    pub truncated: bool,
}

impl Response {
    /// Reads the head of a message, with the faults that clients overlook.
    pub fn parse(message: &[u8]) -> Option<Self> {
        let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
        let mut response = httparse::Response::new(&mut headers);
        let mut config = ParserConfig::default();
        config
            .allow_obsolete_multiline_headers_in_responses(true)
            .allow_spaces_after_header_name_in_responses(true)
            .allow_multiple_spaces_in_response_status_delimiters(true)
            .allow_space_before_first_header_name(true)
            .ignore_invalid_headers_in_responses(true);
        let Ok(Status::Complete(head_bytes)) = config.parse_response(&mut response, message) else {
            return None;
        };
        let content_type = values(response.headers, "content-type")
            .map(|value| ContentType::parse(&String::from_utf8_lossy(value)))
            .filter(|parsed| parsed.essence.is_some())
            .last()
            .unwrap_or_default();
        let chunked = values(response.headers, "transfer-encoding")
            .any(|value| value.trim_ascii().eq_ignore_ascii_case(b"chunked"));
        Some(Self {
            status: response.code?,
            content_type,
            coding: Coding::of_headers(values(response.headers, "content-encoding")).ok(),
            chunked,
            head_bytes,
        })
    }

    /// The body of the message whose head this is: chunks joined, unpacked, no longer than `limit`.
    ///
    /// Writers of archives may have undone either without a change of the headers, so what does not
    /// unpack from the first is taken as it is; what breaks off is taken as far as it goes. None
    /// where it is packed in an unknown way.
    pub fn body(&self, message: &[u8], limit: usize) -> Option<Body> {
        let body = message.get(self.head_bytes..).unwrap_or_default();
        let joined = if self.chunked { chunked::joined(body) } else { None };
        let body = joined.map_or(Cow::Borrowed(body), Cow::Owned);
        let coding = self.coding?;
        let as_it_is = || {
            let bytes = body.get(..limit).unwrap_or(&body).to_vec();
            Body { truncated: bytes.len() < body.len(), bytes }
        };
        Some(unpacked(coding, &body, limit).unwrap_or_else(as_it_is))
    }
}

/// None where there is nothing to unpack.
fn unpacked(coding: Coding, body: &[u8], limit: usize) -> Option<Body> {
    if coding == Coding::Identity {
        return None;
    }
    let mut decoder = Decoder::new(coding, *body.first()?, limit).ok()?;
    let fed = decoder.feed(body).and_then(|()| decoder.finish());
    if fed.is_err() && !decoder.overflowed() {
        // Pushes out what there is; the fault is known.
        let _ = decoder.flush();
    }
    let truncated = decoder.overflowed();
    let bytes = decoder.take();
    (fed.is_ok() || !bytes.is_empty()).then_some(Body { bytes, truncated })
}

fn values<'a>(headers: &'a [Header<'a>], name: &'a str) -> impl Iterator<Item = &'a [u8]> {
    headers
        .iter()
        .filter(move |header| header.name.eq_ignore_ascii_case(name))
        .map(|header| header.value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn body_of(head: &str, body: &[u8]) -> Body {
        let message = [head.as_bytes(), b"\r\n\r\n", body].concat();
        Response::parse(&message).unwrap().body(&message, 1000).unwrap()
    }

    fn gzip(content: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn the_head_says_what_the_body_is() {
        let message = b"HTTP/1.1 200 OK\r\nbad header line\r\n\
            Content-Type : text/html; charset=koi8-r\r\n\r\n<p>";
        let response = Response::parse(message).unwrap();
        assert_eq!(response.status, 200);
        assert_eq!(response.content_type.essence.as_deref(), Some("text/html"));
        assert_eq!(response.content_type.charset.as_deref(), Some("koi8-r"));
        assert_eq!(response.body(message, 9).unwrap().bytes, b"<p>");
        assert_eq!(Response::parse(b"GET / HTTP/1.1\r\n\r\n"), None);
        assert_eq!(Response::parse(b"HTTP/1.1 200 OK\r\nConten"), None);
    }

    #[test]
    fn chunked_and_compressed_bodies_are_decoded() {
        let packed = gzip(b"Salt water");
        let (one, two) = packed.split_at(7);
        let size = format!("\r\n{:x}\r\n", two.len());
        let chunks = [b"7\r\n", one, size.as_bytes(), two];
        let body = [chunks.concat().as_slice(), b"\r\n0\r\n\r\n"].concat();
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip";
        assert_eq!(body_of(head, &body).bytes, b"Salt water");
    }

    #[test]
    fn a_body_that_was_decoded_before_is_taken_as_it_is() {
        for coding in ["gzip", "br", "zstd", "deflate"] {
            let head = format!(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: {coding}"
            );
            assert_eq!(body_of(&head, b"<p>Salt water").bytes, b"<p>Salt water", "{coding}");
        }
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: secret";
        let message = [head.as_bytes(), b"\r\n\r\nxyz"].concat();
        assert_eq!(Response::parse(&message).unwrap().body(&message, 9), None);
    }

    #[test]
    fn no_more_than_the_limit_is_unpacked() {
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip";
        let body = body_of(head, &gzip(&b"a".repeat(100_000)));
        assert_eq!((body.bytes.len(), body.truncated), (1000, true));
        let plain = body_of("HTTP/1.1 200 OK", &[b'a'; 2000]);
        assert_eq!((plain.bytes.len(), plain.truncated), (1000, true));
    }
}
