//! What one source says of one field.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::{Serialize, Serializer};

use crate::dom::NodeIndex;

macro_rules! fields {
    ($($variant:ident = $name:literal),* $(,)?) => {
        /// What a statement is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "each variant is the field of its name")]
        #[non_exhaustive]
        pub enum Field { $($variant),* }

        impl Field {
            /// Every field.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The field's name in tables and output, in kebab case.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The field of this name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

fields! {
    Title = "title", Subtitle = "subtitle", Author = "author", Published = "published",
    Modified = "modified", SiteName = "site-name", Publisher = "publisher",
    Language = "language", Description = "description", Canonical = "canonical",
    Image = "image", ImageAlt = "image-alt", Favicon = "favicon", Tag = "tag",
    Section = "section", Licence = "licence", Kind = "kind", Direction = "direction",
    CommentCount = "comment-count", IsFree = "is-free", ContentTier = "content-tier",
    Amp = "amp", Print = "print", Next = "next", Previous = "previous",
    Price = "price", Currency = "currency", Brand = "brand", Availability = "availability",
    Sku = "sku", Gtin = "gtin", Video = "video",
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Where a value stands in a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Source {
    /// The kind of place.
    pub kind: SourceKind,
    /// The name there, such as `og:title` or `NewsArticle.headline`.
    pub name: Cow<'static, str>,
}

/// A kind of place where pages state facts about themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SourceKind {
    /// A script of JSON-LD.
    JsonLd,
    /// `itemscope` and `itemprop`.
    Microdata,
    /// `typeof` and `property`.
    Rdfa,
    /// A `<meta>` element.
    Meta,
    /// A `<link>` or `<a>` element with `rel`.
    Link,
    /// An element or attribute of HTML: `<title>`, `<h1>`, `<html lang>`, `<time>`.
    Html,
    /// The page's address.
    Url,
    /// What readers see: a line near the heading.
    Visible,
    /// Told from the text itself.
    Text,
}

impl SourceKind {
    /// The kind's name in output, in kebab case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::JsonLd => "json-ld",
            Self::Microdata => "microdata",
            Self::Rdfa => "rdfa",
            Self::Meta => "meta",
            Self::Link => "link",
            Self::Html => "html",
            Self::Url => "url",
            Self::Visible => "visible",
            Self::Text => "text",
        }
    }
}

impl Source {
    pub(crate) fn new(kind: SourceKind, name: impl Into<Cow<'static, str>>) -> Self {
        Self { kind, name: name.into() }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.name(), self.name)
    }
}

/// What one source says of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Statement {
    pub(crate) field: Field,
    pub(crate) value: String,
    pub(crate) source: Source,
    /// How far it is to be trusted beside others of its field: the lower the more.
    pub(crate) rank: u8,
    /// The element that states it, where it stands among the page's text.
    pub(crate) node: Option<NodeIndex>,
}

/// A value with where it is from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Stated {
    /// The value.
    pub value: String,
    /// Where it is from.
    pub source: Source,
}

/// Where the value of a field is from, and what other sources say that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Contest {
    /// The value that was taken.
    pub value: String,
    /// Where it is from.
    pub source: Source,
    /// What others say that differs, the firmest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Stated>,
}

/// Statements of one field that are kept, and bytes of a value: more is no metadata.
const MOST: usize = 200;
const MOST_BYTES: usize = 4000;

/// All that a page states, in order of rank within each field.
#[derive(Debug, Clone, Default)]
pub(crate) struct Statements {
    list: Vec<Statement>,
    counts: HashMap<Field, usize>,
}

impl Statements {
    pub(crate) fn add(&mut self, mut statement: Statement) {
        let count = self.counts.entry(statement.field).or_default();
        if statement.value.is_empty() || *count >= MOST {
            return;
        }
        *count += 1;
        super::shorten(&mut statement.value, MOST_BYTES);
        self.list.push(statement);
    }

    /// What is stated of a field, the firmest first, and in the order of the page where equal.
    pub(crate) fn of(&self, field: Field) -> Vec<&Statement> {
        let mut found: Vec<&Statement> =
            self.list.iter().filter(|statement| statement.field == field).collect();
        found.sort_by_key(|statement| statement.rank);
        found
    }
}
