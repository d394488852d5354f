//! XML output against what it must be.

use super::document;
use crate::content::{Content, ContentNode, Part, Post, Run};
use crate::metadata::Metadata;

fn paragraph(text: &str) -> ContentNode {
    Part::Paragraph { runs: vec![Run::plain(text)] }.into()
}

fn heading(level: u8, text: &str) -> ContentNode {
    Part::Heading { level, runs: vec![Run::plain(text)] }.into()
}

fn body(nodes: Vec<ContentNode>) -> String {
    let xml = document(&Metadata::default(), &Content { nodes });
    let body = xml.split("<body>\n").nth(1).unwrap().split("</body>").next().unwrap();
    body.replace('\n', "")
}

#[test]
fn headings_nest_divisions() {
    let nodes =
        vec![paragraph("a"), heading(2, "b"), paragraph("c"), heading(3, "d"), heading(2, "e")];
    assert_eq!(
        body(nodes),
        "<div><p>a</p></div><div><head>b</head><p>c</p><div><head>d</head></div></div>\
         <div><head>e</head></div>"
    );
}

#[test]
fn no_paragraph_follows_a_division() {
    let author = Some("Ida".to_owned());
    let post =
        Part::Post(Post { author, date: None, nodes: vec![heading(2, "b"), paragraph("c")] });
    let nodes = vec![heading(2, "a"), post.into(), paragraph("d")];
    assert_eq!(
        body(nodes),
        "<div><head>a</head><div type=\"post\"><byline><name>Ida</name></byline>\
         <div><head>b</head><p>c</p></div></div><div><p>d</p></div></div>"
    );
}

#[test]
fn characters_that_xml_cannot_hold_are_left_out() {
    assert_eq!(
        body(vec![paragraph("a\u{0}b\u{b}c<&>\u{ffff}")]),
        "<div><p>abc&lt;&amp;&gt;</p></div>"
    );
    assert_eq!(body(vec![]), "<div><p></p></div>");
}
