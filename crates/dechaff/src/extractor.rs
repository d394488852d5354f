//! The stages put together.

use std::sync::{Arc, LazyLock};

use scraper::Html;

use crate::block::TextBlock;
use crate::clock::Deadline;
use crate::dom::Selectors;
use crate::feature::{self, ClassGroups, Features};
use crate::hidden::Keys;
use crate::lexicon::{BlockHits, Lexicon};
use crate::score::Model;
use crate::select::GroupLabels;
use crate::{Error, Extraction, Hint, Options, decode, dom, page, text};

/// Extracts the main content of pages and texts, all with the same [`Options`].
///
/// Cheap to clone, and one can serve many threads.
#[derive(Debug, Clone)]
pub struct Extractor {
    pub(crate) options: Options,
    pub(crate) keep: Selectors,
    pub(crate) drop: Selectors,
    pub(crate) knowledge: Arc<Knowledge>,
}

/// What ships with the crate, read once.
#[derive(Debug, Clone)]
pub(crate) struct Knowledge {
    pub(crate) lexicon: Lexicon,
    pub(crate) class_groups: ClassGroups,
    pub(crate) group_labels: GroupLabels,
    pub(crate) hidden_keys: Keys,
    pub(crate) page_model: Model,
    pub(crate) text_model: Model,
}

/// Read on first use. Only shared for speed: every extractor would read the same.
static KNOWLEDGE: LazyLock<Result<Arc<Knowledge>, Error>> =
    LazyLock::new(|| Knowledge::built_in().map(Arc::new));

impl Knowledge {
    fn built_in() -> Result<Self, Error> {
        let class_tokens = include_str!("../data/class_tokens.tsv");
        Ok(Self {
            lexicon: Lexicon::built_in()?,
            class_groups: ClassGroups::read(class_tokens)?,
            group_labels: GroupLabels::read(class_tokens),
            hidden_keys: Keys::read(include_str!("../data/hidden_keys.tsv"))?,
            page_model: Model::read(include_bytes!("../model/page.bin"), feature::names())?,
            text_model: Model::read(include_bytes!("../model/text.bin"), feature::plain::names())?,
        })
    }

    pub(crate) fn search(&self, blocks: &[TextBlock]) -> Vec<BlockHits> {
        blocks.iter().map(|block| self.lexicon.search(&block.text, block.words)).collect()
    }
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
            knowledge: KNOWLEDGE.clone()?,
        })
    }

    /// The same with other weights, as training compares them. `None` leaves the weights as
    /// they are.
    ///
    /// # Errors
    ///
    /// [`Error::Data`] when the bytes are no weights for pages or texts.
    pub fn with_models(&self, page: Option<&[u8]>, text: Option<&[u8]>) -> Result<Self, Error> {
        let now = &self.knowledge;
        let page_model = match page {
            Some(bytes) => Model::read(bytes, feature::names())?,
            None => now.page_model.clone(),
        };
        let text_model = match text {
            Some(bytes) => Model::read(bytes, feature::plain::names())?,
            None => now.text_model.clone(),
        };
        let knowledge = Knowledge {
            lexicon: now.lexicon.clone(),
            class_groups: now.class_groups.clone(),
            group_labels: now.group_labels.clone(),
            hidden_keys: now.hidden_keys.clone(),
            page_model,
            text_model,
        };
        Ok(Self { knowledge: Arc::new(knowledge), ..self.clone() })
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
        if html.trim().is_empty() {
            return Err(Error::Empty);
        }
        let deadline = Deadline::after(self.options.limits.total_time);
        let (html, warnings) = dom::parse(html, &self.options.limits);
        let mut extraction = page::extract(self, &html, hint, deadline);
        extraction.warnings.splice(0..0, warnings);
        Ok(extraction)
    }

    /// Extracts from the bytes of an HTML page; see [`decode::decode`] for how they are read.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`], and [`Error::NotText`] when the bytes are no page at all.
    pub fn extract_bytes(&self, bytes: &[u8], hint: &Hint) -> Result<Extraction, Error> {
        let decoded = self.decode(bytes, hint)?;
        let mut extraction = self.extract(&decoded.text, hint)?;
        extraction.warnings.splice(0..0, decoded.warnings);
        Ok(extraction)
    }

    /// Extracts from a page that was parsed already.
    ///
    /// The bounds on nodes and time hold, those on parsing cannot.
    pub fn extract_parsed(&self, html: &Html, hint: &Hint) -> Extraction {
        page::extract(self, html, hint, Deadline::after(self.options.limits.total_time))
    }

    /// Extracts from plain text that another tool pulled out of a page. The kept lines come out
    /// exactly as they were.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] when there is nothing but white space.
    pub fn extract_text(&self, text: &str, hint: &Hint) -> Result<Extraction, Error> {
        if text.trim().is_empty() {
            return Err(Error::Empty);
        }
        Ok(text::extract(self, text, hint))
    }

    /// Extracts from the bytes of a plain text.
    ///
    /// # Errors
    ///
    /// As [`extract_bytes`](Self::extract_bytes).
    pub fn extract_text_bytes(&self, bytes: &[u8], hint: &Hint) -> Result<Extraction, Error> {
        let decoded = self.decode(bytes, hint)?;
        let mut extraction = self.extract_text(&decoded.text, hint)?;
        extraction.warnings.splice(0..0, decoded.warnings);
        Ok(extraction)
    }

    /// The blocks of a page and their measures, as training reads them.
    pub fn measure(&self, html: &Html) -> (Vec<TextBlock>, Features) {
        page::measure(self, html)
    }

    /// The blocks of a plain text and their measures, as training reads them.
    pub fn measure_text(&self, text: &str) -> (Vec<TextBlock>, Features) {
        let blocks = crate::block::plain::segment(text, self.options.limits.nodes).0;
        let hits = self.knowledge.search(&blocks);
        let features = Features::collect(&feature::plain::Measures::new(&blocks, &hits));
        (blocks, features)
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
    use crate::Warning;

    #[test]
    fn what_there_was_no_time_for_is_told() {
        let mut options = Options::default();
        options.limits.total_time = Duration::ZERO;
        options.limits.parse_time = Duration::from_secs(9);
        let extractor = Extractor::new(options).unwrap();
        let told = Warning::LimitHit { limit: "total_time", value: 0 };
        let text = "A line of words that says something.\n".repeat(500);
        let found = extractor.extract_text(&text, &Hint::new()).unwrap();
        assert!(found.warnings.contains(&told));
        let html = dom::Html::new_document();
        assert!(extractor.extract_parsed(&html, &Hint::new()).warnings.is_empty());
    }
}
