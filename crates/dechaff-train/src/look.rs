//! One page block by block: what the model of its fold says of each, and what the truth says.

use std::io::Write;
use std::path::PathBuf;

use dechaff::Hint;

use crate::evaluate::{self, FOLDS};
use crate::{Failure, align, corpus, fold_models};

/// How much of a block's text is shown, in characters.
const SHOWN: usize = 110;

/// Which pages to look at.
#[derive(clap::Args)]
pub(crate) struct Settings {
    /// A labelled set that was trained on.
    set: PathBuf,
    /// The ids of its pages.
    ids: Vec<String>,
    /// Folder with the models of the folds (`crossval --store`).
    #[arg(long, default_value = "eval")]
    eval: PathBuf,
}

/// Prints a line a block: `+` kept or `-` dropped, `!` where that is wrong, the probability, the
/// share of its words that is true, its words, its label, and the text.
pub(crate) fn run(settings: &Settings) -> Result<(), Failure> {
    let models = fold_models::read(&settings.eval, false)?;
    let models = models.ok_or("no models of folds: run `crossval --store` first")?;
    let extractors = evaluate::of_folds(&evaluate::shipped()?, &models, false)?;
    let mut out = std::io::stdout().lock();
    let mut pages = corpus::read_set(&settings.set)?;
    pages.retain(|page| settings.ids.contains(&page.id));
    for page in &pages {
        let extractor = extractors.get(page.fold(FOLDS, fold_models::SEED) as usize);
        let extractor = extractor.ok_or("no model for a page")?;
        let extraction = extractor.extract_bytes(&page.html()?, &Hint::new())?;
        let url = page.truth.url.as_deref().unwrap_or_default();
        writeln!(out, "== {} {:?} {url}", page.id, page.truth.kind)?;
        let texts = extraction.blocks.iter().map(|block| block.text.as_str());
        let shares = align::label_texts(texts, page.truth.text.as_deref().unwrap_or_default());
        for (block, share) in extraction.blocks.iter().zip(shares) {
            let kept = block.decision.keep;
            writeln!(
                out,
                "{}{} {:.2} {share:.2} {:>4} {:<12} {}",
                if kept { '+' } else { '-' },
                if kept == (share >= 0.5) { ' ' } else { '!' },
                block.score,
                block.words,
                block.decision.label.map_or("content", dechaff::Label::name),
                block.text.chars().take(SHOWN).collect::<String>()
            )?;
        }
    }
    Ok(())
}
