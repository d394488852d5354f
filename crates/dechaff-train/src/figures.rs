//! Scores as named figures, the higher the better.

use crate::baseline::Figures;
use crate::corpus::LabelledPage;
use crate::evaluate::Scored;
use crate::{confidence, empty, group};

/// A kind or language of fewer pages has no figure: one page would move it too far.
const FEWEST_PAGES: usize = 30;

/// The figures of each set, and the word F1 of its kinds and languages.
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

/// The figures of sets taken together, under the names joined.
pub(crate) fn of_all(name: &str, pages: &[LabelledPage], scores: &[Scored]) -> Figures {
    let group: Vec<&Scored> = scores.iter().collect();
    let mut figures = Figures::new();
    put(name, "f1", f1(pages, &group), &mut figures);
    put(name, "confidence", Some(confidence::rank_correlation(&group)), &mut figures);
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
    let labelled =
        |get: fn(&Scored) -> f64| group::mean(group, |one| truth(pages, one).map(|_| get(one)));
    put(set, "gram", labelled(|one| one.score.gram_f1), figures);
    let found = group::mean(group, |one| {
        let page = pages.get(one.page)?;
        Some(f64::from(u8::from(empty::fault(page, one) != Some(empty::Fault::Lost))))
    });
    put(set, "found", found, figures);
    if group.len() >= FEWEST_PAGES {
        put(set, "confidence", Some(confidence::rank_correlation(group)), figures);
    }
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
