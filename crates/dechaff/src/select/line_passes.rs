//! The passes over the lines of a plain text, after the model.

use super::Verdict;
use crate::Label;
use crate::block::TextBlock;
use crate::lexicon::{BlockHits, Lexicon};

/// Runs every pass, in order.
pub(crate) fn run(_blocks: &[TextBlock], _hits: &[BlockHits], _verdicts: &mut [Verdict]) {}

/// What a dropped line is, and what it was told from.
pub(crate) fn label(
    lexicon: &Lexicon,
    hits: &[BlockHits],
    verdicts: &[Verdict],
    line: usize,
) -> (Label, String) {
    let own = hits.get(line).copied().unwrap_or_default();
    if let Some((label, phrase, language)) = lexicon.best(&own) {
        return (label, format!("says {phrase:?} ({language})"));
    }
    // A run of dropped lines is one thing more often than not.
    let before = (0..line)
        .rev()
        .take_while(|&at| verdicts.get(at).is_some_and(|verdict| !verdict.keep))
        .find_map(|at| lexicon.best(hits.get(at)?));
    match before {
        Some((label, phrase, _)) => (label, format!("follows {phrase:?}")),
        None => (Label::Other, "unlike the content".to_owned()),
    }
}
