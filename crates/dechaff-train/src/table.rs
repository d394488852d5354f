//! The scores as a table, and as a line a page.

use std::io::Write;
use std::path::Path;

use crate::Failure;
use crate::corpus::LabelledPage;
use crate::evaluate::Scored;
use crate::group::{self, Groups, mean};

/// Prints the means by set, by kind and language within each, and by seed.
pub(crate) fn print(
    pages: &[LabelledPage],
    scores: &[Scored],
    out: &mut impl Write,
) -> Result<(), Failure> {
    let sets = group::sets(pages, scores);
    let mut groups = group::parts(pages, scores);
    for (set, scores) in &sets {
        groups.extend(by_seed(set, scores));
    }
    groups.extend(sets);
    writeln!(
        out,
        "{:<34}{:>6} {:>7} {:>7} {:>7} {:>7} {:>7}",
        "", "pages", "p", "r", "f1", "gram", "without"
    )?;
    for (name, group) in groups {
        write!(out, "{name:<34}{:>6}", group.len())?;
        let figures: [fn(&Scored) -> Option<f64>; 5] = [
            |one| Some(one.score.precision),
            |one| Some(one.score.recall),
            |one| Some(one.score.f1),
            |one| Some(one.score.gram_f1),
            |one| one.without,
        ];
        for figure in figures {
            match mean(&group, figure) {
                Some(value) => write!(out, " {value:>7.4}")?,
                None => write!(out, " {:>7}", "-")?,
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

/// A set's scores under each of several seeds: how far they lie apart is noise.
fn by_seed<'s>(set: &str, scores: &[&'s Scored]) -> Groups<'s> {
    let mut groups = Groups::new();
    for &scored in scores {
        groups.entry(format!("{set}/seed-{}", scored.seed)).or_default().push(scored);
    }
    if groups.len() > 1 { groups } else { Groups::new() }
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
            "tool": scored.tool, "seed": scored.seed, "precision": scored.score.precision,
            "recall": scored.score.recall, "f1": scored.score.f1,
            "gram_f1": scored.score.gram_f1, "confidence": scored.confidence,
            "empty": scored.is_empty,
        });
        writeln!(file, "{line}")?;
    }
    file.flush()?;
    Ok(())
}
