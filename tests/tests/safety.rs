//! Pages that are to do harm, against the HTML that comes of them.

use dechaff::content::Content;
use dechaff::{Extraction, Extractor, Hint, HtmlOptions, Options};
use dechaff_tests::assert_none;
use dechaff_tests::roundtrip::read_html;
use dechaff_tests::safety::{off_list, page_with, vectors};
use url::Url;

#[expect(clippy::unwrap_used, reason = "a page that cannot be read fails the test")]
fn extract(extractor: &Extractor, page: &[u8]) -> Extraction {
    let url = Url::parse("https://quay.example/harbor/light").unwrap();
    extractor.extract_bytes(page, &Hint::new().with_url(url)).unwrap()
}

fn shown(vector: &[u8]) -> String {
    String::from_utf8_lossy(vector).into_owned()
}

#[test]
fn nothing_off_the_list_comes_out() {
    let vectors = vectors();
    assert!(vectors.len() >= 200, "{} vectors", vectors.len());
    // With all kept, what is dropped as boilerplate cannot hide a fault.
    let mut all = Options::default();
    all.keep = vec!["body".to_owned()];
    let extractors = [Options::default(), all].map(|options| Extractor::new(options).unwrap());
    let mut page = HtmlOptions::default();
    page.standalone = true;
    let mut problems = Vec::new();
    for vector in &vectors {
        for extractor in &extractors {
            let extraction = extract(extractor, &page_with(vector));
            let part = off_list(&extraction.to_html(&HtmlOptions::default()), false);
            let whole = off_list(&extraction.to_html(&page), true);
            for found in part.into_iter().chain(whole) {
                problems.push(format!("{found} of {}", shown(vector)));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn what_comes_out_reads_and_renders_the_same_again() {
    let mut all = Options::default();
    all.keep = vec!["body".to_owned()];
    let extractor = Extractor::new(all).unwrap();
    let mut problems = Vec::new();
    for vector in vectors() {
        let html = extract(&extractor, &page_with(&vector)).content.to_html();
        let (content, unknown) = read_html(&html);
        if content.to_html() != html || !unknown.is_empty() {
            problems.push(format!(
                "{} {unknown:?}:\n{html}\n{}",
                shown(&vector),
                content.to_html()
            ));
        }
    }
    assert_none(&problems);
}

#[test]
fn extracting_from_what_came_out_changes_nothing() {
    let mut all = Options::default();
    all.keep = vec!["body".to_owned()];
    let extractor = Extractor::new(all.clone()).unwrap();
    let mut problems = Vec::new();
    for vector in vectors() {
        let html = extract(&extractor, &page_with(&vector)).content.to_html();
        let again = Content::from_html(&html, None, &all).to_html();
        if again != html {
            let mut lines = html.lines().zip(again.lines());
            let line = lines.find(|(one, other)| one != other);
            problems.push(format!("{}: {line:?}", shown(&vector)));
        }
    }
    assert_none(&problems);
}

#[test]
fn trees_made_by_hand_are_no_less_safe() {
    use dechaff::content::{Image, Inline, Media, MediaKind, Part, Run};
    let harm = [
        "javascript:alert(1)", "JAVASCRIPT:alert(1)", "\tjavascript:alert(1)", "java\nscript:x",
        "data:text/html,<script>", "vbscript:x", "\" onclick=\"alert(1)", "//evil.example/", "/a",
    ];
    for target in harm {
        let link = Run { link: Some(target.to_owned()), ..Run::plain(target) };
        let image = Image { src: target.to_owned(), alt: target.to_owned(), ..Image::default() };
        let url = target.to_owned();
        let media = Media { media: MediaKind::Embed, url, title: Some(target.to_owned()) };
        let language = Some(target.to_owned());
        let parts = [
            Part::Paragraph { runs: vec![link, Inline::Image(image.clone()).into()] },
            Part::Quote { nodes: vec![], cite: Some(target.to_owned()) },
            Part::Image(image),
            Part::Media(media),
            Part::Code { language, text: format!("</code></pre>{target}") },
            Part::Callout { kind: target.to_owned(), title: vec![], nodes: vec![] },
        ];
        let content = Content { nodes: parts.into_iter().map(Into::into).collect() };
        let found = off_list(&content.to_html(), false);
        assert!(found.is_empty(), "{found:?}");
    }
}
