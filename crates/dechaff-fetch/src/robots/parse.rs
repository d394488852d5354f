//! Reads the lines of a `robots.txt`.

/// A line that means something.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// Opens a group, or adds to the names of the one just opened.
    Agent(&'a str),
    Rule {
        allow: bool,
        pattern: &'a str,
    },
    /// Seconds between requests; not in the standard, and common.
    Delay(&'a str),
    /// The address of a sitemap, which belongs to no group.
    Sitemap(&'a str),
}

/// The lines of a file. Bytes that are no UTF-8 spoil their own line at most.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.split(['\n', '\r']).filter_map(line)
}

fn line(text: &str) -> Option<Line<'_>> {
    let text = text.split_once('#').map_or(text, |(before, _)| before);
    let (key, value) = text.split_once(':').or_else(|| key_and_blank(text))?;
    let (key, value) = (key.trim(), value.trim());
    let is = |names: &[&str]| names.iter().any(|name| key.eq_ignore_ascii_case(name));
    if is(&["user-agent", "user agent", "useragent"]) {
        Some(Line::Agent(value))
    } else if is(&["disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"]) {
        Some(Line::Rule { allow: false, pattern: value })
    } else if is(&["allow"]) {
        Some(Line::Rule { allow: true, pattern: value })
    } else if is(&["crawl-delay"]) {
        Some(Line::Delay(value))
    } else if is(&["sitemap", "site-map"]) {
        Some(Line::Sitemap(value))
    } else {
        None
    }
}

/// A line whose colon was forgotten: two words with a blank between.
fn key_and_blank(text: &str) -> Option<(&str, &str)> {
    let (key, value) = text.trim().split_once([' ', '\t'])?;
    (!value.trim().contains([' ', '\t'])).then_some((key, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_people_write_them() {
        let text = "\u{feff}User-agent : a # us\r\nDISALLOW:/x # y\rAllow: /*?q=\n\
            crawl-delay: 2.5\nSitemap: https://a.test/s.xml\nDisallow\nHost: a\nuser-agent b\n\
            Dissallow: /typo\nNoindex: /z\n";
        let found: Vec<_> = lines(text).collect();
        assert_eq!(
            found,
            [
                Line::Agent("a"),
                Line::Rule { allow: false, pattern: "/x" },
                Line::Rule { allow: true, pattern: "/*?q=" },
                Line::Delay("2.5"),
                Line::Sitemap("https://a.test/s.xml"),
                Line::Agent("b"),
                Line::Rule { allow: false, pattern: "/typo" },
            ]
        );
    }
}
