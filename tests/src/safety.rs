//! What HTML holds that it must not, by a list of its own and a parser without any care.

use ego_tree::NodeRef;
use scraper::{Html, Node};
use url::Url;

/// The elements of content with their attributes; those of a page by itself come after `html`.
const LIST: [(&str, &[&str]); 48] = [
    ("h1", &["id"]),
    ("h2", &["id"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("h5", &["id"]),
    ("h6", &["id"]),
    ("p", &["class"]),
    ("br", &[]),
    ("hr", &[]),
    ("a", &["href", "class", "role", "data-media"]),
    ("strong", &[]),
    ("em", &[]),
    ("s", &[]),
    ("mark", &[]),
    ("sub", &[]),
    ("sup", &["class"]),
    ("code", &["class"]),
    ("pre", &[]),
    ("ruby", &[]),
    ("rp", &[]),
    ("rt", &[]),
    ("span", &["class"]),
    ("div", &["class", "data-callout"]),
    ("ul", &[]),
    ("ol", &["start", "reversed"]),
    ("li", &["id", "value"]),
    ("input", &["type", "checked", "disabled"]),
    ("dl", &[]),
    ("dt", &[]),
    ("dd", &[]),
    ("blockquote", &["cite"]),
    ("figure", &[]),
    ("figcaption", &[]),
    ("img", &["src", "alt", "title", "width", "height"]),
    ("table", &[]),
    ("caption", &[]),
    ("thead", &[]),
    ("tbody", &[]),
    ("tr", &[]),
    ("th", &["colspan", "rowspan"]),
    ("td", &["colspan", "rowspan"]),
    ("details", &[]),
    ("summary", &[]),
    ("section", &["class", "role"]),
    ("article", &["class"]),
    ("header", &[]),
    ("time", &["datetime"]),
    ("body", &[]),
];

/// What a page by itself has besides.
const PAGE: [(&str, &[&str]); 6] = [
    ("html", &["lang"]),
    ("head", &[]),
    ("meta", &["charset", "name", "content", "http-equiv"]),
    ("title", &[]),
    ("style", &[]),
    ("main", &["dir"]),
];

/// The vectors: markup that is to do harm, as bytes.
pub fn vectors() -> Vec<Vec<u8>> {
    let lines = include_str!("../data/xss_vectors.txt").lines();
    lines.filter(|line| !line.starts_with('#')).map(unescaped).collect()
}

fn unescaped(line: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = line.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        bytes.push(match rest.next() {
            Some(b'n') => b'\n',
            Some(b't') => b'\t',
            Some(b'r') => b'\r',
            Some(b'x') => {
                let mut digit = || rest.next().and_then(|byte| char::from(byte).to_digit(16));
                let (high, low) = (digit().unwrap_or(0), digit().unwrap_or(0));
                u8::try_from(high * 16 + low).unwrap_or(0)
            }
            Some(other) => other,
            None => b'\\',
        });
    }
    bytes
}

/// A page of an article with this markup between its paragraphs and in one of them.
pub fn page_with(vector: &[u8]) -> Vec<u8> {
    let paragraphs: Vec<String> =
        crate::prose("the harbor", 6).iter().map(|text| format!("<p>{text}</p>")).collect();
    let (before, after) = paragraphs.split_at(3);
    let mut page = b"<!DOCTYPE html><html lang=en><head><title>The harbor</title></head><body>\
        <article><h1>The harbor</h1>"
        .to_vec();
    for part in [
        before.concat().as_bytes(),
        vector,
        b"<p>The keeper of the light said that ",
        vector,
        b" was what he had read on the wall of the harbor that morning.</p>",
        after.concat().as_bytes(),
        b"</article></body></html>",
    ] {
        page.extend_from_slice(part);
    }
    page
}

/// Everything in HTML that is not on the list.
#[expect(clippy::disallowed_methods, reason = "browsers have no limits of ours either")]
pub fn off_list(html: &str, standalone: bool) -> Vec<String> {
    let parsed = if standalone { Html::parse_document(html) } else { Html::parse_fragment(html) };
    let mut found = Vec::new();
    for node in parsed.tree.root().descendants() {
        check(&node, standalone, &mut found);
    }
    found
}

/// The same of one element that stands among others.
pub(crate) fn off_list_inside(node: &NodeRef<'_, Node>) -> Vec<String> {
    let mut found = Vec::new();
    check(node, false, &mut found);
    found
}

fn check(node: &NodeRef<'_, Node>, standalone: bool, found: &mut Vec<String>) {
    let element = match node.value() {
        Node::Element(element) => element,
        Node::Comment(_) | Node::ProcessingInstruction(_) => {
            found.push(format!("{:?}", node.value()));
            return;
        }
        _ => return,
    };
    let name = element.name();
    // The parser puts a fragment into an element of its own.
    if !standalone && name == "html" {
        return;
    }
    let page: &[(&str, &[&str])] = if standalone { &PAGE } else { &[] };
    let known = LIST.iter().chain(page).find(|(known, _)| *known == name);
    let Some((_, attributes)) =
        known.filter(|_| &*element.name.ns == "http://www.w3.org/1999/xhtml")
    else {
        found.push(format!("<{name}>"));
        return;
    };
    for (attribute, value) in element.attrs() {
        if !attributes.contains(&attribute) {
            found.push(format!("<{name} {attribute}={value:?}>"));
        }
        let schemes: &[&str] = match attribute {
            "href" => &["http", "https", "mailto", "tel", "ftp"],
            "src" => &["http", "https"],
            "cite" => &["http", "https", "ftp"],
            _ => continue,
        };
        let is_place = attribute == "href" && value.starts_with('#');
        // As a browser on a page of another site reads it.
        let base = Url::parse("other://base.example/").ok();
        let url = Url::options().base_url(base.as_ref()).parse(value);
        if !is_place && !url.is_ok_and(|url| schemes.contains(&url.scheme())) {
            found.push(format!("<{name} {attribute}={value:?}>"));
        }
    }
    if name == "meta"
        && element.attr("http-equiv").is_some_and(|what| what != "Content-Security-Policy")
        || name == "input" && element.attr("type") != Some("checkbox")
    {
        found.push(format!("<{name}> of another kind"));
    }
}
