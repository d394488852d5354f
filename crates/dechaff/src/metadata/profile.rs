//! Addresses that lead to the page of an author or member.

use aho_corasick::AhoCorasick;

use super::tables::each;
use crate::Error;

/// What such addresses hold, and what speaks against it.
#[derive(Debug, Clone)]
pub(super) struct Profiles {
    paths: AhoCorasick,
    /// What one does with an account, after the path.
    forms: AhoCorasick,
    /// Other sites, where anyone may have a page.
    sites: AhoCorasick,
}

impl Profiles {
    pub(super) fn read() -> Result<Self, Error> {
        let (mut paths, mut forms, mut sites) = (Vec::new(), Vec::new(), Vec::new());
        each(include_str!("../../data/metadata/profile_paths.tsv"), |[path, _]| {
            paths.push(path);
            Some(())
        })?;
        each(include_str!("../../data/metadata/profile_exceptions.tsv"), |[kind, word, _]| {
            match kind {
                "form" => forms.push(word),
                "site" => sites.push(word),
                _ => return None,
            }
            Some(())
        })?;
        let search = |words: Vec<&str>| {
            let built = AhoCorasick::builder().ascii_case_insensitive(true).build(words);
            built.map_err(|error| Error::Data { what: "metadata", message: error.to_string() })
        };
        Ok(Self { paths: search(paths)?, forms: search(forms)?, sites: search(sites)? })
    }

    /// Whether an address leads to the page of an author or member.
    pub(super) fn leads_to_one(&self, href: &str) -> bool {
        self.paths.find_iter(href).any(|path| {
            let rest = href.get(path.end()..).unwrap_or_default();
            !rest.is_empty() && !self.forms.is_match(rest)
        }) && !self.sites.is_match(href)
    }
}

#[cfg(test)]
mod tests {
    use super::Profiles;

    #[test]
    fn an_authors_page_is_told_from_forms_and_other_sites() {
        let profiles = Profiles::read().unwrap();
        assert!(profiles.leads_to_one("/Author/mara-vance"));
        assert!(profiles.leads_to_one("https://news.example/en/staff/7/"));
        assert!(!profiles.leads_to_one("/author/"));
        assert!(!profiles.leads_to_one("/profile/login"));
        assert!(!profiles.leads_to_one("https://www.linkedin.com/profile/mara"));
        assert!(!profiles.leads_to_one("/news/7"));
    }
}
