//! A page by itself: the content with title, byline, date and source, as a reader shows it.

use super::tags::Tags;
use super::{HtmlOptions, write};
use crate::content::Content;
use crate::metadata::Metadata;

const STYLE: &str = include_str!("reader.css");

/// What the page may load: images, and the one style sheet of this hash. No scripts, frames,
/// forms or fonts, whatever should have slipped through.
pub(super) const POLICY: &str = "default-src 'none'; img-src http: https:; style-src \
    'sha256-HIm5diD644urlINqPuc0k69Ek3us7IAjqWlaQKLEiBk='; base-uri 'none'; form-action 'none'";

pub(super) fn page(metadata: &Metadata, content: &Content, options: &HtmlOptions) -> String {
    let mut tags = Tags::new(false);
    tags.out.push_str("<!DOCTYPE html>\n");
    let language = metadata.language.as_deref().map(|language| ("lang", language));
    tags.open("html", language.as_slice());
    tags.line();
    head(&mut tags, metadata);
    tags.open("body", &[]);
    tags.line();
    tags.open("main", &[("dir", "auto")]);
    tags.line();
    heading(&mut tags, metadata, options);
    write(&mut tags, content);
    for name in ["main", "body", "html"] {
        tags.line();
        tags.close(name);
    }
    tags.line();
    tags.out
}

fn head(tags: &mut Tags, metadata: &Metadata) {
    tags.open("head", &[]);
    let metas: [&[(&str, &str)]; 4] = [
        &[("charset", "utf-8")],
        &[("http-equiv", "Content-Security-Policy"), ("content", POLICY)],
        &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")],
        &[("name", "referrer"), ("content", "no-referrer")],
    ];
    for attributes in metas {
        tags.line();
        tags.open("meta", attributes);
    }
    tags.line();
    tags.open("title", &[]);
    tags.text(&metadata.title.as_deref().unwrap_or_default().replace('\n', " "));
    tags.close("title");
    tags.line();
    tags.open("style", &[]);
    // Our own words, which hold nothing that would end the element.
    tags.out.push_str(STYLE);
    tags.close("style");
    tags.line();
    tags.close("head");
    tags.line();
}

/// Title, authors, date, and where the page is from.
fn heading(tags: &mut Tags, metadata: &Metadata, options: &HtmlOptions) {
    tags.open("header", &[]);
    tags.line();
    if let Some(title) = metadata.title.as_deref().filter(|_| options.title) {
        tags.open("h1", &[]);
        tags.text(title);
        tags.close("h1");
        tags.line();
    }
    tags.open("p", &[("class", "byline")]);
    let mut first = true;
    let mut part = |tags: &mut Tags| {
        if !std::mem::take(&mut first) {
            tags.text(" · ");
        }
    };
    if !metadata.authors.is_empty() {
        part(tags);
        tags.text(&metadata.authors.join(", ").replace('\n', " "));
    }
    if let Some(date) = metadata.date.as_deref() {
        part(tags);
        tags.open("time", &[("datetime", date)]);
        tags.text(date);
        tags.close("time");
    }
    if let Some(url) = &metadata.url {
        part(tags);
        let name = metadata.site_name.as_deref().or(url.host_str()).unwrap_or(url.as_str());
        tags.open("a", &[("href", url.as_str())]);
        tags.text(&name.replace('\n', " "));
        tags.close("a");
    }
    tags.close("p");
    tags.line();
    tags.close("header");
    tags.line();
}
