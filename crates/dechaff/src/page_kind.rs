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

impl PageKind {
    /// All kinds, in the order of the model's probabilities.
    pub const ALL: [Self; 7] = [
        Self::Article,
        Self::Forum,
        Self::Product,
        Self::Collection,
        Self::Listing,
        Self::Documentation,
        Self::Service,
    ];

    /// Its name, as it is written in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Forum => "forum",
            Self::Product => "product",
            Self::Collection => "collection",
            Self::Listing => "listing",
            Self::Documentation => "documentation",
            Self::Service => "service",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_json() {
        for kind in PageKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
    }
}
