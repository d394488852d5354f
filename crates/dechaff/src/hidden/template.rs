//! Text in a `<template>`, which only a script would show.
//!
//! What stands in a declarative shadow root is visible, and part of the page like anything else.

use super::keys::{Keys, plain_key};
use super::prose::Prose;
use crate::block;
use crate::dom::{Document, NodeIndex, Tag};
use crate::lexicon::Lexicon;

/// A shorter text is no article.
const LEAST_WORDS: usize = 50;

/// A template that holds a text.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) node: NodeIndex,
    pub(super) text: String,
    pub(super) words: usize,
}

/// The template with the longest text, if it reads like one.
pub(super) fn find(document: &Document<'_>, keys: &Keys, lexicon: &Lexicon) -> Option<Found> {
    let mut best: Option<Found> = None;
    let count = document.nodes().len() as NodeIndex;
    let mut index = 1;
    while index < count {
        let node = document.node(index);
        if node.tag() != Tag::Template {
            index += 1;
            continue;
        }
        let named = ["id", "class"].into_iter().filter_map(|name| node.attr(name));
        if !named.flat_map(str::split_whitespace).any(|name| keys.is_refused(&plain_key(name))) {
            let found = text_of(document, index, lexicon);
            best =
                found.filter(|found| best.as_ref().is_none_or(|b| b.words < found.words)).or(best);
        }
        // A template within belongs to this one.
        index = node.end;
    }
    best
}

fn text_of(document: &Document<'_>, node: NodeIndex, lexicon: &Lexicon) -> Option<Found> {
    let blocks = block::segment(&document.part(node)).blocks;
    let mut prose = Prose::default();
    let mut text = String::new();
    for block in &blocks {
        prose.add(&block.text, block.linked_words as usize, lexicon);
        text.push_str(&block.text);
        text.push('\n');
    }
    prose.is_text(LEAST_WORDS).then_some(Found { node, text, words: prose.words })
}
