//! Pages that come out empty and should not, and the other way round.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use crate::corpus::LabelledPage;
use crate::evaluate::Scored;

/// How a page's emptiness went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// Nothing came out of a page with content.
    Lost,
    /// Something came out of a page without.
    Invented,
}

/// Whether a page came out empty against its true text.
pub(crate) fn fault(page: &LabelledPage, scored: &Scored) -> Option<Fault> {
    let truth = page.truth.text.as_deref()?;
    match (scored.is_empty, dechaff::word::words(truth).next().is_none()) {
        (true, false) => Some(Fault::Lost),
        (false, true) => Some(Fault::Invented),
        _ => None,
    }
}

/// Page and tool to how many seeds.
type Times = BTreeMap<(usize, Option<&'static str>), usize>;

/// Prints how many pages a set (and a seed) has of either fault, and which, if asked to.
pub(crate) fn print(
    pages: &[LabelledPage],
    scores: &[Scored],
    list: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    let seeds = scores.iter().map(|scored| scored.seed).collect::<BTreeSet<u64>>().len();
    let mut found: BTreeMap<(Fault, &str), Times> = BTreeMap::new();
    for scored in scores {
        let Some(page) = pages.get(scored.page).filter(|page| page.truth.text.is_some()) else {
            continue;
        };
        for fault in [Fault::Lost, Fault::Invented] {
            let times = found.entry((fault, page.set.as_str())).or_default();
            if self::fault(page, scored) == Some(fault) {
                *times.entry((scored.page, scored.tool)).or_default() += 1;
            }
        }
    }
    for ((fault, set), found) in found {
        let what = match fault {
            Fault::Lost => "empty though the truth is not",
            Fault::Invented => "not empty though the truth is",
        };
        let count = found.values().sum::<usize>() as f64 / seeds.max(1) as f64;
        writeln!(out, "{set}: {what}: {count:.1} a seed, {} in all", found.len())?;
        for ((number, tool), times) in found.into_iter().filter(|_| list) {
            let Some(page) = pages.get(number) else { continue };
            let (kind, url) = (page.truth.kind.as_deref(), page.truth.url.as_deref());
            let what = [tool, kind, url].into_iter().flatten().collect::<Vec<_>>().join(", ");
            writeln!(out, "  {}, {times} of {seeds} seeds: {what}", page.id)?;
        }
    }
    Ok(())
}
