//! Content that the page holds outside its visible blocks.
//!
//! Each source is a module that says what it has found. Here it is decided whether that is used:
//! only where the visible page lacks it, and only one of them, so that nothing comes twice.

mod data;
mod flight;
mod json_ld;
mod keys;
mod prose;
mod rich;
mod shown;
mod state;
mod template;
#[cfg(test)]
mod tests;

use url::Url;

use self::json_ld::{Declared, Product};
pub(crate) use self::keys::Keys;
use crate::clock::Deadline;
use crate::content::{self, Content};
use crate::dom::{Document, NodeIndex};
use crate::knowledge::Knowledge;
use crate::select::Decision;
use crate::{Extraction, Label, Limit, Options, Warning, block, metadata, word};

/// A shorter article is none.
const ARTICLE_WORDS: usize = 50;
/// An article must have this many times the words that the page shows.
const ARTICLE_TIMES: usize = 4;
/// A page that shows more is no empty shell, and what scripts would make of it is not asked.
const SHELL_WORDS: usize = 150;
/// A shorter description says no more of a product than its name.
const PRODUCT_WORDS: usize = 20;
/// A description must have this many times the words that the page shows: what a page that shows
/// a product leaves out of its own description is written for search engines.
const PRODUCT_TIMES: usize = 2;

const JSON_LD: &str = "json-ld";
const STATE: &str = "state";
const TEMPLATE: &str = "template";

/// What hidden content is looked for in and judged by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'s, 'a> {
    pub(crate) document: &'s Document<'a>,
    pub(crate) base: Option<&'s Url>,
    pub(crate) knowledge: &'s Knowledge,
    pub(crate) options: &'s Options,
    pub(crate) json_ld: &'s metadata::JsonLd,
    /// When the whole extraction must be done.
    pub(crate) deadline: Deadline,
}

/// An article found outside the visible blocks.
struct Article {
    source: &'static str,
    body: Body,
    words: usize,
}

enum Body {
    /// Plain text or HTML.
    Text(String),
    /// An element of the page.
    Part(NodeIndex),
}

impl Source<'_, '_> {
    /// Takes what the visible page lacks into an extraction. What the caller's selectors keep
    /// stays as it is.
    pub(crate) fn supplement(self, extraction: &mut Extraction) {
        let kept = || extraction.blocks.iter().filter(|block| block.decision.keep);
        if kept().any(|block| block.decision.by == "keep-selector") {
            return;
        }
        let kept_words: usize = kept().map(|block| block.words).sum();
        let json_ld = Declared::read(self.json_ld);
        let mut over_limit = false;
        let article = self.article(json_ld.article, kept_words, extraction, &mut over_limit);
        if over_limit && kept_words == 0 {
            extraction.warn(Warning::hit(Limit::JsonLdBytes, &self.options.limits));
        }
        if let Some(article) = article {
            self.replace(article, extraction);
        } else if let Some(text) = description(json_ld.products, kept_words, extraction) {
            let content = self.content(Body::Text(text), extraction);
            extraction.content.nodes.extend(content.nodes);
            extraction.warnings.push(Warning::HiddenContentUsed { source: JSON_LD });
        }
    }

    /// The article that the page lacks: of JSON-LD, which declares it, unless another source has
    /// half as much again.
    fn article(
        self,
        declared: Option<String>,
        kept_words: usize,
        extraction: &Extraction,
        over_limit: &mut bool,
    ) -> Option<Article> {
        let is_lacked = |words: usize, text: &str| {
            words > kept_words * ARTICLE_TIMES
                && shown::lacks(extraction.blocks.iter().map(|block| block.text.as_str()), text)
        };
        let mut best = declared.and_then(|text| {
            let plain = prose::without_tags(&text);
            let words = word::count(&plain);
            (words >= ARTICLE_WORDS && is_lacked(words, &plain)).then_some(Article {
                source: JSON_LD,
                body: Body::Text(text),
                words,
            })
        });
        if kept_words >= SHELL_WORDS {
            return best;
        }
        let mut offer = |article: Article, text: &str| {
            let is_more = best.as_ref().is_none_or(|best| article.words * 2 > best.words * 3);
            if is_more && is_lacked(article.words, text) {
                best = Some(article);
            }
        };
        let (data, over) = data::read(self.document, self.options.limits.json_ld_bytes);
        *over_limit |= over;
        let keys = &self.knowledge.hidden_keys;
        let lexicon = &self.knowledge.lexicon;
        let title = extraction.metadata.title.as_deref();
        let wanted = state::Wanted { keys, lexicon, title };
        if let Some(found) = state::find(&data, self.options.limits.json_ld_bytes, wanted) {
            let plain = prose::without_tags(&found.text);
            let body = Body::Text(found.text.into_owned());
            offer(Article { source: STATE, body, words: found.words }, &plain);
        }
        if let Some(found) = template::find(self.document, keys, lexicon) {
            let body = Body::Part(found.node);
            offer(Article { source: TEMPLATE, body, words: found.words }, &found.text);
        }
        best
    }

    /// Puts an article in place of what was kept.
    fn replace(self, article: Article, extraction: &mut Extraction) {
        let by = article.source;
        extraction.content = self.content(article.body, extraction);
        extraction.warnings.push(Warning::HiddenContentUsed { source: by });
        for block in extraction.blocks.iter_mut().filter(|block| block.decision.keep) {
            let reason = format!("stands in place of the article that the page's {by} holds");
            block.decision = Decision { keep: false, label: Some(Label::Other), by, reason };
        }
    }

    /// The content of a text or an element; the limits that it hits are told.
    fn content(self, body: Body, extraction: &mut Extraction) -> Content {
        let (content, warnings) = match body {
            Body::Text(text) => {
                let deadline = self.deadline.or_after(self.options.limits.parse_time);
                content::from_text(&text, self.base, self.options, deadline)
            }
            Body::Part(node) => {
                let part = self.document.part(node);
                let blocks = block::segment(&part);
                let keep = vec![true; blocks.blocks.len()];
                let (content, hits) =
                    content::build(&part, &blocks, &keep, self.base, self.options);
                let hits = hits.into_iter().map(|hit| Warning::hit(hit, &self.options.limits));
                (content.without_blocks(), hits.collect())
            }
        };
        for warning in warnings {
            extraction.warn(warning);
        }
        content
    }
}

/// What the JSON-LD says of the one product that the page is about, if the page lacks it.
fn description(
    mut products: Vec<Product>,
    kept_words: usize,
    extraction: &Extraction,
) -> Option<String> {
    if let Some(title) = &extraction.metadata.title {
        products.retain(|product| {
            metadata::is_same_title(&product.name, title)
                || metadata::overlap(&product.name, title) >= 0.8
        });
    }
    let product = products.pop().filter(|_| products.is_empty())?;
    let plain = prose::without_tags(&product.description);
    let shown = extraction.blocks.iter().map(|block| block.text.as_str());
    let words = word::count(&plain);
    let is_lacked = words >= PRODUCT_WORDS
        && words > kept_words * PRODUCT_TIMES
        && is_spaced(&plain)
        && shown::lacks(shown, &plain);
    is_lacked.then_some(product.description)
}

/// Whether spaces part its words, or it has words that none part; not so in what is encoded for
/// a URL.
fn is_spaced(text: &str) -> bool {
    let is_ideograph = text.chars().any(word::is_ideograph);
    is_ideograph || text.split_whitespace().count() * 2 > word::count(text)
}
