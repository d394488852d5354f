//! What a caller can ask of an extraction.

use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::Limits;

/// Settings of an [`Extractor`](crate::Extractor), the same for every page it is given.
///
/// The defaults suit a mixed collection of pages.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Which error to prefer when the scores leave a doubt.
    pub focus: Focus,
    /// Bounds on what one page may cost.
    pub limits: Limits,
    /// CSS selectors of elements whose text is always kept.
    pub keep: Vec<String>,
    /// CSS selectors of elements whose text is always dropped; these win over `keep`.
    pub drop: Vec<String>,
    /// Whether each decision of the model names the features that weighed most.
    ///
    /// Costs time and never changes what is kept. Of a vast page, only the first 20,000 blocks
    /// are explained so.
    pub explain: bool,
    /// Whether links keep their targets. Default true.
    pub links: bool,
    /// Whether images, videos and other embedded documents are kept. Default true.
    pub images: bool,
    /// Whether tables of data are kept. Default true.
    pub tables: bool,
    /// Whether text keeps its emphasis and other marks. Default true.
    pub formatting: bool,
    /// Whether readers' comments are kept, as a part of their own. Default false.
    pub comments: bool,
    /// Whether the parameters of links that only say where a reader came from are taken off.
    /// Default false.
    pub strip_tracking: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            focus: Focus::default(),
            limits: Limits::default(),
            keep: Vec::new(),
            drop: Vec::new(),
            explain: false,
            links: true,
            images: true,
            tables: true,
            formatting: true,
            comments: false,
            strip_tracking: false,
        }
    }
}

/// Which error to prefer when the scores leave a doubt.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Focus {
    /// The best expected F1: losing text and keeping boilerplate weigh the same.
    #[default]
    Balanced,
    /// Rather lose a doubtful block than keep it.
    Precision,
    /// Rather keep a doubtful block than lose it.
    Recall,
}

/// What is known of one page from outside of it.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Hint {
    /// The address the page came from: the base of its relative links.
    pub url: Option<Url>,
    /// The charset label its transport gave, such as the `charset` parameter of `Content-Type`.
    pub charset: Option<String>,
    /// When it was fetched: no date of the page is later than a day after. `None` stands for now
    /// where there is a clock, and for no bound where there is none.
    pub fetched: Option<SystemTime>,
}

impl Hint {
    /// A hint that knows nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same hint with the page's address.
    #[must_use]
    pub fn with_url(mut self, url: Url) -> Self {
        self.url = Some(url);
        self
    }

    /// The same hint with the charset label of the transport.
    #[must_use]
    pub fn with_charset(mut self, label: impl Into<String>) -> Self {
        self.charset = Some(label.into());
        self
    }

    /// The same hint with the moment at which the page was fetched.
    #[must_use]
    pub fn with_fetched(mut self, fetched: SystemTime) -> Self {
        self.fetched = Some(fetched);
        self
    }
}
