//! What the headers of an answer say, besides its type.

use http::header::HeaderMap;

/// All headers as text.
pub(crate) fn text_of(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    headers.iter().map(|(name, value)| (name.to_string(), text(value.as_bytes()))).collect()
}

/// What `X-Robots-Tag` says to everybody and to `agent`, in lower case.
pub(crate) fn robots_tag(headers: &HeaderMap, agent: &str) -> Vec<String> {
    // These have a colon too, and name no agent.
    const WITH_VALUE: [&str; 5] =
        ["unavailable_after", "max-snippet", "max-image-preview", "max-video-preview", "expires"];
    let mut said = Vec::new();
    for value in headers.get_all("x-robots-tag") {
        let text = String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase();
        // An agent's name counts for all that follows it in the header.
        let mut for_us = true;
        for word in text.split(',') {
            let mut word = word.trim();
            if let Some((name, rest)) = word.split_once(':')
                && !WITH_VALUE.contains(&name.trim())
            {
                for_us = name.trim().eq_ignore_ascii_case(agent);
                word = rest.trim();
            }
            if for_us && !word.is_empty() {
                said.push(word.to_owned());
            }
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_for_all_or_for_one() {
        let mut headers = HeaderMap::new();
        for value in [
            "NoIndex, nofollow",
            "dechaff: noarchive",
            "other: none, nosnippet",
            "unavailable_after: 25 Jun 2030 15:00:00 PST",
        ] {
            headers.append("x-robots-tag", value.parse().unwrap());
        }
        assert_eq!(
            robots_tag(&headers, "dechaff"),
            ["noindex", "nofollow", "noarchive", "unavailable_after: 25 jun 2030 15:00:00 pst"]
        );
    }
}
