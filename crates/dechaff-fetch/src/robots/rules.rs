//! The rules of one site that are meant for us.

use std::time::Duration;

use memchr::memmem;
use url::Url;

use super::MOST_BYTES;
use super::parse::{Line, lines};

/// Most sitemaps that are remembered of a file.
const MOST_SITEMAPS: usize = 1000;

/// What a `robots.txt` says to one user agent.
#[derive(Debug, Clone, Default)]
pub struct Robots {
    /// The longest pattern first, and of two as long the one that allows: so
    /// the first that matches decides.
    rules: Vec<Rule>,
    delay: Option<Duration>,
    sitemaps: Vec<String>,
}

#[derive(Debug, Clone)]
struct Rule {
    allow: bool,
    /// In normal form, without the `$` at its end.
    pattern: Box<str>,
    /// Whether a `$` ends it, so that the path must end there too.
    ends: bool,
    /// A bit for each two letters that a path must have to match.
    pairs: u128,
}

impl Robots {
    /// Reads a file for the user agent whose name is `agent` (letters, `-` and
    /// `_`; case does not count). No more than 512 KiB of it are looked at.
    ///
    /// The groups whose name is the longest that `agent` begins with are taken
    /// together; without one those for `*`.
    pub fn parse(bytes: &[u8], agent: &str) -> Self {
        let text = String::from_utf8_lossy(bytes.get(..MOST_BYTES).unwrap_or(bytes));
        let mut named = Group::default();
        let mut others = Group::default();
        let mut found_named = false;
        let mut sitemaps = Vec::new();
        // Which groups the lines at hand belong to, and whether names still come.
        let (mut ours, mut everyone, mut opening) = (false, false, false);
        for line in lines(&text) {
            match line {
                Line::Agent(name) => {
                    if !opening {
                        (ours, everyone, opening) = (false, false, true);
                    }
                    everyone |= name.starts_with('*');
                    ours |= is_name_of(name, agent);
                    found_named |= ours;
                }
                Line::Sitemap(address) => {
                    if sitemaps.len() < MOST_SITEMAPS {
                        sitemaps.push(address.to_owned());
                    }
                }
                line => {
                    opening = false;
                    if ours {
                        named.add(&line);
                    }
                    if everyone {
                        others.add(&line);
                    }
                }
            }
        }
        let group = if found_named { named } else { others };
        group.into_robots(sitemaps)
    }

    /// Whether the file lets this URL be fetched: the longest pattern that
    /// matches its path and query decides, and what matches none is allowed.
    pub fn allows(&self, url: &Url) -> bool {
        let path = normal(&target(url));
        // The file itself may always be had.
        if path == "/robots.txt" {
            return true;
        }
        let pairs = pairs(&path);
        let matching = self
            .rules
            .iter()
            .find(|rule| rule.pairs & !pairs == 0 && matches(&rule.pattern, rule.ends, &path));
        matching.is_none_or(|rule| rule.allow)
    }

    /// The `Crawl-delay` of our group.
    pub fn delay(&self) -> Option<Duration> {
        self.delay
    }

    /// The sitemaps that the file names, as it writes them.
    pub fn sitemaps(&self) -> &[String] {
        &self.sitemaps
    }

    /// About how many bytes it takes.
    pub(super) fn size(&self) -> usize {
        let rules: usize = self.rules.iter().map(|rule| 64 + rule.pattern.len()).sum();
        rules + self.sitemaps.iter().map(|text| 24 + text.len()).sum::<usize>()
    }
}

#[derive(Default)]
struct Group {
    rules: Vec<Rule>,
    delay: Option<Duration>,
}

impl Group {
    fn add(&mut self, line: &Line<'_>) {
        match *line {
            // An empty pattern forbids nothing, and allows nothing either.
            Line::Rule { pattern, .. } if !pattern.starts_with(['/', '*']) => {}
            Line::Rule { allow, pattern } => {
                let (pattern, ends) = match pattern.strip_suffix('$') {
                    Some(before) => (before, true),
                    None => (pattern, false),
                };
                let pattern = normal(pattern);
                let pairs = pairs(&pattern);
                self.rules.push(Rule { allow, pattern: pattern.into(), ends, pairs });
            }
            Line::Delay(text) => {
                let seconds = text.parse().ok();
                self.delay = seconds.and_then(|n| Duration::try_from_secs_f64(n).ok());
            }
            Line::Agent(_) | Line::Sitemap(_) => {}
        }
    }

    fn into_robots(mut self, sitemaps: Vec<String>) -> Robots {
        self.rules.sort_by_key(|rule| {
            let length = rule.pattern.len() + usize::from(rule.ends);
            (std::cmp::Reverse(length), !rule.allow)
        });
        Robots { rules: self.rules, delay: self.delay, sitemaps }
    }
}

/// Whether a group's name means `agent`: all that it has of a name, up to a
/// `/` and a version, is the agent's.
fn is_name_of(name: &str, agent: &str) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_');
    let length = name.bytes().take_while(|byte| is_part(byte)).count();
    length > 0 && name.get(..length).is_some_and(|name| name.eq_ignore_ascii_case(agent))
}

/// What patterns are held against: path and query.
fn target(url: &Url) -> String {
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}

/// One spelling for all: what need not be escaped is not, escapes are in upper
/// case, and all beyond ASCII is escaped.
fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let mut ahead = bytes.clone();
        let escaped = match (byte, ahead.next().and_then(hex), ahead.next().and_then(hex)) {
            (b'%', Some(high), Some(low)) => {
                bytes = ahead;
                Some(high << 4 | low)
            }
            _ => None,
        };
        match escaped {
            Some(plain @ (b'-' | b'.' | b'_' | b'~')) => out.push(char::from(plain)),
            Some(plain) if plain.is_ascii_alphanumeric() => out.push(char::from(plain)),
            Some(other) => push_escaped(&mut out, other),
            None if byte.is_ascii_graphic() => out.push(char::from(byte)),
            None => push_escaped(&mut out, byte),
        }
    }
    out
}

fn push_escaped(out: &mut String, byte: u8) {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    let digit = |half: u8| DIGITS.get(usize::from(half)).copied().unwrap_or_default();
    out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
}

fn hex(byte: u8) -> Option<u8> {
    let digit = char::from(byte).to_digit(16)?;
    u8::try_from(digit).ok()
}

/// A bit for each two letters that follow one another, several pairs sharing
/// one. A path without a pair of a pattern cannot match it, which spares nearly
/// all comparisons where a hostile file has tens of thousands of rules.
fn pairs(text: &str) -> u128 {
    let followed = text.bytes().zip(text.bytes().skip(1));
    let within = followed.filter(|&(one, next)| one != b'*' && next != b'*');
    within.fold(0, |bits, (one, next)| {
        let mixed = (u32::from(one) << 8 | u32::from(next)).wrapping_mul(0x9e37_79b1);
        bits | 1 << (mixed >> 25)
    })
}

/// Whether the path begins as the pattern says, `*` being any text. Each piece
/// between stars is searched from where the one before ended, so the work is
/// that of reading both once.
fn matches(pattern: &str, ends: bool, path: &str) -> bool {
    let (path, pattern) = (path.as_bytes(), pattern.as_bytes());
    let mut pieces = pattern.split(|&byte| byte == b'*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else {
        return false;
    };
    let mut pieces = pieces.peekable();
    if pieces.peek().is_none() {
        return !ends || rest.is_empty();
    }
    while let Some(piece) = pieces.next() {
        if ends && pieces.peek().is_none() {
            return rest.ends_with(piece);
        }
        let Some(found) = memmem::find(rest, piece) else {
            return false;
        };
        rest = rest.get(found + piece.len()..).unwrap_or_default();
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(file: &str, path: &str) -> bool {
        let url = Url::parse(&format!("https://a.test{path}")).unwrap();
        Robots::parse(file.as_bytes(), "dechaff").allows(&url)
    }

    /// The examples of Google's documentation for `robots.txt`: pattern, paths
    /// that match, paths that do not.
    #[test]
    fn patterns_match_as_published() {
        let cases: [(&str, &[&str], &[&str]); 9] = [
            ("/", &["/", "/any"], &[]),
            ("/*", &["/", "/any"], &[]),
            ("/$", &["/"], &["/any"]),
            (
                "/fish",
                &["/fish", "/fish.html", "/fish/salmon.html", "/fishheads", "/fish.php?id=a"],
                &["/Fish.asp", "/catfish", "/?id=fish", "/desert/fish"],
            ),
            (
                "/fish*",
                &["/fish", "/fish.html", "/fishheads/yummy.html", "/fish.php?id=anything"],
                &["/Fish.asp", "/catfish", "/?id=fish", "/desert/fish"],
            ),
            (
                "/fish/",
                &["/fish/", "/fish/?id=anything", "/fish/salmon.htm"],
                &["/fish", "/fish.html", "/animals/fish/", "/Fish/Salmon.asp"],
            ),
            (
                "/*.php",
                &["/index.php", "/filename.php", "/folder/a.php?x", "/folder/any.php.file.html"],
                &["/", "/windows.PHP"],
            ),
            (
                "/*.php$",
                &["/filename.php", "/folder/filename.php"],
                &["/filename.php?parameters", "/filename.php/", "/filename.php5", "/windows.PHP"],
            ),
            ("/fish*.php", &["/fish.php", "/fishheads/catfish.php?x"], &["/Fish.PHP"]),
        ];
        for (pattern, hits, misses) in cases {
            let file = format!("User-agent: *\nDisallow: {pattern}\n");
            for path in hits {
                assert!(!allows(&file, path), "{pattern} matches {path}");
            }
            for path in misses {
                assert!(allows(&file, path), "{pattern} does not match {path}");
            }
        }
    }

    /// The examples of Google's documentation for the order of precedence.
    #[test]
    fn the_longest_pattern_decides_and_allowing_wins_a_tie() {
        for (allow, disallow, path, allowed) in [
            ("/p", "/", "/page", true),
            ("/folder", "/folder", "/folder/page", true),
            ("/page", "/*.htm", "/page.htm", false),
            ("/page", "/*.ph", "/page.php5", true),
            ("/$", "/", "/", true),
            ("/$", "/", "/page.htm", false),
        ] {
            for file in [
                format!("User-agent: *\nAllow: {allow}\nDisallow: {disallow}"),
                format!("User-agent: *\nDisallow: {disallow}\nAllow: {allow}"),
            ] {
                assert_eq!(allows(&file, path), allowed, "{file}: {path}");
            }
        }
    }

    #[test]
    fn our_group_is_ours_alone() {
        let file = "User-agent: other\nDisallow: /other\n\nUser-agent: DeChaff/2.0\n\
            Disallow: /a\nUser-agent: *\nDisallow: /\nUser-agent: dechaff\nDisallow: /b\n";
        for (path, allowed) in [("/a", false), ("/b", false), ("/other", true), ("/c", true)] {
            assert_eq!(allows(file, path), allowed, "{path}");
        }
    }

    #[test]
    fn names_in_a_row_share_a_group_whatever_stands_between() {
        let file = "User-agent: x\n\n# for both\nUser-agent: dechaff\nSitemap: /s\n\
            User-agent: y\nDisallow: /a\n";
        assert!(!allows(file, "/a"));
        assert_eq!(Robots::parse(file.as_bytes(), "dechaff").sitemaps(), ["/s"]);
        // A name of which ours is only a part is another's.
        assert!(allows("User-agent: dechaffer\nDisallow: /", "/"));
        assert!(allows("User-agent: de\nDisallow: /", "/"));
    }

    #[test]
    fn without_a_group_or_rules_all_is_allowed() {
        for file in [
            "",
            "Disallow: /",
            "User-agent: *\nDisallow:",
            "User-agent: dechaff\n",
            "User-agent: *\nDisallow: /\nUser-agent: dechaff\nDisallow:\n",
            "<html>404</html>",
            "User-agent: *\nDisallow: nothing\n",
        ] {
            assert!(allows(file, "/page"), "{file:?}");
        }
        assert!(allows("User-agent: *\nDisallow: /", "/robots.txt"));
    }

    #[test]
    fn spellings_of_a_path_are_one() {
        for (pattern, path) in [
            ("/foo/bar?baz=http://foo.bar", "/foo/bar?baz=http://foo.bar"),
            ("/foo/bar/U+E38384", "/foo/bar/U+E38384"),
            ("/foo/bar/ツ", "/foo/bar/%E3%83%84"),
            ("/foo/bar/%E3%83%84", "/foo/bar/ツ"),
            ("/foo/bar/%62%61%7A", "/foo/bar/baz"),
            ("/a%3cd.html", "/a%3Cd.html"),
            ("/~user", "/%7Euser"),
        ] {
            assert!(!allows(&format!("User-agent: *\nDisallow: {pattern}"), path), "{pattern}");
        }
        // An escaped delimiter is another path.
        assert!(allows("User-agent: *\nDisallow: /a%2Fb", "/a/b"));
    }

    #[test]
    fn a_delay_is_in_seconds() {
        let delay = |text: &str| {
            let file = format!("User-agent: *\nCrawl-delay: {text}\nDisallow: /x\n");
            Robots::parse(file.as_bytes(), "dechaff").delay()
        };
        assert_eq!(delay("2.5"), Some(Duration::from_millis(2500)));
        for bad in ["-1", "soon", "nan", "1e300"] {
            assert_eq!(delay(bad), None, "{bad}");
        }
    }
}
