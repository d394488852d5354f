//! Pages that repeat an earlier one are left out (`--dedup`).
//!
//! Pages come here in the order in which they are put out, so that among local sources it is
//! always the first of several that stays. Pages of the network come as they are done: of two
//! hosts, whichever was faster.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::num::NonZeroUsize;
use std::path::Path;

use clap::Args;
use dechaff::duplicate::{Duplicates, Fingerprint};
use serde_json::Value;

use crate::show::our_field;

/// Pages that are remembered at most, unless the user says otherwise.
const MOST_PAGES: usize = 1_000_000;

/// Arguments about pages that repeat others.
#[derive(Debug, Args)]
#[command(next_help_heading = "Duplicates")]
pub(crate) struct DedupArgs {
    /// Leave out pages whose text repeats that of an earlier one
    ///
    /// How alike two texts are is estimated by the runs of five words that they share (`MinHash`).
    /// From the threshold on, 0.5 to 1, a page is left out and named on standard error; at 1 it
    /// must have the same words. [threshold without a value: 0.8]
    #[arg(
        long,
        value_name = "THRESHOLD",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "0.8",
        value_parser = threshold
    )]
    pub(crate) dedup: Option<f64>,
    /// Pages that `--dedup` remembers at most, at about 1 KB each [default: 1000000]
    ///
    /// Half as many are always remembered, those that came last.
    #[arg(long, value_name = "N", requires = "dedup")]
    pub(crate) dedup_pages: Option<NonZeroUsize>,
}

impl DedupArgs {
    /// What remembers the pages, if any is to be left out.
    pub(crate) fn into_dedup(self) -> Option<Dedup> {
        let most = self.dedup_pages.map_or(MOST_PAGES, NonZeroUsize::get);
        self.dedup.map(|threshold| Dedup { pages: Duplicates::new(threshold, most), repeats: 0 })
    }
}

/// The pages so far, of which further ones may be repeats.
pub(crate) struct Dedup {
    pages: Duplicates<Box<str>>,
    repeats: usize,
}

/// What a page repeats.
#[derive(Debug, PartialEq)]
pub(crate) struct Repeated {
    pub(crate) name: String,
    /// From the threshold to 1; 1 where all words are the same.
    pub(crate) similarity: f64,
}

impl Dedup {
    /// The page that this one repeats; remembers it if there is none. A page without text repeats
    /// nothing.
    pub(crate) fn repeated(&mut self, name: &str, text: Option<&Fingerprint>) -> Option<Repeated> {
        let text = text?;
        if let Some(repeat) = self.pages.find(text) {
            self.repeats += 1;
            let name = repeat.label.to_string();
            return Some(Repeated { name, similarity: repeat.similarity });
        }
        self.pages.remember(text, name.into());
        None
    }

    /// How many pages were repeats.
    pub(crate) fn repeats(&self) -> usize {
        self.repeats
    }

    /// Remembers what an earlier run wrote into this file of JSON Lines.
    pub(crate) fn remember_records(&mut self, path: &Path) -> io::Result<()> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        let mut reader = BufReader::new(file);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line)? > 0 {
            let record: Option<Value> = serde_json::from_slice(&line).ok();
            let field =
                |name: &str| record.as_ref().and_then(|record| our_field(record, name)?.as_str());
            if let (Some(name), Some(text)) = (field("source"), field("text"))
                && let Some(text) = Fingerprint::of(text)
            {
                self.pages.remember(&text, name.into());
            }
            line.clear();
        }
        Ok(())
    }
}

impl std::fmt::Display for Repeated {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { name, similarity } = self;
        if *similarity < 1.0 {
            // Rounded down, since only the same words are wholly alike.
            write!(
                out,
                "left out, repeats {name} ({:.2} alike)",
                (similarity * 100.0).floor() / 100.0
            )
        } else {
            write!(out, "left out, has the same words as {name}")
        }
    }
}

fn threshold(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(threshold) if (0.5..=1.0).contains(&threshold) => Ok(threshold),
        _ => Err("a threshold is a number from 0.5 to 1".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dedup() -> Dedup {
        DedupArgs { dedup: Some(0.8), dedup_pages: None }.into_dedup().unwrap()
    }

    fn text(words: std::ops::Range<u32>) -> Fingerprint {
        let words: Vec<String> = words.map(|number| format!("word{number}")).collect();
        Fingerprint::of(&words.join(" ")).unwrap()
    }

    #[test]
    fn a_page_repeats_the_first_that_is_alike_and_repeats_are_not_remembered() {
        let mut dedup = dedup();
        assert_eq!(dedup.repeated("a", Some(&text(0..300))), None);
        let same = Repeated { name: "a".into(), similarity: 1.0 };
        assert_eq!(dedup.repeated("b", Some(&text(0..300))), Some(same));
        let near = dedup.repeated("c", Some(&text(15..300))).unwrap();
        assert_eq!((near.name.as_str(), near.similarity < 1.0), ("a", true));
        assert!(near.to_string().starts_with("left out, repeats a (0.9"), "{near}");
        assert_eq!(dedup.repeated("d", Some(&text(1000..1300))), None);
        assert_eq!(dedup.repeated("e", None), None);
        assert_eq!(dedup.repeats(), 2);
    }

    #[test]
    fn what_an_earlier_run_wrote_is_remembered() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.jsonl");
        let mut dedup = dedup();
        dedup.remember_records(&path).unwrap();
        let lines =
            "{\"source\":\"a\",\"text\":\"One two three.\"}\nnonsense\n{\"source\":\"b\"}\n";
        std::fs::write(&path, lines).unwrap();
        dedup.remember_records(&path).unwrap();
        let again = dedup.repeated("c", Fingerprint::of("one two three").as_ref());
        assert_eq!(again.map(|repeated| repeated.name), Some("a".into()));
    }

    #[test]
    fn thresholds_are_from_a_half_to_one() {
        assert_eq!((threshold("0.5"), threshold("1")), (Ok(0.5), Ok(1.0)));
        for bad in ["0.4", "1.1", "nan", "80%", ""] {
            assert!(threshold(bad).is_err(), "{bad}");
        }
    }
}
