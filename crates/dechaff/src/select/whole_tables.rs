//! The pass `table`: a table of data of which most is kept is kept whole.
//!
//! A cell is too short for the model to know it, and a table with holes says something else than
//! the page did.

use super::Verdict;
use crate::content::holds_data;
use crate::dom::{NodeIndex, Tag};
use crate::feature::Page;

/// Cells from which on a table counts as one.
const CELLS: usize = 4;

/// The share of a table's words that must be kept.
const MOST: f32 = 2.0 / 3.0;

/// Keeps the dropped cells, and the caption, of each table of which most is kept.
pub(crate) fn complete_tables(page: &Page<'_, '_>, verdicts: &mut [Verdict]) {
    for (table, node) in (0..).zip(page.document.nodes()) {
        if node.tag() == Tag::Table {
            complete(page, table, verdicts);
        }
    }
}

fn complete(page: &Page<'_, '_>, table: NodeIndex, verdicts: &mut [Verdict]) {
    let range = page.layout.blocks_in(table);
    let words = page.blocks.blocks.get(range.clone()).unwrap_or_default();
    let Some(verdicts) = verdicts.get_mut(range).filter(|verdicts| verdicts.len() >= CELLS) else {
        return;
    };
    let kept = words.iter().zip(&*verdicts).filter(|(_, verdict)| verdict.keep);
    let kept: u32 = kept.map(|(block, _)| block.words).sum();
    let all: u32 = words.iter().map(|block| block.words).sum();
    let is_whole = verdicts.iter().all(|verdict| verdict.keep);
    if is_whole || (kept as f32) < MOST * all as f32 || !holds_data(page.document, table) {
        return;
    }
    for verdict in verdicts.iter_mut().filter(|verdict| !verdict.keep && verdict.by == "model") {
        verdict.overrule(true, "table", None, "stands in a table of which most is kept");
    }
}

#[cfg(test)]
mod tests {
    use crate::extract;

    #[test]
    fn a_table_has_no_holes() {
        let prose = "<p>The survey of the harbor went on for three years, and in each of them the \
            depth of the channel was measured at four places, by the same two men in the same boat.</p>";
        let rows: String =
            (1..30).map(|row| format!("<tr><td>Place {row}<td>{row} m</tr>")).collect();
        let table = format!("<table><tr><th>Place<th>Depth</tr>{rows}</table>");
        let page = format!("<body><article><h1>Depths</h1>{prose}{table}{prose}</article></body>");
        let found = extract(&page).unwrap();
        let cells = found
            .blocks
            .iter()
            .filter(|block| block.text.ends_with(" m") || block.text.starts_with("Place"));
        let kept: Vec<bool> = cells.map(|block| block.decision.keep).collect();
        assert!(kept.iter().all(|keep| *keep == kept[0]), "{kept:?}");
    }
}
