//! The caller's CSS selectors.

use std::collections::HashSet;

use scraper::node::Element;
use scraper::{Html, Selector};

use super::{Document, NodeData, NodeIndex};
use crate::Error;

/// CSS selectors, checked once and matched against many pages.
#[derive(Debug, Clone, Default)]
pub(crate) struct Selectors {
    selectors: Vec<(String, Selector)>,
}

impl Selectors {
    /// Checks the selectors as a caller wrote them.
    pub(crate) fn new(sources: &[String]) -> Result<Self, Error> {
        let mut selectors = Vec::with_capacity(sources.len());
        for source in sources {
            let selector = Selector::parse(source).map_err(|error| Error::Selector {
                selector: source.clone(),
                message: error.to_string(),
            })?;
            selectors.push((source.clone(), selector));
        }
        Ok(Self { selectors })
    }

    /// The matching elements with the selector that matched first, in document order, and the
    /// selectors that match nothing.
    pub(crate) fn matches<'s>(
        &'s self,
        html: &Html,
        document: &Document<'_>,
    ) -> (Vec<(NodeIndex, &'s str)>, Vec<&'s str>) {
        let mut found = Vec::new();
        let mut unmatched = Vec::new();
        for (source, selector) in &self.selectors {
            // The same tree lies behind both views, so an element is known by its address.
            let elements: HashSet<*const Element> =
                html.select(selector).map(|element| std::ptr::from_ref(element.value())).collect();
            if elements.is_empty() {
                unmatched.push(source.as_str());
                continue;
            }
            for (index, node) in document.nodes().iter().enumerate() {
                if let NodeData::Element(_, element) = node.data
                    && elements.contains(&std::ptr::from_ref(element))
                {
                    found.push((index as NodeIndex, source.as_str()));
                }
            }
        }
        found.sort_by_key(|(index, _)| *index);
        (found, unmatched)
    }
}
