//! What sort of page this is.

use serde::{Deserialize, Serialize};

/// What sort of page this is, by what its main content is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum PageKind {
    /// One text: news, a blog post, an essay.
    Article,
    /// A thread of posts, or questions and answers.
    Forum,
    /// One thing for sale.
    Product,
    /// A grid of things for sale.
    Collection,
    /// A list of texts, events, places or jobs.
    Listing,
    /// Reference or instructions.
    Documentation,
    /// What an organisation does or offers.
    Service,
}
