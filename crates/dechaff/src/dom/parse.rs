//! Text to tree, within limits.

use html5ever::driver::{self, ParseOpts};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tokenizer::TokenizerOpts;
use html5ever::tree_builder::TreeBuilderOpts;
use memchr::memmem;
use scraper::Html;

use super::assignment::{assigned_json, pushed_json};
use super::drawing::Drawings;
use super::guard::{GuardedSink, Started};
use super::long_tag::Silence;
use crate::clock::Deadline;
use crate::{Limit, Limits, Warning};

/// Bytes given to the parser between two looks at the limits.
///
/// Formatting elements that stay open are made anew for each paragraph, so one piece can make
/// (piece / 3) x (depth limit) nodes at the worst. A kilobyte keeps that under 200,000 and
/// costs nothing measurable on real pages.
const PIECE: usize = 1024;

/// Bytes of a page for each node of its tree, about: room for the tree is made at once.
const BYTES_PER_NODE: usize = 48;

/// Parses HTML as browsers without scripts do, up to the bounds of `limits`.
///
/// At a bound the parser is fed no further, and the tree holds what came before. The second
/// value says which bounds were hit. Never fails: any text is HTML.
pub fn parse(text: &str, limits: &Limits) -> (Html, Vec<Warning>) {
    parse_until(Deadline::after(limits.parse_time.min(limits.total_time)), text, limits)
}

/// As [`parse`], with the moment at which it must stop.
pub(crate) fn parse_until(deadline: Deadline, text: &str, limits: &Limits) -> (Html, Vec<Warning>) {
    // As a browser without scripts, since none runs here: then the inside of <noscript> is part
    // of the page, and some forums and shops have their whole text there.
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    // The tokenizer would take a byte order mark off the front of each piece.
    let tokenizer = TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() };
    let options = ParseOpts { tree_builder, tokenizer };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let room = (text.len() / BYTES_PER_NODE).min(limits.nodes);
    let sink = GuardedSink::new(room, limits.attributes);
    #[expect(clippy::disallowed_methods, reason = "this is where the limits are")]
    let mut parser = driver::parse_document(sink, options);
    let mut warning = None;
    let mut is_tag_cut = false;
    let mut silence = Silence::default();
    let mut calls = 0;
    // One tendril for the whole text: its pieces share the buffer instead of copying it.
    let mut rest = StrTendril::from_slice(text);
    let mut drawings = Drawings::default();
    while !rest.is_empty() && warning.is_none() {
        let (cut, is_tag) = piece_end(&rest);
        parser.process(rest.subtendril(0, cut));
        let from = text.len() - rest.len();
        rest.pop_front(cut);
        let sink = &parser.tokenizer.sink.sink;
        let was_silent = calls == sink.calls();
        calls = sink.calls();
        if !was_silent {
            silence.broken(from);
        } else if let Some(gap) = silence.goes_on(text, from + cut as usize, limits.attributes) {
            let (fed, start) = (from + cut as usize, gap.start as u32);
            parser.process(rest.subtendril(0, start - fed as u32));
            rest.pop_front((gap.end - fed) as u32);
            is_tag_cut |= gap.in_tag;
        }
        let sink = &parser.tokenizer.sink.sink;
        // Only a piece that ends as the element's start tag does leaves nothing unread behind.
        let started = sink.take_started();
        if is_tag {
            let end = match started {
                Started::MuteText => raw_text_end(&rest),
                Started::Drawing => drawings.end(&rest),
                Started::Other => 0,
            };
            if started == Started::MuteText {
                let raw = rest.subtendril(0, end);
                let is_data = assigned_json(&raw).or(pushed_json(&raw)).is_some();
                if is_data && raw.len() <= limits.json_ld_bytes {
                    sink.keep_raw_text(raw);
                }
            }
            rest.pop_front(end);
        }
        warning = limit_hit(sink, limits, deadline);
    }
    // The bound may have been reached with the very last piece: then nothing was lost.
    let mut warnings: Vec<Warning> = warning.filter(|_| !rest.is_empty()).into_iter().collect();
    if is_tag_cut || parser.tokenizer.sink.sink.has_left_out() {
        warnings.push(Warning::hit(Limit::Attributes, limits));
    }
    (parser.finish(), warnings)
}

/// The end of the next piece, and whether that is the end of a start tag whose insides may be
/// passed over: of a script, style or drawing. The start tag of a drawing is a piece by itself,
/// so that a drawing that begins with the piece begins at its end. Otherwise the end is `PIECE`,
/// moved forward to the end of a character.
fn piece_end(rest: &str) -> (u32, bool) {
    let mut end = PIECE.min(rest.len());
    while !rest.is_char_boundary(end) {
        end += 1;
    }
    let bytes = rest.as_bytes();
    let piece = bytes.get(..end).unwrap_or_default();
    for at in memmem::find_iter(piece, b"<s") {
        let name = piece.get(at + 1..).unwrap_or_default();
        let draws = name.starts_with(b"svg");
        if draws && at > 0 {
            return (at as u32, false);
        }
        if !(draws || name.starts_with(b"script") || name.starts_with(b"style")) {
            continue;
        }
        // A start tag longer than a piece is fed piece by piece like anything else.
        let tag = bytes.get(at..bytes.len().min(end + PIECE)).unwrap_or_default();
        let Some(length) = memchr::memchr(b'>', tag) else { break };
        let is_empty = draws && length.checked_sub(1).and_then(|at| tag.get(at)) == Some(&b'/');
        return ((at + length + 1) as u32, !is_empty);
    }
    (end as u32, false)
}

/// Where the raw text ends that a script or style begins with: at the next end tag, which may
/// only be looked for where no comment mark makes the end tag count for nothing.
fn raw_text_end(rest: &str) -> u32 {
    let bytes = rest.as_bytes();
    let is_end = |at: &usize| {
        let name = bytes.get(at + 2..).unwrap_or_default();
        let is =
            |tag: &[u8]| name.get(..tag.len()).is_some_and(|name| name.eq_ignore_ascii_case(tag));
        is(b"script") || is(b"style")
    };
    let end = memmem::find_iter(bytes, b"</").find(is_end);
    let end =
        end.filter(|&end| memmem::find(bytes.get(..end).unwrap_or_default(), b"<!--").is_none());
    end.unwrap_or(0) as u32
}

fn limit_hit(sink: &GuardedSink, limits: &Limits, deadline: Deadline) -> Option<Warning> {
    let hit = if sink.nodes() > limits.nodes {
        Limit::Nodes
    } else if sink.depth() > limits.depth {
        Limit::Depth
    } else if sink.calls() > limits.parse_steps as u64 {
        Limit::ParseSteps
    } else if deadline.passed() {
        Limit::ParseTime
    } else {
        return None;
    };
    Some(Warning::hit(hit, limits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dom::Document;

    fn text(html: &str) -> String {
        Document::new(&parse(html, &Limits::default()).0).text(0)
    }

    #[test]
    fn scripts_and_styles_leave_no_text_and_their_ends_are_found() {
        assert_eq!(text("a<script>if (b</c/) d</script>e<STYLE>p{}</STYLE >f"), "aef");
        assert_eq!(text("a<script><!-- <script> b </script> c --></script>d"), "ad");
        assert_eq!(text("a<script src='>'></script>b<style></style>c<script>d"), "abc");
        assert_eq!(text("<textarea><script></textarea>a<p>b</p></script>c"), "<script>abc");
    }

    #[test]
    fn drawings_are_passed_over_and_what_is_no_drawing_is_not() {
        assert_eq!(text("a<svg viewBox='0'><path d='>'/><title>b</title></svg>c"), "ac");
        assert_eq!(text("a<svg/><path>b</path></svg>c"), "abc");
        assert_eq!(text("a<svg title='>'><g></g></svg>b<svg><g>c</svg>d"), "abd");
        assert_eq!(text("a<svg><g/><p>b</svg>c"), "abc");
        assert_eq!(text("<textarea><svg></textarea>a<p title='<svg>'>b</svg>c"), "<svg>abc");
        assert_eq!(text("a<svg><path d='<svg>'/><g/></svg>b"), "ab");
        assert_eq!(text("<svg><style><p>a</style></svg><svg><script><p>b</script></svg>"), "ab");
    }

    #[test]
    fn a_byte_order_mark_is_one_at_the_beginning_alone() {
        let words = "a".repeat(PIECE - 3);
        assert_eq!(text(&format!("\u{feff}<p>{words}\u{feff}b")), format!("{words}\u{feff}b"));
    }

    #[test]
    fn data_in_scripts_is_kept() {
        assert_eq!(text("<script type=application/ld+json>{1}</script>a"), "{1}a");
    }

    #[test]
    fn data_that_a_script_sets_is_kept() {
        let script = format!("window.__STATE__ = {{\"a\":\"{}\"}};", "b".repeat(PIECE));
        assert_eq!(text(&format!("<script>{script}</script>c")), format!("{script}c"));
        let limits = Limits { json_ld_bytes: PIECE, ..Limits::default() };
        let (html, _) = parse(&format!("<script>{script}</script>c"), &limits);
        assert_eq!(Document::new(&html).text(0), "c");
    }

    #[test]
    fn a_script_of_many_pieces_is_one_script() {
        let html = format!("a<script>{}</script>b", "x < '</p>'; ".repeat(PIECE));
        assert_eq!(text(&html), "ab");
    }

    #[test]
    fn each_limit_stops_the_parse_and_is_told() {
        let limits = Limits { depth: 300, nodes: 3000, ..Limits::default() };
        let hit = |html: &str| match parse(html, &limits).1.as_slice() {
            [Warning::LimitHit { limit, .. }] => limit.name(),
            _ => "none",
        };
        assert_eq!(hit(&"<div>".repeat(4000)), "depth");
        assert_eq!(hit(&"<p>x".repeat(4000)), "nodes");
        assert_eq!(hit("<p>x"), "none");
        // One text is one node, though the parser breaks it at lines and entities.
        assert_eq!(hit(&format!("<pre>{}", "a\n&#1078;".repeat(4000))), "none");
    }
}
