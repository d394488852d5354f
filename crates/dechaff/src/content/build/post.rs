//! Posts of forums and readers' comments: which elements they are, who wrote them and when.

use std::collections::HashSet;

use super::names;
use crate::dom::{Document, Node, NodeIndex, Tag};

/// Classes of the elements that hold one post or comment.
const POSTS: &[&str] = &[
    "comment", "postbit", "postbitlegacy", "postcontainer", "message--post", "topic-body",
    "crawler-post", "comtr", "answer", "forum-post", "post-comment", "comment-item", "reply-item",
    "commentary-item", "structitem--comment", "media-comment", "bbp-reply", "topic-post",
    "comment_item", "has-profile",
];

/// What `itemtype` calls a post.
const TYPES: &[&str] = &["/Comment", "/UserComments", "/DiscussionForumPosting", "/Answer"];

/// Classes of the elements with an author's name.
const AUTHORS: &[&str] = &[
    "author", "fn", "username", "user-name", "user_name", "poster", "commenter", "comment-author",
    "comment_author", "comment__author", "author-name", "authorname", "nickname", "hnuser",
    "commentauthor", "user-details", "creator", "message-name", "bbp-author-name", "postauthor",
];

/// Classes of the elements with a date.
const DATES: &[&str] = &[
    "date", "comment-date", "post-date", "postdate", "published", "timestamp", "comment-time",
    "relativetime", "comment__date", "comment_date", "time", "post-time", "datetime", "age",
];

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
            || node.attr("class").is_some() && names::has_class(node, POSTS))
}

/// Who wrote a post and when, as far as the page says.
pub(super) fn facts(
    document: &Document<'_>,
    post: NodeIndex,
    posts: &HashSet<NodeIndex>,
) -> (Option<String>, Option<String>) {
    let node = document.node(post);
    let stated = node.attr("data-author").or(node.attr("data-comment-author"));
    let mut author = stated.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
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

fn author_of(document: &Document<'_>, at: NodeIndex, node: &Node<'_>) -> Option<String> {
    let is_author = node.attr("itemprop") == Some("author")
        || node.attr("rel").is_some_and(|rel| rel.contains("author"))
        || node.attr("class").is_some() && names::has_class(node, AUTHORS);
    if !is_author {
        return None;
    }
    if let Some(name) = node.attr("content").filter(|_| node.tag() == Tag::Meta) {
        return Some(name.trim().to_owned());
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
        .map(str::trim)
        .filter(|date| date.len() >= DATE && date.starts_with(|c: char| c.is_ascii_digit()));
    if let Some(date) = stated {
        return Some(date.to_owned());
    }
    let is_date =
        node.tag() == Tag::Time || node.attr("class").is_some() && names::has_class(node, DATES);
    let text = names::short_text(document, at, LONGEST).filter(|_| is_date)?;
    text.contains(|c: char| c.is_ascii_digit()).then_some(text)
}
