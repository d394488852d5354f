//! When hidden content is used, and when not.

use crate::{Extraction, Extractor, Hint, Limit, Limits, Options, Warning};

const STORY: &[&str] = &[
    "The old bridge over the river, closed since the flood in spring, was opened again on Monday, \
     and the first to cross it was a herd of sheep.",
    "The town had waited for seven months, in which every errand on the other bank took an hour \
     by way of the motorway, and shops on both sides lost a third of their trade.",
    "Nobody could say on Monday who had counted the sheep, but the mayor, who had come to cut a \
     ribbon and found it eaten, put their number at two hundred and their manners at none.",
];

fn shell(inside: &str) -> Extraction {
    page(&format!("<div id=app><p>Loading</p></div>{inside}<footer>Imprint</footer>"))
}

fn page(body: &str) -> Extraction {
    let html = format!("<title>The bridge is open | Gazette</title><body>{body}</body>");
    crate::extract(&html).unwrap()
}

fn sources(extraction: &Extraction) -> Vec<&'static str> {
    let source = |warning: &Warning| match warning {
        Warning::HiddenContentUsed { source } => Some(*source),
        _ => None,
    };
    extraction.warnings.iter().filter_map(source).collect()
}

fn paragraphs() -> String {
    let texts: Vec<_> = STORY.iter().map(|text| format!("<p>{text}</p>")).collect();
    texts.concat()
}

fn article_script() -> String {
    let body = STORY.join("\\n\\n");
    format!("<script type=\"application/ld+json\">{{\"articleBody\": \"{body}\"}}</script>")
}

fn state_script() -> String {
    let body = paragraphs().replace('<', "\\u003c");
    format!(
        "<script id=__NEXT_DATA__ type=application/json>{{\"props\": {{\"article\": \
         {{\"title\": \"The bridge is open\", \"body\": \"{body}\"}}}}}}</script>"
    )
}

#[test]
fn each_source_fills_an_empty_page() {
    let text = STORY.join("\n\n");
    let assigned = state_script()
        .replace("id=__NEXT_DATA__ type=application/json>", ">window.__INITIAL_STATE__ = ")
        .replace("</script>", ";start()</script>");
    let template = format!("<template id=story>{}</template>", paragraphs());
    for (inside, source) in [
        (article_script(), "json-ld"),
        (state_script(), "state"),
        (assigned, "state"),
        (template, "template"),
    ] {
        let found = shell(&inside);
        assert_eq!(found.to_text(), text, "{source}");
        assert_eq!(sources(&found), [source]);
        let kept = found.blocks.iter().any(|block| block.decision.keep);
        assert!(!kept, "{source}: nothing visible is kept beside it");
    }
}

#[test]
fn what_was_kept_says_what_stands_in_its_place() {
    let notice = "The gazette shows its articles to readers whose browser runs scripts, and to no \
        others, so please turn them on.";
    let found = page(&format!("<article><p>{notice}</p></article>{}", state_script()));
    assert_eq!(sources(&found), ["state"]);
    let by: Vec<_> = found.blocks.iter().map(|block| block.decision.by).collect();
    assert!(by.iter().all(|by| ["state", "model"].contains(by)), "{by:?}");
}

#[test]
fn nothing_comes_twice() {
    let all = article_script() + &state_script() + "<template>" + &paragraphs() + "</template>";
    let found = shell(&all);
    assert_eq!(sources(&found), ["json-ld"]);
    assert_eq!(found.to_text(), STORY.join("\n\n"));
    let found = page(&format!("<article>{}</article>{all}", paragraphs()));
    assert_eq!(sources(&found), [""; 0]);
    assert_eq!(found.to_text(), STORY.join("\n\n"));
}

#[test]
fn a_description_is_taken_where_the_page_has_none() {
    let text = STORY[0];
    let script = format!(
        "<script type=application/ld+json>{{\"@type\": \"Product\", \"name\": \"The bridge is \
         open\", \"description\": \"{text}\"}}</script>"
    );
    let found = shell(&script);
    assert_eq!(found.to_text(), text);
    assert_eq!(sources(&found), ["json-ld"]);
    let shown = page(&format!("<main><h1>The bridge is open</h1><p>{text}</p></main>{script}"));
    assert_eq!(sources(&shown), [""; 0]);
    let other = script.replace("The bridge is open", "Tyre");
    assert_eq!(sources(&shell(&other)), [""; 0]);
}

#[test]
fn templates_that_are_forms_or_boxes_are_not_taken() {
    let slots = format!("<template><p>{{{{name}}}}</p>{}</template>", paragraphs());
    let modal = format!("<template class=cookie-modal>{}</template>", paragraphs());
    for template in [slots, modal] {
        assert_eq!(sources(&shell(&template)), [""; 0]);
    }
}

#[test]
fn shadow_roots_details_and_tabs_are_part_of_the_page() {
    let first = STORY[0];
    let rest = paragraphs().replacen(&format!("<p>{first}</p>"), "", 1);
    for (start, end) in [
        ("<my-story><template shadowrootmode=open>", "</template></my-story>"),
        ("<details><summary>More</summary>", "</details>"),
        ("<div role=tabpanel hidden>", "</div>"),
        ("<div role=tabpanel aria-hidden=true style='display:none'>", "</div>"),
        ("<noscript>", "</noscript>"),
    ] {
        let found = page(&format!(
            "<article><h1>The bridge is open</h1><p>{first}</p>{start}{rest}{end}</article>"
        ));
        let texts: Vec<_> = found.blocks.iter().map(|block| block.text.as_str()).collect();
        for text in STORY {
            assert_eq!(texts.iter().filter(|shown| *shown == text).count(), 1, "{start}");
        }
        assert_eq!(sources(&found), [""; 0], "{start}");
    }
}

#[test]
fn hostile_data_is_bounded() {
    let limits = Limits { json_ld_bytes: 1 << 16, ..Limits::default() };
    let extractor = Extractor::new(Options { limits, ..Options::default() }).unwrap();
    let script = |json: &str| format!("<script type=application/json>{json}</script><p>Loading");
    let nested = |open: &str, close: &str| format!("{}1{}", open.repeat(9000), close.repeat(9000));
    for json in [
        nested("[", "]"),
        nested("{\"content\":", "}"),
        "{\"body\": \"".to_owned() + &"<p>".repeat(9000),
        format!("{{\"body\": \"{}\"}}", "<p>a.".repeat(9000)),
        format!("{{\"body\": \"{}\"}}", "<".repeat(60_000)),
        format!("[{}0]", "{\"content\": [{\"type\": \"p\", \"text\": \"a\"}]},".repeat(1000)),
    ] {
        let found = extractor.extract(&script(&json), &Hint::new()).unwrap();
        assert_eq!(sources(&found), [""; 0]);
    }
    let long = script(&format!("{{\"body\": \"{}\"}}", "Long. ".repeat(20_000)));
    let found = extractor.extract(&long, &Hint::new()).unwrap();
    assert!(
        found.warnings.contains(&Warning::LimitHit { limit: Limit::JsonLdBytes, value: 1 << 16 })
    );
}
