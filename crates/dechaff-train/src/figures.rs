//! Scores as named figures, the higher the better.

use crate::baseline::Figures;
use crate::corpus::LabelledPage;
use crate::evaluate::Scored;
use crate::{confidence, empty, group};

/// A kind or language of fewer pages has no figure: one page would move it too far.
const FEWEST_PAGES: usize = 30;

/// For each set the word F1, also of its kinds and languages, the shares of snippets, and the
/// share of pages with content that do not come out empty.
pub(crate) fn of(pages: &[LabelledPage], scores: &[Scored]) -> Figures {
    let mut figures = Figures::new();
    let sets = group::sets(pages, scores);
    for (set, group) in &sets {
        of_set(set, pages, group, &mut figures);
    }
    for (part, group) in group::parts(pages, scores) {
        // A kind that is the whole set says nothing new.
        let is_set = sets.values().any(|set| set.len() == group.len());
        if group.len() >= FEWEST_PAGES && !is_set {
            put(&part, "f1", f1(pages, &group), &mut figures);
        }
    }
    figures
}

/// The same for large sets, with what small ones tell too noisily: 4-gram F1 and the rank
/// correlation of confidence with word F1, the latter also over all sets together, which go by
/// `name`.
pub(crate) fn of_large(name: &str, pages: &[LabelledPage], scores: &[Scored]) -> Figures {
    let mut figures = of(pages, scores);
    let mut sets = group::sets(pages, scores);
    for (set, group) in &sets {
        put(set, "gram", group::mean(group, |one| Some(one.score.gram_f1)), &mut figures);
    }
    sets.insert(name.to_owned(), scores.iter().collect());
    for (set, group) in &sets {
        put(set, "f1", f1(pages, group), &mut figures);
        put(set, "confidence", Some(confidence::rank_correlation(group)), &mut figures);
    }
    figures
}

fn of_set(set: &str, pages: &[LabelledPage], group: &[&Scored], figures: &mut Figures) {
    let word_f1 = f1(pages, group);
    put(set, "f1", word_f1, figures);
    put(set, "with", group::mean(group, |one| one.with), figures);
    put(set, "clean", group::mean(group, |one| one.without.map(|found| 1.0 - found)), figures);
    if word_f1.is_none() {
        return;
    }
    let found = group::mean(group, |one| {
        let page = pages.get(one.page)?;
        Some(f64::from(u8::from(empty::fault(page, one) != Some(empty::Fault::Lost))))
    });
    put(set, "found", found, figures);
}

fn f1(pages: &[LabelledPage], group: &[&Scored]) -> Option<f64> {
    group::mean(group, |one| truth(pages, one).map(|_| one.score.f1))
}

fn truth<'p>(pages: &'p [LabelledPage], scored: &Scored) -> Option<&'p str> {
    pages.get(scored.page)?.truth.text.as_deref()
}

fn put(group: &str, figure: &str, value: Option<f64>, figures: &mut Figures) {
    if let Some(value) = value {
        figures.insert(format!("{group} {figure}"), value);
    }
}
