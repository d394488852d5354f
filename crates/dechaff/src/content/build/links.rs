//! Where links lead: absolute addresses of schemes that are safe to follow.

use std::cell::Cell;
use std::sync::LazyLock;

use url::Url;

/// Parameters that say where a reader came from.
static TRACKING: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let table = include_str!("../../../data/tracking_parameters.tsv");
    let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.filter_map(|line| line.split('\t').next()).collect()
});

/// How the addresses of a page are resolved.
#[derive(Debug, Clone, Copy)]
pub(super) struct Links<'b> {
    /// What relative addresses are relative to.
    pub(super) base: Option<&'b Url>,
    /// Whether parameters that only say where a reader came from are taken off.
    pub(super) strip_tracking: bool,
    pub(super) budget: &'b Budget,
}

/// How many bytes the addresses of a content may take: a page may have many links and a long base.
#[derive(Debug, Default)]
pub(super) struct Budget {
    left: Cell<usize>,
    is_over: Cell<bool>,
}

impl Budget {
    pub(super) fn new(bytes: usize) -> Self {
        Self { left: Cell::new(bytes), is_over: Cell::new(false) }
    }

    /// Whether there is room for one more address of so many bytes, which is then taken.
    pub(super) fn take(&self, bytes: usize) -> bool {
        match self.left.get().checked_sub(bytes) {
            Some(left) => self.left.set(left),
            None => self.is_over.set(true),
        }
        !self.is_over.get()
    }

    /// Whether there was an address without room.
    pub(super) fn is_over(&self) -> bool {
        self.is_over.get()
    }
}

impl Links<'_> {
    /// The absolute target of a link, or `#` and a place in the page; none where following it
    /// would not lead to a document.
    pub(super) fn target(self, href: &str) -> Option<String> {
        let href = href.trim();
        if let Some(place) = href.strip_prefix('#') {
            return place_in_page(place);
        }
        let url = self.absolute(href)?;
        if let (Some(base), Some(place)) = (self.base, url.fragment()) {
            let (mut here, mut there) = (base.clone(), url.clone());
            here.set_fragment(None);
            there.set_fragment(None);
            if here == there {
                return place_in_page(place);
            }
        }
        let safe = matches!(url.scheme(), "http" | "https" | "mailto" | "tel" | "ftp");
        safe.then(|| url.into())
    }

    /// The absolute address of something on the web.
    pub(super) fn web(self, href: &str) -> Option<Url> {
        let url = self.absolute(href.trim()).filter(|_| !href.trim().is_empty())?;
        matches!(url.scheme(), "http" | "https").then_some(url)
    }

    fn absolute(self, href: &str) -> Option<Url> {
        if self.budget.is_over() {
            return None;
        }
        let mut url = match self.base {
            Some(base) => base.join(href).ok()?,
            None => Url::parse(href).ok()?,
        };
        if self.strip_tracking && url.query().is_some() {
            strip(&mut url);
        }
        self.budget.take(url.as_str().len()).then_some(url)
    }
}

/// The name of a place with whatever an address cannot hold in percent-encoding.
fn place_in_page(place: &str) -> Option<String> {
    if place.is_empty() || place.starts_with('!') {
        return None;
    }
    let mut url = Url::parse("https://x/").ok()?;
    url.set_fragment(Some(place));
    url.fragment().map(|place| format!("#{place}"))
}

/// Takes off the parameters that only say where a reader came from; the others stay as they are.
fn strip(url: &mut Url) {
    let Some(query) = url.query() else { return };
    let is_tracking = |pair: &str| {
        let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
        TRACKING.iter().any(|entry| match entry.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => name == *entry,
        })
    };
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_tracking(pair)).collect();
    if kept.len() < query.split('&').count() {
        let query = kept.join("&");
        url.set_query((!query.is_empty()).then_some(query.as_str()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(href: &str) -> Option<String> {
        let base = Url::parse("https://a.example/b/?c").unwrap();
        let budget = Budget::new(1000);
        Links { base: Some(&base), strip_tracking: true, budget: &budget }.target(href)
    }

    #[test]
    fn places_in_the_page_stay_places() {
        assert_eq!(target(" #x y").as_deref(), Some("#x%20y"));
        assert_eq!(target("https://a.example/b/?c#d").as_deref(), Some("#d"));
        assert_eq!(target("/b/#d").as_deref(), Some("https://a.example/b/#d"));
        assert_eq!((target("#"), target("#!/route")), (None, None));
    }

    #[test]
    fn schemes_are_looked_at_after_parsing() {
        for unsafe_link in [
            "javascript:x", " JaVa\tscr\nipt:x", "\u{1}javascript:x", "data:,x", "vbscript:x",
            "blob:x",
        ] {
            assert_eq!(target(unsafe_link), None, "{unsafe_link:?}");
        }
        assert_eq!(target("javascript&colon;x").unwrap(), "https://a.example/b/javascript&colon;x");
        assert_eq!(target("//c.example").unwrap(), "https://c.example/");
        assert_eq!(target("tel:+1").unwrap(), "tel:+1");
    }

    #[test]
    fn tracking_parameters_are_stripped_and_no_others() {
        let stripped = target("https://c.example/?utm_source=a&id=1&fbclid=b&q=c%20d#e").unwrap();
        assert_eq!(stripped, "https://c.example/?id=1&q=c%20d#e");
        assert_eq!(target("https://c.example/?gclid=x").unwrap(), "https://c.example/");
        let budget = Budget::new(30);
        let links = Links { base: None, strip_tracking: false, budget: &budget };
        let kept = links.target("https://c.example/?gclid=x");
        assert_eq!(kept.unwrap(), "https://c.example/?gclid=x");
    }

    #[test]
    fn addresses_end_where_their_bytes_do() {
        let base = Url::parse("https://a.example/a-long-folder/").unwrap();
        let budget = Budget::new(70);
        let links = Links { base: Some(&base), strip_tracking: false, budget: &budget };
        assert!(links.target("b").is_some() && links.target("c").is_some());
        assert!(!budget.is_over());
        assert!(links.target("d").is_none() && budget.is_over());
    }
}
