//! What the keys of embedded data say of their values.

use crate::Error;

/// A title or a refused key from this length on also counts inside longer keys.
const TOKEN: usize = 5;

/// The table of keys that ships with the crate.
#[derive(Debug, Clone, Default)]
pub(crate) struct Keys {
    body: Vec<&'static str>,
    title: Vec<&'static str>,
    refused: Vec<&'static str>,
}

impl Keys {
    /// Reads a table of `group <TAB> key <TAB> why`.
    pub(crate) fn read(table: &'static str) -> Result<Self, Error> {
        let mut keys = Self::default();
        for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let mut fields = line.split('\t');
            let (group, key, why) = (fields.next(), fields.next(), fields.next());
            match (group, key, why) {
                (Some("body"), Some(key), Some(_)) => keys.body.push(key),
                (Some("title"), Some(key), Some(_)) => keys.title.push(key),
                (Some("refused"), Some(key), Some(_)) => keys.refused.push(key),
                _ => {
                    let message = format!("{line:?}");
                    return Err(Error::Data { what: "hidden keys", message });
                }
            }
        }
        Ok(keys)
    }

    /// Whether a field of this key may hold a text.
    pub(super) fn is_body(&self, key: &str) -> bool {
        self.body.contains(&key)
    }

    /// Whether a field of this key names the text beside it.
    pub(super) fn is_title(&self, key: &str) -> bool {
        self.title.contains(&key) || self.title.iter().any(|title| is_in(title, key))
    }

    /// Whether what this key or name stands for is never the page's text.
    pub(super) fn is_refused(&self, key: &str) -> bool {
        self.refused.iter().any(|token| key == *token || is_in(token, key))
    }
}

fn is_in(token: &str, key: &str) -> bool {
    token.len() >= TOKEN && key.contains(token)
}

/// A key in lower case, letters and digits alone.
pub(super) fn plain_key(key: &str) -> String {
    key.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_compared_without_case_and_marks() {
        let keys = Keys::read(include_str!("../../data/hidden_keys.tsv")).unwrap();
        assert!(keys.is_body(&plain_key("body_html")));
        assert!(keys.is_body(&plain_key("articleBody")));
        assert!(keys.is_title(&plain_key("Headline")));
        assert!(keys.is_title(&plain_key("internalTitle")));
        assert!(!keys.is_title(&plain_key("fileName")));
        assert!(keys.is_refused(&plain_key("relatedArticles")));
        assert!(keys.is_refused("bio"));
        assert!(!keys.is_refused("biology"));
        assert!(!keys.is_refused("article"));
    }

    #[test]
    fn a_line_that_is_no_entry_is_told() {
        assert!(Keys::read("body\tcontent").is_err());
        assert!(Keys::read("other\tcontent\twhy").is_err());
    }
}
