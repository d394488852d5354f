//! How long an extraction takes beside a bare parse of the same page.

use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant};

use dechaff::{
    Extraction, Extractor, Hint, HtmlOptions, JsonOptions, Limits, MarkdownOptions, Measurer,
    Options, decode, dom,
};

use crate::Failure;
use crate::corpus::LabelledPage;

/// Rounds over all pages; each page counts with its quickest, so that what else the machine
/// does weighs little.
const ROUNDS: usize = 5;

#[derive(Clone, Copy)]
struct Times {
    /// `scraper::Html::parse_document`, with its tree dropped.
    parse: Duration,
    /// Our parse alone.
    guarded: Duration,
    /// Our blocks and measures of a parsed page.
    measure: Duration,
    /// The same, and the probabilities of all blocks.
    scores: Duration,
    /// From text to text.
    extraction: Duration,
    /// From an extraction to each format.
    rendering: [Duration; FORMATS.len()],
}

/// The name of a format, and how it is written.
type Format = (&'static str, fn(&Extraction) -> String);

const FORMATS: [Format; 5] = [
    ("text", Extraction::to_text),
    ("Markdown", |found| found.to_markdown(&MarkdownOptions::default())),
    ("HTML", |found| found.to_html(&HtmlOptions::default())),
    ("JSON", |found| {
        serde_json::to_string(&found.json(&JsonOptions::default())).unwrap_or_default()
    }),
    ("XML", Extraction::to_xml),
];

/// Prints milliseconds a page for a parse and for a whole extraction, and their ratio.
///
/// Runs both in turns, in one thread, on up to `count` pages: every third of the set.
pub(crate) fn run(pages: &[LabelledPage], count: usize) -> Result<(), Failure> {
    let extractor = Extractor::new(Options::default())?;
    let measurer = Measurer::new()?;
    let mut texts = Vec::new();
    for page in pages.iter().step_by(3).take(count) {
        if let Ok(decoded) = decode::decode(&page.html()?, None, Limits::default().input_bytes) {
            texts.push(decoded.text);
        }
    }
    let longest = Duration::from_secs(3600);
    let unknown = Times {
        parse: longest,
        guarded: longest,
        measure: longest,
        scores: longest,
        extraction: longest,
        rendering: [longest; FORMATS.len()],
    };
    let mut best = vec![unknown; texts.len()];
    for _ in 0..ROUNDS {
        for (text, best) in texts.iter().zip(&mut best) {
            best.improve(text, &extractor, &measurer);
        }
    }
    let mean = |get: fn(&Times) -> Duration| {
        best.iter().map(|times| get(times).as_secs_f64()).sum::<f64>() * 1e3 / best.len() as f64
    };
    let (parse, extraction) = (mean(|times| times.parse), mean(|times| times.extraction));
    let (guarded, measure) = (mean(|times| times.guarded), mean(|times| times.measure));
    let scoring = (mean(|times| times.scores) - measure).max(0.0);
    let bytes: usize = texts.iter().map(String::len).sum();
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{} pages, {:.1} MB, mean over pages of the best of {ROUNDS}",
        texts.len(),
        bytes as f64 / 1e6
    )?;
    writeln!(out, "scraper::Html::parse_document {parse:8.3} ms a page")?;
    writeln!(out, "dechaff::dom::parse           {guarded:8.3} ms a page")?;
    writeln!(out, "blocks and measures           {measure:8.3} ms a page")?;
    writeln!(out, "scoring                       {scoring:8.3} ms a page")?;
    writeln!(out, "extraction to text            {extraction:8.3} ms a page")?;
    writeln!(out, "ratio to parse_document       {:8.3}", extraction / parse)?;
    writeln!(out, "share of scoring in it        {:8.3}", scoring / extraction)?;
    for (number, (name, _)) in FORMATS.iter().enumerate() {
        let of = |times: &Times| times.rendering.get(number).copied().unwrap_or_default();
        let sum: f64 = best.iter().map(|times| of(times).as_secs_f64()).sum();
        let share = sum * 1e3 / best.len() as f64 / extraction;
        writeln!(out, "rendering {name:<10} takes of it {share:8.4}")?;
    }
    Ok(())
}

impl Times {
    /// Times one page once more.
    fn improve(&mut self, text: &str, extractor: &Extractor, measurer: &Measurer) {
        self.parse = self.parse.min(time(|| parse(text)));
        self.guarded = self.guarded.min(time(|| drop(dom::parse(text, &Limits::default()))));
        let (html, _) = dom::parse(text, &Limits::default());
        self.measure = self.measure.min(time(|| drop(black_box(measurer.features(&html)))));
        self.scores = self.scores.min(time(|| drop(black_box(extractor.scores(&html)))));
        self.extraction = self.extraction.min(time(|| {
            black_box(extractor.extract(text, &Hint::new()).map(|found| found.to_text())).ok();
        }));
        let Ok(found) = extractor.extract(text, &Hint::new()) else { return };
        for ((_, write), best) in FORMATS.iter().zip(&mut self.rendering) {
            *best = (*best).min(time(|| drop(black_box(write(&found)))));
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the unguarded parse is what is compared with")]
fn parse(text: &str) {
    drop(black_box(dom::Html::parse_document(text)));
}

fn time(work: impl FnOnce()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}
