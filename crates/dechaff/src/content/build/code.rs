//! Program text: the lines of a `<pre>`, and the language it is in.

use crate::block::PageBlocks;
use crate::content::{ContentNode, Part};
use crate::dom::{Document, Flow, NodeData, NodeIndex, Tag};

/// What highlighters put before a language's name.
const PREFIXES: [&str; 5] = ["language-", "lang-", "highlight-source-", "highlight-", "brush:"];

/// Names that name no language.
const NO_LANGUAGE: [&str; 6] = ["none", "text", "plain", "plaintext", "default", "nohighlight"];

/// The kept text of a `<pre>`; nothing where there is none, or only the numbers of lines.
pub(super) fn of(
    document: &Document<'_>,
    blocks: &PageBlocks,
    keep: &[bool],
    pre: NodeIndex,
) -> Option<ContentNode> {
    let mut text = String::new();
    let end = document.node(pre).end;
    let mut index = pre + 1;
    while index < end {
        let node = document.node(index);
        match node.data {
            NodeData::Text(part) => {
                let owner = blocks.owner(index);
                if owner.is_none_or(|block| keep.get(block as usize) != Some(&false)) {
                    text.push_str(part);
                }
            }
            NodeData::Element(Tag::Br, _) => text.push('\n'),
            // Buttons in a listing copy it.
            NodeData::Element(tag, _) if tag.flow() == Flow::Skipped || tag == Tag::Button => {
                index = node.end;
                continue;
            }
            // Some highlighters make each line an element.
            NodeData::Element(tag, _) if tag.flow() == Flow::Block && !is_at_start(&text) => {
                text.push('\n');
            }
            _ => {}
        }
        index += 1;
    }
    let text = text.trim_end().trim_start_matches('\n').to_owned();
    let shown = !text.is_empty() && !is_line_numbers(&text);
    shown.then(|| Part::Code { language: language(document, pre), text }.into())
}

fn is_at_start(text: &str) -> bool {
    text.is_empty() || text.ends_with('\n')
}

/// Whether the lines are the numbers of lines that stand beside a listing.
fn is_line_numbers(text: &str) -> bool {
    let numbers = text.split_whitespace().map(|word| word.parse::<u32>().ok());
    let mut count = 0;
    for (number, next) in numbers.clone().zip(numbers.skip(1)) {
        if number.is_none() || number.and_then(|number| number.checked_add(1)) != next {
            return false;
        }
        count += 1;
    }
    count > 0
}

/// The language, from the names that highlighters use.
fn language(document: &Document<'_>, pre: NodeIndex) -> Option<String> {
    let inside = document.inside(pre).map(|(_, node)| node).find(|node| node.tag() == Tag::Code);
    let around = document.ancestors(pre).take(2).map(|at| document.node(at));
    let nodes = std::iter::once(document.node(pre)).chain(inside).chain(around);
    for node in nodes {
        let stated = node.attr("data-lang").or(node.attr("data-language"));
        let classes = node.attr("class").unwrap_or_default().split_ascii_whitespace();
        let named = classes
            .filter_map(|class| PREFIXES.iter().find_map(|prefix| class.strip_prefix(prefix)));
        if let Some(name) = stated.into_iter().chain(named).find_map(language_name) {
            return Some(name);
        }
    }
    None
}

/// The name without what stands after it, as in `js{1,3}`.
fn language_name(name: &str) -> Option<String> {
    let part = |c: &char| c.is_alphanumeric() || matches!(c, '+' | '#' | '-' | '_' | '.');
    let name: String = name.trim().chars().take_while(part).take(30).collect();
    (!name.is_empty() && !NO_LANGUAGE.contains(&name.to_ascii_lowercase().as_str())).then_some(name)
}
