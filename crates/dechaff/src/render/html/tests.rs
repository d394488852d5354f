//! HTML output against what it must be.

use sha2::{Digest, Sha256};

use super::{HtmlOptions, document, page};
use crate::content::{Content, Part, Run};
use crate::metadata::Metadata;

fn content() -> Content {
    Content { nodes: vec![Part::Paragraph { runs: vec![Run::plain("a < b & \"c\"\nd")] }.into()] }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let word = (0..3)
            .fold(0u32, |word, at| word << 8 | u32::from(chunk.get(at).copied().unwrap_or(0)));
        for digit in 0..4 {
            let shown = digit <= chunk.len();
            let digit = DIGITS[(word >> (18 - 6 * digit) & 63) as usize];
            out.push(if shown { char::from(digit) } else { '=' });
        }
    }
    out
}

#[test]
fn the_policy_names_the_style_sheet_that_is_written() {
    let options = HtmlOptions { standalone: true, ..HtmlOptions::default() };
    let html = document(&Metadata::default(), &content(), &options);
    let style = html.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
    let hash = format!("'sha256-{}'", base64(&Sha256::digest(style.as_bytes())));
    assert!(page::POLICY.contains(&hash), "the style sheet's hash is {hash}");
    assert!(html.contains("Content-Security-Policy"));
}

#[test]
fn text_is_escaped_and_the_title_stands_first() {
    let metadata = Metadata { title: Some("x<y".to_owned()), ..Metadata::default() };
    let body = "<p>a &lt; b &amp; &quot;c&quot;<br>d</p>\n";
    let options = HtmlOptions::default();
    assert_eq!(document(&metadata, &content(), &options), format!("<h1>x&lt;y</h1>\n{body}"));
    let options = HtmlOptions { title: false, ..options };
    assert_eq!(document(&metadata, &content(), &options), body);
}

#[test]
fn controls_that_are_no_part_of_html_are_left_out_of_program_text() {
    let text = "\u{b} go\tup\u{1}".to_owned();
    let code = Content { nodes: vec![Part::Code { language: None, text }.into()] };
    let html = document(&Metadata::default(), &code, &HtmlOptions::default());
    assert_eq!(html, "<pre><code> go\tup</code></pre>\n");
}
