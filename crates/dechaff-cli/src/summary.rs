//! What a run came to, for `--summary`: pages, words by label, warnings, kinds and languages.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Write};
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use dechaff::{Extraction, Warning};
use serde::Serialize;

/// Arguments about what a run came to.
#[derive(Debug, Args)]
#[command(next_help_heading = "Account of the run")]
pub(crate) struct AccountArgs {
    /// Say at the end, on standard error, what the run came to: pages, words kept and dropped by
    /// label, warnings, pages a second, kinds of page and languages
    #[arg(
        long,
        value_name = "FORM",
        value_enum,
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "text"
    )]
    pub(crate) summary: Option<SummaryForm>,
    /// Put out only the names of pages that failed or have no main content, one a line, as `-i`
    /// reads them; with `-f jsonl` records with the reason
    #[arg(long, conflicts_with_all = ["output_dir", "resume"])]
    pub(crate) only_failed: bool,
}

/// Form of the summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SummaryForm {
    /// Lines to read
    Text,
    /// One line of JSON
    Json,
}

/// What one page adds.
#[derive(Debug, Default)]
pub(crate) struct Account {
    kept_words: usize,
    /// Blocks and words dropped, by label.
    dropped: BTreeMap<&'static str, (usize, usize)>,
    kind: Option<&'static str>,
    language: Option<String>,
}

impl Account {
    pub(crate) fn of(extraction: &Extraction) -> Self {
        let mut account = Self {
            kind: extraction.page_kind.map(dechaff::PageKind::name),
            language: extraction.metadata.detected_language.as_ref().map(|it| it.tag.to_string()),
            ..Self::default()
        };
        for block in &extraction.blocks {
            if block.decision.keep {
                account.kept_words += block.words;
            } else {
                let label = block.decision.label.map_or("other", dechaff::Label::name);
                let (blocks, words) = account.dropped.entry(label).or_default();
                *blocks += 1;
                *words += block.words;
            }
        }
        account
    }
}

/// Blocks and words under one label.
#[derive(Debug, Default, Serialize)]
struct Dropped {
    blocks: usize,
    words: usize,
}

/// The sums over all pages.
#[derive(Debug, Serialize)]
pub(crate) struct Summary {
    pages: Pages,
    seconds: f64,
    pages_per_second: f64,
    kept_words: usize,
    dropped_words: usize,
    dropped: BTreeMap<&'static str, Dropped>,
    warnings: BTreeMap<&'static str, usize>,
    /// Pages that hit a limit, by its name.
    limits: BTreeMap<&'static str, usize>,
    page_kinds: BTreeMap<String, usize>,
    languages: BTreeMap<String, usize>,
    #[serde(skip)]
    start: Instant,
}

/// Pages by what became of them.
#[derive(Debug, Default, Clone, Copy, Serialize)]
pub(crate) struct Pages {
    pub(crate) with_content: usize,
    pub(crate) empty: usize,
    pub(crate) failed: usize,
    pub(crate) repeated: usize,
    pub(crate) done_before: usize,
}

impl Summary {
    /// Begins to count, and the clock.
    pub(crate) fn start() -> Self {
        Self {
            pages: Pages::default(),
            seconds: 0.0,
            pages_per_second: 0.0,
            kept_words: 0,
            dropped_words: 0,
            dropped: BTreeMap::new(),
            warnings: BTreeMap::new(),
            limits: BTreeMap::new(),
            page_kinds: BTreeMap::new(),
            languages: BTreeMap::new(),
            start: Instant::now(),
        }
    }

    /// Adds a page that was done.
    pub(crate) fn add(&mut self, account: &Account, warnings: &[Warning]) {
        self.kept_words += account.kept_words;
        for (label, (blocks, words)) in &account.dropped {
            let sum = self.dropped.entry(label).or_default();
            sum.blocks += blocks;
            sum.words += words;
            self.dropped_words += words;
        }
        for warning in warnings {
            *self.warnings.entry(kind_of(warning)).or_default() += 1;
            if let Warning::LimitHit { limit, .. } = warning {
                *self.limits.entry(limit.name()).or_default() += 1;
            }
        }
        let unknown = "unknown";
        let kind = account.kind.unwrap_or(unknown);
        *self.page_kinds.entry(kind.to_owned()).or_default() += 1;
        let language = account.language.as_deref().unwrap_or(unknown);
        *self.languages.entry(language.to_owned()).or_default() += 1;
    }

    /// Ends it.
    pub(crate) fn finish(mut self, pages: Pages, form: SummaryForm) -> String {
        self.pages = pages;
        let time = self.start.elapsed().max(Duration::from_micros(1)).as_secs_f64();
        let done = pages.with_content + pages.empty + pages.failed + pages.repeated;
        let rounded = |number: f64| (number * 1000.0).round() / 1000.0;
        self.seconds = rounded(time);
        self.pages_per_second = rounded(done as f64 / time);
        match form {
            SummaryForm::Text => self.to_string(),
            // Numbers and names always become JSON.
            SummaryForm::Json => serde_json::to_string(&self).unwrap_or_default(),
        }
    }
}

impl Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Pages { with_content, empty, failed, repeated, done_before } = self.pages;
        write!(f, "pages      {with_content} with content, {empty} without, {failed} failed")?;
        if repeated > 0 {
            write!(f, ", {repeated} repeated")?;
        }
        if done_before > 0 {
            write!(f, ", {done_before} done before")?;
        }
        write!(
            f,
            "\ntime       {:.1} s, {:.1} pages a second",
            self.seconds, self.pages_per_second
        )?;
        write!(f, "\nwords      {} kept, {} dropped", self.kept_words, self.dropped_words)?;
        let mut labels: Vec<_> = self.dropped.iter().collect();
        labels.sort_by_key(|(_, dropped)| std::cmp::Reverse(dropped.words));
        for (label, Dropped { blocks, words }) in labels {
            write!(f, "\n           {words:>9} {label} in {blocks} blocks")?;
        }
        for (name, counts) in [("kinds", &self.page_kinds), ("languages", &self.languages)] {
            write!(f, "\n{name:<10} {}", listed(counts.iter()))?;
        }
        let warnings =
            if self.warnings.is_empty() { "none".to_owned() } else { listed(self.warnings.iter()) };
        write!(f, "\nwarnings   {warnings}")?;
        if self.limits.is_empty() {
            return Ok(());
        }
        write!(f, "\nlimits     {}", listed(self.limits.iter()))
    }
}

/// Names with their counts, the greatest first.
fn listed<'a, T: Display + 'a>(counts: impl Iterator<Item = (T, &'a usize)>) -> String {
    let mut counts: Vec<_> = counts.collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let mut text = String::new();
    for (name, count) in counts {
        let comma = if text.is_empty() { "" } else { ", " };
        // Writing into a string cannot fail.
        let _ = write!(text, "{comma}{count} {name}");
    }
    text
}

/// A warning's name, as JSON has it.
fn kind_of(warning: &Warning) -> &'static str {
    match warning {
        Warning::LimitHit { .. } => "limit_hit",
        Warning::MalformedBytes { .. } => "malformed_bytes",
        Warning::WrongCharset { .. } => "wrong_charset",
        Warning::SelectorUnmatched { .. } => "selector_unmatched",
        Warning::BrokenJsonLd { .. } => "broken_json_ld",
        Warning::HiddenContentUsed { .. } => "hidden_content_used",
        Warning::Rendered { .. } => "rendered",
        Warning::NotRendered { .. } => "not_rendered",
        _ => "other",
    }
}
