//! What a page's own markup says of where to go: links, and what stands in its
//! head. Reads tags only and builds no tree, so it takes one pass.

use std::cell::RefCell;
use std::collections::HashSet;
use std::time::{Duration, Instant};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use url::Url;

/// How much of a page is searched for what belongs in its head.
const HEAD_BYTES: usize = 512 * 1024;
/// How much is read between two looks at whether it is enough.
const PIECE: usize = 4 * 1024;
/// Most links that are taken of a page.
const MOST_LINKS: usize = 100_000;
/// Most bytes of their addresses.
const MOST_LINK_BYTES: usize = 16 * 1024 * 1024;
/// Bytes of the longest address that others may be relative to.
const LONGEST_BASE: usize = 4096;
/// Longest that tags are read: the tokenizer compares each attribute with all before it.
const MOST_TIME: Duration = Duration::from_secs(1);

/// A version of a page that the page itself names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Version {
    /// `<link rel=canonical>`.
    Canonical,
    /// `<link rel=amphtml>`.
    Amp,
    /// `<link rel=alternate media=print>`.
    Print,
}

/// What the markup of a page says.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Markup {
    /// Addresses of `<a>` and `<area>`, absolute, without fragments, each once,
    /// in the order of the page. Those with `rel=nofollow` are left out, and
    /// all are where the page says `nofollow` of itself.
    pub links: Vec<Url>,
    /// Feeds that the page offers: `<link rel=alternate>` with the type of one.
    pub feeds: Vec<Url>,
    /// `<link rel=canonical>`.
    pub canonical: Option<Url>,
    /// `<link rel=amphtml>`.
    pub amp: Option<Url>,
    /// `<link rel=alternate media=print>`.
    pub print: Option<Url>,
    /// Where `<meta http-equiv=refresh>` leads.
    pub refresh: Option<Url>,
    /// What `<meta name=robots>` says, in lower case: `noindex`, `nofollow`...
    pub robots: Vec<String>,
}

impl Markup {
    /// Reads a whole page, found at `url`.
    pub fn read(html: &str, url: &Url) -> Self {
        Reader::run(html, url, true)
    }

    /// Reads what belongs in the head, without the links.
    pub(crate) fn of_head(bytes: &[u8], url: &Url) -> Self {
        let head = bytes.get(..HEAD_BYTES).unwrap_or(bytes);
        Reader::run(&String::from_utf8_lossy(head), url, false)
    }

    /// Where a version of the page is.
    pub(crate) fn version(self, version: Version) -> Option<Url> {
        match version {
            Version::Canonical => self.canonical,
            Version::Amp => self.amp,
            Version::Print => self.print,
        }
    }
}

struct Reader {
    state: RefCell<State>,
}

struct State {
    base: Url,
    has_base: bool,
    with_links: bool,
    /// Whether all that was asked for has been read.
    done: bool,
    seen: HashSet<Url>,
    /// Bytes that further addresses may take.
    room: usize,
    found: Markup,
}

impl Reader {
    fn run(html: &str, url: &Url, with_links: bool) -> Markup {
        let state = State {
            base: url.clone(),
            has_base: false,
            with_links,
            done: false,
            seen: HashSet::new(),
            room: MOST_LINK_BYTES,
            found: Markup::default(),
        };
        let reader = Self { state: RefCell::new(state) };
        let tokenizer = Tokenizer::new(reader, TokenizerOpts::default());
        let input = BufferQueue::default();
        let mut rest = html;
        let start = Instant::now();
        let is_done = || tokenizer.sink.state.borrow().done || start.elapsed() > MOST_TIME;
        while !rest.is_empty() && !is_done() {
            let most = PIECE.min(rest.len());
            let end = (0..=most).rev().find(|&at| rest.is_char_boundary(at));
            let (piece, after) = rest.split_at(end.unwrap_or(rest.len()));
            rest = after;
            input.push_back(StrTendril::from_slice(piece));
            // It stops after a script, which the reader of tags passes over.
            while !matches!(tokenizer.feed(&input), html5ever::TokenizerResult::Done) {}
        }
        tokenizer.end();
        let mut found = tokenizer.sink.state.into_inner().found;
        if found.robots.iter().any(|word| word == "nofollow" || word == "none") {
            found.links.clear();
        }
        found
    }
}

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag) = token else {
            return TokenSinkResult::Continue;
        };
        if tag.kind != TagKind::StartTag {
            return TokenSinkResult::Continue;
        }
        self.state.borrow_mut().tag(&tag);
        // What stands in these is text and no markup.
        match &*tag.name {
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "style" | "xmp" | "iframe" | "noembed" | "noframes" => {
                TokenSinkResult::RawData(RawKind::Rawtext)
            }
            "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
            "plaintext" => TokenSinkResult::Plaintext,
            _ => TokenSinkResult::Continue,
        }
    }
}

impl State {
    fn tag(&mut self, tag: &Tag) {
        match &*tag.name {
            "a" | "area" if self.with_links => self.link(tag),
            "base" => self.base(tag),
            "link" => self.relation(tag),
            "meta" => self.meta(tag),
            "body" => self.done = !self.with_links,
            _ => {}
        }
    }

    fn link(&mut self, tag: &Tag) {
        let nofollow = words(attr(tag, "rel")).any(|word| word == "nofollow");
        if nofollow || self.found.links.len() >= MOST_LINKS {
            return;
        }
        let Some(mut url) = self.resolve(attr(tag, "href")) else { return };
        url.set_fragment(None);
        let Some(room) = self.room.checked_sub(url.as_str().len()) else { return };
        self.room = room;
        if self.seen.insert(url.clone()) {
            self.found.links.push(url);
        }
    }

    /// The first `<base>` counts, as in browsers.
    fn base(&mut self, tag: &Tag) {
        if !self.has_base
            && let Some(base) = self.resolve(attr(tag, "href"))
            && base.as_str().len() <= LONGEST_BASE
        {
            self.base = base;
            self.has_base = true;
        }
    }

    fn relation(&mut self, tag: &Tag) {
        const FEEDS: [&str; 4] = [
            "application/rss+xml", "application/atom+xml", "application/feed+json",
            "application/json",
        ];
        let rel: Vec<String> = words(attr(tag, "rel")).collect();
        let is = |name: &str| rel.iter().any(|word| word == name);
        let Some(url) = self.resolve(attr(tag, "href")) else { return };
        let kind = attr(tag, "type").unwrap_or_default().to_ascii_lowercase();
        let media = attr(tag, "media").unwrap_or_default();
        if is("canonical") {
            self.found.canonical.get_or_insert(url);
        } else if is("amphtml") {
            self.found.amp.get_or_insert(url);
        } else if is("alternate") && media.eq_ignore_ascii_case("print") {
            self.found.print.get_or_insert(url);
        } else if is("alternate")
            && FEEDS.iter().any(|feed| kind.starts_with(feed))
            && self.found.feeds.len() < MOST_LINKS
            && let Some(room) = self.room.checked_sub(url.as_str().len())
        {
            self.room = room;
            self.found.feeds.push(url);
        }
    }

    fn meta(&mut self, tag: &Tag) {
        let content = attr(tag, "content").unwrap_or_default();
        let named = |name: &str| {
            attr(tag, "name").is_some_and(|value| value.trim().eq_ignore_ascii_case(name))
        };
        if attr(tag, "http-equiv").is_some_and(|value| value.eq_ignore_ascii_case("refresh")) {
            if self.found.refresh.is_none() {
                self.found.refresh = self.resolve(refresh_target(content));
            }
        } else if named("robots") || named("dechaff") {
            let said = content.split(',').map(|word| word.trim().to_ascii_lowercase());
            self.found.robots.extend(said.filter(|word| !word.is_empty()));
        }
    }

    fn resolve(&self, href: Option<&str>) -> Option<Url> {
        let url = self.base.join(href?.trim()).ok()?;
        matches!(url.scheme(), "http" | "https").then_some(url)
    }
}

fn attr<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    let found = tag.attrs.iter().find(|attr| &*attr.name.local == name)?;
    Some(&found.value)
}

fn words(text: Option<&str>) -> impl Iterator<Item = String> + '_ {
    text.unwrap_or_default().split_ascii_whitespace().map(str::to_ascii_lowercase)
}

/// The address in `5; url='next.html'`; none where the page reloads itself.
fn refresh_target(content: &str) -> Option<&str> {
    let (_, rest) = content.split_once([';', ','])?;
    let rest = rest.trim_start();
    let rest = match rest.get(..3) {
        Some(start) if start.eq_ignore_ascii_case("url") => {
            let rest = rest.get(3..)?.trim_start();
            rest.strip_prefix('=').map_or(rest, str::trim_start)
        }
        _ => rest,
    };
    let quote = rest.chars().next().filter(|first| matches!(first, '"' | '\''));
    let target = match quote {
        Some(quote) => rest.trim_start_matches(quote).split(quote).next()?,
        None => rest,
    };
    let target = target.trim();
    (!target.is_empty()).then_some(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Markup {
        Markup::read(html, &Url::parse("https://a.test/dir/page").unwrap())
    }

    #[test]
    fn links_are_absolute_and_come_once() {
        let found = read(
            "<a href=one>1</a><a href='/two#x'>2</a><A HREF=one#y>1</A><area href=//b.test>\
             <a href='mailto:x@y'>m</a><a href='javascript:x'>j</a><a name=z>none</a>\
             <a rel='external NoFollow' href=three>3</a>\
             <script>'<a href=in-script>'</script><!-- <a href=in-comment> -->\
             <textarea><a href=in-text></textarea>",
        );
        let links: Vec<&str> = found.links.iter().map(Url::as_str).collect();
        assert_eq!(links, ["https://a.test/dir/one", "https://a.test/two", "https://b.test/"]);
    }

    #[test]
    fn a_base_counts_for_what_follows_it() {
        let found = read("<base href=/other/><base href=/third/><a href=x>x</a>");
        assert_eq!(found.links[0].as_str(), "https://a.test/other/x");
    }

    #[test]
    fn versions_feeds_and_wishes_are_found() {
        let found = read(
            "<link rel=canonical href=/c><link rel=amphtml href=/amp>\
             <link rel=alternate media=print href=/p>\
             <link rel=alternate type='application/rss+xml' href=/rss>\
             <link rel=alternate hreflang=de href=/de>\
             <meta name=Robots content='NOINDEX, follow'>",
        );
        assert_eq!(found.canonical.unwrap().path(), "/c");
        assert_eq!(found.amp.unwrap().path(), "/amp");
        assert_eq!(found.print.unwrap().path(), "/p");
        assert_eq!(found.feeds.len(), 1);
        assert_eq!(found.robots, ["noindex", "follow"]);
    }

    #[test]
    fn a_page_may_forbid_that_its_links_are_followed() {
        assert!(read("<a href=x>x</a><meta name=robots content=nofollow>").links.is_empty());
    }

    #[test]
    fn refreshes_are_read_in_any_spelling() {
        for content in ["0;url=/x", "5; URL='/x'", "0, /x", "1;  url = \"/x\" ", "0;/x"] {
            let found = read(&format!(
                "<meta http-equiv=Refresh content=\"{}\">",
                content.replace('"', "&quot;")
            ));
            assert_eq!(found.refresh.unwrap().path(), "/x", "{content}");
        }
        for content in ["30", "0;", "0;url=", "0;url=javascript:x"] {
            let found = read(&format!("<meta http-equiv=refresh content=\"{content}\">"));
            assert_eq!(found.refresh, None, "{content}");
        }
    }
}
