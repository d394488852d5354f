//! Pages and texts as training reads them.

use std::sync::Arc;

use scraper::Html;

use crate::block::{self, TextBlock};
use crate::dom::Document;
use crate::feature::{self, Features, Measures, Page, PageRows, Surroundings, page_means};
use crate::knowledge::Knowledge;
use crate::{Error, Limits};

/// Measures pages and texts for training. Needs no trained weights.
#[derive(Debug, Clone)]
pub struct Measurer {
    knowledge: Arc<Knowledge>,
}

/// A page with all that the model for pages reads of it.
#[derive(Debug, Clone)]
pub struct MeasuredPage {
    /// The blocks of the page.
    pub blocks: Vec<TextBlock>,
    /// A row of measures for each.
    pub features: Features,
    /// For each the places in the linear part's table whose weights are its sum.
    pub tokens: Vec<Vec<u32>>,
    /// Which blocks belong together.
    pub surroundings: Surroundings,
    /// The names of the columns that the kind of page is told from.
    pub kind_names: &'static [&'static str],
    /// Their values.
    pub kind_row: Vec<f32>,
}

impl Measurer {
    /// Makes a measurer with the tables that ship.
    ///
    /// # Errors
    ///
    /// [`Error::Data`] when a table cannot be read.
    pub fn new() -> Result<Self, Error> {
        Ok(Self { knowledge: Knowledge::built_in()? })
    }

    /// Measures a page.
    pub fn page(&self, html: &Html) -> MeasuredPage {
        self.with_page(html, |page, measures| {
            let words: Vec<f32> = page.stats.iter().map(|stats| stats.words).collect();
            MeasuredPage {
                features: Features::collect(measures),
                tokens: measures.token_places(),
                surroundings: measures.surroundings(),
                kind_names: page_means::names(),
                kind_row: page_means::of(measures, &words),
                blocks: page.blocks.blocks.clone(),
            }
        })
    }

    /// The measures of a page's blocks alone.
    pub fn features(&self, html: &Html) -> Features {
        self.with_page(html, |_, measures| Features::collect(measures))
    }

    pub(crate) fn with_page<T>(
        &self,
        html: &Html,
        look: impl FnOnce(&Page<'_, '_>, &Measures<'_, '_, '_>) -> T,
    ) -> T {
        let document = Document::with_limits(html, &Limits::default());
        let blocks = block::segment(&document);
        let hits = self.knowledge.search(&blocks.blocks);
        let page = Page::new(&document, &blocks, &hits, &self.knowledge.class_groups);
        look(&page, &Measures::new(&page))
    }

    /// Measures the lines of a plain text.
    pub fn text(&self, text: &str) -> (Vec<TextBlock>, Features) {
        let blocks = block::plain::segment(text, Limits::default().nodes).0;
        let hits = self.knowledge.search(&blocks);
        let features = Features::collect(&feature::plain::Measures::new(&blocks, &hits));
        (blocks, features)
    }
}
