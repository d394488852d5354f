//! Every page of a set: its Markdown and its HTML read back, and its HTML with harmful markup in
//! the page.

use std::io::Write;
use std::path::PathBuf;

use dechaff::{Extractor, Hint, HtmlOptions, MarkdownOptions};
use dechaff_tests::{roundtrip, safety};
use url::Url;

use crate::corpus::{self, LabelledPage};
use crate::dump::in_parallel;
use crate::{Failure, evaluate};

/// Where the pages are.
#[derive(clap::Args)]
pub(crate) struct Settings {
    /// A labelled set.
    set: PathBuf,
    /// Shows the first of what is wrong.
    #[arg(long)]
    list: bool,
}

/// What is wrong with a page.
#[derive(Default)]
struct Faults {
    markdown: Option<String>,
    html: Option<String>,
    harmful: Vec<String>,
    /// Tables in HTML in its Markdown.
    tables: usize,
}

/// Prints how many pages have which fault; fails if any has.
pub(crate) fn run(settings: &Settings) -> Result<(), Failure> {
    let extractor = evaluate::shipped()?;
    let vectors = safety::vectors();
    let pages = corpus::read_pages(&settings.set)?;
    let numbered: Vec<(usize, &LabelledPage)> = pages.iter().enumerate().collect();
    let found = in_parallel(&numbered, |(number, page)| {
        // Three vectors a page, so that each is in several pages.
        let mine: Vec<&[u8]> = (0..3)
            .filter_map(|next| vectors.get((number * 3 + next) % vectors.len()))
            .map(Vec::as_slice)
            .collect();
        check(&extractor, page, &mine)
    })?;
    let mut out = std::io::stdout().lock();
    let count = |has: fn(&Faults) -> bool| found.iter().filter(|one| has(one)).count();
    let markdown = count(|one| one.markdown.is_some());
    let html = count(|one| one.html.is_some());
    let harmful = count(|one| !one.harmful.is_empty());
    let tables: usize = found.iter().map(|one| one.tables).sum();
    if settings.list {
        for (page, faults) in pages.iter().zip(&found) {
            let lines = [&faults.markdown, &faults.html].into_iter().flatten();
            for text in lines.chain(&faults.harmful) {
                let start: Vec<&str> = text.lines().take(2).collect();
                writeln!(out, "{}: {}", page.id, start.join("\n"))?;
            }
        }
    }
    writeln!(out, "{} pages", pages.len())?;
    writeln!(out, "Markdown reads back as another tree, or holds raw HTML: {markdown}")?;
    writeln!(out, "tables written as HTML in Markdown: {tables}")?;
    writeln!(out, "HTML reads back as another tree, or is written otherwise again: {html}")?;
    writeln!(out, "with vectors in the page, HTML holds what is not on the list: {harmful}")?;
    if markdown + html + harmful > 0 {
        return Err("not all pages came through".into());
    }
    Ok(())
}

fn check(extractor: &Extractor, page: &LabelledPage, vectors: &[&[u8]]) -> Result<Faults, Failure> {
    let hint = match page.truth.url.as_deref().map(Url::parse) {
        Some(Ok(url)) => Hint::new().with_url(url),
        _ => Hint::new(),
    };
    let bytes = page.html()?;
    let Ok(extraction) = extractor.extract_bytes(&bytes, &hint) else {
        return Ok(Faults::default());
    };
    let markdown = extraction.content.to_markdown(&MarkdownOptions::default());
    let mut faults = Faults {
        markdown: roundtrip::fault(&extraction.content),
        html: roundtrip::html_fault(&extraction.content),
        harmful: Vec::new(),
        tables: markdown.matches("<table>\n").count(),
    };
    let mut standalone = HtmlOptions::default();
    standalone.standalone = true;
    if let Ok(extraction) = extractor.extract_bytes(&with_vectors(&bytes, vectors), &hint) {
        faults.harmful = safety::off_list(&extraction.content.to_html(), false);
        faults.harmful.extend(safety::off_list(&extraction.to_html(&standalone), true));
        faults.harmful.extend(roundtrip::html_fault(&extraction.content));
    }
    Ok(faults)
}

/// The page with each vector in turn after every fourth paragraph's start.
fn with_vectors(bytes: &[u8], vectors: &[&[u8]]) -> Vec<u8> {
    let mut page = Vec::with_capacity(bytes.len());
    let mut paragraphs = 0;
    let mut turn = vectors.iter().cycle();
    for (at, byte) in bytes.iter().enumerate() {
        let starts = bytes.get(at..at + 3).is_some_and(|tag| tag.eq_ignore_ascii_case(b"<p>"));
        if starts {
            paragraphs += 1;
            if paragraphs % 4 == 1 {
                page.extend_from_slice(turn.next().copied().unwrap_or_default());
            }
        }
        page.push(*byte);
        let ended =
            at >= 2 && bytes.get(at - 2..=at).is_some_and(|tag| tag.eq_ignore_ascii_case(b"<p>"));
        if ended && paragraphs % 4 == 3 {
            page.extend_from_slice(turn.next().copied().unwrap_or_default());
        }
    }
    page
}
