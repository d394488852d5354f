//! What the `Content-Type` of an answer says, and whether that is what was asked for.

use dechaff_archive::ContentType;
use reqwest::header::{CONTENT_TYPE, HeaderMap};

use crate::request::Wanted;

const PAGES: [&str; 7] = [
    "text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/x-markdown",
    "application/xml", "text/xml",
];

/// Reads the headers of an answer. Of several headers the last that makes
/// sense counts, as in browsers.
pub(crate) fn of(headers: &HeaderMap) -> ContentType {
    headers
        .get_all(CONTENT_TYPE)
        .iter()
        .rev()
        .map(|value| ContentType::parse(&String::from_utf8_lossy(value.as_bytes())))
        .find(|parsed| parsed.essence.is_some())
        .unwrap_or_default()
}

/// Whether it is what was asked for. An answer that does not say what it is
/// gets the benefit of the doubt: it may be a page.
pub(crate) fn fits(declared: &ContentType, wanted: Wanted) -> bool {
    let essence = declared.essence.as_deref();
    match wanted {
        Wanted::Page => essence.is_none_or(|essence| PAGES.contains(&essence)),
        // The name of the file says what it is, whatever the server takes it for.
        Wanted::Robots | Wanted::Sitemap => true,
        Wanted::Feed => essence.is_none_or(|essence| {
            PAGES.contains(&essence) || essence.contains("xml") || essence.contains("json")
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_told_from_the_rest() {
        for header in ["TEXT/HTML ; charset=x", "application/xhtml+xml", "text/plain", "", "html"] {
            assert!(fits(&ContentType::parse(header), Wanted::Page), "{header}");
        }
        for header in ["image/png", "application/json", "application/pdf", "text/css", "video/mp4"]
        {
            assert!(!fits(&ContentType::parse(header), Wanted::Page), "{header}");
        }
    }

    #[test]
    fn the_last_sensible_header_counts() {
        let mut headers = HeaderMap::new();
        for value in ["image/png", "text/html; charset=utf-8", "nonsense"] {
            headers.append(CONTENT_TYPE, value.parse().unwrap());
        }
        let parsed = of(&headers);
        assert_eq!(parsed.essence.as_deref(), Some("text/html"));
        assert_eq!(parsed.charset.as_deref(), Some("utf-8"));
        assert!(fits(&of(&HeaderMap::new()), Wanted::Page));
    }
}
