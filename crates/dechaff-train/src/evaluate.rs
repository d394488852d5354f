//! The whole pipeline over labelled pages, and the scores of each page.

use std::time::Duration;

use dechaff::{Extraction, Extractor, Hint, Options};

use crate::calibration::Reliability;
use crate::corpus::LabelledPage;
use crate::dump::{TEXT_TOOLS, in_parallel};
use crate::measure::{self, PageScore, score};
use crate::{Failure, align};

/// Parts into which the hosts are cut for cross-validation.
pub(crate) const FOLDS: u64 = 5;

/// One page's score under one seed (and, for texts, one tool).
#[derive(Debug, Clone, Default)]
pub(crate) struct Scored {
    /// The number of the page.
    pub(crate) page: usize,
    pub(crate) seed: u64,
    pub(crate) tool: Option<&'static str>,
    pub(crate) score: PageScore,
    pub(crate) confidence: f32,
    /// Shares of the snippets found that must be in the output, and that must not.
    pub(crate) with: Option<f64>,
    pub(crate) without: Option<f64>,
    /// Whether nothing came out.
    pub(crate) is_empty: bool,
    /// What the probabilities of the blocks promise and hold, when it was asked for.
    pub(crate) blocks: Reliability,
}

/// What to score, and how.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Manner {
    /// Other tools' texts of the pages, and not the pages.
    pub(crate) text: bool,
    /// Puts the title in front, for sets whose true text has it.
    pub(crate) with_title: bool,
    /// Compares the probabilities of the blocks with the truth.
    pub(crate) blocks: bool,
}

/// The extractor that ships, without its bounds on time: figures must not depend on how fast a
/// machine is.
pub(crate) fn shipped() -> Result<Extractor, Failure> {
    let mut options = Options::default();
    options.limits.parse_time = Duration::from_secs(600);
    options.limits.total_time = Duration::from_secs(600);
    Ok(Extractor::new(options)?)
}

/// Extractors with the models of the folds.
pub(crate) fn of_folds(
    base: &Extractor,
    models: &[Vec<u8>],
    text: bool,
) -> Result<Vec<Extractor>, Failure> {
    let one = |model: &Vec<u8>| {
        let (page, lines) = if text { (None, Some(model)) } else { (Some(model), None) };
        Ok(base.with_models(page.map(Vec::as_slice), lines.map(Vec::as_slice))?)
    };
    models.iter().map(one).collect()
}

/// Scores each page with the extractor of its fold, which never saw its host.
pub(crate) fn out_of_fold(
    pages: &[LabelledPage],
    extractors: &[Extractor],
    seed: u64,
    manner: Manner,
) -> Result<Vec<Scored>, Failure> {
    let pick = |page: &LabelledPage| extractors.get(page.fold(FOLDS, seed) as usize);
    let mut scores = score_pages(pages, pick, manner)?;
    for scored in &mut scores {
        scored.seed = seed;
    }
    Ok(scores)
}

/// Scores each page with the extractor that is picked for it.
pub(crate) fn score_pages<'e>(
    pages: &[LabelledPage],
    pick: impl Fn(&LabelledPage) -> Option<&'e Extractor> + Sync,
    manner: Manner,
) -> Result<Vec<Scored>, Failure> {
    let scored = in_parallel(pages, |page| {
        score_page(pick(page).ok_or("no model for a page")?, page, manner)
    })?;
    Ok(numbered(scored))
}

/// Gives the scores of each page its number.
pub(crate) fn numbered(scored: Vec<Vec<Scored>>) -> Vec<Scored> {
    let pages = scored.into_iter().enumerate();
    pages.flat_map(|(page, all)| all.into_iter().map(move |one| Scored { page, ..one })).collect()
}

fn score_page(
    extractor: &Extractor,
    page: &LabelledPage,
    manner: Manner,
) -> Result<Vec<Scored>, Failure> {
    if !manner.text {
        let extraction = extractor.extract_bytes(&page.html()?, &Hint::new()).ok();
        return Ok(vec![score_extraction(extraction.as_ref(), page, manner)]);
    }
    let mut scored = Vec::new();
    for tool in TEXT_TOOLS {
        let Ok(input) = page.text_of(tool) else {
            continue;
        };
        let extraction = extractor.extract_text(&input, &Hint::new()).ok();
        let one = score_extraction(extraction.as_ref(), page, manner);
        scored.push(Scored { tool: Some(tool), ..one });
    }
    Ok(scored)
}

/// Scores what came of a page; nothing, where it could not be read at all.
fn score_extraction(
    extraction: Option<&Extraction>,
    page: &LabelledPage,
    manner: Manner,
) -> Scored {
    let truth = page.truth.text.as_deref().unwrap_or_default();
    let mut text = extraction.map(Extraction::to_text).unwrap_or_default();
    if manner.with_title {
        let title = extraction.and_then(|extraction| extraction.metadata.title.as_deref());
        text = measure::with_title(title, text);
    }
    let mut scored = Scored {
        score: score(&text, truth),
        confidence: extraction.and_then(|extraction| extraction.confidence).unwrap_or(0.0),
        with: measure::snippet_share(&text, &page.truth.with),
        without: measure::snippet_share(&text, &page.truth.without),
        is_empty: dechaff::word::words(&text).next().is_none(),
        ..Scored::default()
    };
    if let Some(extraction) = extraction
        && manner.blocks
    {
        let texts = extraction.blocks.iter().map(|block| block.text.as_str());
        let labels = align::label_texts(texts, truth);
        for (block, label) in extraction.blocks.iter().zip(labels) {
            scored.blocks.add(block.score, label, block.words);
        }
    }
    scored
}
