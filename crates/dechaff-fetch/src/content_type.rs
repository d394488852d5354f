//! What a `Content-Type` header says.

use reqwest::header::{CONTENT_TYPE, HeaderMap};

use crate::request::Wanted;

const PAGES: [&str; 7] = [
    "text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/x-markdown",
    "application/xml", "text/xml",
];

/// The type of a body and the encoding declared with it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct ContentType {
    /// `type/subtype` in lower case; none when the header is absent or senseless.
    pub(crate) essence: Option<String>,
    /// The `charset` parameter as it was written.
    pub(crate) charset: Option<String>,
}

impl ContentType {
    /// Reads the headers of an answer. Of several headers the last that makes
    /// sense counts, as in browsers.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        headers
            .get_all(CONTENT_TYPE)
            .iter()
            .rev()
            .map(|value| Self::parse(&String::from_utf8_lossy(value.as_bytes())))
            .find(|parsed| parsed.essence.is_some())
            .unwrap_or_default()
    }

    /// Whether it is what was asked for. An answer that does not say what it is
    /// gets the benefit of the doubt: it may be a page.
    pub(crate) fn fits(&self, wanted: Wanted) -> bool {
        let essence = self.essence.as_deref();
        match wanted {
            Wanted::Page => essence.is_none_or(|essence| PAGES.contains(&essence)),
            // The name of the file says what it is, whatever the server takes it for.
            Wanted::Robots | Wanted::Sitemap => true,
            Wanted::Feed => essence.is_none_or(|essence| {
                PAGES.contains(&essence) || essence.contains("xml") || essence.contains("json")
            }),
        }
    }

    fn parse(header: &str) -> Self {
        let (essence, parameters) = header.split_once(';').unwrap_or((header, ""));
        let essence = essence.trim().to_ascii_lowercase();
        let well_formed = essence
            .split_once('/')
            .is_some_and(|(kind, subtype)| !kind.is_empty() && !subtype.is_empty());
        if !well_formed {
            return Self::default();
        }
        Self { essence: Some(essence), charset: charset(parameters) }
    }
}

fn charset(mut parameters: &str) -> Option<String> {
    while !parameters.is_empty() {
        let end = end_of_parameter(parameters);
        let parameter = parameters.get(..end).unwrap_or_default();
        parameters = parameters.get(end + 1..).unwrap_or_default();
        let Some((name, value)) = parameter.split_once('=') else {
            continue;
        };
        if name.trim().eq_ignore_ascii_case("charset") {
            // Single quotes mean nothing here, yet servers write them.
            let value = value.trim().trim_matches(['"', '\'']).trim();
            return (!value.is_empty()).then(|| value.to_owned());
        }
    }
    None
}

/// Where the first parameter ends: at a semicolon that is not in quotes.
fn end_of_parameter(parameters: &str) -> usize {
    let mut quoted = false;
    parameters
        .bytes()
        .position(|byte| {
            quoted ^= byte == b'"';
            byte == b';' && !quoted
        })
        .unwrap_or(parameters.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn charset_in(header: &str) -> Option<String> {
        ContentType::parse(header).charset
    }

    #[test]
    fn charsets_are_found_in_any_dress() {
        for header in [
            "text/html; charset=koi8-r",
            "text/html;Charset=\"koi8-r\"",
            "text/html; q=1; charset='koi8-r' ; x=y",
            "text/html; title=\"a;charset=b\"; charset=koi8-r",
        ] {
            assert_eq!(charset_in(header).as_deref(), Some("koi8-r"), "{header}");
        }
        for header in ["text/html", "text/html; charset=", "text/html; charset=\"\"", "text/html;;"]
        {
            assert_eq!(charset_in(header), None, "{header}");
        }
    }

    #[test]
    fn pages_are_told_from_the_rest() {
        for header in ["TEXT/HTML ; charset=x", "application/xhtml+xml", "text/plain", "", "html"] {
            assert!(ContentType::parse(header).fits(Wanted::Page), "{header}");
        }
        for header in ["image/png", "application/json", "application/pdf", "text/css", "video/mp4"]
        {
            assert!(!ContentType::parse(header).fits(Wanted::Page), "{header}");
        }
    }

    #[test]
    fn the_last_sensible_header_counts() {
        let mut headers = HeaderMap::new();
        for value in ["image/png", "text/html; charset=utf-8", "nonsense"] {
            headers.append(CONTENT_TYPE, value.parse().unwrap());
        }
        let parsed = ContentType::of(&headers);
        assert_eq!(parsed.essence.as_deref(), Some("text/html"));
        assert_eq!(parsed.charset.as_deref(), Some("utf-8"));
        assert!(ContentType::of(&HeaderMap::new()).fits(Wanted::Page));
    }
}
