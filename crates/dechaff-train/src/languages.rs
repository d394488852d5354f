//! What each language loses without phrases of boilerplate.
//!
//! Scores the pages once as they ship, once with the phrases of the page's own language blanked,
//! and once with all of them blanked, which is how a language fares that has none.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use dechaff::Extractor;

use crate::corpus::LabelledPage;
use crate::evaluate::{self, FOLDS, Scored, score_pages};
use crate::{Failure, corpus, fold_models, sets};

/// Languages of fewer pages are taken together.
const FEWEST_PAGES: usize = 10;

/// Where the pages and models are.
#[derive(clap::Args)]
pub(crate) struct Settings {
    /// Folder with `train/own` and `check/daniel`.
    corpus: PathBuf,
    /// Folder with the models of the folds (`crossval --store`).
    #[arg(long, default_value = "eval")]
    eval: PathBuf,
}

/// Scores `own` out of fold and `daniel` with the weights that ship.
pub(crate) fn run(settings: &Settings) -> Result<(), Failure> {
    let base = evaluate::shipped()?;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{:<26}{:>6} {:>7} {:>8} {:>8} {:>9} {:>11}",
        "word F1", "pages", "all", "not own", "none", "none-all", "English-none"
    )?;
    if let Some(models) = fold_models::read(&settings.eval, false)? {
        let extractors = evaluate::of_folds(&base, &models, false)?;
        let pages = corpus::read_set(&settings.corpus.join("train/own"))?;
        compare(&pages, &extractors, &mut out)?;
    } else {
        let folder = settings.eval.display();
        writeln!(out, "{folder} has no models of folds, so `own` was not scored")?;
    }
    let pages = corpus::read_set(&settings.corpus.join("check/daniel"))?;
    compare(&pages, &[base], &mut out)
}

/// Prints a line a language, and one for its articles alone where a set has other kinds too.
fn compare(
    pages: &[LabelledPage],
    extractors: &[Extractor],
    out: &mut impl Write,
) -> Result<(), Failure> {
    let manner = sets::manner(pages.first().map_or("", |page| page.set.as_str()));
    let with = |wanted: &dyn Fn(&str) -> bool| -> Result<Vec<Extractor>, Failure> {
        extractors.iter().map(|one| Ok(one.with_lexicons(wanted)?)).collect()
    };
    let mut without_own: BTreeMap<&str, Vec<Extractor>> = BTreeMap::new();
    for language in pages.iter().filter_map(|page| page.truth.lang.as_deref()) {
        if !without_own.contains_key(language) {
            without_own.insert(language, with(&|other| other != language)?);
        }
    }
    let fold = |page: &LabelledPage| {
        if extractors.len() == 1 { 0 } else { page.fold(FOLDS, fold_models::SEED) as usize }
    };
    let all = score_pages(pages, |page| extractors.get(fold(page)), manner)?;
    let not_own = |page: &LabelledPage| {
        let language = page.truth.lang.as_deref();
        language.and_then(|language| without_own.get(language)).map_or(extractors, Vec::as_slice)
    };
    let own_blank = score_pages(pages, |page| not_own(page).get(fold(page)), manner)?;
    let blanked = with(&|_| false)?;
    let none = score_pages(pages, |page| blanked.get(fold(page)), manner)?;
    print(&means(pages, [&all, &own_blank, &none]), out)
}

/// The number of pages and the sums of their F1, one for each way.
type Sums = (usize, [f64; 3]);

fn means(pages: &[LabelledPage], ways: [&[Scored]; 3]) -> BTreeMap<(String, String), Sums> {
    let mut sums: BTreeMap<(String, String), Sums> = BTreeMap::new();
    let kind = pages.first().map(|page| &page.truth.kind);
    let mixed = pages.iter().any(|page| Some(&page.truth.kind) != kind);
    let count = |language: &str| {
        pages.iter().filter(|page| page.truth.lang.as_deref() == Some(language)).count()
    };
    for (number, page) in pages.iter().enumerate() {
        let Some(language) = &page.truth.lang else {
            continue;
        };
        let rare = count(language) < FEWEST_PAGES;
        let language = if rare { "others" } else { language.as_str() };
        let mut groups = vec![page.set.clone()];
        if mixed && page.truth.kind.as_deref() == Some("article") {
            groups.push(format!("{}/article", page.set));
        }
        for group in groups {
            let entry = sums.entry((group, language.to_owned())).or_default();
            entry.0 += 1;
            for (sum, way) in entry.1.iter_mut().zip(ways) {
                *sum += way.get(number).map_or(0.0, |scored| scored.score.f1);
            }
        }
    }
    sums
}

fn print(sums: &BTreeMap<(String, String), Sums>, out: &mut impl Write) -> Result<(), Failure> {
    for ((group, language), (count, f1)) in sums {
        let [all, not_own, none] = f1.map(|sum| sum / *count as f64);
        let english = sums.get(&(group.clone(), "en".to_owned()));
        let english = english.map_or(0.0, |(count, [all, ..])| all / *count as f64);
        writeln!(
            out,
            "{:<26}{count:>6} {all:>7.4} {not_own:>8.4} {none:>8.4} {:>+9.4} {:>+11.4}",
            format!("{group}/lang-{language}"),
            none - all,
            english - none,
        )?;
    }
    Ok(())
}
