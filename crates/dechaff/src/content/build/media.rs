//! Videos, recordings and embedded documents, as links to them.

use std::sync::LazyLock;

use url::Url;

use super::links::Links;
use super::name_table::{self, Names};
use super::names;
use crate::content::{Media, MediaKind};
use crate::dom::{Document, Node, NodeIndex, Tag};
use crate::white_space::one_line;

/// Where an embedded document's address stands, also before a script puts it into `src`.
static ADDRESSES: Names = Names::of("media-address");

/// What the players and frames of known hosts are.
static HOSTS: LazyLock<Vec<(&str, &str)>> =
    LazyLock::new(|| name_table::pairs(include_str!("../../../data/media_hosts.tsv")).collect());

/// What the element at `index` embeds; nothing for frames that readers never see.
pub(super) fn of(document: &Document<'_>, index: NodeIndex, links: Links<'_>) -> Option<Media> {
    let node = document.node(index);
    let is_tiny = |name| node.attr(name).is_some_and(|side| matches!(side.trim(), "0" | "1"));
    if is_tiny("width") || is_tiny("height") || names::is_hidden(node) {
        return None;
    }
    let url = address(node, links).or_else(|| {
        let sources = document.inside(index).take(50).map(|(_, node)| node);
        sources.filter(|node| node.tag() == Tag::Source).find_map(|node| address(node, links))
    })?;
    let media = match node.tag() {
        Tag::Video => MediaKind::Video,
        Tag::Audio => MediaKind::Audio,
        _ => kind_of_frame(&url)?,
    };
    let title = node.attr("title").or(node.attr("aria-label")).map(one_line);
    let title = title.filter(|title| !title.is_empty());
    Some(Media { media, url: page_of(url).into(), title })
}

/// What a link leads to that says by `data-media` of which kind that is.
pub(super) fn linked(document: &Document<'_>, index: NodeIndex, links: Links<'_>) -> Option<Media> {
    let node = document.node(index);
    let name = node.attr("data-media")?;
    let media = match name {
        "video" => MediaKind::Video,
        "audio" => MediaKind::Audio,
        "embed" => MediaKind::Embed,
        _ => return None,
    };
    let url = links.web(node.attr("href")?)?.into();
    let title = Some(one_line(&document.text(index)));
    let title = title.filter(|title| !title.is_empty() && title != name);
    Some(Media { media, url, title })
}

fn address(node: &Node<'_>, links: Links<'_>) -> Option<Url> {
    let stated = ADDRESSES.iter().filter_map(|name| node.attr(name));
    stated.filter(|src| !src.trim_start().starts_with("about:")).find_map(|src| links.web(src))
}

/// What a frame is by its host; nothing for those of advertisers and counters.
fn kind_of_frame(url: &Url) -> Option<MediaKind> {
    let place = format!("{}{}", url.host_str()?.trim_start_matches("www."), url.path());
    let named = HOSTS.iter().find(|(host, _)| {
        place.match_indices(host).any(|(at, _)| {
            at == 0 || place.as_bytes().get(at - 1).is_some_and(|byte| *byte == b'.')
        })
    });
    match named.map(|(_, kind)| *kind) {
        Some("video") => Some(MediaKind::Video),
        Some("audio") => Some(MediaKind::Audio),
        Some("none") => None,
        _ => Some(MediaKind::Embed),
    }
}

/// The page that a reader would open, where a player's address tells it.
fn page_of(url: Url) -> Url {
    let host = url.host_str().unwrap_or_default().trim_start_matches("www.");
    let id = |start: &str| {
        let id = url.path().strip_prefix(start)?.split('/').next()?;
        let is_id = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        (is_id && id.len() > 5 && id != "videoseries").then_some(id)
    };
    let page = match host {
        "youtube.com" | "youtube-nocookie.com" => {
            id("/embed/").map(|id| format!("https://www.youtube.com/watch?v={id}"))
        }
        "player.vimeo.com" => id("/video/").map(|id| format!("https://vimeo.com/{id}")),
        _ => None,
    };
    page.and_then(|page| Url::parse(&page).ok()).unwrap_or(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(src: &str) -> Option<(MediaKind, String)> {
        let url = Url::parse(src).unwrap();
        Some((kind_of_frame(&url)?, page_of(url).into()))
    }

    #[test]
    fn players_are_told_by_their_hosts() {
        let video = frame("https://www.youtube.com/embed/a-b_c123?rel=0").unwrap();
        assert_eq!(video, (MediaKind::Video, "https://www.youtube.com/watch?v=a-b_c123".into()));
        assert_eq!(
            frame("https://player.vimeo.com/video/123456").unwrap().1,
            "https://vimeo.com/123456"
        );
        assert_eq!(frame("https://w.soundcloud.com/player/?url=x").unwrap().0, MediaKind::Audio);
        assert_eq!(frame("https://a.example/map").unwrap().0, MediaKind::Embed);
        assert_eq!(frame("https://notyoutube.com/embed/x").unwrap().0, MediaKind::Embed);
        assert_eq!(frame("https://www.googletagmanager.com/ns.html?id=x"), None);
    }
}
