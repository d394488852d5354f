//! Listings that are no `<pre>`: elements of which all text is in `<code>`, on several lines.
//!
//! `<div><code>one<br>two</code></div>`, and a `<div>` around one of `<code>` for each line.

use std::collections::HashSet;

use super::names;
use crate::dom::{Document, Flow, NodeData, NodeIndex, Tag};

/// What stands inside an element.
#[derive(Debug, Clone, Copy, Default)]
struct Inside {
    /// Bytes of text, and of that in `<code>`, without white space.
    text: usize,
    code: usize,
    /// Elements that have a line to themselves.
    lines: usize,
    breaks: usize,
    /// Whether anything in it is no line of text, or a listing itself.
    is_parted: bool,
}

/// The innermost elements that are listings by what they hold.
pub(super) fn find(document: &Document<'_>) -> HashSet<NodeIndex> {
    let nodes = document.nodes();
    let mut found = HashSet::new();
    if !nodes.iter().any(|node| node.tag() == Tag::Code) {
        return found;
    }
    let mut all = vec![Inside::default(); nodes.len()];
    for (index, node) in (0..).zip(nodes).skip(1).collect::<Vec<_>>().into_iter().rev() {
        let Some(mut inside) = all.get(index as usize).copied() else { continue };
        match node.data {
            NodeData::Text(text) => inside.text = text.split_whitespace().map(str::len).sum(),
            NodeData::Element(Tag::Code, _) => inside.code = inside.text,
            NodeData::Element(Tag::Br, _) => inside.breaks = 1,
            NodeData::Element(tag @ (Tag::Div | Tag::P), _) if inside.text > 0 => {
                let is_listing = tag == Tag::Div
                    && !inside.is_parted
                    && inside.code == inside.text
                    && (inside.lines > 1 || inside.breaks > 0);
                if is_listing {
                    found.insert(index);
                }
                inside.is_parted |= is_listing;
                inside.lines = inside.lines.max(1);
            }
            NodeData::Element(Tag::Div | Tag::P, _) | NodeData::Root => {}
            NodeData::Element(tag, _) => inside.is_parted |= tag.flow() != Flow::Inline,
        }
        if let Some(around) = all.get_mut(node.parent as usize) {
            around.text += inside.text;
            around.code += inside.code;
            around.lines += inside.lines;
            around.breaks += inside.breaks;
            around.is_parted |= inside.is_parted;
        }
    }
    found
}

/// Whether line breaks of the source are but white space in a listing.
pub(super) fn folds(document: &Document<'_>, listing: NodeIndex) -> bool {
    let shows_lines = |index: NodeIndex| {
        names::style(document.node(index), "white-space")
            .is_some_and(|value| value.starts_with("pre"))
    };
    let mut outermost = document.inside(listing).take(4);
    !shows_lines(listing) && !outermost.any(|(index, _)| shows_lines(index))
}

#[cfg(test)]
mod tests {
    use crate::Options;
    use crate::content::Part;

    fn listings(html: &str) -> Vec<String> {
        let content = crate::content::Content::from_html(html, None, &Options::default());
        let code = content.nodes.into_iter().filter_map(|node| match node.part {
            Part::Code { text, .. } => Some(text),
            _ => None,
        });
        code.collect()
    }

    #[test]
    fn code_with_line_breaks_by_itself_is_a_listing() {
        let html = "<div><code>\nselect<br />\n&nbsp;name,\n  age<br />\nfrom people;\n</code></div>\
            <p>Some text.</p>";
        assert_eq!(listings(html), ["select\n name, age\nfrom people;"]);
    }

    #[test]
    fn code_in_each_line_is_one_listing() {
        let html = "<div class=box>\n<div><code>if</code> <code>(a)</code></div>\n<div>&nbsp;</div>\
            <div><span><code>&nbsp;&nbsp;go();</code></span></div>\n</div><p>Some text.</p>";
        assert_eq!(listings(html), ["if (a)\n\n  go();"]);
    }

    #[test]
    fn code_among_other_text_is_none() {
        assert!(listings("<div>Run <code>a<br>b</code> now</div>").is_empty());
        assert!(listings("<div><code>go run</code></div>").is_empty());
        assert!(listings("<ul><li><code>one</code><li><code>two</code></ul>").is_empty());
        let two = "<div><div><code>a<br>b</code></div><div><code>c<br>d</code></div></div>";
        assert_eq!(listings(two), ["a\nb", "c\nd"]);
    }
}
