//! Plain text: the kept lines come out as they were.

use dechaff::Extraction;

use super::letters_fault;

/// What is wrong with the extraction of a plain text: lines that are lost or not as they were.
pub fn lines_fault(text: &str, extraction: &Extraction) -> Option<String> {
    let all: String = extraction.blocks.iter().map(|block| block.text.as_str()).collect();
    let lost = letters_fault("lines", text, &all);
    lost.or_else(|| {
        let mut lines = text.split(['\n', '\r']);
        let mut kept = extraction.blocks.iter().filter(|block| block.decision.keep);
        let strange = kept.find(|block| !lines.any(|line| line == block.text));
        strange.map(|block| format!("no line of the text, or not in its place: {:?}", block.text))
    })
    .or_else(|| {
        let out = extraction.to_text();
        let mut lines = out.lines().filter(|line| line.chars().any(char::is_alphanumeric));
        let kept = extraction.blocks.iter().filter(|block| block.decision.keep);
        let mut kept = kept.filter(|block| block.text.chars().any(char::is_alphanumeric));
        let differs = kept.find(|block| lines.next() != Some(block.text.as_str()));
        let differs = differs.map(|block| format!("kept and not put out: {:?}", block.text));
        differs.or_else(|| lines.next().map(|line| format!("put out and not kept: {line:?}")))
    })
}
