//! How much of a page's structure comes out: code, tables and formulas against typed truth, and
//! headings, items, rows, images and links against another program's Markdown.
//!
//! What is not found is told apart by where it was lost: with a dropped block, if it is found when
//! every block is kept, and else when the content was written.

mod typed;

use std::fs::File;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};

use dechaff::{Extractor, Hint, MarkdownOptions, Options};
use serde_json::Value;
use url::Url;

use self::typed::Typed;
use crate::corpus::{self, LabelledPage};
use crate::markdown_parts::{self, Parts};
use crate::{Failure, evaluate, similarity};

/// What counts as found.
const LEAST_SIMILARITY: f64 = 0.9;

/// Characters of a part that `--list` shows.
const SHOWN: usize = 100;

/// Where the pages are.
#[derive(clap::Args)]
pub(crate) struct Settings {
    /// Folder with the sets `llm-webkit-bench`, `defuddle` and `lightfeed`.
    corpus: PathBuf,
    /// Lists each part that is lost with a block (`-`), that is lost in writing (`!`), and that
    /// the truth does not have (`+`).
    #[arg(long)]
    list: bool,
}

/// Prints the shares of typed content that is found, and agreement with silver Markdown.
pub(crate) fn run(settings: &Settings) -> Result<(), Failure> {
    let mut options = Options::default();
    options.keep = vec!["body".to_owned()];
    let extractors = [evaluate::shipped()?, Extractor::new(options)?];
    let mut out = std::io::stdout().lock();
    let typed = settings.corpus.join("llm-webkit-bench");
    let counts = over_pages(&typed, &extractors, settings, typed_kinds, &mut out)?;
    writeln!(out, "llm-webkit-bench, share found with edit similarity >= {LEAST_SIMILARITY}")?;
    for (name, count) in counts {
        let Count { wanted, found, dropped, .. } = count;
        let (recall, possible) = (count.recall(), share(found + dropped, wanted));
        writeln!(
            out,
            "  {name:<18}{found:>6} of {wanted:<6}{recall:>8.3}, and with every block kept {possible:.3}"
        )?;
    }
    for set in ["defuddle", "lightfeed"] {
        let folder = settings.corpus.join(set);
        let counts = over_pages(&folder, &extractors, settings, silver_kinds, &mut out)?;
        writeln!(out, "{set}, agreement with silver Markdown")?;
        for (name, count) in counts {
            let Count { wanted, given, found, dropped } = count;
            let (precision, recall) = (share(found, given), count.recall());
            let possible = share(found + dropped, wanted);
            writeln!(
                out,
                "  {name:<18}found {found:>5}, silver {wanted:>5}, ours {given:>5}: precision {precision:.3}, recall {recall:.3}, and with every block kept {possible:.3}"
            )?;
        }
    }
    Ok(())
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// How many parts of a kind are wanted, given and found, and found only if every block is kept.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    wanted: usize,
    given: usize,
    found: usize,
    dropped: usize,
}

impl Count {
    fn add(&mut self, other: Self) {
        self.wanted += other.wanted;
        self.given += other.given;
        self.found += other.found;
        self.dropped += other.dropped;
    }

    fn recall(self) -> f64 {
        share(self.found, self.wanted)
    }
}

/// What is wanted of a page, by kind, with what gives it.
type Kinds = Vec<(&'static str, Vec<String>, fn(&Parts) -> Vec<String>)>;

fn over_pages(
    set: &Path,
    extractors: &[Extractor; 2],
    settings: &Settings,
    kinds: fn(&Value) -> Kinds,
    out: &mut impl Write,
) -> Result<Vec<(&'static str, Count)>, Failure> {
    let mut sums: Vec<(&'static str, Count)> = Vec::new();
    for page in corpus::read_pages(set)? {
        let truth = set.join("truth").join(format!("{}.json", page.id));
        let truth: Value = serde_json::from_reader(BufReader::new(File::open(truth)?))?;
        let [chosen, all] = extractors;
        let chosen = markdown_parts::read(&markdown(chosen, &page)?);
        let all = markdown_parts::read(&markdown(all, &page)?);
        for (name, wanted, of) in kinds(&truth) {
            let given = of(&chosen);
            let lacks = similarity::unmatched(&wanted, &given, LEAST_SIMILARITY);
            let lost: Vec<String> = lacks.wanted.iter().map(|text| (*text).clone()).collect();
            let all = of(&all);
            let unwritten = similarity::unmatched(&wanted, &all, LEAST_SIMILARITY).wanted;
            let (dropped, written): (Vec<&String>, Vec<&String>) =
                lost.iter().partition(|text| !unwritten.contains(text));
            if settings.list {
                let lists = [("-", &dropped), ("!", &written), ("+", &lacks.given)];
                for (mark, texts) in lists {
                    for text in texts {
                        let shown: String = text.chars().take(SHOWN).collect();
                        writeln!(
                            out,
                            "{} {name} {mark} {}",
                            page.id,
                            shown.replace('\n', "\u{23ce}")
                        )?;
                    }
                }
            }
            let count = Count {
                wanted: wanted.len(),
                given: given.len(),
                found: wanted.len() - lost.len(),
                dropped: dropped.len(),
            };
            match sums.iter_mut().find(|(known, _)| *known == name) {
                Some((_, sum)) => sum.add(count),
                None => sums.push((name, count)),
            }
        }
    }
    Ok(sums)
}

fn markdown(extractor: &Extractor, page: &LabelledPage) -> Result<String, Failure> {
    // Without an address relative links would be lost.
    let url = page.truth.url.as_deref().unwrap_or("https://page.example/");
    let hint = Hint::new().with_url(Url::parse(url)?);
    let mut options = MarkdownOptions::default();
    options.title = false;
    let extraction = extractor.extract_bytes(&page.html()?, &hint);
    Ok(extraction.map(|found| found.to_markdown(&options)).unwrap_or_default())
}

fn typed_kinds(truth: &Value) -> Kinds {
    let mut typed = Typed::default();
    typed.read(truth.get("content_list").unwrap_or(&Value::Null));
    let formulas = [typed.inline.as_slice(), typed.display.as_slice()].concat();
    vec![
        // The truth calls code a block, too, where it is all of its paragraph.
        ("code blocks", typed.code, |parts| {
            [parts.code.as_slice(), parts.lone_code.as_slice()].concat()
        }),
        ("tables", typed.tables, |parts| parts.tables.clone()),
        ("formulas", formulas, |parts| parts.formulas.clone()),
        ("  of them display", typed.display, |parts| parts.formulas.clone()),
        ("  of them inline", typed.inline, |parts| parts.formulas.clone()),
    ]
}

fn silver_kinds(truth: &Value) -> Kinds {
    let silver = truth.get("markdown").and_then(Value::as_str).unwrap_or_default();
    let silver = markdown_parts::read(silver);
    vec![
        ("headings", silver.headings, |parts| parts.headings.clone()),
        ("list items", silver.items, |parts| parts.items.clone()),
        ("code blocks", silver.code, |parts| parts.code.clone()),
        ("table rows", silver.rows, |parts| parts.rows.clone()),
        ("images", silver.images, |parts| parts.images.clone()),
        ("links", silver.links, |parts| parts.links.clone()),
    ]
}
