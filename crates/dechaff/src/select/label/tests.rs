//! Small pages whose blocks with the word `keep` are kept, against the labels of the others.

use std::sync::LazyLock;

use super::{Evidence, GroupLabels, Labeller};
use crate::block;
use crate::dom::{self, Document};
use crate::feature::{ClassGroups, Page};
use crate::lexicon::Lexicon;
use crate::select::Verdict;
use crate::{Label, Limits};

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::built_in().unwrap());

/// The texts of the dropped blocks, each with its label.
fn labels(html: &str) -> Vec<(String, &'static str)> {
    let tokens = include_str!("../../../data/class_tokens.tsv");
    let class_groups = ClassGroups::read(tokens).unwrap();
    let group_labels = GroupLabels::read(tokens);
    let lexicon = &*LEXICON;
    let (html, _) = dom::parse(html, &Limits::default());
    let document = Document::new(&html);
    let blocks = block::segment(&document);
    let all = &blocks.blocks;
    let hits: Vec<_> = all.iter().map(|block| lexicon.search(&block.text, block.words)).collect();
    let page = Page::new(&document, &blocks, &hits, &class_groups);
    let mut verdicts: Vec<_> =
        all.iter().map(|block| Verdict::by_model(block.text.contains("keep"))).collect();
    for (block, verdict) in all.iter().zip(&mut verdicts) {
        if block.text == "Title" {
            verdict.label = Some(Label::Title);
        }
    }
    let evidence = Evidence {
        document: &document,
        blocks: &blocks,
        hits: &hits,
        lexicon,
        groups: &page.names.groups,
        group_labels: &group_labels,
    };
    let mut labeller = Labeller::new(&evidence, &verdicts);
    let found = all.iter().enumerate().filter_map(|(number, block)| {
        let (label, reason) = labeller.label(number);
        println!("{:?} {label:?} {reason}", block.text);
        Some((block.text.clone(), label?.name()))
    });
    found.collect()
}

/// The label of the only block that is dropped around two kept paragraphs and a title.
fn before(html: &str) -> &'static str {
    let rest = "<p>keep this paragraph of the text</p>".repeat(2);
    labels(&format!("<h1>Title</h1>{html}{rest}")).pop().unwrap().1
}

fn after(html: &str) -> &'static str {
    let rest = "<p>keep this paragraph of the text</p>".repeat(2);
    labels(&format!("<h1>Title</h1>{rest}{html}")).pop().unwrap().1
}

#[test]
fn a_firm_name_goes_before_a_nearer_vague_one() {
    assert_eq!(
        before("<div class=breadcrumb><nav class=menu><a href=/>Xyz</a></nav></div>"),
        "breadcrumb"
    );
    assert_eq!(after("<nav class=pagination><a class=next href=2>Older</a></nav>"), "pagination");
    assert_eq!(after("<nav class=footer-nav><a href=2>Xyz</a></nav>"), "navigation");
}

#[test]
fn names_of_elements_that_hold_the_content_say_nothing() {
    let html = "<div class=footer><h1>Title</h1><p>keep this<p>Xyz xyz.<p>keep that</div>";
    assert_eq!(labels(html), [("Title".to_owned(), "title"), ("Xyz xyz.".to_owned(), "other")]);
}

#[test]
fn consent_goes_before_wording() {
    assert_eq!(after("<div id=my-cookiebar><p>Subscribe</p></div>"), "consent");
    assert_eq!(
        after("<div class=popup>We bake cookies that count<button>Ok</button></div>"),
        "consent"
    );
    assert_eq!(after("<p class=teaser>All cookies of the week"), "related");
}

#[test]
fn a_field_for_a_mail_address_makes_a_newsletter() {
    let form = |fields: &str| format!("<div class=box><p>Xyz every week.</p>{fields}</div>");
    assert_eq!(after(&form("<input type=email>")), "newsletter");
    assert_ne!(after(&form("<input type=email><textarea></textarea>")), "newsletter");
    assert_ne!(after(&form("<input type=text>")), "newsletter");
}

#[test]
fn comments_are_told_from_their_form() {
    assert_eq!(after("<div class=comments><p>Lovely story.</div>"), "comment");
    assert_eq!(after("<div class=comments><form>Your name</form></div>"), "comment-prompt");
}

#[test]
fn links_say_what_they_are_for() {
    assert_eq!(after("<a rel='nofollow sponsored' href=x>Xyz</a>"), "advert");
    assert_eq!(after("<p><a href='mailto:?subject=x'>Xyz xyz</a>"), "share");
    assert_eq!(before("<p><a href=/>Xyz</a> › <a href=/a>Abc</a>"), "breadcrumb");
    assert_eq!(after("<p><a href=1>A</a> <a href=2>B</a> <a href=3>C</a>"), "navigation");
    assert_eq!(after("<p><a href=1>Five words of another page</a>"), "related");
}

#[test]
fn headings_speak_for_what_stands_under_them() {
    let html = "<p>keep this<section><h3>Related articles</h3><p>Abc</section><p>Xyz<p>Uvw<p>Z<p>Q";
    let labelled = labels(html);
    assert_eq!(labelled[1], ("Abc".to_owned(), "related"));
    assert_eq!(labelled[2], ("Xyz".to_owned(), "other"));
}

#[test]
fn places_speak_when_nothing_else_does() {
    assert_eq!(before("<div>Ned Wallow, Lowmoor</div>"), "byline");
    assert_eq!(after("<div>Set in lead type.</div>"), "site-footer");
    assert_eq!(
        after("<figure><img src=a><figcaption>A goat.</figcaption></figure>"),
        "image-credit"
    );
    assert_eq!(after("<div><img src=a><p>A goat on a wall.</div>"), "image-credit");
    assert_eq!(labels("<p>Sheep and more</p><h1>Title</h1><p>keep this")[0].1, "site-header");
}
