//! The most that any model could reach with our blocks.

use dechaff::Measurer;

use crate::corpus::LabelledPage;
use crate::dump::{self, in_parallel};
use crate::evaluate::{Scored, numbered};
use crate::measure::{self, score};
use crate::{Failure, align};

/// Scores each page's blocks that are at least half in the true text.
pub(crate) fn score_all(pages: &[LabelledPage]) -> Result<Vec<Scored>, Failure> {
    let measurer = Measurer::new()?;
    let scored = in_parallel(pages, |page| {
        let truth = page.truth.text.as_deref().unwrap_or_default();
        let blocks = dump::page_blocks(&measurer, page)?;
        let labels = align::label(&blocks, truth);
        let chosen = blocks.iter().zip(labels).filter(|(_, label)| *label >= 0.5);
        let text: Vec<&str> = chosen.map(|(block, _)| block.text.as_str()).collect();
        let text = text.join("\n");
        Ok(vec![Scored {
            score: score(&text, truth),
            without: measure::snippet_share(&text, &page.truth.without),
            is_empty: text.is_empty(),
            ..Scored::default()
        }])
    })?;
    Ok(numbered(scored))
}
