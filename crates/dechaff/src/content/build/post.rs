//! Posts of forums and readers' comments: which elements they are, who wrote them and when.

use std::collections::HashSet;

use super::name_table::Names;
use super::names;
use crate::content::{ContentNode, Inline, Part, Run, normal};
use crate::dom::{Document, Node, NodeIndex, Tag};
use crate::white_space::one_line;

/// Classes of the elements that hold one post or comment.
static POSTS: Names = Names::of("post");

/// What `itemtype` calls a post.
const TYPES: &[&str] = &["/Comment", "/UserComments", "/DiscussionForumPosting", "/Answer"];

/// Classes of the elements with an author's name.
static AUTHORS: Names = Names::of("post-author");

/// Classes of the elements with a date.
static DATES: Names = Names::of("post-date");

/// Words of the lines that say who wrote a post and when.
static BYLINE: Names = Names::of("post-byline");

/// Names of months.
const MONTHS: &str = include_str!("../../../data/metadata/months.tsv");

/// Parts of a post that may say who wrote it and when.
const BYLINES: usize = 2;

/// Nodes at the beginning of a post that are searched for its author and date.
const SEARCHED: usize = 160;

/// Bytes of a date with its day at least.
const DATE: usize = "2026-01-02".len();

/// Bytes of a name or a date at most.
const LONGEST: usize = 60;

/// The elements that are posts; none where there is but one.
pub(super) fn find(document: &Document<'_>) -> HashSet<NodeIndex> {
    let posts = (0..).zip(document.nodes()).filter(|(_, node)| is_post(node));
    let posts: HashSet<NodeIndex> = posts.map(|(at, _)| at).collect();
    if posts.len() > 1 { posts } else { HashSet::new() }
}

fn is_post(node: &Node<'_>) -> bool {
    let may_be = matches!(
        node.tag(),
        Tag::Div | Tag::Li | Tag::Article | Tag::Section | Tag::Tr | Tag::Table | Tag::Other
    );
    may_be
        && (node.attr("itemtype").is_some_and(|kind| TYPES.iter().any(|end| kind.ends_with(end)))
            || node.attr("class").is_some() && names::has_class(node, &POSTS))
}

/// Who wrote a post and when, as far as the page says.
pub(super) fn facts(
    document: &Document<'_>,
    post: NodeIndex,
    posts: &HashSet<NodeIndex>,
) -> (Option<String>, Option<String>) {
    let node = document.node(post);
    let stated = node.attr("data-author").or(node.attr("data-comment-author"));
    let mut author = stated.map(one_line).filter(|name| !name.is_empty());
    let mut date = None;
    for (at, node) in document.inside(post).take(SEARCHED) {
        if posts.contains(&at) || author.is_some() && date.is_some() {
            break;
        }
        if author.is_none() {
            author = author_of(document, at, node);
        }
        if date.is_none() {
            date = date_of(document, at, node);
        }
    }
    (author, date)
}

/// What a post says, without the lines at its beginning that say no more than its author and date.
pub(super) fn without_byline(
    mut nodes: Vec<ContentNode>,
    author: Option<&str>,
    date: Option<&str>,
) -> Vec<ContentNode> {
    for _ in 0..BYLINES {
        let is_byline = nodes.len() > 1
            && nodes.first().is_some_and(|node| match &node.part {
                Part::Paragraph { runs } | Part::Heading { runs, .. } => {
                    only_says(runs, author, date)
                }
                _ => false,
            });
        if !is_byline {
            break;
        }
        nodes.remove(0);
    }
    nodes
}

/// Whether runs say who wrote a post or when, and nothing else.
fn only_says(runs: &[Run], author: Option<&str>, date: Option<&str>) -> bool {
    let shown = normal::shown(runs).to_lowercase();
    let is_text = |run: &Run| matches!(run.inline, Inline::Text(_));
    if shown.len() > LONGEST * 2 || !runs.iter().all(is_text) {
        return false;
    }
    let author = author.map(str::to_lowercase);
    let named = author.and_then(|author| shown.split_once(author.as_str()));
    let names_author = named.is_some();
    let (before, after) = named.unwrap_or((shown.as_str(), ""));
    let mut words = before
        .split(|c: char| !c.is_alphanumeric())
        .chain(after.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty());
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let dates = date.is_some() && shown.contains(|c: char| c.is_ascii_digit());
    let is_month = |word: &str| {
        let lines = MONTHS.lines().filter(|line| !line.starts_with('#'));
        let mut forms = lines.filter_map(|line| line.rsplit('\t').next());
        forms.any(|forms| forms.split(' ').any(|form| form == word))
    };
    (names_author || dates)
        && words.all(|word| is_number(word) || BYLINE.contains(&word) || is_month(word))
}

fn author_of(document: &Document<'_>, at: NodeIndex, node: &Node<'_>) -> Option<String> {
    let is_author = node.attr("itemprop") == Some("author")
        || node.attr("rel").is_some_and(|rel| rel.contains("author"))
        || node.attr("class").is_some() && names::has_class(node, &AUTHORS);
    if !is_author {
        return None;
    }
    if let Some(name) = node.attr("content").filter(|_| node.tag() == Tag::Meta) {
        return Some(one_line(name));
    }
    // Inside an author's box the name often has an element of its own.
    let inside = || document.inside(at).take(30);
    let named = inside().find(|(_, node)| {
        node.attr("itemprop") == Some("name") || names::has_class(node, &["fn", "name", "username"])
    });
    let linked = || {
        inside().find(|(at, node)| {
            node.tag() == Tag::A && document.text(*at).contains(char::is_alphanumeric)
        })
    };
    let named = named.or_else(linked);
    let text = names::short_text(document, named.map_or(at, |(at, _)| at), LONGEST)?;
    let text = text.trim_end_matches(" says:").trim_end_matches(':').trim();
    (!text.is_empty() && text.contains(char::is_alphanumeric)).then(|| text.to_owned())
}

fn date_of(document: &Document<'_>, at: NodeIndex, node: &Node<'_>) -> Option<String> {
    let stated = match node.tag() {
        Tag::Time => node.attr("datetime"),
        Tag::Meta if matches!(node.attr("itemprop"), Some("datePublished" | "dateCreated")) => {
            node.attr("content")
        }
        _ if matches!(
            node.attr("itemprop"),
            Some("datePublished" | "dateCreated" | "commentTime")
        ) =>
        {
            node.attr("datetime").or(node.attr("content")).or(node.attr("title"))
        }
        _ => None,
    };
    let stated = stated
        .map(one_line)
        .filter(|date| date.len() >= DATE && date.starts_with(|c: char| c.is_ascii_digit()));
    if stated.is_some() {
        return stated;
    }
    let is_date =
        node.tag() == Tag::Time || node.attr("class").is_some() && names::has_class(node, &DATES);
    let text = names::short_text(document, at, LONGEST).filter(|_| is_date)?;
    text.contains(|c: char| c.is_ascii_digit()).then_some(text)
}
