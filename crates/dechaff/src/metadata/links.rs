//! Addresses: of the page itself, of its other forms, and of what belongs to it.

use serde::Serialize;
use url::Url;

use super::Metadata;
use super::gather::{Alternate, Elements};
use super::statement::{Contest, Field, Stated, Statements};

/// The image that stands for a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Image {
    /// Its address.
    pub url: Url,
    /// What it shows, in words.
    pub alt: Option<String>,
}

/// A news feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Feed {
    /// Its address.
    pub url: Url,
    /// Its media type.
    pub media_type: Option<String>,
    /// Its title.
    pub title: Option<String>,
}

/// The same page in another language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Translation {
    /// The language as a BCP 47 tag, or `x-default`.
    pub language: String,
    /// Its address.
    pub url: Url,
}

/// Bytes of the longest address that relative ones are joined to.
const LONGEST_BASE: usize = 4096;

/// The URL that relative links are relative to.
pub(super) fn base(
    stated: Option<&str>,
    url: Option<&Url>,
    statements: &Statements,
) -> Option<Url> {
    let canonical = || {
        let canonical = statements.of(Field::Canonical).into_iter();
        canonical
            .filter(|statement| statement.source.name == "rel=canonical")
            .find_map(|statement| Url::parse(&statement.value).ok())
    };
    // A long base is no address that anybody could go to, and would be read for each link.
    let is_sound = |url: &Url| url.as_str().len() <= LONGEST_BASE;
    let from = url.cloned().or_else(canonical).filter(is_sound);
    let stated = stated.filter(|stated| stated.len() <= LONGEST_BASE);
    match (stated, from) {
        (Some(stated), Some(from)) => from.join(stated).ok().filter(is_sound).or(Some(from)),
        (Some(stated), None) => Url::parse(stated).ok(),
        (None, from) => from,
    }
}

/// Fills in the addresses, made absolute where the page's own is known.
pub(super) fn fill(
    metadata: &mut Metadata,
    elements: &Elements<'_>,
    url: Option<&Url>,
    base: Option<&Url>,
) {
    let statements = &elements.statements;
    let absolute = |href: &str| web_url(href, base);
    let mut take = |field: Field, name: &'static str| {
        let (url, contest) = first_url(statements, field, base)?;
        metadata.sources.insert(name, contest);
        Some(url)
    };
    let canonical = take(Field::Canonical, "url");
    let amp = take(Field::Amp, "amp_url");
    let print = take(Field::Print, "print_url");
    let next = take(Field::Next, "next_url");
    let previous = take(Field::Previous, "previous_url");
    let favicon = take(Field::Favicon, "favicon");
    let image = take(Field::Image, "image");
    let alt = statements.of(Field::ImageAlt).first().map(|statement| statement.value.clone());
    metadata.url = canonical.or_else(|| url.cloned());
    metadata.amp_url = amp;
    metadata.print_url = print;
    metadata.next_url = next;
    metadata.previous_url = previous;
    metadata.favicon = favicon;
    metadata.image = image.map(|url| Image { url, alt });
    let feed = |link: &Alternate<'_>| {
        Some(Feed {
            url: absolute(link.href)?,
            media_type: link.kind.map(str::to_owned),
            title: link.title.map(super::clean).filter(|title| !title.is_empty()),
        })
    };
    metadata.feeds = elements.feeds.iter().filter_map(feed).collect();
    let translation = |link: &Alternate<'_>| {
        let language = link.language?;
        let language = super::language::tag(language).unwrap_or_else(|| language.to_lowercase());
        Some(Translation { language, url: absolute(link.href)? })
    };
    metadata.translations = elements.alternates.iter().filter_map(translation).collect();
}

/// The firmest statement that is an address of the web.
fn first_url(statements: &Statements, field: Field, base: Option<&Url>) -> Option<(Url, Contest)> {
    let stated = statements.of(field);
    let (at, url) =
        stated.iter().enumerate().find_map(|(at, one)| Some((at, web_url(&one.value, base)?)))?;
    let mut others: Vec<Stated> = Vec::new();
    for other in stated.iter().skip(at + 1) {
        let differs = web_url(&other.value, base).is_none_or(|other| other != url);
        if differs && !others.iter().any(|known| known.value == other.value) {
            others.push(Stated { value: other.value.clone(), source: other.source.clone() });
        }
    }
    others.truncate(10);
    let source = stated.get(at)?.source.clone();
    Some((url.clone(), Contest { value: url.to_string(), source, others }))
}

fn web_url(href: &str, base: Option<&Url>) -> Option<Url> {
    let url = match base {
        Some(base) => base.join(href).ok()?,
        None => Url::parse(href).ok()?,
    };
    matches!(url.scheme(), "http" | "https").then_some(url)
}
