//! What a page says about itself.

mod title;

use serde::Serialize;
use url::Url;

use crate::dom::{Document, NodeData, NodeIndex, Tag};

pub(crate) use title::{is_same_title, opens_with_title, overlap};

/// What a page says about itself.
#[derive(Debug, Clone, Default, Serialize)]
#[non_exhaustive]
pub struct Metadata {
    /// The title of the text, without the name of the site.
    pub title: Option<String>,
    /// The canonical URL if the page states one, else the one it came from.
    pub url: Option<Url>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it was published, as RFC 3339 with what is known.
    pub date: Option<String>,
    /// The language it declares, as a BCP 47 tag.
    pub language: Option<String>,
    /// The name of the site.
    pub site_name: Option<String>,
}

/// Elements of the head and the page's headings, gathered in one pass.
#[derive(Debug, Default)]
struct Declared<'a> {
    title_element: Option<String>,
    og_title: Option<&'a str>,
    twitter_title: Option<&'a str>,
    site_name: Option<&'a str>,
    og_url: Option<&'a str>,
    canonical: Option<&'a str>,
    base: Option<&'a str>,
    language: Option<&'a str>,
    locale: Option<&'a str>,
    headings: Vec<NodeIndex>,
}

/// Reads the page's metadata, and the URL that its relative links are relative to. `url` is
/// where the page came from.
pub(crate) fn read(document: &Document<'_>, url: Option<&Url>) -> (Metadata, Option<Url>) {
    let declared = Declared::gather(document);
    let absolute = |href: &str| match url {
        Some(base) => base.join(href).ok(),
        None => Url::parse(href).ok(),
    };
    let is_web = |url: &Url| matches!(url.scheme(), "http" | "https");
    let stated = declared
        .canonical
        .and_then(absolute)
        .filter(is_web)
        .or_else(|| declared.og_url.and_then(absolute).filter(is_web));
    let metadata = Metadata {
        title: title::choose(document, &declared),
        url: stated.or_else(|| url.cloned()),
        language: declared
            .language
            .and_then(language_tag)
            .or_else(|| declared.locale.and_then(language_tag)),
        site_name: declared.site_name.map(collapse).filter(|name| !name.is_empty()),
        ..Metadata::default()
    };
    (metadata, declared.base_url(url))
}

impl Declared<'_> {
    fn base_url(&self, url: Option<&Url>) -> Option<Url> {
        let stated = || self.canonical.and_then(|href| Url::parse(href).ok());
        match (self.base, url.cloned().or_else(stated)) {
            (Some(base), Some(from)) => from.join(base).ok().or(Some(from)),
            (Some(base), None) => Url::parse(base).ok(),
            (None, from) => from,
        }
    }
}

impl<'a> Declared<'a> {
    fn gather(document: &Document<'a>) -> Self {
        let mut found = Self::default();
        for (index, node) in document.nodes().iter().enumerate() {
            let NodeData::Element(tag, _) = node.data else {
                continue;
            };
            let index = index as NodeIndex;
            match tag {
                Tag::Html => found.language = node.attr("lang").or(node.attr("xml:lang")),
                Tag::Title if found.title_element.is_none() => {
                    found.title_element = Some(collapse(&document.text(index)));
                }
                Tag::Meta => found.add_meta(node),
                Tag::Link if node.attr("rel") == Some("canonical") => {
                    found.canonical = found.canonical.or(node.attr("href"));
                }
                Tag::Base => found.base = found.base.or(node.attr("href")),
                Tag::H1 | Tag::H2 => found.headings.push(index),
                _ => {}
            }
        }
        found
    }

    fn add_meta(&mut self, node: &crate::dom::Node<'a>) {
        let name = node.attr("property").or(node.attr("name")).or(node.attr("http-equiv"));
        let (Some(name), Some(content)) = (name, node.attr("content")) else {
            return;
        };
        let slot = match name.to_ascii_lowercase().as_str() {
            "og:title" => &mut self.og_title,
            "twitter:title" => &mut self.twitter_title,
            "og:site_name" => &mut self.site_name,
            "og:url" => &mut self.og_url,
            "og:locale" | "content-language" => &mut self.locale,
            _ => return,
        };
        if !content.trim().is_empty() {
            slot.get_or_insert(content);
        }
    }
}

/// A language tag in its usual form, such as `pt-BR`; none when it cannot be one.
fn language_tag(declared: &str) -> Option<String> {
    let declared = declared.split([',', ';']).next().unwrap_or_default().trim().replace('_', "-");
    let mut parts = declared.split('-');
    let primary = parts.next()?.to_ascii_lowercase();
    let is_tag = (2..=3).contains(&primary.len())
        && declared.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !is_tag {
        return None;
    }
    let mut tag = primary;
    for part in parts.filter(|part| !part.is_empty()) {
        tag.push('-');
        match part.len() {
            2 => tag.push_str(&part.to_ascii_uppercase()),
            _ => tag.push_str(part),
        }
    }
    Some(tag)
}

/// White space collapsed, none at the ends.
pub(crate) fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags_are_put_in_order() {
        assert_eq!(language_tag("EN_us").as_deref(), Some("en-US"));
        assert_eq!(language_tag("de").as_deref(), Some("de"));
        assert_eq!(language_tag("zh-Hans-CN").as_deref(), Some("zh-Hans-CN"));
        assert_eq!(language_tag("english"), None);
        assert_eq!(language_tag(""), None);
    }
}
