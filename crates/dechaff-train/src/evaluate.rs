//! Scores of the whole pipeline, page by page.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use dechaff::block::{TextBlock, plain};
use dechaff::{Extractor, Hint, Options};

use crate::corpus::LabelledPage;
use crate::dump::{self, TEXT_TOOLS, in_parallel};
use crate::measure::{PageScore, score};
use crate::{Failure, align};

/// One page's score under one seed (and, for texts, one tool).
#[derive(Debug, Clone)]
pub(crate) struct Scored {
    page: usize,
    tool: Option<&'static str>,
    score: PageScore,
    confidence: f32,
    without: Option<f64>,
}

/// Scores each page with the model of its fold, which never saw its host.
pub(crate) fn out_of_fold(
    pages: &[LabelledPage],
    folds: &[u64],
    models: &[Vec<u8>],
    text: bool,
) -> Result<Vec<Scored>, Failure> {
    let base = Extractor::new(Options::default())?;
    let extractors: Vec<Extractor> = models
        .iter()
        .map(|model| {
            if text {
                base.with_models(None, Some(model))
            } else {
                base.with_models(Some(model), None)
            }
        })
        .collect::<Result<_, _>>()?;
    let numbered: BTreeMap<(&str, &str), usize> = pages
        .iter()
        .enumerate()
        .map(|(number, page)| ((page.set.as_str(), page.id.as_str()), number))
        .collect();
    let scored = in_parallel(pages, |page| {
        let Some(&number) = numbered.get(&(page.set.as_str(), page.id.as_str())) else {
            return Err("a page without a number".into());
        };
        let fold = folds.get(number).copied().unwrap_or(0) as usize;
        let extractor = extractors.get(fold).ok_or("a fold has no model")?;
        score_page(extractor, page, number, text)
    })?;
    Ok(scored.into_iter().flatten().collect())
}

fn score_page(
    extractor: &Extractor,
    page: &LabelledPage,
    number: usize,
    text: bool,
) -> Result<Vec<Scored>, Failure> {
    let truth = page.truth.text.as_deref().unwrap_or_default();
    let one = |tool, predicted: String, confidence: f32| {
        let low = predicted.to_lowercase();
        let found = page.truth.without.iter().filter(|part| low.contains(&part.to_lowercase()));
        let count = page.truth.without.len();
        let without = (count > 0).then(|| found.count() as f64 / count as f64);
        Scored { page: number, tool, score: score(&predicted, truth), confidence, without }
    };
    if !text {
        let extraction = extractor.extract_bytes(&page.html()?, &Hint::new());
        let (predicted, confidence) = extraction
            .map(|extraction| (extraction.to_text(), extraction.confidence.unwrap_or(0.0)))
            .unwrap_or_default();
        return Ok(vec![one(None, predicted, confidence)]);
    }
    let mut scored = Vec::new();
    for tool in TEXT_TOOLS {
        let Ok(input) = page.text_of(tool) else {
            continue;
        };
        let (predicted, confidence) = extractor
            .extract_text(&input, &Hint::new())
            .map(|extraction| (extraction.to_text(), extraction.confidence.unwrap_or(0.0)))
            .unwrap_or_default();
        scored.push(one(Some(tool), predicted, confidence));
    }
    Ok(scored)
}

/// Scores each page's blocks, or its lines as other tools leave them, that are at least half in
/// the true text.
pub(crate) fn ceiling(pages: &[LabelledPage], text: bool) -> Result<Vec<Scored>, Failure> {
    let extractor = Extractor::new(Options::default())?;
    let best = |blocks: &[TextBlock], page: &LabelledPage, tool| {
        let truth = page.truth.text.as_deref().unwrap_or_default();
        let labels = align::label(blocks, truth);
        let chosen = blocks.iter().zip(labels).filter(|(_, label)| *label >= 0.5);
        let chosen: Vec<&str> = chosen.map(|(block, _)| block.text.as_str()).collect();
        let score = score(&chosen.join("\n"), truth);
        Scored { page: 0, tool, score, confidence: 1.0, without: None }
    };
    let scored = in_parallel(pages, |page| {
        if text {
            let texts =
                TEXT_TOOLS.into_iter().filter_map(|tool| Some((tool, page.text_of(tool).ok()?)));
            let limit = usize::MAX;
            return Ok(texts
                .map(|(tool, text)| best(&plain::segment(&text, limit).0, page, Some(tool)))
                .collect());
        }
        let blocks =
            dump::page_blocks(&extractor, page)?.map_or_else(Vec::new, |(blocks, _)| blocks);
        Ok(vec![best(&blocks, page, None)])
    })?;
    let numbered = scored.into_iter().enumerate();
    Ok(numbered
        .flat_map(|(page, scored)| scored.into_iter().map(move |one| Scored { page, ..one }))
        .collect())
}

/// Prints the means by set, and by kind and language within each.
pub(crate) fn print_table(pages: &[LabelledPage], scores: &[Scored]) -> Result<(), Failure> {
    let mut groups: BTreeMap<String, Vec<&Scored>> = BTreeMap::new();
    for scored in scores {
        let Some(page) = pages.get(scored.page) else {
            continue;
        };
        let set = match scored.tool {
            Some(tool) => format!("{}/{tool}", page.set),
            None => page.set.clone(),
        };
        let kind = page.truth.kind.as_deref().unwrap_or("?");
        groups.entry(format!("{set} kind {kind}")).or_default().push(scored);
        if let Some(language) = &page.truth.lang {
            groups.entry(format!("{set} lang {language}")).or_default().push(scored);
        }
        groups.entry(set).or_default().push(scored);
    }
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{:<34}{:>6} {:>7} {:>7} {:>7} {:>7} {:>7}",
        "", "pages", "p", "r", "f1", "gram", "without"
    )?;
    for (name, group) in groups {
        let mean = |get: &dyn Fn(&PageScore) -> f64| {
            group.iter().map(|scored| get(&scored.score)).sum::<f64>() / group.len() as f64
        };
        let snippets: Vec<f64> = group.iter().filter_map(|scored| scored.without).collect();
        writeln!(
            out,
            "{name:<34}{:>6} {:>7.4} {:>7.4} {:>7.4} {:>7.4} {:>7.4}",
            group.len(),
            mean(&|score| score.precision),
            mean(&|score| score.recall),
            mean(&|score| score.f1),
            mean(&|score| score.gram_f1),
            snippets.iter().sum::<f64>() / snippets.len().max(1) as f64,
        )?;
    }
    Ok(())
}

/// Writes a line for each page: its id, kind, scores and confidence.
pub(crate) fn write_pages(
    pages: &[LabelledPage],
    scores: &[Scored],
    out: &Path,
) -> Result<(), Failure> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(out)?);
    for scored in scores {
        let Some(page) = pages.get(scored.page) else {
            continue;
        };
        let line = serde_json::json!({
            "set": page.set, "id": page.id, "kind": page.truth.kind, "lang": page.truth.lang,
            "tool": scored.tool, "precision": scored.score.precision,
            "recall": scored.score.recall, "f1": scored.score.f1,
            "gram_f1": scored.score.gram_f1, "confidence": scored.confidence,
        });
        writeln!(file, "{line}")?;
    }
    Ok(())
}
