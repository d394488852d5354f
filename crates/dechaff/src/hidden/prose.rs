//! Whether a string reads like a text that somebody wrote, told without parsing it.

use crate::Label;
use crate::lexicon::Lexicon;
use crate::word;

/// A paragraph from this many words on counts as long, if it has an end of a sentence.
const LONG: usize = 15;
/// Marks that end a sentence where white space or nothing follows, or a mark that closes.
const ENDS: [char; 7] = ['.', '!', '?', '…', '؟', '۔', '।'];
/// Marks that end a sentence whatever follows.
const WIDE_ENDS: [char; 3] = ['。', '！', '？'];
/// Elements that a paragraph goes on after.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "cite", "code", "del", "em", "font", "i", "img", "ins", "mark", "q", "s",
    "small", "span", "strong", "sub", "sup", "time", "u", "wbr",
];
/// What a paragraph may not be about, by its wording.
const REFUSED: [Label; 7] = [
    Label::Consent,
    Label::Legal,
    Label::Newsletter,
    Label::Subscription,
    Label::CommentPrompt,
    Label::Related,
    Label::SiteFooter,
];

/// What was counted in a string of plain text or markup.
#[derive(Debug, Default)]
pub(super) struct Prose {
    pub(super) words: usize,
    /// Words in long paragraphs.
    long: usize,
    /// Words in links.
    linked: usize,
    /// Words of paragraphs with the wording of boilerplate.
    refused: usize,
    /// Says whether two strings have the same words.
    pub(super) hash: u64,
    /// Words that begin with a digit.
    numbers: usize,
    /// Marks that programs and style sheets are full of.
    code_marks: usize,
    /// Whether it holds places that a script fills in, such as `{{ name }}`.
    has_slots: bool,
}

impl Prose {
    pub(super) fn of(text: &str, lexicon: &Lexicon) -> Self {
        let mut prose = Self { has_slots: has_slots(text), ..Self::default() };
        prose.hash = word::FNV_OFFSET;
        paragraphs(text, |paragraph, linked| prose.add(paragraph, linked, lexicon));
        prose
    }

    pub(super) fn add(&mut self, paragraph: &str, linked: usize, lexicon: &Lexicon) {
        let mut words = 0;
        for word in word::words(paragraph) {
            words += 1;
            self.numbers += usize::from(word.starts_with(|first: char| first.is_ascii_digit()));
            self.hash = word::join_hash(self.hash, word::hash(word));
        }
        self.words += words;
        self.linked += linked;
        if words >= LONG && has_sentence(paragraph) {
            self.long += words;
        }
        self.code_marks += paragraph.bytes().filter(|byte| b"{}=".contains(byte)).count();
        let hits = lexicon.search(paragraph, u32::try_from(words).unwrap_or(u32::MAX));
        if REFUSED.iter().any(|&label| hits.strength(label) > 1) {
            self.refused += words;
        }
        self.has_slots |= has_slots(paragraph);
    }

    /// Whether it is mostly sentences, and neither links nor boilerplate nor a form to fill in.
    pub(super) fn is_text(&self, least_words: usize) -> bool {
        self.words >= least_words.max(1)
            && self.long * 5 >= self.words * 3
            && self.linked * 5 <= self.words * 2
            && self.refused * 4 <= self.words
            && self.code_marks * 10 <= self.words
            && self.numbers * 4 <= self.words
            && !self.has_slots
    }
}

fn has_sentence(paragraph: &str) -> bool {
    let mut rest = paragraph;
    while let Some(at) = rest.find(ENDS) {
        let mut after = rest.split_at(at).1.chars();
        after.next();
        rest = after.as_str();
        let closed = rest.trim_start_matches(['"', '\'', '”', '’', '»', ')']);
        if closed.is_empty() || closed.starts_with(char::is_whitespace) {
            return true;
        }
    }
    paragraph.contains(WIDE_ENDS)
}

fn has_slots(text: &str) -> bool {
    text.contains("{{") || text.contains("${") || text.contains("<%")
}

/// The text without its tags, a line for each paragraph.
pub(super) fn without_tags(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    paragraphs(text, |paragraph, _| {
        plain.push_str(paragraph);
        plain.push('\n');
    });
    plain
}

/// Calls `each` with every paragraph of a plain text or of markup, and how many of its words
/// are links. Reads each byte a fixed number of times.
fn paragraphs(text: &str, mut each: impl FnMut(&str, usize)) {
    let mut paragraph = String::new();
    let mut linked = 0;
    let mut link_from = None;
    let is_markup = text.contains("</") || text.contains("<p>") || text.contains("<br");
    let mut flush = |paragraph: &mut String, linked: &mut usize| {
        if !paragraph.trim().is_empty() {
            each(paragraph.trim(), *linked);
        }
        paragraph.clear();
        *linked = 0;
    };
    let mut rest = text;
    while !rest.is_empty() {
        let stop = if is_markup { rest.find('<') } else { rest.find('\n') };
        let (run, after) = rest.split_at(stop.unwrap_or(rest.len()));
        paragraph.push_str(run);
        if !is_markup {
            flush(&mut paragraph, &mut linked);
            rest = after.strip_prefix('\n').unwrap_or_default();
            continue;
        }
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        let name = tag.trim_start_matches(['<', '/']);
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let name = name.split_at(end).0.to_ascii_lowercase();
        if INLINE.contains(&name.as_str()) {
            match (name.as_str(), tag.starts_with("</")) {
                ("a", false) => link_from = Some(paragraph.len()),
                ("a", true) => {
                    let from = link_from.take().unwrap_or(paragraph.len());
                    linked += word::count(paragraph.get(from..).unwrap_or_default());
                }
                _ => {}
            }
        } else {
            flush(&mut paragraph, &mut linked);
            link_from = None;
        }
        rest = if tag.starts_with("</") { after } else { past_raw_text(&name, after) };
    }
    flush(&mut paragraph, &mut linked);
}

/// What comes after the text of a script or style, which is none of the page's.
fn past_raw_text<'t>(name: &str, rest: &'t str) -> &'t str {
    let end = match name {
        "script" => rest.find("</script"),
        "style" => rest.find("</style"),
        _ => Some(0),
    };
    rest.split_at(end.unwrap_or(rest.len())).1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_text(text: &str) -> bool {
        Prose::of(text, &Lexicon::built_in().unwrap()).is_text(30)
    }

    const SENTENCE: &str = "The old bridge over the river, closed since the flood in spring, was \
        opened again on Monday, and the first to cross it was a herd of sheep. ";

    #[test]
    fn sentences_are_text_with_and_without_tags() {
        assert!(is_text(&SENTENCE.repeat(2)));
        assert!(is_text(&format!("<p>{SENTENCE}</p>\n<p>The <b>town</b>: {SENTENCE}</p>")));
    }

    #[test]
    fn lists_links_and_forms_are_not() {
        assert!(!is_text(&"Red\nGreen\nBlue\n".repeat(20)));
        assert!(!is_text(&format!("<p><a href=/>{}</a></p>", SENTENCE.repeat(2))));
        assert!(!is_text(&format!("{}{{{{ name }}}}", SENTENCE.repeat(2))));
        assert!(!is_text("color: red; ".repeat(60).as_str()));
        assert!(!is_text(&"M7.03.084c-1.27.06-2.14.26-2.91.56z".repeat(20)));
        assert!(!is_text(&"https://host.example/a.jpg 2048w, ".repeat(20)));
        assert!(!is_text(&"function a(b){var c=b.d;return c.e?f(c.g):h} ".repeat(20)));
        let consent = "We use cookies to improve your experience and to show you advertising \
            that fits what you read. By continuing you agree to all of them. ";
        assert!(!is_text(&format!("<p>{consent}</p>").repeat(3)));
    }

    #[test]
    fn tags_are_taken_out() {
        let markup = "<p>a <i>b</i></p><script>x < y</script><ul><li>c</li></ul>";
        assert_eq!(without_tags(markup), "a b\nc\n");
        assert_eq!(without_tags("a < b\nc"), "a < b\nc\n");
        assert_eq!(without_tags("<p>a</p><broken"), "a\n");
    }
}
