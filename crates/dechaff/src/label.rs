//! The names of what a page holds besides its main content.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a dropped block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Label {
    /// Menus and lists of links through the site.
    Navigation,
    /// The path from the home page to this page.
    Breadcrumb,
    /// Logo, edition, date of the day, log-in.
    SiteHeader,
    /// Lists and teasers of other pages.
    Related,
    /// Buttons and links to share the page or follow the site.
    Share,
    /// Prompts to get mail.
    Newsletter,
    /// Appeals for money.
    Donation,
    /// Paywalls and offers of paid access.
    Subscription,
    /// Cookie and privacy banners.
    Consent,
    /// Forms and notes that invite comments.
    CommentPrompt,
    /// Comments and reviews by readers.
    Comment,
    /// Boxes about who wrote the page.
    AuthorBio,
    /// Who wrote the page, and when.
    Byline,
    /// Captions and who made or owns an image.
    ImageCredit,
    /// Advertisements and sponsored links.
    Advert,
    /// Copyright, terms, disclaimers, notes of origin.
    Legal,
    /// What closes every page of the site.
    SiteFooter,
    /// Search boxes, filters, sort orders.
    Search,
    /// Links to further pages of the same thing.
    Pagination,
    /// Buttons, counters, players, and other controls.
    Widget,
    /// The page's title, shown apart from the text.
    Title,
    /// A text that was already kept once.
    Repeat,
    /// None of the others.
    Other,
}

impl Label {
    /// Every label, in the order of their declaration.
    pub const ALL: [Self; 23] = [
        Self::Navigation,
        Self::Breadcrumb,
        Self::SiteHeader,
        Self::Related,
        Self::Share,
        Self::Newsletter,
        Self::Donation,
        Self::Subscription,
        Self::Consent,
        Self::CommentPrompt,
        Self::Comment,
        Self::AuthorBio,
        Self::Byline,
        Self::ImageCredit,
        Self::Advert,
        Self::Legal,
        Self::SiteFooter,
        Self::Search,
        Self::Pagination,
        Self::Widget,
        Self::Title,
        Self::Repeat,
        Self::Other,
    ];

    /// The label's name in data files and output, in kebab case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Navigation => "navigation",
            Self::Breadcrumb => "breadcrumb",
            Self::SiteHeader => "site-header",
            Self::Related => "related",
            Self::Share => "share",
            Self::Newsletter => "newsletter",
            Self::Donation => "donation",
            Self::Subscription => "subscription",
            Self::Consent => "consent",
            Self::CommentPrompt => "comment-prompt",
            Self::Comment => "comment",
            Self::AuthorBio => "author-bio",
            Self::Byline => "byline",
            Self::ImageCredit => "image-credit",
            Self::Advert => "advert",
            Self::Legal => "legal",
            Self::SiteFooter => "site-footer",
            Self::Search => "search",
            Self::Pagination => "pagination",
            Self::Widget => "widget",
            Self::Title => "title",
            Self::Repeat => "repeat",
            Self::Other => "other",
        }
    }

    /// The label of this name in kebab case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|label| label.name() == name)
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
