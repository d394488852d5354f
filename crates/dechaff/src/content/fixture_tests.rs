//! The fixtures' Markdown, apart from the scorer: with exactly the right blocks kept.

use std::fs;
use std::path::{Path, PathBuf};

use url::Url;

use crate::block::{self, PageBlocks};
use crate::dom::{self, Document, Flow, NodeData};
use crate::render::{MarkdownOptions, markdown};
use crate::{Limits, Options, decode, metadata};

/// Pages whose text is in none of their blocks.
const HIDDEN: [&str; 4] = ["page-json-ld", "page-json-ld-product", "page-state", "page-template"];

/// Pages whose Markdown says more than their blocks, or less: formulas in TeX, authors of posts,
/// tables as HTML, names of films, numbers of notes and of lines. Most have whole outputs of what
/// is kept, which are compared elsewhere.
const TOLD_OTHERWISE: [&str; 9] = [
    "page-proof", "page-forum", "page-qa", "page-manual", "page-listings", "page-formulas",
    "page-figures", "page-notes", "page-tables",
];

/// Letters and digits alone.
fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|character| character.is_alphanumeric()).collect()
}

/// The letters of Markdown without its title, targets of links, numbers of items and the like.
fn letters_of_markdown(text: &str) -> Vec<char> {
    let mut plain = String::new();
    for line in text.lines().skip_while(|line| line.starts_with("# ")) {
        let line = line.trim_start_matches([' ', '>']);
        let number = line.trim_start_matches(|character: char| character.is_ascii_digit());
        let line = if number.starts_with(". ") && number != line { number } else { line };
        let is_mark = line.starts_with("```") || line.starts_with("[!");
        if !is_mark && !line.starts_with("![") && !line.starts_with("[video: ") {
            plain.push_str(&line.replace("<br>", " "));
            plain.push('\n');
        }
    }
    let mut pieces = plain.split("](");
    let mut letters_of_all = letters(pieces.next().unwrap_or_default());
    for piece in pieces {
        letters_of_all.extend(letters(piece.split_once(')').unwrap_or_default().1));
    }
    letters_of_all
}

/// The letters of each block, without those of inline elements that are not shown.
fn letters_of_blocks(document: &Document<'_>, blocks: &PageBlocks) -> Vec<Vec<char>> {
    let mut texts = vec![Vec::new(); blocks.blocks.len()];
    for (index, node) in (0..).zip(document.nodes()) {
        let (NodeData::Text(text), Some(owner)) = (node.data, blocks.owner(index)) else {
            continue;
        };
        let hidden = |at| {
            let node = document.node(at);
            node.tag().flow() == Flow::Inline && node.attr("hidden").is_some()
        };
        if !document.ancestors(index).any(hidden) {
            texts[owner as usize].extend(letters(text));
        }
    }
    texts
}

/// The blocks whose texts one after the other are exactly the expected text.
fn right_blocks(texts: &[Vec<char>], expected: &[char]) -> Option<Vec<bool>> {
    let mut reached = vec![vec![false; expected.len() + 1]];
    reached[0][0] = true;
    for text in texts {
        let mut next = reached[reached.len() - 1].clone();
        for at in 0..expected.len() {
            if reached[reached.len() - 1][at] && expected[at..].starts_with(text) {
                next[at + text.len()] = true;
            }
        }
        reached.push(next);
    }
    let furthest = reached[texts.len()].iter().rposition(|&reached| reached)?;
    if furthest < expected.len() {
        let rest: String = expected[furthest..].iter().take(60).collect();
        println!("no block begins with {rest}");
        return None;
    }
    let mut keep = vec![false; texts.len()];
    let mut at = expected.len();
    for (number, text) in texts.iter().enumerate().rev() {
        let start = at.checked_sub(text.len()).filter(|_| !text.is_empty());
        keep[number] = start
            .is_some_and(|start| reached[number][start] && expected[start..].starts_with(text));
        if keep[number] {
            at = start.unwrap_or(at);
        }
    }
    Some(keep)
}

fn rendered(folder: &Path, expected: &str) -> Option<String> {
    let facts = fs::read_to_string(folder.join("expected.json")).unwrap();
    let facts: serde_json::Value = serde_json::from_str(&facts).unwrap();
    let bytes = fs::read(folder.join("page.html")).unwrap();
    let charset = facts["transport_charset"].as_str();
    let text = decode::decode(&bytes, charset, bytes.len()).unwrap().text;
    let limits = Limits::default();
    let (html, _) = dom::parse(&text, &limits);
    let document = Document::new(&html);
    let blocks = block::segment(&document);
    let keep =
        right_blocks(&letters_of_blocks(&document, &blocks), &letters_of_markdown(expected))?;
    let url = facts["url"].as_str().and_then(|url| Url::parse(url).ok());
    let tables = metadata::Tables::read().unwrap();
    let mut reading = metadata::Reading::new(&document, url.as_ref(), &tables, &limits);
    let (title, base) = (reading.title(&blocks.blocks, None), reading.base());
    let content = super::build(&document, &blocks, &keep, base.as_ref(), &Options::default()).0;
    Some(markdown::document(title.as_deref(), &content, &MarkdownOptions::default()) + "\n")
}

fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let folders = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<_> = folders.filter(|folder| folder.join("page.html").exists()).collect();
    pages.sort();
    pages
}

#[test]
fn right_blocks_give_the_expected_markdown() {
    let mut wrong = Vec::new();
    for folder in pages() {
        let Ok(expected) = fs::read_to_string(folder.join("expected.md")) else {
            continue;
        };
        // Of one page nothing is right, of others the text is in no block.
        if expected.trim().is_empty()
            || HIDDEN.iter().chain(&TOLD_OTHERWISE).any(|name| folder.ends_with(name))
        {
            continue;
        }
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let actual = rendered(&folder, &expected).unwrap_or_default();
        let mut pairs = expected.lines().zip(actual.lines());
        if let Some((expected, actual)) = pairs.find(|(expected, actual)| expected != actual) {
            wrong.push(format!("{name}: {actual:?}, not {expected:?}"));
        } else if actual != expected {
            wrong.push(format!("{name}: {} bytes, not {}", actual.len(), expected.len()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
