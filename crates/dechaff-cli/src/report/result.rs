//! What came of the page: its content, as a reader and as a writer sees it, and its metadata.

use std::fmt::Write;

use dechaff::{Extraction, HtmlOptions, MarkdownOptions};

use super::markup::escaped;

const IMAGE: &str = "<img ";

/// The content as HTML, with images named and not loaded.
pub(super) fn content(extraction: &Extraction) -> String {
    if extraction.is_empty() {
        return "<p class=\"nothing\">No main content was found.</p>".to_owned();
    }
    let mut options = HtmlOptions::default();
    options.title = true;
    without_images(&extraction.to_html(&options))
}

/// The content as Markdown, to be read as it is written.
pub(super) fn markdown(extraction: &Extraction) -> String {
    if extraction.is_empty() {
        return String::new();
    }
    let mut options = MarkdownOptions::default();
    options.title = true;
    let text = escaped(&extraction.to_markdown(&options));
    // A line break right after the tag would be lost.
    format!(
        "<details class=\"more\"><summary>As Markdown</summary><pre dir=\"auto\">\n{text}</pre></details>"
    )
}

/// Each field of the metadata, where it is from, and what others say.
pub(super) fn metadata(extraction: &Extraction) -> String {
    if extraction.metadata.sources.is_empty() {
        return String::new();
    }
    let mut rows = String::new();
    for (field, contest) in &extraction.metadata.sources {
        let name = escaped(field);
        let others = contest.others.iter().map(|other| {
            let (value, source) = (escaped(&other.value), escaped(&other.source.to_string()));
            format!("<br><span class=\"from\">not {value} · {source}</span>")
        });
        let others: Vec<String> = others.collect();
        // Writing to a String cannot fail.
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\">{name}</th><td dir=\"auto\">{value} <span class=\"from\">· \
             {source}</span>{others}</td></tr>",
            value = escaped(&contest.value),
            source = escaped(&contest.source.to_string()),
            others = others.concat(),
        );
    }
    format!(
        "<details class=\"more\"><summary>Metadata and where it is from</summary><table>\n{rows}\
         </table></details>"
    )
}

/// HTML of ours with the alternative text of each image in its place: the report loads nothing.
fn without_images(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    // Our own HTML has no `<` and no `>` but those of tags.
    while let Some((before, from)) = rest.split_once(IMAGE) {
        out.push_str(before);
        let (tag, after) = from.split_once('>').unwrap_or((from, ""));
        let alt = tag.split_once("alt=\"").and_then(|(_, from)| from.split_once('"'));
        let alt = alt.map(|(alt, _)| alt).filter(|alt| !alt.is_empty());
        out.push_str("<span class=\"picture\">Image");
        if let Some(alt) = alt {
            out.push_str(": ");
            out.push_str(alt);
        }
        out.push_str("</span>");
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_named_and_not_loaded() {
        let html = "<p>a<img src=\"http://x.test/\" alt=\"a &gt; b\">b</p><img src=\"y\">";
        let expected = "<p>a<span class=\"picture\">Image: a &gt; b</span>b</p>\
             <span class=\"picture\">Image</span>";
        assert_eq!(without_images(html), expected);
    }
}
