//! The most that any model could reach with our blocks or lines.

use dechaff::Measurer;
use dechaff::block::{TextBlock, plain};

use crate::corpus::LabelledPage;
use crate::dump::{self, TEXT_TOOLS, in_parallel};
use crate::evaluate::{Scored, numbered};
use crate::measure::{self, score};
use crate::{Failure, align};

/// Scores each page's blocks that are at least half in the true text; with `text`, the lines of
/// other tools' texts of the page.
pub(crate) fn score_all(pages: &[LabelledPage], text: bool) -> Result<Vec<Scored>, Failure> {
    let measurer = Measurer::new()?;
    let scored = in_parallel(pages, |page| {
        if !text {
            return Ok(vec![best(&dump::page_blocks(&measurer, page)?, page, None)]);
        }
        let texts =
            TEXT_TOOLS.into_iter().filter_map(|tool| Some((tool, page.text_of(tool).ok()?)));
        let lines = |text: &str| plain::segment(text, usize::MAX).0;
        Ok(texts.map(|(tool, text)| best(&lines(&text), page, Some(tool))).collect())
    })?;
    Ok(numbered(scored))
}

fn best(blocks: &[TextBlock], page: &LabelledPage, tool: Option<&'static str>) -> Scored {
    let truth = page.truth.text.as_deref().unwrap_or_default();
    let labels = align::label(blocks, truth);
    let chosen = blocks.iter().zip(labels).filter(|(_, label)| *label >= 0.5);
    let text: Vec<&str> = chosen.map(|(block, _)| block.text.as_str()).collect();
    let text = text.join("\n");
    Scored {
        tool,
        score: score(&text, truth),
        without: measure::snippet_share(&text, &page.truth.without),
        is_empty: text.is_empty(),
        ..Scored::default()
    }
}
