//! The title of the text, without the name of the site.

use super::gather::{Elements, Heading};
use super::statement::{Contest, Field, Source, SourceKind, Stated, Statement};
use crate::block::TextBlock;
use crate::dom::Tag;
use crate::{PageKind, word};

/// What stands between a title and the name of its site. A hyphen counts only with spaces.
const SEPARATORS: [&str; 12] =
    [" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " / ", " ~ ", "｜"];

/// A heading of more words is no logo.
const LOGO_WORDS: usize = 5;

/// The title that was chosen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Choice {
    pub(crate) value: Option<String>,
    /// Whether the page states it, and does not only show a heading that says something else.
    pub(super) is_stated: bool,
    pub(super) contest: Option<Contest>,
}

/// Chooses the page's title among what it declares, its headings, and the lines it shows.
pub(super) fn choose(
    elements: &Elements<'_>,
    blocks: &[TextBlock],
    kind: Option<PageKind>,
) -> Choice {
    let statements = &elements.statements;
    let stated = statements.of(Field::Title);
    let of_meta = |name: &str| {
        let mut stated = stated.iter();
        stated.find(|one| one.source.name == name).map(|one| one.value.as_str())
    };
    let site = statements.of(Field::SiteName).first().map(|one| one.value.as_str());
    let og = of_meta("og:title").or_else(|| of_meta("twitter:title"));
    let page = Page { elements, site, og, window: elements.window.as_deref(), blocks, kind };
    let chosen = page.choose();
    let is_stated = chosen.as_ref().is_some_and(|(_, is_stated)| *is_stated);
    let value = chosen.map(|(title, _)| page.first_part(&without_marks(&title)));
    let value = value.filter(|title| !title.is_empty());
    let contest = value.as_ref().map(|value| contest(value, elements, &stated));
    Choice { value, is_stated, contest }
}

/// Marks that are links to a heading and no part of it.
fn without_marks(title: &str) -> String {
    title.trim_end_matches(['¶', '#', '§', '🔗', '\u{f0c1}', ' ']).trim().to_owned()
}

/// Where a title is from, and what others say.
fn contest(value: &str, elements: &Elements<'_>, stated: &[&Statement]) -> Contest {
    let window = elements.window.as_deref().map(|text| ("title", text));
    let headings = elements.headings.iter().filter(|one| one.tag == Tag::H1).take(3);
    let shown = headings.map(|one| ("h1", one.text.as_str())).chain(window);
    let shown = shown.map(|(name, text)| Stated {
        value: text.to_owned(),
        source: Source::new(SourceKind::Html, name),
    });
    let stated =
        stated.iter().map(|one| Stated { value: one.value.clone(), source: one.source.clone() });
    let all: Vec<Stated> = shown.chain(stated).collect();
    let exact = all.iter().find(|one| one.value == value);
    let part = || all.iter().find(|one| one.value.contains(value));
    let source = exact.or_else(part).map(|one| one.source.clone());
    let source = source.unwrap_or_else(|| Source::new(SourceKind::Html, "heading"));
    let mut others: Vec<Stated> = Vec::new();
    for one in all {
        if one.value != value && !others.iter().any(|known| known.value == one.value) {
            others.push(one);
        }
    }
    Contest { value: value.to_owned(), source, others }
}

/// What a title is chosen from.
struct Page<'p, 'a> {
    elements: &'p Elements<'a>,
    site: Option<&'p str>,
    og: Option<&'p str>,
    window: Option<&'p str>,
    blocks: &'p [TextBlock],
    kind: Option<PageKind>,
}

impl Page<'_, '_> {
    /// The title, and whether the page states it and does not only show it.
    fn choose(&self) -> Option<(String, bool)> {
        let stated = |title: String| (title, true);
        let found = self.repeated_heading().map(stated);
        let found = found.or_else(|| self.lone_heading());
        found.or_else(|| self.shown_part().map(stated)).or_else(|| self.stated().map(stated))
    }

    /// What is stated, without the site's name; else the first heading.
    fn stated(&self) -> Option<String> {
        let stated = self.og.or(self.window).map(|title| without_site(title, self.site));
        stated.filter(|title| !title.is_empty()).or_else(|| {
            let heading = self.first_headings().next().or(self.elements.headings.first());
            heading.map(|heading| heading.text.clone())
        })
    }

    fn first_headings(&self) -> impl Iterator<Item = &Heading> {
        self.elements.headings.iter().filter(|heading| heading.tag == Tag::H1)
    }

    /// The heading that the window's title repeats: the title as readers see it.
    fn repeated_heading(&self) -> Option<String> {
        let has_first = self.first_headings().any(|heading| !self.is_site(&heading.text));
        [self.window, self.og].into_iter().flatten().find_map(|shown| {
            let own = word::count(&without_site(shown, self.site));
            // A lower heading is the title only where it is nearly all of it.
            let least =
                |tag: Tag| if tag == Tag::H1 || !has_first { own.div_ceil(3) } else { own * 4 / 5 };
            let fits = |heading: &&Heading| {
                let is_enough = word::count(&heading.text) >= least(heading.tag).max(1)
                    || heading.tag == Tag::H1 && opens(&heading.text, shown);
                is_enough
                    && is_part_of(&heading.text, shown)
                    && !self.is_site(&heading.text)
                    && !self.closes(&heading.text, shown)
            };
            let heading = self.elements.headings.iter().filter(fits).max_by_key(|heading| {
                (heading.tag == Tag::H1, opens(&heading.text, shown), heading.text.len())
            })?;
            Some(heading.text.clone())
        })
    }

    /// The only first-level heading, where it says what the stated title says in other words, or
    /// where the page is a text: such titles are written for search engines.
    fn lone_heading(&self) -> Option<(String, bool)> {
        let mut firsts = self.first_headings();
        let text = &firsts.next()?.text;
        if firsts.any(|other| !is_same_title(&other.text, text)) || self.is_site(text) {
            return None;
        }
        let words = word::count(text);
        let speaks = [self.og, self.window].into_iter().flatten().any(|stated| {
            let stated = without_site(stated, self.site);
            overlap(&stated, text) >= 0.5 && words * 3 >= word::count(&stated)
        });
        if speaks {
            return Some((text.clone(), true));
        }
        let is_text = !matches!(self.kind, Some(PageKind::Service | PageKind::Listing) | None);
        let closes = self.window.is_some_and(|window| self.closes(text, window));
        if !is_text || words < 2 || closes {
            return None;
        }
        // A logo may be the only such heading: then the title stands below it.
        let below = self.shown_part().filter(|part| {
            words <= LOGO_WORDS && word::count(part) > words && self.stands_after(part, text)
        });
        Some(below.map_or_else(|| (text.clone(), false), |below| (below, true)))
    }

    /// The longest line of the page that is a part of the window's title.
    fn shown_part(&self) -> Option<String> {
        let window = self.window.or(self.og)?;
        let whole: Vec<u64> = word::hashes(window).collect();
        let fits = |block: &&TextBlock| {
            let words = block.words as usize;
            words >= 2
                && words <= whole.len()
                && words * 5 >= whole.len() * 2
                && is_part_of(&block.text, window)
                && !self.is_site(&block.text)
                && !self.closes(&block.text, window)
        };
        let best = self.blocks.iter().filter(fits).max_by_key(|block| block.words)?;
        Some(best.text.clone())
    }

    /// What stands before a bar, which is part of no title.
    fn first_part(&self, title: &str) -> String {
        let first = title.split(['|', '｜']).next().unwrap_or_default().trim();
        let is_enough = word::count(first) >= 2 && !self.is_site(first);
        if is_enough { first.to_owned() } else { title.to_owned() }
    }

    fn stands_after(&self, part: &str, heading: &str) -> bool {
        let place =
            |text: &str| self.blocks.iter().position(|block| is_same_title(&block.text, text));
        match (place(part), place(heading)) {
            (Some(part), Some(heading)) => part > heading,
            _ => false,
        }
    }

    fn is_site(&self, text: &str) -> bool {
        self.site.is_some_and(|site| is_same_title(text, site))
    }

    /// Whether a text is what the window's title closes with after a longer part: the site's name.
    fn closes(&self, text: &str, window: &str) -> bool {
        let mut segments = segments(window);
        let last = segments.next_back().unwrap_or_default();
        let before = segments.next_back().unwrap_or_default();
        is_same_title(last, text)
            && word::count(before) >= word::count(text)
            && self.blocks.iter().any(|block| is_same_title(&block.text, before))
    }
}

/// The parts of a title between what stands between it and the name of the site.
fn segments(title: &str) -> std::vec::IntoIter<&str> {
    let mut parts = vec![title];
    for separator in SEPARATORS {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    parts.into_iter()
}

/// Whether a title begins with a text.
fn opens(text: &str, title: &str) -> bool {
    let mut words = word::hashes(title);
    word::hashes(text).all(|word| words.next() == Some(word))
}

/// Whether two titles are the same but for case, marks and white space.
pub(crate) fn is_same_title(one: &str, other: &str) -> bool {
    let mut words = word::hashes(one);
    let mut others = word::hashes(other);
    loop {
        match (words.next(), others.next()) {
            (None, None) => return true,
            (a, b) if a == b => {}
            _ => return false,
        }
    }
}

/// Whether the first of the kept lines of a plain text is plainly its title: short, not ended as
/// a sentence is, and followed by something longer.
pub(crate) fn opens_with_title(kept: &[&TextBlock]) -> bool {
    let Some((first, rest)) = kept.split_first() else { return false };
    let text = first.text.trim_end_matches(['"', '”', '’', ')', '»']);
    let ends_open = !text.ends_with(['.', ':', ';', ',', '。', '…', '：', '，']);
    let short = first.words <= 40 && first.text.chars().count() <= 200;
    let has_dash_speech = first.text.starts_with(['-', '–', '—', '•', '*']);
    short && ends_open && !has_dash_speech && rest.iter().any(|block| block.words > first.words)
}

fn is_part_of(part: &str, whole: &str) -> bool {
    let part: Vec<u64> = word::hashes(part).collect();
    let whole: Vec<u64> = word::hashes(whole).collect();
    !part.is_empty() && whole.windows(part.len()).any(|window| window == part)
}

/// The share of the shorter text's words that the other has too.
pub(crate) fn overlap(one: &str, other: &str) -> f32 {
    let one: Vec<u64> = word::hashes(one).collect();
    let other: Vec<u64> = word::hashes(other).collect();
    let (short, long) = if one.len() < other.len() { (&one, &other) } else { (&other, &one) };
    let shared = short.iter().filter(|hash| long.contains(hash)).count();
    shared as f32 / short.len().max(1) as f32
}

/// The title without the name of the site at either end.
fn without_site(title: &str, site: Option<&str>) -> String {
    let cut = SEPARATORS
        .iter()
        .filter_map(|separator| Some((title.rfind(separator)?, *separator)))
        .max_by_key(|(at, _)| *at);
    let Some((at, separator)) = cut else {
        return title.to_owned();
    };
    let (before, rest) = title.split_at(at);
    let after = rest.strip_prefix(separator).unwrap_or_default();
    if let Some(site) = site {
        if is_same_title(after, site) {
            return without_site(before, Some(site)).trim().to_owned();
        }
        for separator in SEPARATORS {
            if let Some((first, rest)) = title.split_once(separator)
                && is_same_title(first, site)
            {
                return rest.trim().to_owned();
            }
        }
    }
    // A name of a site is short; a long last part belongs to the title.
    let (before_words, after_words) = (word::count(before), word::count(after));
    if after_words <= 4 && before_words >= after_words && before_words >= 2 {
        return before.trim().to_owned();
    }
    title.to_owned()
}

#[cfg(test)]
mod tests {
    use crate::{Limits, dom};

    fn title(html: &str) -> Option<String> {
        let (html, _) = dom::parse(html, &Limits::default());
        let tables = crate::metadata::Tables::read().unwrap();
        let document = dom::Document::new(&html);
        crate::metadata::Reading::new(&document, None, &tables, &Limits::default()).title(&[], None)
    }

    #[test]
    fn the_heading_that_the_window_repeats_is_the_title() {
        let html = "<title>Bees are back - The Gazette</title><h1>The Gazette</h1>\
            <h1>Bees are back</h1><h1>Subscribe now</h1>";
        assert_eq!(title(html).as_deref(), Some("Bees are back"));
    }

    #[test]
    fn the_site_is_cut_off_and_a_dash_of_the_title_is_not() {
        let html = "<meta property=og:site_name content='Gazette'>\
            <title>Bees - an inventory of the whole wide valley | Gazette</title>";
        assert_eq!(title(html).as_deref(), Some("Bees - an inventory of the whole wide valley"));
        assert_eq!(title("<title>Gazette | News</title>").as_deref(), Some("Gazette | News"));
    }

    #[test]
    fn without_any_there_is_none() {
        assert_eq!(title("<p>text</p>"), None);
        assert_eq!(title("<title></title><h1> Only heading</h1>").as_deref(), Some("Only heading"));
    }
}
