//! Text to tree, within limits.

use html5ever::driver::{self, ParseOpts};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use scraper::Html;

use super::guard::GuardedSink;
use crate::clock::Deadline;
use crate::{Limits, Warning};

/// Bytes given to the parser between two looks at the limits.
///
/// Formatting elements that stay open are made anew for each paragraph, so one piece can make
/// (piece / 3) x (depth limit) nodes at the worst. A kilobyte keeps that under 200,000 and
/// costs nothing measurable on real pages.
const PIECE: usize = 1024;

/// Parses HTML as browsers without scripts do, up to the bounds of `limits`.
///
/// At a bound the parser is fed no further, and the tree holds what came before. The second
/// value says which bounds were hit. Never fails: any text is HTML.
pub fn parse(text: &str, limits: &Limits) -> (Html, Vec<Warning>) {
    let deadline = Deadline::after(limits.parse_time.min(limits.total_time));
    // As a browser without scripts, since none runs here: then the inside of <noscript> is part
    // of the page, and some forums and shops have their whole text there.
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let options = ParseOpts { tree_builder, ..ParseOpts::default() };
    let mut parser = driver::parse_document(GuardedSink::new(), options);
    let mut warning = None;
    // One tendril for the whole text: its pieces share the buffer instead of copying it.
    let mut rest = StrTendril::from_slice(text);
    while !rest.is_empty() && warning.is_none() {
        let cut = piece_end(&rest);
        let piece = rest.subtendril(0, cut);
        rest.pop_front(cut);
        parser.process(piece);
        warning = limit_hit(&parser.tokenizer.sink.sink, limits, deadline);
    }
    // The bound may have been reached with the very last piece: then nothing was lost.
    let warnings = warning.filter(|_| !rest.is_empty()).into_iter().collect();
    (parser.finish(), warnings)
}

/// The end of the next piece, moved forward to the end of a character.
fn piece_end(rest: &StrTendril) -> u32 {
    let mut end = PIECE.min(rest.len());
    while !rest.is_char_boundary(end) {
        end += 1;
    }
    end as u32
}

fn limit_hit(sink: &GuardedSink, limits: &Limits, deadline: Deadline) -> Option<Warning> {
    if sink.nodes() > limits.nodes {
        return Some(Warning::LimitHit { limit: "nodes", value: limits.nodes as u64 });
    }
    if sink.depth() > limits.depth {
        return Some(Warning::LimitHit { limit: "depth", value: limits.depth as u64 });
    }
    deadline.passed().then(|| Warning::LimitHit {
        limit: "parse_time",
        value: u64::try_from(limits.parse_time.as_millis()).unwrap_or(u64::MAX),
    })
}
