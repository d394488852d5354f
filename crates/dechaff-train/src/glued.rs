//! Words of the output that are two words of the truth run together.

use std::collections::{BTreeMap, HashSet};
use std::io::Write;
use std::path::PathBuf;

use dechaff::{Hint, word};

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
        let extraction = extractor.extract_bytes(&page.html()?, &Hint::new());
        let text = extraction.map(|found| found.to_text()).unwrap_or_default();
        let truth = page.truth.text.as_deref().unwrap_or_default();
        Ok((word::count(&text), glued(&text, truth)))
    })?;
    let mut out = std::io::stdout().lock();
    let mut words = 0;
    let mut all: BTreeMap<String, usize> = BTreeMap::new();
    for (page, (count, glued)) in pages.iter().zip(&found) {
        words += count;
        for word in glued {
            *all.entry(word.clone()).or_default() += 1;
        }
        if settings.list && !glued.is_empty() {
            writeln!(out, "{}: {}", page.id, glued.join(", "))?;
        }
    }
    let count: usize = all.values().sum();
    let rate = words as f64 / count.max(1) as f64;
    writeln!(out, "{count} of {words} words are glued: one in {rate:.0}")?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_neighbours_that_are_no_word_by_themselves_are_glued() {
        assert_eq!(glued("The priceis 9 crowns", "The price is 9 crowns"), ["priceis"]);
        assert!(glued("online now", "on line; online now").is_empty());
        assert!(glued("The crowns9", "The price is 9 crowns").is_empty());
    }
}
