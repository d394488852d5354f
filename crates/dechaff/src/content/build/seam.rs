//! Seams between two elements that stand side by side in a line with no white space between.
//!
//! `<span class="brand">Alpen</span><span class="name">Ridge Boot</span>` is one word in the
//! markup, but style sheets show the two apart. A word that only changes its look half-way is
//! told from that by short parts, by elements that stress, and by the two being alike.

use super::names;
use crate::dom::{Document, NodeData, NodeIndex, Tag};

/// Letters that each side has at least: drop caps and letters set singly are parts of words.
const SHORTEST: usize = 2;

/// Nodes that are searched for the text at a seam.
const SEARCHED: usize = 8;

/// Whether the element that ends here and the one that begins right after it are shown apart.
pub(super) fn is_apart(document: &Document<'_>, first: NodeIndex) -> bool {
    let node = document.node(first);
    let second = node.end;
    let Some(next) = document.nodes().get(second as usize) else { return false };
    let kinds = kind(node.tag()).zip(kind(next.tag()));
    let Some(kinds) = kinds.filter(|_| next.parent == node.parent) else { return false };
    let differ = node.tag() != next.tag()
        || node.tag() == Tag::A
        || names::classes(node).ne(names::classes(next));
    if !differ {
        return false;
    }
    let before = (first + 1..second).rev().take(SEARCHED).find_map(|at| text(document, at));
    let after = (second + 1..next.end).take(SEARCHED).find_map(|at| text(document, at));
    before.zip(after).is_some_and(|(before, after)| parts_words(before, after, kinds))
}

/// What an element may do to its text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// Be a thing of its own.
    Item,
    /// Stress it, or a part of a word.
    Stress,
}

fn kind(tag: Tag) -> Option<Look> {
    match tag {
        Tag::Span | Tag::A | Tag::Small | Tag::Time | Tag::Cite | Tag::Other => Some(Look::Item),
        Tag::Em | Tag::Strong | Tag::B | Tag::I => Some(Look::Stress),
        _ => None,
    }
}

fn text<'a>(document: &Document<'a>, at: NodeIndex) -> Option<&'a str> {
    match document.node(at).data {
        NodeData::Text(text) => Some(text),
        _ => None,
    }
}

/// Whether two texts that touch are two words.
fn parts_words(before: &str, after: &str, kinds: (Look, Look)) -> bool {
    let is_long = |text: &str| text.chars().nth(SHORTEST - 1).is_some();
    let Some((last, first)) = before.chars().next_back().zip(after.chars().next()) else {
        return false;
    };
    if !is_long(before) || !is_long(after) || !is_spaced(last) || !is_spaced(first) {
        return false;
    }
    // A number keeps its figures together, and a word that is stressed in part its letters.
    let is_number = last.is_numeric() && first.is_numeric();
    let is_word =
        last.is_lowercase() && first.is_lowercase() || last.is_uppercase() && first.is_uppercase();
    let is_one = is_number || is_word && kinds != (Look::Item, Look::Item);
    !is_one
}

/// Whether a character belongs to words that spaces part: scripts without capitals that are
/// written without spaces are left alone.
fn is_spaced(character: char) -> bool {
    character.is_numeric() || character.is_lowercase() || character.is_uppercase()
}

#[cfg(test)]
mod tests {
    use crate::Options;
    use crate::content::{Inline, Part};

    fn shown(html: &str) -> String {
        let content = crate::content::Content::from_html(html, None, &Options::default());
        let mut shown = String::new();
        for node in &content.nodes {
            if let Part::Paragraph { runs } | Part::Heading { runs, .. } = &node.part {
                shown.extend(runs.iter().map(|run| match &run.inline {
                    Inline::Text(text) | Inline::Code(text) => text.as_str(),
                    _ => "?",
                }));
            }
        }
        shown
    }

    #[test]
    fn things_side_by_side_are_apart() {
        let card = "<p><span class=brand>Alpen</span><span class=name>Ridge Boot</span>";
        assert_eq!(shown(card), "Alpen Ridge Boot");
        assert_eq!(shown("<p><a href=/a>tools</a><a href=/b>mobile</a>"), "tools mobile");
        assert_eq!(shown("<p><a href=/a>Anna Berg</a><em>Professor</em>"), "Anna Berg Professor");
        assert_eq!(shown("<p><b><span>9.99</span></b><small>current</small>"), "9.99 current");
    }

    #[test]
    fn a_word_that_changes_its_look_stays_whole() {
        for (html, word) in [
            ("<p><b>Micro</b>soft", "Microsoft"),
            ("<p><b>Micro</b><i>soft</i>", "Microsoft"),
            ("<p><b>walk</b><span>ing</span>", "walking"),
            ("<p><span class=cap>O</span><span class=rest>nce</span>", "Once"),
            (
                "<h2><span class=a>S</span><span class=b>t</span><span class=a>ay</span></h2>",
                "Stay",
            ),
            ("<p><span class=x>wel</span><span class=x>come</span>", "welcome"),
            ("<p><span class=int>12</span><span class=part>50</span>", "1250"),
            ("<p>H<sub>2</sub><sup>18</sup>O<span>x</span>", "H218Ox"),
            ("<p><span>well</span><span class=mark>-</span><em>known</em>", "well-known"),
            ("<p><code><span class=k>let</span><span class=n>mut</span></code>", "letmut"),
            ("<p><span class=a>東京</span><a href=/b>都庁</a>", "東京都庁"),
        ] {
            assert_eq!(shown(html), word, "{html}");
        }
    }

    #[test]
    fn tokens_of_a_listing_stay_as_they_are() {
        let html = "<pre><span class=k>let</span><span class=n>mut</span></pre>";
        let content = crate::content::Content::from_html(html, None, &Options::default());
        let text = content.nodes.iter().find_map(|node| match &node.part {
            Part::Code { text, .. } => Some(text.as_str()),
            _ => None,
        });
        assert_eq!(text, Some("letmut"));
    }
}
