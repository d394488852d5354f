//! Paragraphs made for parts that a format has no form for.

use std::collections::BTreeSet;

use crate::content::{Content, Image, Inline, Media, MediaKind, Part, Post, Run};

/// The same runs, strong.
pub(super) fn strong(runs: &[Run]) -> Vec<Run> {
    runs.iter().map(|run| Run { strong: true, ..run.clone() }).collect()
}

/// Author and date of a post.
pub(super) fn byline(post: &Post) -> Vec<Run> {
    let author = post.author.as_deref().filter(|author| !author.is_empty());
    let date = post.date.as_deref().filter(|date| !date.is_empty());
    let mut runs: Vec<Run> =
        author.map(Run::plain).iter().flat_map(|run| strong(std::slice::from_ref(run))).collect();
    if let Some(date) = date {
        let gap = if runs.is_empty() { "" } else { ", " };
        runs.push(Run::plain(format!("{gap}{date}")));
    }
    runs
}

pub(super) fn image(image: &Image) -> Vec<Run> {
    vec![Inline::Image(image.clone()).into()]
}

/// A link that names what it leads to.
pub(super) fn media(media: &Media) -> Vec<Run> {
    let kind = media_kind(media.media);
    let text = match media.title.as_deref().filter(|title| !title.is_empty()) {
        Some(title) => format!("{kind}: {title}"),
        None => kind.to_owned(),
    };
    vec![Run { link: Some(media.url.clone()), ..Run::plain(text) }]
}

/// The name of a kind of media.
pub(super) fn media_kind(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Video => "video",
        MediaKind::Audio => "audio",
        MediaKind::Embed => "embed",
    }
}

/// The labels of all notes that there are to refer to.
pub(super) fn note_labels(content: &Content) -> BTreeSet<&str> {
    let mut labels = BTreeSet::new();
    let mut rest: Vec<&[crate::content::ContentNode]> = vec![&content.nodes];
    while let Some(nodes) = rest.pop() {
        for node in nodes {
            if let Part::Footnotes { notes } = &node.part {
                labels.extend(notes.iter().map(|note| note.label.as_str()));
            }
            rest.extend(node.part.children());
        }
    }
    labels
}
