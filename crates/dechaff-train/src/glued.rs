//! Words of the output that are two words of the truth run together.
//!
//! A word that a text node of the page has by itself, such as `today` beside a truth that says
//! `to day` somewhere, was written so by the page's author: only what came of two text nodes
//! being joined counts. Text nodes of scripts and style sheets vouch for nothing.
//!
//! The opposite is counted beside it: words of the truth that are two words of the output.

use std::collections::{BTreeMap, HashSet};
use std::io::Write;
use std::path::PathBuf;

use dechaff::{Hint, Limits, dom, word};

use crate::dump::in_parallel;
use crate::{Failure, corpus, evaluate};

/// Where the pages are.
#[derive(clap::Args)]
pub(crate) struct Settings {
    /// A labelled set.
    set: PathBuf,
    /// Lists the glued words.
    #[arg(long)]
    list: bool,
}

/// Prints how many words are glued, and how many there are.
pub(crate) fn run(settings: &Settings) -> Result<(), Failure> {
    let extractor = evaluate::shipped()?;
    let pages = corpus::read_set(&settings.set)?;
    let found = in_parallel(&pages, |page| {
        let html = page.html()?;
        let extraction = extractor.extract_bytes(&html, &Hint::new());
        let text = extraction.map(|found| found.to_text()).unwrap_or_default();
        let truth = page.truth.text.as_deref().unwrap_or_default();
        let mut glued = glued(&text, truth);
        if !glued.is_empty() {
            let written = written(&String::from_utf8_lossy(&html));
            glued.retain(|word| !written.contains(word));
        }
        Ok((word::count(&text), glued, self::glued(truth, &text)))
    })?;
    let mut out = std::io::stdout().lock();
    let (mut words, mut parted) = (0, 0);
    let mut all: BTreeMap<String, usize> = BTreeMap::new();
    for (page, (count, glued, split)) in pages.iter().zip(&found) {
        words += count;
        parted += split.len();
        for word in glued {
            *all.entry(word.clone()).or_default() += 1;
        }
        if settings.list && !glued.is_empty() {
            writeln!(out, "{}: {}", page.id, glued.join(", "))?;
        }
        if settings.list && !split.is_empty() {
            writeln!(out, "{}, split: {}", page.id, split.join(", "))?;
        }
    }
    let count: usize = all.values().sum();
    let rate = words as f64 / count.max(1) as f64;
    writeln!(out, "{count} of {words} words are glued: one in {rate:.0}; {parted} are split")?;
    Ok(())
}

/// The words of the text that are no words of the truth, but two neighbouring ones in a row.
fn glued(text: &str, truth: &str) -> Vec<String> {
    let words: Vec<String> = word::words(truth).map(str::to_lowercase).collect();
    let known: HashSet<&str> = words.iter().map(String::as_str).collect();
    let pairs: HashSet<String> = words.windows(2).map(<[String]>::concat).collect();
    word::words(text)
        .map(str::to_lowercase)
        .filter(|word| !known.contains(word.as_str()) && pairs.contains(word))
        .collect()
}

/// The words that a text node of the page has by itself.
fn written(html: &str) -> HashSet<String> {
    let (html, _) = dom::parse(html, &Limits::default());
    let mut words = HashSet::new();
    for node in html.tree.root().descendants() {
        let Some(text) = node.value().as_text() else { continue };
        let parent = node.parent().and_then(|parent| parent.value().as_element());
        if !parent.is_some_and(|parent| matches!(parent.name(), "script" | "style")) {
            words.extend(word::words(text).map(str::to_lowercase));
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_the_page_writes_is_not_of_two_nodes() {
        let words = written("<p>Today<b>Price</b>is</p><script>priceis</script>");
        assert!(words.contains("today") && words.contains("is"));
        assert!(!words.contains("priceis"));
    }

    #[test]
    fn only_neighbours_that_are_no_word_by_themselves_are_glued() {
        assert_eq!(glued("The priceis 9 crowns", "The price is 9 crowns"), ["priceis"]);
        assert!(glued("online now", "on line; online now").is_empty());
        assert!(glued("The crowns9", "The price is 9 crowns").is_empty());
    }
}
