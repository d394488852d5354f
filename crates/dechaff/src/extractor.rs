//! The stages put together.

use std::sync::Arc;

use scraper::Html;

use crate::clock::Deadline;
use crate::dom::Selectors;
use crate::knowledge::{Knowledge, Models};
use crate::lexicon::Lexicon;
use crate::score::{Model, PageModel};
use crate::{Error, Extraction, Hint, Options, decode, dom, feature, page, text};

/// Extracts the main content of pages and texts, all with the same [`Options`].
///
/// Cheap to clone, and one can serve many threads.
#[derive(Debug, Clone)]
pub struct Extractor {
    pub(crate) options: Options,
    pub(crate) keep: Selectors,
    pub(crate) drop: Selectors,
    pub(crate) knowledge: Arc<Knowledge>,
    pub(crate) models: Arc<Models>,
}

impl Extractor {
    /// Makes an extractor with these options.
    ///
    /// # Errors
    ///
    /// [`Error::Selector`] when one of the selectors is not valid CSS.
    pub fn new(options: Options) -> Result<Self, Error> {
        Ok(Self {
            keep: Selectors::new(&options.keep)?,
            drop: Selectors::new(&options.drop)?,
            options,
            knowledge: Knowledge::built_in()?,
            models: Models::built_in()?,
        })
    }

    /// The same with other weights, as training compares them. `None` leaves the weights as
    /// they are.
    ///
    /// # Errors
    ///
    /// [`Error::Data`] when the bytes are no weights for pages or texts.
    pub fn with_models(&self, page: Option<&[u8]>, text: Option<&[u8]>) -> Result<Self, Error> {
        let mut models = Models::clone(&self.models);
        if let Some(bytes) = page {
            models.page = PageModel::read(bytes)?;
        }
        if let Some(bytes) = text {
            models.text = Model::read(bytes, feature::plain::names())?;
        }
        Ok(Self { models: Arc::new(models), ..self.clone() })
    }

    /// The same with the boilerplate phrases of only those languages that are wanted, named as
    /// `de` or `zh`, to measure what a language loses that has none.
    ///
    /// # Errors
    ///
    /// [`Error::Data`] when the phrases cannot be read.
    pub fn with_lexicons(&self, wanted: impl Fn(&str) -> bool) -> Result<Self, Error> {
        let lexicon = Lexicon::of_languages(wanted)?;
        let knowledge = Knowledge { lexicon, ..Knowledge::clone(&self.knowledge) };
        Ok(Self { knowledge: Arc::new(knowledge), ..self.clone() })
    }

    /// Extracts from the text of an HTML page.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] when there is nothing but white space.
    pub fn extract(&self, html: &str, hint: &Hint) -> Result<Extraction, Error> {
        self.extract_until(Deadline::of_work(&self.options.limits), html, hint)
    }

    fn extract_until(
        &self,
        deadline: Deadline,
        html: &str,
        hint: &Hint,
    ) -> Result<Extraction, Error> {
        if html.trim().is_empty() {
            return Err(Error::Empty);
        }
        let (html, warnings) = dom::parse(html, &self.options.limits);
        let mut extraction = page::extract(self, &html, hint, deadline);
        // The tree that was cut at a limit may be over it by a piece: one word of it is enough.
        extraction.warnings.retain(|warning| !warnings.contains(warning));
        extraction.warnings.splice(0..0, warnings);
        Ok(extraction)
    }

    /// Extracts from the bytes of an HTML page; see [`decode::decode`] for how they are read.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], and [`Error::NotText`] when the bytes are no page at all.
    pub fn extract_bytes(&self, bytes: &[u8], hint: &Hint) -> Result<Extraction, Error> {
        let deadline = Deadline::of_work(&self.options.limits);
        let decoded = self.decode(bytes, hint)?;
        let mut extraction = self.extract_until(deadline, &decoded.text, hint)?;
        extraction.warnings.splice(0..0, decoded.warnings);
        Ok(extraction)
    }

    /// Extracts from a page that was parsed already.
    ///
    /// The bounds on nodes and time hold, those on parsing cannot.
    pub fn extract_parsed(&self, html: &Html, hint: &Hint) -> Extraction {
        page::extract(self, html, hint, Deadline::of_work(&self.options.limits))
    }

    /// The probability of each text block of a parsed page to be main content, in document order,
    /// and nothing decided.
    pub fn scores(&self, html: &Html) -> Vec<f32> {
        page::scores(self, html)
    }

    /// Extracts from plain text that another tool pulled out of a page. The kept lines come out
    /// exactly as they were.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] when there is nothing but white space.
    pub fn extract_text(&self, text: &str, hint: &Hint) -> Result<Extraction, Error> {
        self.extract_text_until(Deadline::of_work(&self.options.limits), text, hint)
    }

    fn extract_text_until(
        &self,
        deadline: Deadline,
        text: &str,
        hint: &Hint,
    ) -> Result<Extraction, Error> {
        if text.trim().is_empty() {
            return Err(Error::Empty);
        }
        Ok(text::extract(self, deadline, text, hint))
    }

    /// Extracts from the bytes of a plain text.
    ///
    /// # Errors
    ///
    /// As [`extract_bytes`](Self::extract_bytes).
    pub fn extract_text_bytes(&self, bytes: &[u8], hint: &Hint) -> Result<Extraction, Error> {
        let deadline = Deadline::of_work(&self.options.limits);
        let decoded = self.decode(bytes, hint)?;
        let mut extraction = self.extract_text_until(deadline, &decoded.text, hint)?;
        extraction.warnings.splice(0..0, decoded.warnings);
        Ok(extraction)
    }

    fn decode(&self, bytes: &[u8], hint: &Hint) -> Result<decode::Decoded, Error> {
        decode::decode(bytes, hint.charset.as_deref(), self.options.limits.input_bytes)
    }
}

/// Extracts from the text of an HTML page with default options.
///
/// # Errors
///
/// As [`Extractor::extract`].
pub fn extract(html: &str) -> Result<Extraction, Error> {
    Extractor::new(Options::default())?.extract(html, &Hint::new())
}

/// Extracts from the bytes of an HTML page with default options.
///
/// # Errors
///
/// As [`Extractor::extract_bytes`].
pub fn extract_bytes(bytes: &[u8], hint: &Hint) -> Result<Extraction, Error> {
    Extractor::new(Options::default())?.extract_bytes(bytes, hint)
}

/// Extracts from a plain text with default options.
///
/// # Errors
///
/// As [`Extractor::extract_text`].
pub fn extract_text(text: &str) -> Result<Extraction, Error> {
    Extractor::new(Options::default())?.extract_text(text, &Hint::new())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{Limit, Warning};

    #[test]
    fn what_there_was_no_time_for_is_told() {
        let mut options = Options::default();
        options.limits.total_time = Duration::ZERO;
        options.limits.parse_time = Duration::from_secs(9);
        let extractor = Extractor::new(options).unwrap();
        let told = Warning::LimitHit { limit: Limit::TotalTime, value: 0 };
        let text = "A line of words that says something.\n".repeat(500);
        let found = extractor.extract_text(&text, &Hint::new()).unwrap();
        assert!(found.warnings.contains(&told));
        let html = dom::Html::new_document();
        assert!(extractor.extract_parsed(&html, &Hint::new()).warnings.is_empty());
    }
}
