//! The title of the text, without the name of the site.

use super::{Declared, collapse};
use crate::block::TextBlock;
use crate::dom::{Document, Tag};
use crate::word;

/// What stands between a title and the name of its site. A hyphen counts only with spaces.
const SEPARATORS: [&str; 12] =
    [" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " / ", " ~ ", "｜"];

/// Chooses the page's title among what it declares and its headings.
pub(super) fn choose(document: &Document<'_>, declared: &Declared<'_>) -> Option<String> {
    let site = declared.site_name.map(collapse);
    let window = declared.title_element.clone().filter(|title| !title.is_empty());
    let og = declared.og_title.or(declared.twitter_title).map(collapse);
    let headings: Vec<(Tag, String)> = declared
        .headings
        .iter()
        .map(|&heading| (document.node(heading).tag(), collapse(&document.text(heading))))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    // A heading that the window's title repeats is the title as readers see it.
    for shown in [&window, &og].into_iter().flatten() {
        let heading = headings
            .iter()
            .filter(|(_, text)| is_part_of(text, shown) && !is_site(text, site.as_deref()))
            .max_by_key(|(tag, text)| (*tag == Tag::H1, text.len()));
        if let Some((_, text)) = heading
            && word::count(text) * 3 >= word::count(&without_site(shown, site.as_deref()))
        {
            return Some(text.clone());
        }
    }
    let stated = og.or(window).map(|title| without_site(&title, site.as_deref()));
    let mut firsts = headings.iter().filter(|(tag, _)| *tag == Tag::H1);
    match (stated.filter(|title| !title.is_empty()), firsts.next(), firsts.next()) {
        // A lone first-level heading that shares words with the stated title is the fuller one.
        (Some(stated), Some((_, heading)), None) if overlap(&stated, heading) >= 0.5 => {
            Some(heading.clone())
        }
        (Some(stated), _, _) => Some(stated),
        (None, Some((_, heading)), _) => Some(heading.clone()),
        (None, None, _) => None,
    }
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

fn is_site(text: &str, site: Option<&str>) -> bool {
    site.is_some_and(|site| is_same_title(text, site))
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
        crate::metadata::read(&dom::Document::new(&html), None).0.title
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
