//! Scores by set, kind and language.

use std::collections::BTreeMap;

use crate::corpus::LabelledPage;
use crate::evaluate::Scored;

/// Name to scores. A set is `wcxb`, or `wcxb/html-text` as a tool's text; below it stand its kinds
/// (`wcxb/article`) and languages (`own/lang-de`).
pub(crate) type Groups<'s> = BTreeMap<String, Vec<&'s Scored>>;

/// Groups the scores by set.
pub(crate) fn sets<'s>(pages: &[LabelledPage], scores: &'s [Scored]) -> Groups<'s> {
    let mut groups = Groups::new();
    for (set, _, scored) in in_sets(pages, scores) {
        groups.entry(set).or_default().push(scored);
    }
    groups
}

/// Groups the scores by kind and language within each set.
pub(crate) fn parts<'s>(pages: &[LabelledPage], scores: &'s [Scored]) -> Groups<'s> {
    let mut groups = Groups::new();
    for (set, page, scored) in in_sets(pages, scores) {
        if let Some(kind) = &page.truth.kind {
            groups.entry(format!("{set}/{kind}")).or_default().push(scored);
        }
        if let Some(language) = &page.truth.lang {
            groups.entry(format!("{set}/lang-{language}")).or_default().push(scored);
        }
    }
    groups
}

fn in_sets<'p, 's>(
    pages: &'p [LabelledPage],
    scores: &'s [Scored],
) -> impl Iterator<Item = (String, &'p LabelledPage, &'s Scored)> {
    scores.iter().filter_map(|scored| {
        let page = pages.get(scored.page)?;
        let set = match scored.tool {
            Some(tool) => format!("{}/{tool}", page.set),
            None => page.set.clone(),
        };
        Some((set, page, scored))
    })
}

/// The mean of a figure over the scores that have it.
pub(crate) fn mean(scores: &[&Scored], get: impl Fn(&Scored) -> Option<f64>) -> Option<f64> {
    let values: Vec<f64> = scores.iter().filter_map(|scored| get(scored)).collect();
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}
