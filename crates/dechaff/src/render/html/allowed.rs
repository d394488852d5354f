//! The elements, attributes and schemes that HTML output may hold.

use std::collections::HashMap;
use std::sync::OnceLock;

const TABLE: &str = include_str!("../../../data/html_allowed.tsv");

/// The list, by element and by scheme.
#[derive(Debug, Default)]
pub(super) struct Allowed {
    elements: HashMap<&'static str, Vec<Attribute>>,
    /// Each scheme with the attributes that it may stand in.
    schemes: Vec<(&'static str, Vec<&'static str>)>,
}

#[derive(Debug, Clone, Copy)]
struct Attribute {
    name: &'static str,
    is_address: bool,
}

impl Allowed {
    /// The list that comes with the crate, read once.
    pub(super) fn built_in() -> &'static Self {
        static BUILT_IN: OnceLock<Allowed> = OnceLock::new();
        BUILT_IN.get_or_init(|| Self::read(TABLE))
    }

    fn read(table: &'static str) -> Self {
        let mut allowed = Self::default();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            match (cells.next(), cells.next(), cells.next()) {
                (Some("scheme"), Some(name), Some(attributes)) => {
                    allowed.schemes.push((name, attributes.split(' ').collect()));
                }
                (Some(element), Some(attributes), Some(_)) => {
                    let attributes = attributes.split(' ').filter(|name| !name.is_empty());
                    let attributes = attributes.map(|name| Attribute {
                        name: name.trim_end_matches(':'),
                        is_address: name.ends_with(':'),
                    });
                    allowed.elements.insert(element, attributes.collect());
                }
                _ => {}
            }
        }
        allowed
    }

    pub(super) fn element(&self, name: &str) -> bool {
        self.elements.contains_key(name)
    }

    /// Whether an attribute may have this value.
    pub(super) fn attribute(&self, element: &str, name: &str, value: &str) -> bool {
        let attributes = self.elements.get(element).map(Vec::as_slice).unwrap_or_default();
        attributes
            .iter()
            .find(|attribute| attribute.name == name)
            .is_some_and(|attribute| !attribute.is_address || self.address(name, value))
    }

    /// Whether an address is absolute, of a scheme that may stand in the attribute, or leads to
    /// a place in the page. Browsers take controls and white space out of addresses and only
    /// then look for the scheme, so an address with any of these before its path is none.
    fn address(&self, attribute: &str, value: &str) -> bool {
        if value.chars().any(char::is_control) {
            return false;
        }
        if value.starts_with('#') {
            return attribute == "href";
        }
        let Some((scheme, rest)) = value.split_once(':') else {
            return false;
        };
        let known = self.schemes.iter().find(|(name, _)| scheme.eq_ignore_ascii_case(name));
        known.is_some_and(|(name, attributes)| {
            let is_web = matches!(*name, "http" | "https" | "ftp");
            attributes.contains(&attribute) && (!is_web || rest.starts_with("//"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_known_schemes_are_allowed() {
        let allowed = Allowed::built_in();
        let href = |value: &str| allowed.attribute("a", "href", value);
        assert!(href("https://a.example/?b=javascript:c") && href("#d") && href("MAILTO:e@f"));
        for wrong in [
            "javascript:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
            "data:text/html,x", "vbscript:x", "//a.example/", "/a", "a", "", "https:a",
            "\u{1}javascript:x", "blob:x", "https\n://a.example/", "file:///etc/passwd",
        ] {
            assert!(!href(wrong), "{wrong:?}");
        }
        assert!(!allowed.attribute("img", "src", "mailto:a@b"));
        assert!(!allowed.attribute("img", "onerror", "x") && !allowed.element("script"));
    }
}
